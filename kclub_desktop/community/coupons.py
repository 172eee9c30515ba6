"""Coupons: what one takes off an order, and whether it still holds.

A use is a fact; it counts while its order stands. Two devices that cannot see each other may both use the last one: both
orders keep it, and `overruns` says so. Which members have which coupon's campaign is growth's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kclub_desktop.community import contact
from kclub_desktop.community.amounts import WHOLE, allocated, share
from kclub_desktop.community.order_lines import Line
from kclub_desktop.errors_of_money import AmountRefused, CouponRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Coupon, CouponUse
from kclub_protocol.ids import derived_id

_STANDING = (
    'SELECT u.coupon, u.member, u."order", o.subscription, u.amount, u.currency FROM coupon_use u'
    ' JOIN "order" o ON o.id = u."order" WHERE u.undoes IS NULL AND o.deleted_at IS NULL AND o.cancelled_at IS NULL'
    " AND NOT EXISTS (SELECT 1 FROM coupon_use b WHERE b.coupon = u.coupon AND b.undoes = u.id)"
)
_TIMES = 'count(DISTINCT coalesce(subscription, "order"))'
"""The periods of one subscription are one use."""


@dataclass(frozen=True)
class Overrun:
    """A coupon that was used more often than it may be. member: whose own limit it is, or None for the limit of all."""

    coupon: int
    code: str
    used: int
    limit: int
    member: int | None = None


@dataclass(frozen=True)
class CouponRow:
    """A coupon and how often it was used; given: minor units taken off in all, in its orders' currencies."""

    id: int
    code: str
    name: str
    kind: str
    percent: int
    amount: int
    currency: str
    use_limit: int | None
    per_member: int | None
    starts_at: int | None
    ends_at: int | None
    active: bool
    used: int


def add(
    library: Library,
    code: str,
    *,
    percent: int = 0,
    amount: int = 0,
    currency: str = "",
    name: str = "",
    use_limit: int | None = None,
    per_member: int | None = 1,
    starts_at: int | None = None,
    ends_at: int | None = None,
    course: int | None = None,
    event: int | None = None,
    plan: int | None = None,
    periods: int = 1,
) -> int:
    """Make a coupon and return its id. percent in hundredths; else an amount with its currency.

    Raises CouponRefused: empty, taken, percent; AmountRefused.
    """
    code = contact.text("code", code).upper()
    if not code:
        raise CouponRefused("", "empty")
    if (percent > 0) == (amount != 0) or not 0 <= percent <= WHOLE:
        raise CouponRefused(code, "percent")
    if amount < 0 or (amount and not currency):
        raise AmountRefused("not_positive", amount, currency)
    with library.write(Op.EDIT_COUPON):
        if library.value("SELECT 1 FROM coupon WHERE upper(code) = ? AND deleted_at IS NULL", (code,)):
            raise CouponRefused(code, "taken")
        return rows.add(
            library, Coupon, code=code, name=contact.text("name", name), kind="amount" if amount else "percent",
            percent=percent, amount=amount, currency=currency if amount else "", use_limit=use_limit,
            per_member=per_member, starts_at=starts_at, ends_at=ends_at, course=course, event=event, plan=plan,
            periods=periods, created_at=library.clock.now(),
        )  # fmt: skip


def set_active(library: Library, coupon: int, active: bool) -> None:
    """Let a coupon hold or not; orders that used it keep it."""
    with library.write(Op.EDIT_COUPON):
        rows.change(library, Coupon, coupon, active=int(active))


def find(library: Library, code: str) -> int:
    """The coupon of a code, in any case. Raises CouponRefused: unknown."""
    found = library.value(
        "SELECT id FROM coupon WHERE upper(code) = ? AND deleted_at IS NULL ORDER BY id DESC",
        (code.strip().upper(),),
    )
    if found is None:
        raise CouponRefused(code.strip(), "unknown")
    return int(found)


def listed(library: Library) -> list[CouponRow]:
    """All coupons, the newest first, with their uses."""
    found = library.rows(
        "SELECT c.id, c.code, c.name, c.kind, c.percent, c.amount, c.currency, c.use_limit, c.per_member, c.starts_at,"
        f" c.ends_at, c.active, coalesce(s.used, 0) FROM coupon c LEFT JOIN (SELECT coupon, {_TIMES} AS used"
        f" FROM ({_STANDING}) GROUP BY coupon) s ON s.coupon = c.id WHERE c.deleted_at IS NULL"
        " ORDER BY c.created_at DESC, c.id DESC"
    )
    return [replace(CouponRow(*row), active=bool(row[11])) for row in found]


