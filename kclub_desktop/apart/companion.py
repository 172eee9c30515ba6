"""This end of work apart: begin the other process, hand it work, and hear what it says of it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any

from kclub_desktop.apart.words import BUG, WORD, error_of, told_of
from kclub_desktop.errors import KClubError
from kclub_desktop.errors_of_work import WorkCutShort
from kclub_desktop.progress import Cancelled, Progress

if TYPE_CHECKING:
    import subprocess

_FIRST_LINE = "import sys; sys.path[:] = {path!r}; from kclub_desktop.app.main import main; main()"
_ENDS_WITHIN_SECONDS = 10.0
"""Longer than the other process gives itself (serving.py)."""
Hears = Callable[[Any], Any]


def run(task: str, *args: Any, progress: Progress, heard: Callable[[Any], None] | None = None) -> Any:
    """As Companion.run, by a process that is there for this alone."""
    with closing(Companion()) as companion:
        return companion.run(task, *args, progress=progress, heard=heard)


class Companion:
    """A process of its own for one piece of work after another: begun by the first, there until it is closed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._saying = threading.Lock()

    @property
    def is_there(self) -> bool:
        """Has it been begun, and not ended since?"""
        return self._process is not None and self._process.poll() is None

    def run(
        self,
        task: str,
        *args: Any,
        progress: Progress,
        heard: Callable[[Any], None] | None = None,
        asked: Hears | None = None,
    ) -> Any:
        """What the function of that name ("package.module:function") answers; one at a time.

        It is called as function(*args, progress=…, tell=…): progress is this one's, which stops it, too; what it tells meanwhile is
        heard here, on the calling thread. With `asked` it is given ask=…, too: what it asks is answered here, and a KClubError
        of the answer is raised there. Everything it is given, told and answered must be picklable; it goes through pipes and
        nowhere else. Raises what the function raises; WorkCutShort if its process could not be made or was ended;
        RuntimeError for a bug, of which the log has the account. After both the next piece of work begins another process.
        """
        if not self.is_there:
            self.close()
            self._process = _begun()
        process, over = self._process, threading.Event()
        assert process is not None

        def stop() -> None:
            if not over.is_set():
                self._say(process, "stop")

        try:
            self._say(process, "do", (task, args, asked is not None))
            progress.when_cancelled(stop)
            kind, what = self._outcome(task, process, progress, heard, asked)
        except BaseException:
            # Half of a conversation: whatever it says from now on would be taken for an answer to something else.
            self.close()
            raise
        finally:
            over.set()
        if kind == "done":
            return what
        raise Cancelled if kind == "stopped" else error_of(what)

    def kill(self) -> None:
        """End it in the midst of its work, from any thread; whoever waits for it hears WorkCutShort."""
        if process := self._process:
            process.kill()

    def close(self) -> None:
        """Let it end, and wait until it has; harmless twice. What is under way in it stops where it can."""
        import subprocess

        process, self._process = self._process, None
        if process is None:
            return
        with self._saying:
            _close(process.stdin)
        try:
            process.wait(_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _close(process.stdout)

    def _say(self, process: subprocess.Popen[bytes], kind: str, what: Any = None) -> None:
        import pickle

        assert process.stdin is not None
        with self._saying:
            try:
                pickle.dump((kind, what), process.stdin)
                process.stdin.flush()
            except (OSError, ValueError):
                pass  # Why it is gone is told by its answer, or by there being none.

    def _outcome(
        self,
        task: str,
        process: subprocess.Popen[bytes],
        progress: Progress,
        heard: Callable[[Any], None] | None,
        asked: Hears | None,
    ) -> tuple[str, Any]:
        import pickle

        assert process.stdout is not None
        while True:
            try:
                kind, what = pickle.load(process.stdout)
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                code = process.wait()
                if code == BUG:
                    raise RuntimeError(f"{task} ended with a bug; its account is in the log") from error
                raise WorkCutShort(f"exit code {code}") from error
            if kind == "moved":
                progress.show(*what)
            elif kind == "told":
                if heard:
                    heard(what)
            elif kind == "asked":
                assert asked is not None
                try:
                    self._say(process, "answered", asked(what))
                except KClubError as error:
                    self._say(process, "refused", told_of(error))
            else:
                return kind, what


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
            # Where processes are not made nicer by themselves, as serving.py does.
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
    except OSError as error:
        raise WorkCutShort(error.strerror or str(error)) from error


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe:
            pipe.close()
    except OSError:
        pass  # What was not read by the other end will not be.
