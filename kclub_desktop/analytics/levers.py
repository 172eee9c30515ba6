"""A9, what moves the revenue: the income of a period as a product of levers, and what a tenth more or less of each would be.

income = (N·r + U·α) · k · p · (1 − g)

N  members who had paid before the period       r  share of them who paid in it
U  people first seen in it                      α  members who paid in it for the first time, for each of these
k  payments for each payer                      p  amount of a payment
g  share that was given back

With the values of the period it is the period's income to the minor unit, which makes it a what-if of that period and no
forecast. r and g stay within 0..1. What belongs to no payer of the period is `apart` and moved by no lever: payments of
nobody, and what was given back to those who paid nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kclub_desktop.analytics.figures import ENOUGH_PAYERS
from kclub_desktop.analytics.paid import CAME_IN, GIVEN_BACK, PAYER, PAYMENTS, TIMES
from kclub_desktop.analytics.people import roots
from kclub_desktop.analytics.periods import Period
from kclub_desktop.store import Library

STEP = 0.1
LEVERS = ("paid_before", "came_back", "reached", "joined", "times", "amount", "given_back")


@dataclass(frozen=True)
class Levers:
    """The levers of a period, as above in this order; amount and apart in minor units of the currency."""

    paid_before: float
    came_back: float
    reached: float
    joined: float
    times: float
    amount: float
    given_back: float
    apart: int
    payers: int

    @property
    def income(self) -> float:
        """Minor units."""
        payers = self.paid_before * self.came_back + self.reached * self.joined
        return payers * self.times * self.amount * (1 - self.given_back) + self.apart

    @property
    def enough(self) -> bool:
        """Are there enough payers to read anything into it?"""
        return self.payers >= ENOUGH_PAYERS


@dataclass(frozen=True)
class Moved:
    """A lever a tenth lower and a tenth higher: its values, and the income with them in minor units."""

    lever: str
    low: float
    high: float
    income_low: int
    income_high: int


def levers(library: Library, period: Period) -> dict[str, Levers]:
    """Currency -> the levers of a period; only currencies somebody paid in. Four queries."""
    people = roots(library)
    reached = _reached(library, period, people)
    before: dict[str, set[int]] = {}
    for currency, member in library.rows(
        f"SELECT DISTINCT p.currency, {PAYER} FROM {PAYMENTS} WHERE p.paid_at < ? AND p.amount > 0",
        (period.start,),
    ):
        if member in people:
            before.setdefault(currency, set()).add(people[member])
    paid: dict[str, _Paid] = {}
    for currency, member, gross, times, back in library.rows(
        f"SELECT p.currency, {PAYER} AS who, sum(p.amount * {CAME_IN}), sum({CAME_IN} * {TIMES}),"
        f" sum(p.amount * {GIVEN_BACK}) FROM {PAYMENTS} WHERE p.paid_at >= ? AND p.paid_at < ?"
        " GROUP BY p.currency, who",
        (period.start, period.end),
    ):
        paid.setdefault(currency, _Paid()).add(people.get(member), gross, times, back)
    return {
        currency: each.levers(before.get(currency, set()), reached)
        for currency, each in sorted(paid.items())
        if each.payers
    }


def moved(found: Levers, step: float = STEP) -> list[Moved]:
    """Each lever that is not zero, a step lower and higher, the one that moves the income most first."""
    made = []
    for lever in LEVERS:
        value = getattr(found, lever)
        if not value:
            continue
        most = 1.0 if lever in ("came_back", "given_back") else float("inf")
        low, high = value * (1 - step), min(value * (1 + step), most)
        incomes = (round(replace(found, **{lever: end}).income) for end in (low, high))
        made.append(Moved(lever, low, high, *incomes))
    return sorted(made, key=lambda one: -abs(one.income_high - one.income_low))


class _Paid:
    """The payments of a period in one currency, added up member by member."""

    def __init__(self) -> None:
        self.payers: set[int] = set()
        self._gross = self._times = self._back = self._apart = 0

    def add(self, member: int | None, gross: int, times: int, back: int) -> None:
        if member is None or gross <= 0:
            self._apart += gross + back
            return
        self.payers.add(member)
        self._gross, self._times, self._back = self._gross + gross, self._times + times, self._back - back

    def levers(self, before: set[int], reached: int) -> Levers:
        again = len(self.payers & before)
        first = len(self.payers) - again
        # Where fewer were seen than bought, visits are not recorded: who bought was reached.
        people = max(reached, first)
        times = max(1, self._times)
        return Levers(
            len(before), again / len(before) if before else 0.0, people, first / people if people else 0.0,
            times / len(self.payers), self._gross / times, self._back / self._gross, self._apart, len(self.payers),
        )  # fmt: skip


def _reached(library: Library, period: Period, people: dict[int, int]) -> int:
    """People whose first trace, of whatever kind, lies in the period: members and anonymous visitors."""
    known = dict(
        library.rows(
            "SELECT visitor, min(member) FROM activity WHERE visitor <> '' AND member IS NOT NULL GROUP BY visitor"
        )
    )
    first: dict[int | str, int] = {}
    for member, visitor, at in library.rows(
        "SELECT member, visitor, min(at) FROM activity WHERE at < ? GROUP BY member, visitor", (period.end,)
    ):
        who = member if member is not None else known.get(visitor)
        person = people.get(who) if who is not None else visitor
        if person:
            first[person] = min(at, first.get(person, at))
    return sum(at >= period.start for at in first.values())
