"""Long work off the UI thread: a plain function with a `progress`, run by Qt's pool, its answer back on the UI thread.

One of the two places that may catch everything: an expected failure goes to `failed` in words, a bug to the log and
the crash dialog. A result whose job is no longer current is dropped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Cancelled, Progress

log = logging.getLogger(__name__)
_TOLD_EVERY_SECONDS = 0.05


class _Signals(QObject):
    done = Signal(object)
    failed = Signal(object)
    moved = Signal(int, object)


class _Run(QRunnable):
    """One job. Nothing that its signals call may hold it: the last to let go must be the UI thread, never a collector elsewhere."""

    def __init__(self, work: Callable[[Progress], Any], number: int, name: str) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.number, self.name = number, name
        self.left, self.stoppable = False, True
        self.signals = _Signals()
        self.progress = Progress(self._tell_moved)
        self._work = work
        self._told = 0.0

    def run(self) -> None:
        try:
            self.signals.done.emit(self._work(self.progress))
        except Cancelled:
            self.signals.failed.emit(None)
        except KClubError as error:
            self.signals.failed.emit(error)
        except Exception as error:
            log.exception("a job failed")
            self.signals.failed.emit(error)
        finally:
            self.left = True

    def _tell_moved(self, done: int, total: int | None) -> None:
        """Some times a second and at the end: work may advance a million times."""
        now = time.monotonic()
        if now - self._told >= _TOLD_EVERY_SECONDS or done == total:
            self._told = now
            self.signals.moved.emit(done, total)


class Jobs(QObject):
    """Starts jobs; with the same key the latest wins and the earlier is cancelled."""

    crashed = Signal(object)
    """A job ended with a bug, not with one of our errors."""
    began = Signal(str, str)
    """(key, name): a job that has a name began; those without one are too short to be seen."""
    moved = Signal(str, int, object)
    """(key, done, total or None) of a job with a name."""
    ended = Signal(str, object)
    """(key, error): a job with a name is over. error: None when it went well, a Cancelled when stopped, else what went wrong."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(3)
        self._current: dict[str, _Run] = {}
        self._started = 0
        self._leaving: list[_Run] = []
        self._ended = False

    def start(
        self,
        work: Callable[[Progress], Any],
        *,
        key: str = "",
        name: str = "",
        stoppable: bool = True,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[KClubError | None], None] | None = None,
        moved: Callable[[int, int | None], None] | None = None,
    ) -> None:
        """Run work(progress) on a pool thread.

        name    what the person calls this work, if it may take long: it is then shown with its progress and can be stopped
        stoppable  False for work that is done whole or not at all and never asks whether it should stop
        done    called with its result on the UI thread, unless a newer job took the key
        failed  called with the Refused or Unavailable, or None when cancelled; a bug goes to `crashed` instead
        """
        if self._ended:
            return
        self._started += 1
        number = self._started
        key = key or f"#{number}"
        if earlier := self._current.get(key):
            earlier.progress.cancel()
            self._leave(earlier)
            if earlier.name:
                self.ended.emit(key, Cancelled())
        run = _Run(work, number, name)
        run.stoppable = stoppable
        self._current[key] = run
        run.signals.done.connect(lambda result: self._finish(key, number, done, result))
        run.signals.failed.connect(lambda error: self._fail(key, number, failed, error))
        if moved or name:
            run.signals.moved.connect(lambda steps, total: self._move(key, number, moved, steps, total))
        if name:
            self.began.emit(key, name)
        self._pool.start(run)

    def cancel(self, key: str) -> None:
        """Ask the job with that key to stop."""
        if run := self._current.get(key):
            run.progress.cancel()

    def can_stop(self, key: str) -> bool:
        """Does the work with that key stop when it is asked to?"""
        run = self._current.get(key)
        return run is not None and run.stoppable

    @property
    def busy(self) -> bool:
        """Is any job not finished yet?"""
        return bool(self._current)

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for running jobs to leave their threads, at shutdown; nobody hears of them any more. True if all did.

        What is asked for afterwards, by a timer of a window that is about to go, is not begun.
        """
        self._ended = True
        for run in self._current.values():
            run.progress.cancel()
            self._leave(run)
        self._current.clear()
        return bool(self._pool.waitForDone(milliseconds))

    def _over(self, key: str, number: int) -> _Run | None:
        """The job, if it is still the one with that key; it is so no longer."""
        run = self._current.get(key)
        if run is None or run.number != number:
            return None
        del self._current[key]
        self._leave(run)
        return run

    def _leave(self, run: _Run) -> None:
        """Keep a job until its thread is out of it; let go of those that are."""
        self._leaving = [one for one in self._leaving if not one.left]
        self._leaving.append(run)

    def _move(
        self,
        key: str,
        number: int,
        moved: Callable[[int, int | None], None] | None,
        steps: int,
        total: object,
    ) -> None:
        run = self._current.get(key)
        if run is None or run.number != number:
            return
        known = total if isinstance(total, int) else None
        if moved:
            moved(steps, known)
        if run.name:
            self.moved.emit(key, steps, known)

    def _finish(self, key: str, number: int, done: Callable[[Any], None] | None, result: Any) -> None:
        run = self._over(key, number)
        if run is None:
            return
        if run.name:
            self.ended.emit(key, None)
        if done:
            done(result)

    def _fail(
        self,
        key: str,
        number: int,
        failed: Callable[[KClubError | None], None] | None,
        error: Exception | None,
    ) -> None:
        run = self._over(key, number)
        if run is None:
            return
        if run.name:
            self.ended.emit(key, error if error is not None else Cancelled())
        if error is not None and not isinstance(error, KClubError):
            self.crashed.emit(error)
        if failed:
            failed(error if isinstance(error, KClubError) else None)
