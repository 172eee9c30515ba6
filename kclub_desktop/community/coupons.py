"""Coupons: what one takes off an order, and whether it still holds.

A use is a fact; it counts while its order stands. Two devices that cannot see each other may both use the last one: both
orders keep it, and `overruns` says so. Its terms are coupon_terms.py's, lists of coupons coupon_list.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kclub_desktop.community import coupon_terms
from kclub_desktop.community.amounts import allocated, share
from kclub_desktop.community.coupon_list import STANDING_USES, TIMES
from kclub_desktop.community.coupon_terms import Terms
from kclub_desktop.community.order_lines import Line
from kclub_desktop.errors_of_money import CouponRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Coupon, CouponUse
from kclub_protocol.ids import derived_id


@dataclass(frozen=True)
class Overrun:
    """A coupon that was used more often than it may be. member: whose own limit it is, or None for the limit of all."""

    coupon: int
    code: str
    used: int
    limit: int
    member: int | None = None


def add(library: Library, code: str, **terms: Any) -> int:
    """Make a coupon of Terms, told by name, and return its id. Raises as coupon_terms.make."""
    return coupon_terms.make(library, Terms(code, **terms))


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
        f"SELECT c.id, c.code, {TIMES}, c.use_limit, NULL FROM ({STANDING_USES}) u JOIN coupon c ON c.id = u.coupon"
        f" WHERE c.use_limit IS NOT NULL GROUP BY c.id HAVING {TIMES} > c.use_limit ORDER BY c.code"
    )
    of_one = library.rows(
        f"SELECT c.id, c.code, {TIMES}, c.per_member, u.member FROM ({STANDING_USES}) u JOIN coupon c ON c.id = u.coupon"
        f" WHERE c.per_member IS NOT NULL GROUP BY c.id, u.member HAVING {TIMES} > c.per_member ORDER BY c.code"
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
    if coupon.use_limit is not None and _uses(library, coupon, "1", (), TIMES) >= int(coupon.use_limit):
        raise CouponRefused(code, "used_up")
    by_member = _uses(library, coupon, "member = ?", (member,), TIMES)
    if coupon.per_member is not None and by_member >= int(coupon.per_member):
        raise CouponRefused(code, "used_by_member")


def _uses(
    library: Library, coupon: Coupon, where: str, params: tuple[object, ...], counted: str = "count(*)"
) -> int:
    return int(
        library.value(
            f"SELECT {counted} FROM ({STANDING_USES} AND u.coupon = ?) WHERE {where}",
            (int(coupon.id), *params),
        )
    )


def _fits(library: Library, coupon: Coupon, line: Line) -> bool:
    if coupon.course is None and coupon.event is None and coupon.plan is None:
        return True
    if coupon.plan is not None and line.price is not None:
        return bool(library.value("SELECT plan = ? FROM price WHERE id = ?", (coupon.plan, line.price)))
    of_course = coupon.course is not None and line.course == coupon.course
    return of_course or (coupon.event is not None and line.event == coupon.event)
