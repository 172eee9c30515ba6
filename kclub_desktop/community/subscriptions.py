"""What a person does with a subscription: start, change, pause, resume, cancel, take that back, call it unpaid.

Which of it is allowed when is one table in subscription_states.py; a refusal writes nothing. What time brings is in
renewals.py, what money brings in subscriptions_paid.py.
"""

from __future__ import annotations

from typing import Any

from kclub_desktop.community import coupons, mrr, plans, subscription_orders, subscriptions_paid
from kclub_desktop.community.order_lines import Line
from kclub_desktop.community.periods import after_days, comes_again, days_between, period_end
from kclub_desktop.community.proration import Proration, unused
from kclub_desktop.community.renewal_rules import rules
from kclub_desktop.community.subscription_moves import load, make, note
from kclub_desktop.community.subscription_states import RUNNING, Move, State, after
from kclub_desktop.errors import FieldRefused, UnknownMember
from kclub_desktop.errors_of_plans import PlanRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Price, Subscription


def start(
    library: Library,
    member: int,
    price: int,
    *,
    trial: bool = True,
    at: int | None = None,
    campaign: int | None = None,
    collected_by: str = "hand",
    coupon: int | None = None,
    initiator: object | None = None,
) -> int:
    """Give a member a plan and return the subscription. It is incomplete with an open order until that is paid; in its
    trial first where the price has one and the member never tried this plan; active at once where it costs nothing.

    coupon  taken off the orders of as many periods as it has; a trial costs nothing and is none of them
    Raises UnknownMember, UnknownPlan, PlanRefused: not_on_sale, price_retired, already; CouponRefused.
    """
    at = library.clock.now() if at is None else at
    with library.write(Op.SUBSCRIBE, initiator=initiator):
        if not library.value(
            "SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL", (member,)
        ):
            raise UnknownMember(str(member))
        wanted = plans.on_sale(library, price, at)
        _refuse_twice(library, member, wanted)
        trial_ends = None
        if trial and wanted.trial_days and not _tried(library, member, int(wanted.plan)):
            trial_ends = after_days(at, int(wanted.trial_days), library.zone)
        agreed = _agreed(wanted)
        if coupon is not None:
            line = Line("", int(wanted.amount), price=price)
            coupons.taken_off(library, coupon, [line], member=member, currency=str(wanted.currency), at=at)
        state = State.TRIALING if trial_ends else State.ACTIVE if not wanted.amount else State.INCOMPLETE
        anchor = trial_ends or at
        ends = trial_ends or first_end(library, wanted, at)
        row = rows.add(
            library, Subscription, member=member, status=str(state), started_at=at, trial_ends_at=trial_ends,
            period_starts_at=at, period_ends_at=ends, anchor_at=anchor, campaign=campaign, coupon=coupon,
            collected_by=collected_by, created_at=library.clock.now(), **agreed,
        )  # fmt: skip
        made = load(library, row)
        order = None
        if state is State.INCOMPLETE and collected_by == "hand":
            due = after_days(at, rules(library).due_days, library.zone)
            order = subscription_orders.of_period(library, made, at, ends, at=at, due_at=due)
        note(library, made, "started", at=at, before=0, to_price=price, order=order.id if order else None)
        if order is not None and not order.total:
            # A coupon took all of it: nobody will pay what is paid.
            subscriptions_paid.pay(library, made, at, order.id)
    return row


def first_end(library: Library, price: Price, start: int) -> int | None:
    """When the period that begins at start ends; None for what holds for ever."""
    if comes_again(str(price.interval)):
        return period_end(start, start, str(price.interval), int(price.interval_count), library.zone)
    return after_days(start, int(price.valid_days), library.zone) if price.valid_days else None


