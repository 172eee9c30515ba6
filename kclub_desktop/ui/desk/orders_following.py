"""Orders follow the payments that other devices sent: soon after a sync, whichever page is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes, Origin
from kclub_desktop.store.tables import Order, Payment
from kclub_desktop.ui.session import Session
from kclub_desktop.words_for_errors import words_for

_AFTER_MS = 500
"""After a batch, so that several of them are followed at once."""


class OrdersFollowing(QObject):
    """Runs the job; say: puts words before the person when it could not run."""

    def __init__(self, parent: QObject, session: Session, say: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._session, self._say, self._told = session, say, ""
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self.look)

    def hear(self, changes: Changes) -> None:
        """Something was written; what was written here has been followed already."""
        if changes.origin is not Origin.HERE and changes.touch(Order, Payment):
            self._soon.start()

    def look(self) -> None:
        """Bring the orders in line with what came."""
        library = self._session.library

        def work(progress: Progress) -> list[int]:
            from kclub_desktop.community import following

            return following.settle(library)

        self._session.jobs.start(work, key="orders-following", done=self._done, failed=self._failed)

    def stop(self) -> None:
        """No more of it."""
        self._soon.stop()

    def _done(self, _changed: list[int]) -> None:
        self._told = ""

    def _failed(self, error: KClubError | None) -> None:
        words = words_for(error) if error else ""
        if words and words != self._told:
            self._told = words
            self._say(words)
