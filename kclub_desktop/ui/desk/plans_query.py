"""What the plans page asks: the plans with their figures, and one of the lists to work through."""

from __future__ import annotations

from dataclasses import dataclass, field

from kclub_desktop.community import mrr, plan_list, worklists
from kclub_desktop.community.plan_list import PlanRow, PriceRow, SubscriptionRow
from kclub_desktop.community.worklists import Item
from kclub_desktop.store import Library

PLANS = "plans"


@dataclass(frozen=True)
class Found:
    """plans; how many are on each list; the lines of the list that is shown; MRR by currency."""

    plans: list[PlanRow]
    counts: dict[str, int]
    items: list[Item] = field(default_factory=list)
    monthly: dict[str, int] = field(default_factory=dict)


def ask(library: Library, which: str, now: int) -> Found:
    """The whole page. which: PLANS or one of worklists.LISTS."""
    items = [] if which == PLANS else worklists.listed(library, which, now)
    return Found(plan_list.plan_rows(library), worklists.counts(library, now), items, mrr.running(library))


@dataclass(frozen=True)
class Choices:
    """A member's subscriptions, and what can be sold: (price, name of its plan), in the plans' order."""

    rows: list[SubscriptionRow]
    prices: list[tuple[PriceRow, str]]


def choices(library: Library, member: int) -> Choices:
    """What the part about a member's plan shows."""
    prices = [
        (price, plan.name)
        for plan in plan_list.plan_rows(library)
        if plan.status == "on_sale"
        for price in plan.prices
        if price.status == "on_sale"
    ]
    return Choices(plan_list.of_member(library, member), prices)
