"""Long work off the UI thread: a plain function with a `progress`, run by Qt's pool, its answer back on the UI thread.

Work that asks another computer runs beside that pool, on a thread of its own: a hub that hangs holds up nothing here.
One of the four places that may catch everything: an expected failure goes to `failed` in words, a bug to the log and
the crash dialog. A result whose job is no longer current is dropped.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Cancelled, Progress

log = logging.getLogger(__name__)
_TOLD_EVERY_SECONDS = 0.05
_AWAY_SECONDS = 1.0
"""How long the end of the window waits for answers of other computers: what they did is known there, and asked again."""


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
        self.left, self.stoppable, self.nobody_hears = False, True, False
        self.signals = _Signals()
        self.progress = Progress(self._tell_moved)
        self._work = work
        self._told = 0.0

    def run(self) -> None:
        try:
            self._tell(self.signals.done, self._work(self.progress))
        except Cancelled:
            self._tell(self.signals.failed, None)
        except KClubError as error:
            self._tell(self.signals.failed, error)
        except Exception as error:
            # Whoever was still waited for when the library was closed finds it closed.
            if not self.nobody_hears:
                log.exception("a job failed")
            self._tell(self.signals.failed, error)
        finally:
            self.left = True

    def _tell(self, signal: SignalInstance, said: object) -> None:
        if not self.nobody_hears:
            signal.emit(said)

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
        self._away: list[tuple[threading.Thread, _Run]] = []
        self._ended = False

    def start(
        self,
        work: Callable[[Progress], Any],
        *,
        key: str = "",
        name: str = "",
        stoppable: bool = True,
        away: bool = False,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[KClubError | None], None] | None = None,
        moved: Callable[[int, int | None], None] | None = None,
    ) -> None:
        """Run work(progress) on a pool thread.

        name    what the person calls this work, if it may take long: it is then shown with its progress and can be stopped
        stoppable  False for work that is done whole or not at all and never asks whether it should stop
        away    True for work that asks another computer, which may let it wait: nothing else waits for that
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
        if away:
            thread = threading.Thread(target=run.run, name=f"kclub-away-{number}", daemon=True)
            self._away = [(one, its) for one, its in self._away if one.is_alive()] + [(thread, run)]
            thread.start()
        else:
            self._pool.start(run)

    def cancel(self, key: str) -> None:
        """Ask the job with that key to stop."""
        if run := self._current.get(key):
            run.progress.cancel()

    def can_stop(self, key: str) -> bool:
        """Does the work with that key stop when it is asked to?"""
        run = self._current.get(key)
        return run is not None and run.stoppable

    def is_on(self, key: str) -> bool:
        """Is the work with that key under way?"""
        return key in self._current

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
        all_left = bool(self._pool.waitForDone(milliseconds))
        until = time.monotonic() + _AWAY_SECONDS
        for thread, run in self._away:
            thread.join(max(0.0, until - time.monotonic()))
            run.nobody_hears = thread.is_alive()
        return all_left

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
