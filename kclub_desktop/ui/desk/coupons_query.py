"""What the Money page asks about coupons: one in full, and what a coupon can be made for."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import coupon_list
from kclub_desktop.community.coupon_list import CouponDetails
from kclub_desktop.store import Library

Held = tuple[int | None, int | None, int | None]
"""(course, event, plan) of a coupon."""


@dataclass(frozen=True)
class Offered:
    """Something a coupon can be for. kind: course, event or plan."""

    kind: str
    title: str
    held: Held


@dataclass(frozen=True)
class Loaded:
    """A coupon, None for a new one, and what it can be for."""

    coupon: CouponDetails | None
    things: list[Offered]


def load(library: Library, coupon: int, now: int) -> Loaded | None:
    """A coupon by its id, 0 for a new one; None if it is there no more."""
    found = coupon_list.details(library, coupon) if coupon else None
    if coupon and found is None:
        return None
    return Loaded(found, things(library, now))


def things(library: Library, now: int) -> list[Offered]:
    """Plans that are sold or being made, published courses, and events to come."""
    found = library.rows(
        "SELECT 0, 'plan', name, id FROM plan WHERE deleted_at IS NULL AND status <> 'retired'"
        " UNION ALL SELECT 1, 'course', title, id FROM course WHERE deleted_at IS NULL AND status = 'published'"
        " UNION ALL SELECT 2, 'event', title, id FROM event WHERE deleted_at IS NULL AND status <> 'cancelled'"
        " AND ends_at > ? ORDER BY 1, 3",
        (now,),
    )
    return [
        Offered(
            kind,
            title,
            (
                row if kind == "course" else None,
                row if kind == "event" else None,
                row if kind == "plan" else None,
            ),
        )
        for _order, kind, title, row in found
    ]
