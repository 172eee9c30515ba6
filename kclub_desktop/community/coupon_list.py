"""Coupons to look at: all of them with their uses and where they stand, and one with every order that took it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kclub_desktop.community import coupon_terms
from kclub_desktop.community.coupon_terms import Terms
from kclub_desktop.store import Library

STANDING_USES = (
    'SELECT u.id, u.coupon, u.member, u."order", o.subscription, u.amount, u.currency, u.used_at FROM coupon_use u'
    ' JOIN "order" o ON o.id = u."order" WHERE u.undoes IS NULL AND o.deleted_at IS NULL AND o.cancelled_at IS NULL'
    " AND NOT EXISTS (SELECT 1 FROM coupon_use b WHERE b.coupon = u.coupon AND b.undoes = u.id)"
)
TIMES = 'count(DISTINCT coalesce(subscription, "order"))'
"""The periods of one subscription are one use."""
USES_SHOWN = 50


@dataclass(frozen=True)
class CouponRow:
    """A coupon and how often it was used; percent in hundredths, amount in minor units."""

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

    def state(self, now: int) -> str:
        """Where it stands: off, not_yet, over, used_up or holds."""
        if not self.active:
            return "off"
        if self.starts_at is not None and now < self.starts_at:
            return "not_yet"
        if self.ends_at is not None and now >= self.ends_at:
            return "over"
        return "used_up" if self.use_limit is not None and self.used >= self.use_limit else "holds"


@dataclass(frozen=True)
class Use:
    """One order that took the coupon. amount: minor units it took off."""

    order: int
    reference: str
    member: int | None
    name: str
    used_at: int
    amount: int
    currency: str


@dataclass(frozen=True)
class CouponDetails:
    """A coupon in full. things: what it holds for, by name; given: currency -> minor units taken off in all; uses: the
    newest; fixed: it was used, so that what it takes off stays."""

    row: CouponRow
    terms: Terms
    things: list[str]
    given: dict[str, int]
    uses: list[Use]
    fixed: bool


def listed(library: Library, only: int | None = None) -> list[CouponRow]:
    """All coupons, the newest first, with their uses; only: that one."""
    where = "" if only is None else " AND c.id = ?"
    found = library.rows(
        "SELECT c.id, c.code, c.name, c.kind, c.percent, c.amount, c.currency, c.use_limit, c.per_member, c.starts_at,"
        f" c.ends_at, c.active, coalesce(s.used, 0) FROM coupon c LEFT JOIN (SELECT coupon, {TIMES} AS used"
        f" FROM ({STANDING_USES}) GROUP BY coupon) s ON s.coupon = c.id WHERE c.deleted_at IS NULL{where}"
        " ORDER BY c.created_at DESC, c.id DESC",
        () if only is None else (only,),
    )
    return [replace(CouponRow(*row), active=bool(row[11])) for row in found]


def details(library: Library, coupon: int) -> CouponDetails | None:
    """One coupon in full; None if there is none any more."""
    found = listed(library, coupon)
    if not found:
        return None
    given = library.rows(
        f"SELECT currency, sum(amount) FROM ({STANDING_USES} AND u.coupon = ?) GROUP BY currency ORDER BY currency",
        (coupon,),
    )
    terms = coupon_terms.terms_of(library, coupon)
    return CouponDetails(
        found[0], terms, things_of(library, terms), dict(given), _uses(library, coupon),
        coupon_terms.is_used(library, coupon),
    )  # fmt: skip


def things_of(library: Library, terms: Terms) -> list[str]:
    """Names of what a coupon holds for; empty: for everything."""
    asked = (
        (terms.plan, "SELECT name FROM plan WHERE id = ?"),
        (terms.course, "SELECT title FROM course WHERE id = ?"),
        (terms.event, "SELECT title FROM event WHERE id = ?"),
    )
    return [str(library.value(sql, (row,)) or "") for row, sql in asked if row is not None]


def _uses(library: Library, coupon: int) -> list[Use]:
    found = library.rows(
        "SELECT u.\"order\", o.reference, u.member, coalesce(m.name, ''), u.used_at, u.amount, u.currency"
        f' FROM ({STANDING_USES} AND u.coupon = ?) u JOIN "order" o ON o.id = u."order" LEFT JOIN member m ON m.id = u.member'
        " ORDER BY u.used_at DESC, u.id DESC LIMIT ?",
        (coupon, USES_SHOWN),
    )
    return [Use(*row) for row in found]
