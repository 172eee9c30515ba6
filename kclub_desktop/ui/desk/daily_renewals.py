"""The renewal run by itself, a while after the desk opens and then every hour, where the community wants that.

It is harmless twice, and what it did is said once, so that nobody finds an order that came from nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.progress import Progress
from kclub_desktop.store import moneyless
from kclub_desktop.ui.desk.by_itself import HOUR_MS, ByItself
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.community.renewals import Run


class DailyRenewals(ByItself):
    """Says when something was due, or could not be done."""

    key = "daily-renewals"
    first_ms = (
        45_000  # after the daily backup, so that there is one from before, and before the rules of privacy
    )
    every_ms = HOUR_MS

    def work(self, progress: Progress) -> Run | None:
        """Do what is due, if the rules say that the desk does it by itself."""
        from kclub_desktop.community import renewal_rules, renewals

        library = self._session.library
        wanted = renewal_rules.rules(library).by_itself and moneyless.sees_money(library)
        return renewals.run(library, progress=progress) if wanted else None

    def done_words(self, done: Run | None) -> str:
        """What fell due."""
        from kclub_desktop.words_for_subscriptions import run_words

        if done is None or not (done.steps or done.uses):
            return ""
        steps = {str(step): count for step, count in done.steps.items()}
        return tr("Subscriptions: {what}", what=" · ".join(run_words(steps, done.asked, done.uses)))

    def trouble_words(self, why: str) -> str:
        """Why it could not be done."""
        return tr("What is due could not be renewed. {why}", why=why)
