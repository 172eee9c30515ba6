"""The other end of work apart: a process that does what it is told through its input until that ends."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from importlib import import_module
from queue import SimpleQueue
from typing import IO, Any, NoReturn

from kclub_desktop.apart.words import error_of, told_of
from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Cancelled, Progress

_TOLD_EVERY_SECONDS = 0.05
_NICER = 7
"""So much less of a processor than the window's own when both want it."""
_ENDS_WITHIN_SECONDS = 5.0
"""For work that nobody wants any more to come to a place where it can stop; a server's answer takes longer to be given up."""


def serve() -> NoReturn:
    """Do one piece of work after another; the end of the input means that nobody wants any more."""
    _give_way()
    # Streams of their own: whatever prints must not get between the answers, and the lock of one that Python closes by
    # itself must be free when the process ends with a bug.
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serving = _Serving(answers)
    threading.Thread(target=serving.listen, args=(asked,), daemon=True).start()
    while work := serving.next():
        serving.do(*work)
    # Nobody waits for an interpreter to be taken apart; everything that was open has been closed by the work itself.
    os._exit(0)


Work = tuple[str, tuple[Any, ...], bool, Progress]


class _Serving:
    """Hears on one thread, works on another."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._one_at_a_time = threading.Lock()
        self._work: SimpleQueue[Work | None] = SimpleQueue()
        self._answered: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._progress = Progress()

    def listen(self, asked: IO[bytes]) -> None:
        """Hear what is said to this process until nobody is there any more."""
        import pickle

        while True:
            try:
                kind, what = pickle.load(asked)
            except (EOFError, OSError, pickle.UnpicklingError):
                break
            if kind == "do":
                self._progress = Progress(_now_and_then(lambda *moved: self.say("moved", moved)))
                self._work.put((*what, self._progress))
            elif kind == "stop":
                self._progress.cancel()
            else:
                self._answered.put((kind, what))
        self._progress.cancel()
        self._work.put(None)
        self._answered.put(("gone", None))
        time.sleep(_ENDS_WITHIN_SECONDS)
        os._exit(0)

    def next(self) -> Work | None:
        """The next piece of work, when there is one; None at the end."""
        return self._work.get()

    def do(self, task: str, args: tuple[Any, ...], asks: bool, progress: Progress) -> None:
        """Do it and say what came of it. A bug ends the process."""
        module, _, name = task.partition(":")
        more = {"ask": self.ask} if asks else {}
        try:
            function = getattr(import_module(module), name)
            done = function(*args, progress=progress, tell=lambda what: self.say("told", what), **more)
            self.say("done", done)
        except Cancelled:
            self.say("stopped", None)
        except KClubError as error:
            self.say("refused", told_of(error))

    def ask(self, what: Any) -> Any:
        """What the other end answers. Raises the KClubError it refuses with; Cancelled if it is gone."""
        self.say("asked", what)
        kind, answer = self._answered.get()
        if kind == "refused":
            raise error_of(answer)
        if kind == "gone":
            raise Cancelled
        return answer

    def say(self, kind: str, what: Any) -> None:
        """Tell the other end, if it is still there."""
        import pickle

        with self._one_at_a_time:
            try:
                pickle.dump((kind, what), self._answers)
                self._answers.flush()
            except OSError:
                self._progress.cancel()


def _now_and_then(show: Callable[[int, int | None], None]) -> Callable[[int, int | None], None]:
    told = [0.0]

    def moved(done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - told[0] >= _TOLD_EVERY_SECONDS or done == total:
            told[0] = now
            show(done, total)

    return moved


def _give_way() -> None:
    """The window goes first, and Ctrl+C is the window's to hear: this process ends when its input does."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICER)
