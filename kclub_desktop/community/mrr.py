"""A subscription's share of the monthly recurring revenue: what an agreed amount is worth a month, and while it counts.

Every fact of a subscription notes the share before and after, so that the movements add up to what runs.
"""

from __future__ import annotations

from kclub_desktop.community.periods import MONTHS
from kclub_desktop.store import Library
from kclub_desktop.store.tables import Subscription

COUNTED = ("active", "past_due")
"""A trial pays nothing yet, and what is unpaid or paused pays nothing now."""


def monthly(amount: int, interval: str, count: int) -> int:
    """Minor units a month, to the nearest, halves up; 0 for what does not come again."""
    if interval not in MONTHS:
        return 0
    months = MONTHS[interval] * count
    return (2 * amount + months) // (2 * months)


def share(subscription: Subscription) -> int:
    """What the subscription counts now."""
    if str(subscription.status) not in COUNTED or subscription.deleted_at is not None:
        return 0
    return monthly(int(subscription.amount), str(subscription.interval), int(subscription.interval_count))


def running(library: Library, plan: int | None = None) -> dict[str, int]:
    """Currency -> minor units a month of all that runs now, of one plan or of all."""
    marks = ", ".join("?" * len(COUNTED))
    totals: dict[str, int] = {}
    for amount, currency, interval, count, n in library.rows(
        "SELECT amount, currency, interval, interval_count, count(*) FROM subscription WHERE deleted_at IS NULL"
        f" AND status IN ({marks}) AND (?{len(COUNTED) + 1} IS NULL OR plan = ?{len(COUNTED) + 1})"
        " GROUP BY 1, 2, 3, 4",
        (*COUNTED, plan),
    ):
        totals[currency] = totals.get(currency, 0) + n * monthly(amount, interval, count)
    return {currency: total for currency, total in totals.items() if total}


def of_facts(library: Library) -> dict[str, int]:
    """The same as the sum of all movements; differs only while an undo has taken back what a fact still tells."""
    found = library.rows(
        "SELECT currency, sum(monthly_after - monthly_before) FROM subscription_event GROUP BY currency"
    )
    return {currency: total for currency, total in found if total}
