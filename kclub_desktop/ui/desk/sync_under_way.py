"""A sync that takes long, as the first of a large community does, is shown among the work under way.

It runs on a thread of its own and begins by itself, so there is nothing to stop; what went wrong is said by the chip.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from kclub_desktop.progress import Progress
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr

_KEY = "sync"
_LOOK_MS = 400
_LONG_MS, _STILL_MS = 1_500, 5_000


class SyncUnderWay(QObject):
    """Looks at the loop's progress a few times a second; costs nothing while none is there."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._seen: Progress | None = None
        self._since, self._moved = QElapsedTimer(), QElapsedTimer()
        self._done = 0
        self._told = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        if session.sync is not None:
            self._timer.start()

    def stop(self) -> None:
        """No more of them."""
        self._timer.stop()

    def look(self) -> None:
        """Tell of a sync that goes on, and that it is over. A hub that lets itself be waited for is no work: that is the chip's to say."""
        progress = self._session.sync.progress if self._session.sync else None
        if progress is not self._seen:
            self._over()
            self._seen, self._done = progress, 0
            self._since.start()
        if progress is None:
            return
        moves = progress.done != self._done
        self._done = progress.done
        if moves:
            self._moved.start()
        if not self._told and moves and self._since.elapsed() >= _LONG_MS:
            self._told = True
            self._session.jobs.began.emit(_KEY, tr("Sync"))
        if self._told and self._moved.elapsed() >= _STILL_MS:
            self._over()
        if self._told:
            self._session.jobs.moved.emit(_KEY, progress.done, progress.total)

    def _over(self) -> None:
        if self._told:
            self._session.jobs.ended.emit(_KEY, None)
        self._told = False