def preview(library: Library, subscription: int, price: int, *, at: int | None = None) -> Proration:
    """What changing to a price now would cost or give back; writes nothing. Raises what change raises."""
    at = library.clock.now() if at is None else at
    found = load(library, subscription)
    after(str(found.status), Move.CHANGE)
    wanted = _change_allowed(library, found, price, at)
    if str(found.status) == State.TRIALING:
        return Proration(0, 0, 0, 0, str(found.currency), int(found.period_ends_at or at), False)
    if subscription_orders.open_order(library, subscription):
        raise PlanRefused("unpaid", plans.name_of(library, int(found.plan)))
    begins, ends = int(found.period_starts_at or at), int(found.period_ends_at or at)
    days, left = (
        days_between(begins, ends, library.zone),
        max(0, days_between(max(at, begins), ends, library.zone)),
    )
    # A coupon's share of the period was never paid, so it is not given back.
    paid = int(found.amount) - subscription_orders.coupon_off_period(library, found)
    back = unused(max(0, paid), left, days)
    same_length = (found.interval, found.interval_count) == (wanted.interval, wanted.interval_count)
    if same_length:
        charged = unused(int(wanted.amount), left, days)
        return Proration(left, days, back, charged, str(found.currency), ends, False)
    ends = period_end(at, at, str(wanted.interval), int(wanted.interval_count), library.zone)
    return Proration(left, days, back, int(wanted.amount), str(found.currency), ends, True)


def change(
    library: Library,
    subscription: int,
    price: int,
    *,
    now: bool = True,
    at: int | None = None,
    initiator: object | None = None,
) -> Proration | None:
    """Another price, of this plan or another: now with proration by day, or from the next period on (None).

    now=False with the price it has takes a planned change back. In a trial nothing is charged.
    Raises MoveRefused, UnknownPlan, PlanRefused: not_on_sale, price_retired, other_currency, not_again, same_price, unpaid.
    """
    at = library.clock.now() if at is None else at
    with library.write(Op.EDIT_SUBSCRIPTION, initiator=initiator):
        found = load(library, subscription)
        if not now:
            _plan_change(library, found, price, at)
            return None
        shown = preview(library, subscription, price, at=at)
        wanted, before = plans.on_sale(library, price, at), int(found.price)
        fields: dict[str, Any] = {**_agreed(wanted), "next_price": None}
        if shown.new_period:
            fields |= {
                "period_starts_at": at,
                "period_ends_at": shown.period_ends_at,
                "anchor_at": at,
                "cancel_at_period_end": 0,
                "canceled_at": None,
            }
        order = None
        share = mrr.share(found)
        for name, value in fields.items():
            setattr(found, name, value)
        rows.change(library, Subscription, subscription, **fields)
        if shown.due > 0 and str(found.collected_by) == "hand":
            due = after_days(at, rules(library).due_days, library.zone)
            order = subscription_orders.of_change(library, found, shown.due, at=at, due_at=due)
        note(
            library, found, "changed_price", at=at, before=share, from_price=before, to_price=price,
            proration=shown.due, order=order,
        )  # fmt: skip
    return shown


def cancel(
    library: Library,
    subscription: int,
    *,
    now: bool = False,
    why: str = "",
    at: int | None = None,
    initiator: object | None = None,
) -> None:
    """End it at the end of its period, or now; then open orders of it that nothing was paid for are cancelled.

    What has no period, or was never paid, can only end now. Harmless twice. Raises MoveRefused, PlanRefused: not_again.
    """
    at = library.clock.now() if at is None else at
    with library.write(Op.EDIT_SUBSCRIPTION, initiator=initiator):
        found = load(library, subscription)
        if now:
            asked = found.canceled_at if found.canceled_at is not None else at
            make(
                library, found, Move.CANCEL, "ended", at=at, fact={"why": why}, canceled_at=asked, ended_at=at,
                end_reason="asked", resumes_at=None, grace_ends_at=None,
            )  # fmt: skip
            subscription_orders.cancel_open(library, subscription, at)
            return
        after(str(found.status), Move.CANCEL_LATER)
        if found.period_ends_at is None:
            raise PlanRefused("not_again", plans.name_of(library, int(found.plan)))
        if not found.cancel_at_period_end:
            make(
                library, found, Move.CANCEL_LATER, "cancel_asked", at=at, fact={"why": why},
                cancel_at_period_end=1, canceled_at=at,
            )  # fmt: skip


def keep(
    library: Library, subscription: int, *, at: int | None = None, initiator: object | None = None
) -> None:
    """Take back the wish to end it. Harmless where there is none. Raises MoveRefused."""
    at = library.clock.now() if at is None else at
    with library.write(Op.EDIT_SUBSCRIPTION, initiator=initiator):
        found = load(library, subscription)
        after(str(found.status), Move.KEEP)
        if found.cancel_at_period_end:
            make(
                library, found, Move.KEEP, "cancel_withdrawn", at=at, cancel_at_period_end=0, canceled_at=None
            )


