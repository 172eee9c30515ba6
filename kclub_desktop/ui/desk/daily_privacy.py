"""Once a day while the desk is open: the retention rules that are on, and attachments nobody uses any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk.by_itself import HOUR_MS, ByItself
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.community.retention import Due


class DailyPrivacy(ByItself):
    """Says when something was erased, or could not be."""

    key = "daily-privacy"
    first_ms = 90_000  # after the daily backup, and long after the first pages
    every_ms = HOUR_MS

    def work(self, progress: Progress) -> list[Due]:
        """Do what is due."""
        from kclub_desktop.community import retention
        from kclub_desktop.store import attachments

        attachments.collect(self._session.library)
        return retention.run_if_due(self._session.library, progress=progress)

    def done_words(self, done: list[Due]) -> str:
        """What was erased."""
        from kclub_desktop.words_for_retention import due_words

        words = [due_words(due.subject, due.count, True) for due in done if due.count]
        return tr("By the retention rules: {what}", what=" · ".join(words)) if words else ""

    def trouble_words(self, why: str) -> str:
        """Why it could not be."""
        return tr("The retention rules could not run. {why}", why=why)
