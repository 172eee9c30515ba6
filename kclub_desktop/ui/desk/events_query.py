"""What the events page asks: events with their counts, and who is registered and came to one of them."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.analytics import attendance, of_days, totals
from kclub_desktop.analytics.events import EventTotals
from kclub_desktop.analytics.periods import EVER, Period
from kclub_desktop.date_range import DateRange
from kclub_desktop.store import Library, search
from kclub_desktop.store.tables import Event, Member


@dataclass(frozen=True)
class EventRow:
    """One line of the list. capacity None = no limit."""

    id: int
    title: str
    mode: str
    place: str
    zone: str
    starts_at: int
    ends_at: int
    capacity: int | None
    status: str
    summary: str
    registered: int
    waiting: int
    came: int


@dataclass(frozen=True)
class Found:
    """The events that fit, how many there are in all, and what those in the range that are over come to together.

    chosen  the one whose guests are shown, on the list or not; None for none
    """

    rows: list[EventRow]
    all: int
    totals: EventTotals
    chosen: EventRow | None = None


@dataclass(frozen=True)
class Guest:
    """One person of the attendance list. check_in: id of the scan that let them in, None = not here yet."""

    member: int
    name: str
    ticket: str
    status: str
    paid: bool
    level: str
    check_in: int | None
    scanned_at: int | None
    door: str


_CAME = (
    "SELECT k.id, k.member, k.event, k.scanned_at, k.door FROM check_in k WHERE k.answer = 'ok' AND k.undoes IS NULL"
    " AND k.id NOT IN (SELECT undoes FROM check_in WHERE undoes IS NOT NULL)"
)


def event_rows(library: Library, text: str = "", period: Period = EVER) -> list[EventRow]:
    """All events, or those that begin in a period, the latest first."""
    fitting, asked = search.fitting(library, Event, text) if text.strip() else ("SELECT id FROM event", [])
    found = library.rows(
        "SELECT e.id, e.title, e.mode, e.place, e.zone, e.starts_at, e.ends_at, e.capacity, e.status, e.summary,"
        " coalesce(r.registered, 0), coalesce(r.waiting, 0), coalesce(k.came, 0) FROM event e"
        " LEFT JOIN (SELECT event, sum(status = 'registered') AS registered, sum(status = 'waiting') AS waiting"
        " FROM registration WHERE deleted_at IS NULL GROUP BY event) r ON r.event = e.id"
        f" LEFT JOIN (SELECT event, count(DISTINCT member) AS came FROM ({_CAME}) GROUP BY event) k ON k.event = e.id"
        f" WHERE e.deleted_at IS NULL AND e.id IN ({fitting}) AND e.starts_at >= ? AND e.starts_at < ?"
        " ORDER BY e.starts_at DESC",
        (*asked, period.start, period.end),
    )
    return [EventRow(*row) for row in found]


def ask(library: Library, text: str, days: DateRange, now: int, chosen: int = 0) -> Found:
    """The page: the events of some days that fit a text. chosen: the event whose guests are shown, 0 for none."""
    period = of_days(days, library.zone)
    count = library.value("SELECT count(*) FROM event WHERE deleted_at IS NULL")
    over = totals(attendance(library, now, period=period))
    rows = event_rows(library, text, period)
    known = rows if not chosen or any(row.id == chosen for row in rows) else event_rows(library)
    return Found(rows, int(count), over, next((row for row in known if row.id == chosen), None))


def guests(library: Library, event_id: int, text: str = "") -> list[Guest]:
    """Who is registered for an event or came without being; not yet here first, then by name.

    text  found in the member's words or the ticket's code. No mistake is thought of: a code must not mean a name.
    """
    wanted, fits, asked = text.strip().casefold(), "1", list[object]()
    if wanted:
        ids, asked = search.fitting_exactly(Member, wanted)
        fits = f"(p.member IN ({ids}) OR instr(lower(p.ticket), ?))"
        asked = [*asked, wanted]
    found = library.rows(
        f"WITH came AS ({_CAME} AND k.event = ?), people AS (SELECT member, ticket, status, paid FROM registration"
        " WHERE event = ? AND deleted_at IS NULL UNION ALL SELECT DISTINCT member, '', 'walk_in', 1 FROM came"
        " WHERE member IS NOT NULL AND member NOT IN (SELECT member FROM registration WHERE event = ?"
        " AND deleted_at IS NULL)) SELECT p.member, coalesce(m.name, ''), p.ticket, p.status, p.paid,"
        " coalesce(m.level, ''), min(came.id), min(came.scanned_at), coalesce(min(came.door), '') FROM people p"
        " LEFT JOIN member m ON m.id = p.member LEFT JOIN came ON came.member = p.member"
        f" WHERE {fits} GROUP BY p.member ORDER BY min(came.id) IS NOT NULL, m.name",
        (event_id, event_id, event_id, *asked),
    )
    return [
        Guest(member, name, ticket, status, bool(paid), level, scan, at, door)
        for member, name, ticket, status, paid, level, scan, at, door in found
    ]


def guest_meant(library: Library, event_id: int, text: str) -> int | None:
    """The one guest whose name, phone or e-mail the words fit; None for a ticket's code, or if nobody or several fit."""
    found = guests(library, event_id, text)
    is_code = any(guest.ticket.casefold() == text.casefold() for guest in found)
    return found[0].member if len(found) == 1 and not is_code else None


def member_name(library: Library, member: int | None) -> str:
    """What to call a member; '' for nobody."""
    return str(library.value("SELECT name FROM member WHERE id = ?", (member,)) or "")


def status_of(library: Library, event: int, member: int) -> str:
    """How a member stands on an event's list; '' if they do not."""
    found = library.value(
        "SELECT status FROM registration WHERE event = ? AND member = ? AND deleted_at IS NULL",
        (event, member),
    )
    return str(found or "")


def upcoming(library: Library, now: int, limit: int = 4) -> list[EventRow]:
    """Events that are not over and not cancelled, the next first."""
    coming = [event for event in event_rows(library) if event.ends_at >= now and event.status != "cancelled"]
    return sorted(coming, key=lambda event: event.starts_at)[:limit]
