"""Work apart: a function run by another process of this program, so that it never keeps the window waiting.

Threads share one interpreter, and whoever computes in Python holds it: beside an import and a hub on threads of its own
the window waited for a frame as long as it drew it (docs/performance.md, Frames). The other process hears what to do
from its input and answers through its output; when either end is gone the other one notices and stops.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, NoReturn

from kclub_desktop.errors import KClubError
from kclub_desktop.errors_of_work import WorkCutShort
from kclub_desktop.progress import Cancelled, Progress

if TYPE_CHECKING:
    import subprocess

WORD = "--work-apart"
"""The one word of the command line that makes this program such a process; nobody types it."""
BUG = 70
"""Exit code of a process of this program that ended with a bug."""
_TOLD_EVERY_SECONDS = 0.05
_NICER = 7
"""So much less of a processor than the window's own when both want it."""
_FIRST_LINE = "import sys; sys.path[:] = {path!r}; from kclub_desktop.app.main import main; main()"


def run(task: str, *args: Any, progress: Progress, heard: Callable[[Any], None] | None = None) -> Any:
    """What the function of that name ("package.module:function") answers, run by a process of its own.

    It is called as function(*args, progress=…, tell=…): progress is this one's, which stops it, too; what it tells meanwhile is
    heard here, on the calling thread. Everything it is given and answers must be picklable. Raises what the function raises;
    WorkCutShort if its process could not be made or was ended; RuntimeError for a bug, of which the log has the account.
    """
    with _begun() as process:
        ended = threading.Event()

        def stop() -> None:
            if not ended.is_set():
                _close(process.stdin)

        try:
            _hand_over(process, (task, args))
            progress.when_cancelled(stop)
            return _answer(task, process, progress, heard)
        finally:
            ended.set()
            _close(process.stdin)


def _begun() -> subprocess.Popen[bytes]:
    import subprocess

    # A program that was packed is the same file with another word; else the very code that this process has found.
    words = [sys.executable, WORD]
    if not getattr(sys, "frozen", False):
        words = [sys.executable, "-P", "-c", _FIRST_LINE.format(path=sys.path), WORD]
    try:
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Where processes are not made nicer by themselves, as _give_way does.
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
    except OSError as error:
        raise WorkCutShort(error.strerror or str(error)) from error


def _hand_over(process: subprocess.Popen[bytes], what: Any) -> None:
    import pickle

    assert process.stdin is not None
    try:
        pickle.dump(what, process.stdin)
        process.stdin.flush()
    except BrokenPipeError:
        pass  # Why it is gone is told by its answer, or by there being none.


def _answer(
    task: str, process: subprocess.Popen[bytes], progress: Progress, heard: Callable[[Any], None] | None
) -> Any:
    import pickle

    assert process.stdout is not None
    while True:
        try:
            kind, what = pickle.load(process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            code = process.wait()
            if code == BUG:
                raise RuntimeError(f"{task} ended with a bug; its account is in the log") from error
            raise WorkCutShort(f"exit code {code}") from error
        match kind:
            case "moved":
                progress.show(*what)
            case "told":
                if heard:
                    heard(what)
            case "done":
                return what
            case "stopped":
                raise Cancelled
            case _:
                raise _error_of(*what)


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe:
            pipe.close()
    except BrokenPipeError:
        pass


# The other process


def serve() -> NoReturn:
    """Do the one thing that this process was made for, and end it."""
    import pickle

    _give_way()
    # Whatever prints must not get between the answers.
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    task, args = pickle.load(asked)
    one_at_a_time = threading.Lock()

    def say(kind: str, what: Any) -> None:
        with one_at_a_time:
            try:
                pickle.dump((kind, what), answers)
                answers.flush()
            except BrokenPipeError:
                progress.cancel()

    progress = Progress(_now_and_then(lambda *moved: say("moved", moved)))
    threading.Thread(target=_stop_at_the_end, args=(asked, progress), daemon=True).start()
    say(*_outcome(task, args, progress, lambda what: say("told", what)))
    # Nobody waits for an interpreter to be taken apart; everything that was open has been closed by the work itself.
    os._exit(0)


def _outcome(task: str, args: Any, progress: Progress, tell: Callable[[Any], None]) -> tuple[str, Any]:
    module, _, name = task.partition(":")
    try:
        return "done", getattr(import_module(module), name)(*args, progress=progress, tell=tell)
    except Cancelled:
        return "stopped", None
    except KClubError as error:
        return "refused", (type(error), error.args, error.__dict__)


def _error_of(kind: type[KClubError], args: tuple[Any, ...], fields: dict[str, Any]) -> KClubError:
    """An error again; pickle would call its class without what it was made with by name."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


def _stop_at_the_end(asked: IO[bytes], progress: Progress) -> None:
    """Nothing more is said to this process: the end of its input means that nobody wants the work any more."""
    # Past Python's own buffer, whose lock must be free when the process ends.
    os.read(asked.fileno(), 1)
    progress.cancel()


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
