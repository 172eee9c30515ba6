"""A4, the movements of MRR: what made the monthly recurring revenue more or less, in each bar of a range.

Counted by member, in each currency by itself, from the facts of subscriptions:

new           paid nothing a month and never had before
reactivation  paid nothing, but had before
expansion     pays more than before: a dearer price, or one more plan
contraction   pays less, but something
churn         pays nothing any more: ended, paused or unpaid

What one member changes in the same second is one movement, so that going over to another plan is none of leaving. The
five add up to the difference of the MRR, exactly. What a subscription is worth a month is in community/mrr.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kclub_desktop.analytics.people import roots
from kclub_desktop.analytics.periods import Bars, Period
from kclub_desktop.store import Library

KINDS = ("new", "reactivation", "expansion", "contraction", "churn")


@dataclass(frozen=True)
class Movement:
    """One member's MRR changed by `amount` minor units (never 0) at a time."""

    at: int
    member: int
    currency: str
    kind: str
    amount: int


@dataclass(frozen=True)
class MrrSpan:
    """One bar: MRR at its beginning and end, and the movements between, minor units by kind (KINDS, those below zero too)."""

    start: int
    opening: int
    closing: int
    by_kind: dict[str, int]

    @property
    def change(self) -> int:
        """closing − opening, which is the sum of the movements."""
        return self.closing - self.opening


def mrr_over_time(library: Library, over: Bars) -> dict[str, list[MrrSpan]]:
    """Currency -> a span for each bar; only currencies in which anything recurs. One query over the facts."""
    found: dict[str, list[Movement]] = defaultdict(list)
    for movement in movements(library, over.whole.end):
        found[movement.currency].append(movement)
    return {currency: _spans(moved, over.periods) for currency, moved in sorted(found.items())}


def moved_in(library: Library, period: Period, currency: str) -> list[Movement]:
    """The movements of a period, the largest first."""
    found = [
        one for one in movements(library, period.end) if one.currency == currency and one.at >= period.start
    ]
    return sorted(found, key=lambda one: (-abs(one.amount), one.member, one.at))


def movements(library: Library, until: int) -> Iterator[Movement]:
    """All movements before a time, by member and time."""
    people = roots(library)
    facts = library.rows(
        "SELECT member, currency, at, sum(monthly_after - monthly_before) FROM subscription_event"
        " WHERE at < ? AND monthly_after <> monthly_before GROUP BY member, currency, at",
        (until,),
    )
    by_person: dict[tuple[int, str, int], int] = defaultdict(int)
    for member, currency, at, amount in facts:
        # A member that was erased still paid: the money stays in the sums, under the record it was paid by.
        by_person[people.get(member, member), currency, at] += amount
    for (member, currency), group in groupby(sorted(by_person.items()), key=lambda each: each[0][:2]):
        paid, ever = 0, False
        for (_member, _currency, at), amount in group:
            if amount:
                yield Movement(at, member, currency, _kind(paid, paid + amount, ever), amount)
            paid += amount
            ever = ever or paid > 0


def _kind(before: int, after: int, ever: bool) -> str:
    if before <= 0 < after:
        return "reactivation" if ever else "new"
    if after <= 0:
        return "churn"
    return "expansion" if after > before else "contraction"


def _spans(moved: list[Movement], periods: Sequence[Period]) -> list[MrrSpan]:
    starts = [period.start for period in periods]
    kinds = [dict.fromkeys(KINDS, 0) for _ in periods]
    running = 0
    for one in moved:
        place = bisect_right(starts, one.at) - 1
        if place < 0:
            running += one.amount
        else:
            kinds[place][one.kind] += one.amount
    spans = []
    for start, by_kind in zip(starts, kinds, strict=True):
        closing = running + sum(by_kind.values())
        spans.append(MrrSpan(start, running, closing, by_kind))
        running = closing
    return spans
