"""What comes next for a subscription by time alone, and the doing of it. The rule looks at one subscription and asks no clock."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from kclub_desktop.community import subscription_orders, uses
from kclub_desktop.community.periods import after_days, comes_again, period_end
from kclub_desktop.community.renewal_rules import Rules
from kclub_desktop.community.subscription_moves import make
from kclub_desktop.community.subscription_orders import OpenOrder, Placed
from kclub_desktop.community.subscription_states import Move, State
from kclub_desktop.community.subscriptions import resumed
from kclub_desktop.community.subscriptions_paid import pay
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import Price, Subscription

_UNDO_DAYS = 1
"""A pass that is used up is ended so long after its last use, which may have been a mistake."""


class Step(enum.StrEnum):
    """What time does to a subscription."""

    END_TRIAL = "end_trial"
    RENEW = "renew"
    FALL_DUE = "fall_due"
    LOSE_GRACE = "lose_grace"
    GIVE_UP = "give_up"
    RESUME = "resume"
    END = "end"
    USED_UP = "used_up"
    EXPIRE = "expire"
    PAID = "paid"
    LET_GO = "let_go"
    """It was never paid."""


@dataclass(frozen=True)
class Due:
    """A step and the moment it fell, or falls, due; at 0 = since no moment one could name."""

    step: Step
    at: int


def next_due(library: Library, found: Subscription, kept: Rules) -> Due | None:
    """The earliest of what waits for it; None while nothing does."""
    state, order = str(found.status), None
    if state in (State.ACTIVE, State.PAST_DUE, State.UNPAID, State.INCOMPLETE):
        order = subscription_orders.open_order(library, int(found.id))
    waiting = list(_waiting(library, found, state, order, kept))
    return min(waiting, key=lambda due: due.at, default=None)


def _waiting(
    library: Library, found: Subscription, state: str, order: OpenOrder | None, kept: Rules
) -> list[Due]:
    ends = None if found.period_ends_at is None else int(found.period_ends_at)
    if state == State.TRIALING and found.trial_ends_at is not None:
        step = Step.END if found.cancel_at_period_end else Step.END_TRIAL
        return [Due(step, int(found.trial_ends_at))]
    if state == State.PAUSED:
        return [] if found.resumes_at is None else [Due(Step.RESUME, int(found.resumes_at))]
    if state == State.INCOMPLETE:
        if order is None and subscription_orders.last_paid(library, int(found.id)):
            return [Due(Step.PAID, 0)]
        return [Due(Step.LET_GO, after_days(int(found.started_at), kept.cancel_days, library.zone))]
    if state == State.ACTIVE:
        return _active(library, found, order, ends, kept)
    if state not in (State.PAST_DUE, State.UNPAID):
        return []
    if order is None:
        # Paid where nobody told it, as on another device; or called off, and then nobody will.
        paid = subscription_orders.last_paid(library, int(found.id))
        return [Due(Step.PAID if paid else Step.GIVE_UP, 0)]
    waiting = [Due(Step.GIVE_UP, after_days(order.due_at, kept.cancel_days, library.zone))]
    if state == State.PAST_DUE:
        waiting = [Due(Step.LOSE_GRACE, int(found.grace_ends_at or order.due_at))]
        if found.cancel_at_period_end and ends is not None:
            waiting.append(Due(Step.END, ends))
    return waiting


def _active(
    library: Library, found: Subscription, order: OpenOrder | None, ends: int | None, kept: Rules
) -> list[Due]:
    waiting = []
    if order is not None:
        waiting.append(Due(Step.FALL_DUE, order.due_at))
    if ends is not None:
        again = comes_again(str(found.interval))
        step = Step.END if found.cancel_at_period_end else Step.RENEW if again else Step.EXPIRE
        waiting.append(Due(step, ends))
    if str(found.interval) == "use":
        left, last = uses.left_and_last(library, int(found.id))
        if left <= 0 and last is not None:
            waiting.append(Due(Step.USED_UP, after_days(last, _UNDO_DAYS, library.zone)))
    return waiting


def take(library: Library, found: Subscription, due: Due, kept: Rules) -> Placed | None:
    """Do it, inside a write; the order that it made. found is kept up to date."""
    at = due.at
    match due.step:
        case Step.END_TRIAL | Step.RENEW:
            return _begin_period(library, found, due, kept)
        case Step.FALL_DUE:
            ends = after_days(at, kept.grace_days, library.zone)
            make(library, found, Move.FALL_DUE, "overdue", at=at, once=True, grace_ends_at=ends)
        case Step.LOSE_GRACE:
            make(library, found, Move.LOSE_GRACE, "unpaid", at=at, once=True, grace_ends_at=None)
        case Step.RESUME:
            resumed(library, found, at, once=True)
        case Step.PAID:
            pay(library, found, at)
        case _:
            _end(library, found, at, _REASONS[due.step])
    return None


_REASONS = {
    Step.END: "asked",
    Step.GIVE_UP: "unpaid",
    Step.LET_GO: "never_paid",
    Step.USED_UP: "used_up",
    Step.EXPIRE: "expired",
}


def _begin_period(library: Library, found: Subscription, due: Due, kept: Rules) -> Placed | None:
    """The next period: at the price that was planned for it, if one was; its order is open until somebody pays."""
    before, at = int(found.price), due.at
    fields: dict[str, Any] = {}
    planned = rows.get(library, Price, int(found.next_price)) if found.next_price else None
    if planned is not None:
        fields = {
            "plan": int(planned.plan),
            "price": int(planned.id),
            "amount": int(planned.amount),
            "interval": str(planned.interval),
            "interval_count": int(planned.interval_count),
            "next_price": None,
            "anchor_at": at,
        }
    interval = str(fields.get("interval", found.interval))
    count = int(fields.get("interval_count", found.interval_count))
    anchor = int(fields.get("anchor_at", found.anchor_at if found.anchor_at is not None else at))
    ends = period_end(anchor, at, interval, count, library.zone)
    due_at = after_days(at, kept.due_days, library.zone)
    share = _copy(found, fields)
    order = subscription_orders.of_period(library, share, at, ends, at=at, due_at=due_at)
    trial = due.step is Step.END_TRIAL
    make(
        library, found, Move.END_TRIAL if trial else Move.RENEW, "trial_ended" if trial else "renewed", at=at,
        once=True, period_starts_at=at, period_ends_at=ends, **fields,
        fact={"order": order.id if order else None, "credit_used": order.credit if order else 0,
              "from_price": before, "to_price": int(fields.get("price", before))},
    )  # fmt: skip
    return order


def _copy(found: Subscription, fields: dict[str, Any]) -> Subscription:
    """It as it will be, for the order, which comes before the fact that names it."""
    names = ("id", "member", "price", "amount", "currency", "campaign", "coupon", "period_ends_at")
    return Subscription(**{name: getattr(found, name) for name in names} | {
        name: value for name, value in fields.items() if name in names
    })  # fmt: skip


def _end(library: Library, found: Subscription, at: int, reason: str) -> None:
    asked = found.canceled_at if found.canceled_at is not None else at
    make(
        library, found, Move.END, "ended", at=at, once=True, fact={"why": reason}, ended_at=at, canceled_at=asked,
        end_reason=reason, grace_ends_at=None, resumes_at=None,
    )  # fmt: skip
    subscription_orders.cancel_open(library, int(found.id), at)
