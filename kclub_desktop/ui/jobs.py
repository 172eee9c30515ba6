"""Long work off the UI thread: a plain function with a `progress`, run by Qt's pool, its answer back on the UI thread.

One of the two places that may catch everything: an expected failure goes to `failed` in words, a bug to the log and
the crash dialog. A result whose job is no longer current is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Cancelled, Progress

log = logging.getLogger(__name__)


class _Signals(QObject):
    done = Signal(object)
    failed = Signal(object)
    moved = Signal(int, object)


class _Run(QRunnable):
    def __init__(self, work: Callable[[Progress], Any], name: str = "") -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.name = name
        self.signals = _Signals()
        self.progress = Progress(self.signals.moved.emit)
        self._work = work

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
        self._keyless = 0

    def start(
        self,
        work: Callable[[Progress], Any],
        *,
        key: str = "",
        name: str = "",
        done: Callable[[Any], None] | None = None,
        failed: Callable[[KClubError | None], None] | None = None,
        moved: Callable[[int, int | None], None] | None = None,
    ) -> None:
        """Run work(progress) on a pool thread.

        name    what the person calls this work, if it may take long: it is then shown with its progress and can be stopped
        done    called with its result on the UI thread, unless a newer job took the key
        failed  called with the Refused or Unavailable, or None when cancelled; a bug goes to `crashed` instead
        """
        if not key:
            self._keyless += 1
            key = f"#{self._keyless}"
        if earlier := self._current.get(key):
            earlier.progress.cancel()
            if earlier.name:
                self.ended.emit(key, Cancelled())
        run = _Run(work, name)
        self._current[key] = run
        run.signals.done.connect(lambda result: self._finish(key, run, done, result))
        run.signals.failed.connect(lambda error: self._fail(key, run, failed, error))
        if moved:
            run.signals.moved.connect(moved)
        if name:
            run.signals.moved.connect(lambda done, total: self._tell_moved(key, run, done, total))
            self.began.emit(key, name)
        self._pool.start(run)

    def cancel(self, key: str) -> None:
        """Ask the job with that key to stop."""
        if run := self._current.get(key):
            run.progress.cancel()

    @property
    def busy(self) -> bool:
        """Is any job not finished yet?"""
        return bool(self._current)

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for running jobs to leave their threads, at shutdown. True if all did."""
        for run in list(self._current.values()):
            run.progress.cancel()
        return bool(self._pool.waitForDone(milliseconds))

    def _tell_moved(self, key: str, run: _Run, done: int, total: int | None) -> None:
        if self._current.get(key) is run:
            self.moved.emit(key, done, total)

    def _finish(self, key: str, run: _Run, done: Callable[[Any], None] | None, result: Any) -> None:
        if self._current.get(key) is not run:
            return
        del self._current[key]
        if run.name:
            self.ended.emit(key, None)
        if done:
            done(result)

    def _fail(
        self, key: str, run: _Run, failed: Callable[[KClubError | None], None] | None, error: Exception | None
    ) -> None:
        if self._current.get(key) is not run:
            return
        del self._current[key]
        if run.name:
            self.ended.emit(key, error if error is not None else Cancelled())
        if error is not None and not isinstance(error, KClubError):
            self.crashed.emit(error)
        if failed:
            failed(error if isinstance(error, KClubError) else None)
