"""Where an undo has taken back what a fact of a subscription still tells, another fact says so: movements of MRR add up."""

from __future__ import annotations

from kclub_desktop.community import mrr
from kclub_desktop.community.periods import MONTHS
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import SubscriptionEvent


def correct(library: Library, at: int) -> int:
    """Add the facts that are missing, inside a write; how many."""
    wrong = drift(library)
    rows.add_many(
        library,
        SubscriptionEvent,
        [
            {"subscription": row, "member": member, "kind": "corrected", "at": at, "monthly_before": told,
             "monthly_after": stands, "currency": currency}
            for row, member, currency, told, stands in wrong
        ],
    )  # fmt: skip
    return len(wrong)


def drift(library: Library) -> list[tuple[int, int, str, int, int]]:
    """(subscription, member, currency, what its facts add up to, what it counts) where the two differ."""
    marks = ", ".join(f"'{state}'" for state in mrr.COUNTED)
    months = " ".join(f"WHEN '{interval}' THEN {n}" for interval, n in MONTHS.items())
    length = f"(CASE s.interval {months} END * s.interval_count)"
    share = (
        f"CASE WHEN s.deleted_at IS NULL AND s.status IN ({marks}) AND s.interval IN ('month', 'year')"
        f" THEN (2 * s.amount + {length}) / (2 * {length}) ELSE 0 END"
    )
    return library.rows(
        f"SELECT s.id, s.member, s.currency, coalesce(e.told, 0), {share} FROM subscription s LEFT JOIN (SELECT subscription,"
        " sum(monthly_after - monthly_before) AS told FROM subscription_event GROUP BY subscription) e"
        f" ON e.subscription = s.id WHERE coalesce(e.told, 0) <> {share}"
    )