def taken_off(
    library: Library,
    coupon: int,
    lines: Sequence[Line],
    *,
    member: int,
    currency: str,
    at: int,
    subscription: int | None = None,
    agreed: bool = False,
) -> list[Line]:
    """The lines with the coupon's discount on those it holds for. Raises CouponRefused.

    agreed  it was checked when the subscription began: of an order of its only how many had it is still asked
    """
    kept = rows.get(library, Coupon, coupon)
    if kept is None or kept.deleted_at is not None:
        raise CouponRefused(str(coupon), "unknown")
    _check(library, kept, member, at, subscription, agreed)
    if str(kept.kind) == "amount" and str(kept.currency) != currency:
        raise CouponRefused(str(kept.code), "currency")
    fitting = [place for place, line in enumerate(lines) if line.amount > 0 and _fits(library, kept, line)]
    worth = sum(lines[place].amount for place in fitting)
    if not worth:
        raise CouponRefused(str(kept.code), "nothing_fits")
    off = share(worth, int(kept.percent)) if str(kept.kind) == "percent" else min(worth, int(kept.amount))
    parts = dict(zip(fitting, allocated(off, [lines[place].amount for place in fitting]), strict=True))
    return [line.off(parts.get(place, 0)) for place, line in enumerate(lines)]


def use(library: Library, coupon: int, order: int, member: int, amount: int, currency: str, at: int) -> int:
    """Keep that an order used a coupon; inside the write that places it."""
    return rows.add(
        library, CouponUse, coupon=coupon, member=member, order=order, used_at=at, amount=amount, currency=currency
    )  # fmt: skip


def use_once(
    library: Library, coupon: int, order: int, member: int, amount: int, currency: str, at: int
) -> None:
    """The same for an order that several devices may make alike: it is one use."""
    row = derived_id("coupon_use", order, coupon)
    if not library.value("SELECT 1 FROM coupon_use WHERE id = ?", (row,)):
        rows.add(
            library, CouponUse, id=row, coupon=coupon, member=member, order=order, used_at=at, amount=amount,
            currency=currency,
        )  # fmt: skip


def used_on(library: Library, order: int) -> int:
    """What a coupon took off an order, minor units."""
    asked = 'SELECT coalesce(sum(amount), 0) FROM coupon_use WHERE "order" = ? AND undoes IS NULL'
    return int(library.value(asked, (order,)))


def overruns(library: Library) -> list[Overrun]:
    """Coupons used more often than they may be, which only devices apart from each other can do."""
    of_all = library.rows(
        f"SELECT c.id, c.code, {_TIMES}, c.use_limit, NULL FROM ({_STANDING}) u JOIN coupon c ON c.id = u.coupon"
        f" WHERE c.use_limit IS NOT NULL GROUP BY c.id HAVING {_TIMES} > c.use_limit ORDER BY c.code"
    )
    of_one = library.rows(
        f"SELECT c.id, c.code, {_TIMES}, c.per_member, u.member FROM ({_STANDING}) u JOIN coupon c ON c.id = u.coupon"
        f" WHERE c.per_member IS NOT NULL GROUP BY c.id, u.member HAVING {_TIMES} > c.per_member ORDER BY c.code"
    )
    return [Overrun(*row) for row in (*of_all, *of_one)]


def _check(
    library: Library, coupon: Coupon, member: int, at: int, subscription: int | None, agreed: bool
) -> None:
    code = str(coupon.code)
    if not coupon.active and not agreed:
        raise CouponRefused(code, "off")
    if not agreed and coupon.starts_at is not None and at < int(coupon.starts_at):
        raise CouponRefused(code, "not_yet")
    renewals = _uses(library, coupon, "subscription = ?", (subscription,)) if subscription else 0
    if renewals or agreed:
        # Agreed when the subscription began: neither its end nor its limits are asked again, only its periods.
        if int(coupon.periods) and renewals >= int(coupon.periods):
            raise CouponRefused(code, "used_up")
        return
    if coupon.ends_at is not None and at >= int(coupon.ends_at):
        raise CouponRefused(code, "over")
    if coupon.use_limit is not None and _uses(library, coupon, "1", (), _TIMES) >= int(coupon.use_limit):
        raise CouponRefused(code, "used_up")
    by_member = _uses(library, coupon, "member = ?", (member,), _TIMES)
    if coupon.per_member is not None and by_member >= int(coupon.per_member):
        raise CouponRefused(code, "used_by_member")


def _uses(
    library: Library, coupon: Coupon, where: str, params: tuple[object, ...], counted: str = "count(*)"
) -> int:
    return int(
        library.value(
            f"SELECT {counted} FROM ({_STANDING} AND u.coupon = ?) WHERE {where}", (int(coupon.id), *params)
        )
    )


def _fits(library: Library, coupon: Coupon, line: Line) -> bool:
    if coupon.course is None and coupon.event is None and coupon.plan is None:
        return True
    if coupon.plan is not None and line.price is not None:
        return bool(library.value("SELECT plan = ? FROM price WHERE id = ?", (coupon.plan, line.price)))
    of_course = coupon.course is not None and line.course == coupon.course
    return of_course or (coupon.event is not None and line.event == coupon.event)
