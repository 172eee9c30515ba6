"""The desk's own backups: a while after it opens and then every hour it is asked whether one is due.

A failure never stops anybody's work: it is said once, and the Settings page shows that the backup is overdue.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store.backup import Backup, backup_if_due
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_FIRST_MS = 20_000
"""Not while the first pages load."""
_EVERY_MS = 3_600_000


class DailyBackup(QObject):
    """Runs the job; say: puts words before the person."""

    def __init__(self, parent: QObject, session: Session, say: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._session, self._say = session, say
        self._told = ""
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def look(self) -> None:
        """Make the daily backup now if it is due."""
        library, secrets = self._session.library, self._session.secrets

        def work(progress: Progress) -> Backup | None:
            return backup_if_due(library, secrets)

        self._session.jobs.start(
            work,
            key="daily-backup",
            name=tr("Backup of the day"),
            stoppable=False,
            done=self._done,
            failed=self._failed,
        )

    def stop(self) -> None:
        """No more of them."""
        self._timer.stop()

    def _done(self, made: Backup | None) -> None:
        self._told = ""

    def _failed(self, error: KClubError | None) -> None:
        if error is None:
            return
        words = words_for(error)
        if words != self._told:
            self._told = words
            self._say(tr("No backup was made today. {why}", why=words))