def pause(
    library: Library,
    subscription: int,
    *,
    until: int | None = None,
    at: int | None = None,
    initiator: object | None = None,
) -> None:
    """It gives nothing and costs nothing until it is resumed, by hand or at `until` by the run; the days that were left of
    the period are kept. Raises MoveRefused, FieldRefused: a day that is not ahead."""
    at = library.clock.now() if at is None else at
    if until is not None and until <= at:
        raise FieldRefused("resumes_at", "ahead", str(until))
    with library.write(Op.EDIT_SUBSCRIPTION, initiator=initiator):
        make(
            library,
            load(library, subscription),
            Move.PAUSE,
            "paused",
            at=at,
            paused_at=at,
            resumes_at=until,
        )


def resume(
    library: Library, subscription: int, *, at: int | None = None, initiator: object | None = None
) -> None:
    """Go on: the period ends so many days later as the pause was long. Raises MoveRefused."""
    at = library.clock.now() if at is None else at
    with library.write(Op.EDIT_SUBSCRIPTION, initiator=initiator):
        resumed(library, load(library, subscription), at)


def resumed(library: Library, found: Subscription, at: int, once: bool = False) -> None:
    """The same inside a write; once: as subscription_moves.make."""
    fields: dict[str, Any] = {"paused_at": None, "resumes_at": None}
    if found.period_ends_at is not None and found.paused_at is not None:
        # By the calendar, so that summer time that came or went meanwhile moves no hour.
        days = max(0, days_between(int(found.paused_at), at, library.zone))
        later = after_days(int(found.period_ends_at), days, library.zone)
        fields |= {"period_ends_at": later, "anchor_at": later}
    make(library, found, Move.RESUME, "resumed", at=at, once=once, **fields)


def mark_unpaid(
    library: Library, subscription: int, *, at: int | None = None, initiator: object | None = None
) -> None:
    """The grace is over now: no benefits until it is paid. Raises MoveRefused."""
    at = library.clock.now() if at is None else at
    with library.write(Op.EDIT_SUBSCRIPTION, initiator=initiator):
        make(library, load(library, subscription), Move.LOSE_GRACE, "unpaid", at=at, grace_ends_at=None)


def _agreed(price: Price) -> dict[str, Any]:
    return {
        "plan": int(price.plan),
        "price": int(price.id),
        "amount": int(price.amount),
        "currency": str(price.currency),
        "interval": str(price.interval),
        "interval_count": int(price.interval_count),
    }


def _plan_change(library: Library, found: Subscription, price: int, at: int) -> None:
    after(str(found.status), Move.CHANGE)
    taking_back = price == int(found.price)
    if not taking_back:
        _change_allowed(library, found, price, at)
    wanted = None if taking_back else price
    if found.next_price == wanted:
        return
    make(
        library, found, Move.CHANGE, "price_planned", at=at, next_price=wanted,
        fact={"from_price": int(found.price), "to_price": price},
    )  # fmt: skip


def _change_allowed(library: Library, found: Subscription, price: int, at: int) -> Price:
    wanted = plans.on_sale(library, price, at)
    name = plans.name_of(library, int(wanted.plan))
    if price == int(found.price):
        raise PlanRefused("same_price", name)
    if not (comes_again(str(found.interval)) and comes_again(str(wanted.interval))):
        raise PlanRefused("not_again", name)
    if wanted.currency != found.currency:
        raise PlanRefused("other_currency", name)
    if int(wanted.plan) != int(found.plan):
        _refuse_twice(library, int(found.member), wanted)
    return wanted


def _refuse_twice(library: Library, member: int, price: Price) -> None:
    """One running subscription a plan; passes may be bought ahead."""
    marks = ", ".join("?" * len(RUNNING))
    if str(price.interval) != "use" and library.value(
        f"SELECT 1 FROM subscription WHERE member = ? AND plan = ? AND deleted_at IS NULL AND status IN ({marks})"
        " AND interval <> 'use'",
        (member, int(price.plan), *RUNNING),
    ):
        raise PlanRefused("already", plans.name_of(library, int(price.plan)))


def _tried(library: Library, member: int, plan: int) -> bool:
    found = library.value(
        "SELECT 1 FROM subscription WHERE member = ? AND plan = ? AND deleted_at IS NULL", (member, plan)
    )
    return found is not None
