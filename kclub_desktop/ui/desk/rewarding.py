"""Keeps points, levels and badges up while the desk is open: soon after something was written, and once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes
from kclub_desktop.ui.desk.by_itself import HOUR_MS, ByItself
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.community.rewards import Counted


class Rewarding(ByItself):
    """Counts what is new, and what the day has brought."""

    key = "rewards"
    first_ms = 4_000  # after the first pages are there
    every_ms = HOUR_MS
    after_ms = 700  # so that a person's next key stroke does not wait

    def work(self, progress: Progress) -> Counted:
        """Count."""
        from kclub_desktop.community import rewards

        return rewards.run_if_due(self._session.library, progress)

    def concerns(self, changes: Changes) -> bool:
        """Was something written that earns, or a rule?"""
        from kclub_desktop.community.rewards import WATCHED

        return changes.touch(*WATCHED)

    def trouble_words(self, why: str) -> str:
        """Why it could not be counted."""
        return tr("Points and levels could not be counted. {why}", why=why)
