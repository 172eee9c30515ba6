"""The desk's own backups: a while after it opens and then every hour it is asked whether one is due.

A failure never stops anybody's work: it is said once, and the Settings page shows that the backup is overdue.
"""

from __future__ import annotations

from typing import Any

from kclub_desktop.progress import Progress
from kclub_desktop.store.backup import Backup, backup_if_due
from kclub_desktop.ui.desk.by_itself import HOUR_MS, ByItself
from kclub_desktop.words import tr


class DailyBackup(ByItself):
    """Makes the daily backup if it is due."""

    key = "daily-backup"
    first_ms = 20_000  # not while the first pages load
    every_ms = HOUR_MS

    def work(self, progress: Progress) -> Backup | None:
        """Make it if it is due."""
        return backup_if_due(self._session.library, self._session.secrets)

    def trouble_words(self, why: str) -> str:
        """Why none was made."""
        return tr("No backup was made today. {why}", why=why)

    def task(self) -> dict[str, Any]:
        """In the tray, and not to be stopped half-way."""
        return {"name": tr("Backup of the day"), "stoppable": False}
