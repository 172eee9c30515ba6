"""A coupon's terms: what it takes off, for what, how often and when; made and changed.

Once a coupon was used, what it takes off and for what stays: subscriptions agreed to it, and its papers name its code. Its
name, limits and days may still change. What it takes off an order is decided in coupons.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kclub_desktop.community import contact
from kclub_desktop.community.amounts import WHOLE
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_money import AmountRefused, CouponRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Coupon

MOST_USES = 1_000_000
MOST_PERIODS = 120
_AGREED = ("code", "percent", "amount", "currency", "course", "event", "plan", "periods")


@dataclass(frozen=True)
class Terms:
    """percent in hundredths of a percent, or an amount in minor units of its currency; limits None: any number of uses;
    times in UTC seconds, the end not included; periods of a subscription, 0: all of them."""

    code: str
    percent: int = 0
    amount: int = 0
    currency: str = ""
    name: str = ""
    use_limit: int | None = None
    per_member: int | None = 1
    starts_at: int | None = None
    ends_at: int | None = None
    course: int | None = None
    event: int | None = None
    plan: int | None = None
    periods: int = 1


def make(library: Library, wanted: Terms) -> int:
    """Make a coupon and return its id. Raises CouponRefused: empty, taken, percent, days; AmountRefused; FieldRefused."""
    wanted = _checked(wanted)
    with library.write(Op.EDIT_COUPON):
        _refuse_code(library, wanted.code)
        return rows.add(library, Coupon, **_columns(wanted), created_at=library.clock.now())


def edit(library: Library, coupon: int, wanted: Terms) -> None:
    """Give a coupon other terms; equal ones leave no trace. Raises as `make`, CouponRefused: unknown, in_use."""
    wanted = _checked(wanted)
    with library.write(Op.EDIT_COUPON):
        before = terms_of(library, coupon)
        if is_used(library, coupon) and any(
            getattr(before, name) != getattr(wanted, name) for name in _AGREED
        ):
            raise CouponRefused(before.code, "in_use")
        _refuse_code(library, wanted.code, but=coupon)
        rows.change(library, Coupon, coupon, **_columns(wanted))


def terms_of(library: Library, coupon: int) -> Terms:
    """What a coupon has now. Raises CouponRefused: unknown."""
    found = rows.get(library, Coupon, coupon)
    if found is None or found.deleted_at is not None:
        raise CouponRefused(str(coupon), "unknown")
    maybe = lambda value: None if value is None else int(value)  # noqa: E731
    return Terms(
        str(found.code), int(found.percent), int(found.amount), str(found.currency), str(found.name),
        maybe(found.use_limit), maybe(found.per_member), maybe(found.starts_at), maybe(found.ends_at),
        maybe(found.course), maybe(found.event), maybe(found.plan), int(found.periods),
    )  # fmt: skip


def is_used(library: Library, coupon: int) -> bool:
    """Has an order taken it, or a subscription agreed to it? Orders called off since count: their papers stand."""
    return bool(
        library.value(
            "SELECT EXISTS (SELECT 1 FROM coupon_use WHERE coupon = ?1)"
            " OR EXISTS (SELECT 1 FROM subscription WHERE coupon = ?1 AND deleted_at IS NULL)",
            (coupon,),
        )
    )


def _checked(wanted: Terms) -> Terms:
    wanted = replace(
        wanted, code=contact.text("code", wanted.code).upper(), name=contact.text("name", wanted.name)
    )
    if not wanted.code:
        raise CouponRefused("", "empty")
    if (wanted.percent > 0) == (wanted.amount != 0) or not 0 <= wanted.percent <= WHOLE:
        raise CouponRefused(wanted.code, "percent")
    if wanted.amount < 0 or (wanted.amount and not wanted.currency):
        raise AmountRefused("not_positive", wanted.amount, wanted.currency)
    for field, most in (("use_limit", MOST_USES), ("per_member", MOST_USES)):
        limit = getattr(wanted, field)
        if limit is not None and not 1 <= limit <= most:
            raise FieldRefused(field, "at_least" if limit < 1 else "too_many", str(limit))
    if not 0 <= wanted.periods <= MOST_PERIODS:
        raise FieldRefused("periods", "too_many", str(wanted.periods))
    if wanted.starts_at is not None and wanted.ends_at is not None and wanted.ends_at <= wanted.starts_at:
        raise CouponRefused(wanted.code, "days")
    return wanted if wanted.amount else replace(wanted, currency="")


def _columns(wanted: Terms) -> dict[str, object]:
    return {**vars(wanted), "kind": "amount" if wanted.amount else "percent"}


def _refuse_code(library: Library, code: str, but: int = 0) -> None:
    if library.value(
        "SELECT 1 FROM coupon WHERE upper(code) = ? AND id <> ? AND deleted_at IS NULL", (code, but)
    ):
        raise CouponRefused(code, "taken")
