"""Plans, prices and subscriptions to be shown or found by what a person writes; for the desk and the command line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from kclub_desktop.community import mrr, subscription_orders
from kclub_desktop.community.subscription_states import RUNNING
from kclub_desktop.errors_of_plans import UnknownPlan, UnknownSubscription
from kclub_desktop.store import Library
from kclub_desktop.store.plans_giving import USED

_RUNS = "s.deleted_at IS NULL AND s.status IN (" + ", ".join(f"'{state}'" for state in RUNNING) + ")"


@dataclass(frozen=True)
class PriceRow:
    """One price. holders: subscriptions that run at it; replaces: id of the price whose place it took, or None."""

    id: int
    plan: int
    name: str
    amount: int
    currency: str
    interval: str
    interval_count: int
    uses: int | None
    trial_days: int
    valid_days: int | None
    used_by: str
    status: str
    replaces: int | None
    sold_from: int | None
    sold_until: int | None
    holders: int


@dataclass(frozen=True)
class PlanRow:
    """One plan with its prices, those on sale first. holders: subscriptions that run; monthly: its MRR by currency."""

    id: int
    name: str
    summary: str
    status: str
    level: str
    prices: tuple[PriceRow, ...]
    holders: int
    monthly: dict[str, int]
    benefits: tuple[str, ...] = ()


@dataclass(frozen=True)
class SubscriptionRow:
    """One subscription as it stands. due: minor units of its oldest open order, 0 for none; left: uses of a pass, else None;
    next_plan, next_amount: what was planned for the next period."""

    id: int
    member: int
    member_name: str
    plan: int
    plan_name: str
    price: int
    status: str
    amount: int
    currency: str
    interval: str
    interval_count: int
    uses: int | None
    started_at: int
    trial_ends_at: int | None
    period_starts_at: int | None
    period_ends_at: int | None
    grace_ends_at: int | None
    cancel_at_period_end: bool
    ended_at: int | None
    end_reason: str
    resumes_at: int | None
    collected_by: str
    next_price: int | None
    next_plan: str
    next_amount: int | None
    left: int | None
    order: int | None = None
    due: int = 0
    due_at: int | None = None
    credit: int = 0


@dataclass(frozen=True)
class Happened:
    """A fact of a subscription."""

    at: int
    kind: str
    why: str
    monthly_before: int
    monthly_after: int
    proration: int
    currency: str


@dataclass(frozen=True)
class Told:
    """A subscription with its facts, the newest first."""

    row: SubscriptionRow
    facts: list[Happened] = field(default_factory=list)


def plan_rows(library: Library) -> list[PlanRow]:
    """All plans in their order, retired ones last."""
    prices: dict[int, list[PriceRow]] = {}
    for price in price_rows(library):
        prices.setdefault(price.plan, []).append(price)
    benefits: dict[int, list[str]] = {}
    for plan, name in library.rows(
        "SELECT plan, name FROM benefit WHERE plan IS NOT NULL AND active = 1 AND deleted_at IS NULL ORDER BY position, id"
    ):
        benefits.setdefault(plan, []).append(name)
    found = library.rows(
        "SELECT p.id, p.name, p.summary, p.status, coalesce(v.name, ''),"
        f" (SELECT count(*) FROM subscription s WHERE s.plan = p.id AND {_RUNS}) FROM plan p"
        " LEFT JOIN level v ON v.id = p.level WHERE p.deleted_at IS NULL"
        " ORDER BY p.status = 'retired', p.position, p.id"
    )
    return [
        PlanRow(
            row, name, summary, status, level, tuple(prices.get(row, ())), holders, mrr.running(library, row),
            tuple(benefits.get(row, ())),
        )
        for row, name, summary, status, level, holders in found
    ]  # fmt: skip


def price_rows(library: Library) -> list[PriceRow]:
    """All prices: by plan, those on sale first, the newest first."""
    found = library.rows(
        "SELECT p.id, p.plan, p.name, p.amount, p.currency, p.interval, p.interval_count, p.uses, p.trial_days,"
        " p.valid_days, p.used_by, p.status, p.replaces, p.sold_from, p.sold_until,"
        f" (SELECT count(*) FROM subscription s WHERE s.price = p.id AND {_RUNS}) FROM price p"
        " WHERE p.deleted_at IS NULL ORDER BY p.plan, p.status <> 'on_sale',"
        " CASE p.status WHEN 'on_sale' THEN p.created_at ELSE -p.created_at END, p.id"
    )
    return [PriceRow(*row) for row in found]


def of_member(library: Library, member: int) -> list[SubscriptionRow]:
    """A member's subscriptions: those that run first, then the newest."""
    return _rows(library, "s.member = ?", member)


