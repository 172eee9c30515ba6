"""What the Money page asks: the orders of a filter, what is for sale, receivables, receipts, and the day's end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kclub_desktop.community import coupon_list, day_end, following, order_lines, order_list, receivables
from kclub_desktop.community.coupon_list import CouponRow
from kclub_desktop.community.day_end import DayEnd
from kclub_desktop.community.order_lines import Line
from kclub_desktop.community.order_list import IdArray, Paperwork, Sort, Wanted
from kclub_desktop.community.receivables import Receivables
from kclub_desktop.store import Library

RECEIPTS_SHOWN = 500


@dataclass(frozen=True)
class Loaded:
    """What the page shows of the open tab. total: orders there are at all."""

    total: int
    ids: IdArray | None = None
    owed: Receivables | None = None
    papers: list[tuple[Paperwork, str, str]] = field(default_factory=list)
    day: DayEnd | None = None
    coupons: list[CouponRow] | None = None


@dataclass(frozen=True)
class ForSale:
    """Something that can be put into an order. kind: course, event or ticket. A plan is given on the page Plans."""

    kind: str
    id: int
    title: str
    amount: int
    currency: str


def load(library: Library, tab: str, wanted: Wanted, sort: Sort, text: str, day: date) -> Loaded:
    """The open tab; what came by sync is followed first, so that no state shown contradicts its payments."""
    following.settle(library)
    total = order_list.how_many(library)
    if tab == "receivables":
        return Loaded(total, owed=receivables.receivables(library, library.clock.now()))
    if tab == "receipts":
        return Loaded(total, papers=order_list.receipt_rows(library, text, RECEIPTS_SHOWN))
    if tab == "coupons":
        return Loaded(total, coupons=coupon_list.listed(library))
    if tab == "day_end":
        return Loaded(total, day=day_end.day_end(library, day))
    return Loaded(total, ids=order_list.order_ids(library, wanted, sort))


def for_sale(library: Library, now: int) -> list[ForSale]:
    """Published courses, and events to come with their kinds of tickets."""
    found = library.rows(
        "SELECT 'course', id, title, price, currency FROM course WHERE deleted_at IS NULL AND status = 'published'"
        " UNION ALL SELECT 'event', id, title, price, currency FROM event e WHERE deleted_at IS NULL AND ends_at > ?1"
        " AND status <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM ticket_kind k WHERE k.event = e.id AND k.deleted_at IS NULL)"
        " UNION ALL SELECT 'ticket', k.id, e.title || ' · ' || k.name, k.price, k.currency FROM ticket_kind k"
        " JOIN event e ON e.id = k.event WHERE k.deleted_at IS NULL AND e.deleted_at IS NULL AND e.ends_at > ?1",
        (now,),
    )
    return sorted((ForSale(*row) for row in found), key=lambda one: (one.kind == "course", one.title))


def line_of(library: Library, thing: ForSale, now: int) -> Line:
    """The line of an order for it, at its price as it stands. Raises as order_lines does."""
    match thing.kind:
        case "course":
            return order_lines.course_line(library, thing.id)
        case "event":
            return order_lines.event_line(library, thing.id)
        case _:
            return order_lines.ticket_line(library, thing.id, now)
