"""The orders a subscription makes: one for each period, one for what a change costs. What is paid for them is money's.

The order of a period has an id that follows from the subscription and the period, so that two runs, or two devices that
cannot see each other, make one order.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from kclub_desktop.clock import local
from kclub_desktop.community import balances, coupons, order_rows
from kclub_desktop.community.money_settings import settings
from kclub_desktop.community.order_lines import Line, Tax
from kclub_desktop.errors_of_money import CouponRefused
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import Order, Subscription
from kclub_protocol.ids import derived_id

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
"""No digits, so that no number counted up by a device is ever one of these."""


@dataclass(frozen=True)
class OpenOrder:
    """The oldest order of a subscription that nobody has paid. due_at: UTC seconds."""

    id: int
    due_at: int


@dataclass(frozen=True)
class Placed:
    """An order that was made. credit: what was taken off it."""

    id: int
    total: int
    credit: int


def open_order(library: Library, subscription: int) -> OpenOrder | None:
    """The one to be paid first."""
    found = library.rows(
        "SELECT id, coalesce(due_at, ordered_at) FROM \"order\" WHERE subscription = ? AND status = 'open'"
        " AND deleted_at IS NULL ORDER BY 2, id LIMIT 1",
        (subscription,),
    )
    return OpenOrder(*found[0]) if found else None


def last_paid(library: Library, subscription: int) -> bool:
    """Was the newest order of it paid? One that was called off was not."""
    status = library.value(
        'SELECT status FROM "order" WHERE subscription = ? AND deleted_at IS NULL ORDER BY ordered_at DESC, id LIMIT 1',
        (subscription,),
    )
    return bool(status == "paid")


def credit(library: Library, subscription: int) -> int:
    """Minor units that earlier changes of price gave back and no order has used yet."""
    return int(
        library.value(
            "SELECT coalesce(sum(CASE WHEN proration < 0 THEN -proration ELSE 0 END) - sum(credit_used), 0)"
            " FROM subscription_event WHERE subscription = ?",
            (subscription,),
        )
    )


def of_period(
    library: Library, subscription: Subscription, start: int, end: int | None, *, at: int, due_at: int
) -> Placed | None:
    """The open order of the period from start to end, inside a write; None for one that costs nothing.

    at: when it is made. What is there already is left as it is, paid or cancelled; one that an undo deleted comes back.
    """
    amount = int(subscription.amount)
    if amount == 0:
        return None
    row = derived_id("order", "period", int(subscription.id), start)
    title = f"{_name(library, subscription)} {_days(start, end, library.zone)}".strip()
    there = library.value('SELECT 1 FROM "order" WHERE id = ? AND deleted_at IS NULL', (row,))
    # What is there already may have used the coupon's last period itself.
    off = 0 if there else _coupon_off(library, subscription, row, amount, at)
    used = min(amount - off, credit(library, int(subscription.id)))
    _place(library, subscription, row, title, amount, used, at, due_at, off)
    return Placed(row, int(rows.get(library, Order, row).total), used)  # type: ignore[union-attr]


def of_change(library: Library, subscription: Subscription, amount: int, *, at: int, due_at: int) -> int:
    """The open order of what a change costs now, inside a write. amount above 0."""
    row = library.new_id()
    end = subscription.period_ends_at
    title = f"{_name(library, subscription)} {_days(at, None if end is None else int(end), library.zone)}"
    _place(library, subscription, row, title, amount, 0, at, due_at)
    return row


def cancel_open(library: Library, subscription: int, at: int) -> None:
    """Nothing is asked for any more, inside a write."""
    for (order,) in library.rows(
        "SELECT id FROM \"order\" WHERE subscription = ? AND status = 'open' AND deleted_at IS NULL"
        ' AND NOT EXISTS (SELECT 1 FROM payment WHERE "order" = "order".id)',
        (subscription,),
    ):
        rows.change(library, Order, order, status="cancelled", cancelled_at=at)


def _place(
    library: Library,
    subscription: Subscription,
    row: int,
    title: str,
    amount: int,
    used: int,
    at: int,
    due_at: int,
    off: int = 0,
) -> None:
    if library.value('SELECT 1 FROM "order" WHERE id = ? AND deleted_at IS NULL', (row,)):
        return
    currency, kept = str(subscription.currency), settings(library)
    tax = Tax(kept.tax_rate, kept.tax_included)
    line = Line(title, amount, price=int(subscription.price), discount=used + off, currency=currency)
    coupon = int(subscription.coupon) if off and subscription.coupon else None
    order_rows.write(
        library, [line], tax, row=row, member=int(subscription.member), subscription=int(subscription.id), ordered_at=at,
        reference=_reference(row, at, library.zone), currency=currency, due_at=due_at,
        status=balances.OPEN if line.amount else balances.PAID, campaign=subscription.campaign, coupon=coupon,
    )  # fmt: skip
    if coupon is not None:
        coupons.use_once(library, coupon, row, int(subscription.member), off, currency, at)


def coupon_off_period(library: Library, subscription: Subscription) -> int:
    """What a coupon took off the period that runs, at the price it has."""
    found = library.rows(
        'SELECT o.id, l.price FROM "order" o JOIN order_line l ON l."order" = o.id AND l.deleted_at IS NULL'
        " WHERE o.subscription = ? AND o.deleted_at IS NULL AND o.cancelled_at IS NULL ORDER BY o.ordered_at DESC, o.id DESC"
        " LIMIT 1",
        (int(subscription.id),),
    )
    return coupons.used_on(library, found[0][0]) if found and found[0][1] == subscription.price else 0


def _coupon_off(library: Library, subscription: Subscription, order: int, amount: int, at: int) -> int:
    """What the subscription's coupon takes off this period; 0 once its periods are over, or it was taken back."""
    if not subscription.coupon:
        return 0
    if library.value(
        'SELECT 1 FROM coupon_use WHERE "order" = ? AND coupon = ?', (order, int(subscription.coupon))
    ):
        return min(amount, coupons.used_on(library, order))
    line = Line("", amount, price=int(subscription.price))
    with suppress(CouponRefused):
        return coupons.taken_off(
            library, int(subscription.coupon), [line], member=int(subscription.member),
            currency=str(subscription.currency), at=at, subscription=int(subscription.id), agreed=True,
        )[0].discount  # fmt: skip
    return 0


def _reference(row: int, at: int, zone: str) -> str:
    """A number that every device writes alike: the day, and letters that follow from the order's id."""
    spread, letters = abs(row), ""
    for _ in range(5):
        spread, place = divmod(spread, len(_LETTERS))
        letters += _LETTERS[place]
    return f"{local(at, zone):%y%m%d}-{letters}"


def _name(library: Library, subscription: Subscription) -> str:
    found = library.rows(
        "SELECT l.name, p.name FROM price p JOIN plan l ON l.id = p.plan WHERE p.id = ?",
        (int(subscription.price),),
    )
    return " · ".join(part for part in found[0] if part) if found else ""


def _days(start: int, end: int | None, zone: str) -> str:
    """The days a line is for, in digits: it is read in any language for years."""
    first, *last = (f"{local(at, zone):%Y-%m-%d}" for at in (start, end) if at is not None)
    return "–".join((first, *last))
