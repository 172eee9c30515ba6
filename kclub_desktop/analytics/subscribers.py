"""A4, who pays for which plan: the members of each plan at the end of each bar of a range.

A member counts for a plan while a subscription of theirs to it has a share of the MRR: a trial, a pause and what is unpaid
do not, and neither do plans that are paid once or by use. Which plan a subscription had when is told by its changes of price.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from kclub_desktop.analytics.people import roots
from kclub_desktop.analytics.periods import Bars
from kclub_desktop.store import Library


@dataclass(frozen=True)
class PlanCounts:
    """A plan and how many members paid for it at the end of each bar."""

    plan: int
    name: str
    members: tuple[int, ...]


def by_plan(library: Library, over: Bars) -> list[PlanCounts]:
    """The plans anybody paid for in the range, the largest at its end first."""
    ends = [period.end for period in over.periods]
    held: dict[int, list[set[int]]] = defaultdict(lambda: [set() for _ in ends])
    for plan, member, since, until in _held(library):
        for place, end in enumerate(ends):
            if since < end <= until:
                held[plan][place].add(member)
    names: dict[int, str] = dict(library.rows("SELECT id, name FROM plan"))
    found = [
        PlanCounts(plan, names.get(plan, ""), tuple(len(members) for members in sets))
        for plan, sets in held.items()
    ]
    return sorted(found, key=lambda one: (-one.members[-1], -sum(one.members), one.plan))


def held_at(library: Library, at: int) -> list[tuple[str, int]]:
    """(name of the plan, member) of everybody who paid for one just before a time."""
    names: dict[int, str] = dict(library.rows("SELECT id, name FROM plan"))
    found = {(names.get(plan, ""), who) for plan, who, since, until in _held(library) if since < at <= until}
    return sorted(found)


def _held(library: Library) -> list[tuple[int, int, int, int]]:
    """(plan, member, since, until) for every stretch in which a subscription counted; until is open for those that do."""
    people = roots(library)
    facts = library.rows(
        "SELECT e.subscription, e.member, e.at, e.monthly_after - e.monthly_before, a.plan, b.plan, s.plan"
        " FROM subscription_event e JOIN subscription s ON s.id = e.subscription"
        " LEFT JOIN price a ON a.id = e.from_price LEFT JOIN price b ON b.id = e.to_price"
        " WHERE e.monthly_after <> e.monthly_before OR (e.from_price IS NOT NULL AND e.to_price IS NOT NULL)"
        " ORDER BY e.subscription, e.at, e.id"
    )
    found: list[tuple[int, int, int, int]] = []
    for _subscription, group in groupby(facts, key=lambda fact: fact[0]):
        told = list(group)
        # Before its first change a subscription had the plan that this change left; without one, the plan it has.
        plan = next((left for *_, left, taken, _now in told if left and taken), told[-1][-1])
        worth, since = 0, 0
        for _id, member, at, change, left, taken, _now in told:
            going = taken if left and taken else plan
            after = worth + change
            if worth > 0 and (after <= 0 or going != plan):
                found.append((plan, people.get(member, member), since, at))
            if after > 0 and (worth <= 0 or going != plan):
                since = at
            worth, plan = after, going
        if worth > 0:
            found.append((plan, people.get(told[-1][1], told[-1][1]), since, 2**62))
    return found
