"""Orders follow the payments that other devices sent: soon after a sync, whichever page is open."""

from __future__ import annotations

from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes, Origin
from kclub_desktop.store.tables import Order, Payment
from kclub_desktop.ui.desk.by_itself import ByItself


class OrdersFollowing(ByItself):
    """Brings the orders in line with what came."""

    key = "orders-following"
    after_ms = 500  # so that several batches are followed at once

    def work(self, progress: Progress) -> list[int]:
        """Bring the orders in line."""
        from kclub_desktop.community import following

        return following.settle(self._session.library)

    def concerns(self, changes: Changes) -> bool:
        """What was written here has been followed already."""
        return changes.origin is not Origin.HERE and changes.touch(Order, Payment)

    def trouble_words(self, why: str) -> str:
        """Why it could not be done."""
        return why
