"""Keeps points, levels and badges up while the desk is open: soon after something was written, and once a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

if TYPE_CHECKING:
    from kclub_desktop.community.rewards import Counted

_FIRST_MS = 4_000
"""After the first pages are there."""
_AFTER_MS = 700
"""After a write, so that a person's next key stroke does not wait, and several writes are counted at once."""
_EVERY_MS = 3_600_000


class Rewarding(QObject):
    """Runs the job; say: puts words before the person when it could not run."""

    def __init__(self, parent: QObject, session: Session, say: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._session, self._say, self._told = session, say, ""
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self.look)
        self._hourly = QTimer(self, interval=_EVERY_MS)
        self._hourly.timeout.connect(self.look)
        self._hourly.start()
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def hear(self, changes: Changes) -> None:
        """Something was written, here or elsewhere."""
        from kclub_desktop.community.rewards import WATCHED

        if changes.touch(*WATCHED):
            self._soon.start()

    def look(self) -> None:
        """Count what is new, and what the day has brought."""
        library = self._session.library

        def work(progress: Progress) -> Counted:
            from kclub_desktop.community import rewards

            return rewards.run_if_due(library, progress)

        self._session.jobs.start(work, key="rewards", done=self._done, failed=self._failed)

    def stop(self) -> None:
        """No more of it."""
        self._soon.stop()
        self._hourly.stop()

    def _done(self, _counted: Counted) -> None:
        self._told = ""

    def _failed(self, error: KClubError | None) -> None:
        words = words_for(error) if error else ""
        if words and words != self._told:
            self._told = words
            self._say(tr("Points and levels could not be counted. {why}", why=words))