def one(library: Library, subscription: int) -> Told:
    """A subscription with what happened to it. Raises UnknownSubscription."""
    found = _rows(library, "s.id = ?", subscription)
    if not found:
        raise UnknownSubscription(str(subscription))
    facts = library.rows(
        "SELECT at, kind, why, monthly_before, monthly_after, proration, currency FROM subscription_event"
        " WHERE subscription = ? ORDER BY at DESC, id DESC",
        (subscription,),
    )
    return Told(found[0], [Happened(*fact) for fact in facts])


def find_plan(library: Library, asked: str) -> tuple[int, str]:
    """Id and name of the plan of that id, or that name in whatever case. Raises UnknownPlan."""
    return _one(library, "plan", "name", asked)


def find_price(library: Library, asked: str) -> int:
    """The price of that id; or of a plan's name, if it has one price on sale. Raises UnknownPlan."""
    said = asked.strip()
    if said.lstrip("-").isdigit() and len(said) < 20:
        found = library.rows("SELECT id FROM price WHERE id = ? AND deleted_at IS NULL", (int(said),))
    else:
        found = library.rows(
            "SELECT p.id FROM price p JOIN plan l ON l.id = p.plan WHERE l.deleted_at IS NULL AND p.deleted_at IS NULL"
            " AND p.status = 'on_sale' AND (lower(l.name) = lower(?1) OR lower(l.name || '/' || p.interval) = lower(?1))",
            (said,),
        )
    if len(found) != 1:
        raise UnknownPlan(asked)
    return int(found[0][0])


def find_subscription(library: Library, asked: str, member: int | None = None) -> int:
    """The subscription of that id; or the only one of a member that runs. Raises UnknownSubscription."""
    said = asked.strip()
    if member is not None:
        running = [row.id for row in of_member(library, member) if row.status in RUNNING]
        if len(running) == 1:
            return running[0]
    elif said.lstrip("-").isdigit() and len(said) < 20:
        found = library.value("SELECT id FROM subscription WHERE id = ? AND deleted_at IS NULL", (int(said),))
        if found is not None:
            return int(found)
    raise UnknownSubscription(asked)


def _one(library: Library, table: str, column: str, asked: str) -> tuple[int, str]:
    said = asked.strip()
    by_id = int(said) if said.lstrip("-").isdigit() and len(said) < 20 else None
    found = library.rows(
        f"SELECT id, {column} FROM {table} WHERE deleted_at IS NULL AND (id = ?1 OR lower({column}) = lower(?2))",
        (by_id, said),
    )
    if len(found) != 1:
        raise UnknownPlan(asked)
    return int(found[0][0]), str(found[0][1])


def _rows(library: Library, where: str, *asked: object) -> list[SubscriptionRow]:
    marks = ", ".join(f"'{state}'" for state in RUNNING)
    found = library.rows(
        "SELECT s.id, s.member, m.name, s.plan, l.name, s.price, s.status, s.amount, s.currency, s.interval,"
        " s.interval_count, p.uses, s.started_at, s.trial_ends_at, s.period_starts_at, s.period_ends_at,"
        " s.grace_ends_at, s.cancel_at_period_end, s.ended_at, s.end_reason, s.resumes_at, s.collected_by, s.next_price,"
        f" coalesce(nl.name, ''), n.amount, CASE s.interval WHEN 'use' THEN coalesce(p.uses, 0) - {USED} END"
        " FROM subscription s JOIN member m ON m.id = s.member JOIN plan l ON l.id = s.plan"
        " LEFT JOIN price p ON p.id = s.price LEFT JOIN price n ON n.id = s.next_price"
        f" LEFT JOIN plan nl ON nl.id = n.plan WHERE s.deleted_at IS NULL AND {where}"
        f" ORDER BY s.status NOT IN ({marks}), s.started_at DESC, s.id",
        asked,
    )
    return [_with_order(library, row) for row in found]


def _with_order(library: Library, row: tuple[Any, ...]) -> SubscriptionRow:
    subscription = row[0]
    order = subscription_orders.open_order(library, subscription)
    due = library.value('SELECT total FROM "order" WHERE id = ?', (order.id,)) if order else 0
    values = [*row[:17], bool(row[17]), *row[18:]]
    made = SubscriptionRow(*values)
    return replace(
        made,
        order=order.id if order else None,
        due=due,
        due_at=order.due_at if order else None,
        credit=subscription_orders.credit(library, subscription),
    )
