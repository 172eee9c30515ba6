"""A7, events: who registered, who came, who did not, and how full it was.

Came: let in by a scan that was not taken back; a scan without a member is the registration with its ticket. Waiting
and cancelled registrations are no places taken. Whether somebody may enter is the door's rule, not this one.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.analytics.figures import Share, share
from kclub_desktop.analytics.people import PEOPLE
from kclub_desktop.analytics.periods import EVER, Period
from kclub_desktop.store import Library

_ATTENDANCE = f"""
WITH RECURSIVE {PEOPLE},
booked(event, who, status) AS MATERIALIZED (
    SELECT r.event, coalesce(p.root, r.member), min(r.status <> 'registered')
        FROM registration r LEFT JOIN person p ON p.id = r.member
        WHERE r.deleted_at IS NULL AND r.status IN ('registered', 'waiting') {{only_r}} GROUP BY 1, 2),
came(event, who) AS MATERIALIZED (
    SELECT DISTINCT k.event, coalesce(p.root, t.member, k.member, 'ticket ' || k.ticket)
        FROM check_in k
        LEFT JOIN registration t ON k.member IS NULL AND k.ticket <> '' AND t.ticket = k.ticket
            AND t.event = k.event AND t.deleted_at IS NULL
        LEFT JOIN person p ON p.id = coalesce(k.member, t.member)
        WHERE k.answer = 'ok' AND k.undoes IS NULL AND k.scanned_at <= ?1
            AND k.id NOT IN (SELECT undoes FROM check_in WHERE undoes IS NOT NULL) {{only_k}}),
places AS (
    SELECT b.event, sum(b.status = 0) AS registered, sum(b.status) AS waiting,
        sum(b.status = 0 AND c.who IS NOT NULL) AS expected
        FROM booked b LEFT JOIN came c ON c.event = b.event AND c.who = b.who GROUP BY b.event),
heads AS (SELECT event, count(*) AS came FROM came GROUP BY event)
SELECT e.id, e.title, e.starts_at, e.ends_at, e.capacity, coalesce(places.registered, 0),
    coalesce(places.waiting, 0), coalesce(heads.came, 0), coalesce(places.expected, 0)
    FROM event e LEFT JOIN places ON places.event = e.id LEFT JOIN heads ON heads.event = e.id
    WHERE e.deleted_at IS NULL AND e.status <> 'cancelled' AND e.starts_at >= ?2 AND e.starts_at < ?3 {{only_e}}
    ORDER BY e.starts_at DESC, e.id"""


@dataclass(frozen=True)
class Attendance:
    """One event, counted in people.

    walk_ins  came without a place registered for them
    no_show   registered and did not come, as a share of the registered; None until the event is over
    booked    registered of the capacity; used: came of the capacity. May pass 1; None without a capacity
    """

    event: int
    title: str
    starts_at: int
    over: bool
    capacity: int | None
    registered: int
    waiting: int
    came: int
    walk_ins: int
    no_shows: int | None
    no_show: Share | None
    booked: Share | None
    used: Share | None


@dataclass(frozen=True)
class EventTotals:
    """All events that are over, together. used: came of the capacity, over those that have one."""

    events: int
    registered: int
    came: int
    no_shows: int
    no_show: Share
    used: Share


def attendance(
    library: Library, now: int, *, event: int | None = None, period: Period = EVER
) -> list[Attendance]:
    """Every event that begins in `period`, or one by its id, the latest first. One query.

    Cancelled and deleted events are left out.
    """
    found = library.rows(
        _ATTENDANCE.format(
            only_r="AND r.event = ?4" if event is not None else "",
            only_k="AND k.event = ?4" if event is not None else "",
            only_e="AND e.id = ?4" if event is not None else "",
        ),
        (now, period.start, period.end, *(() if event is None else (event,))),
    )
    return [_attendance(now, *row) for row in found]


def totals(events: list[Attendance]) -> EventTotals:
    """Sums over the events that are over."""
    over = [event for event in events if event.over]
    registered = sum(event.registered for event in over)
    no_shows = sum(event.no_shows or 0 for event in over)
    limited = [event for event in over if event.capacity]
    return EventTotals(
        len(over),
        registered,
        sum(event.came for event in over),
        no_shows,
        share(no_shows, registered),
        share(sum(event.came for event in limited), sum(event.capacity or 0 for event in limited)),
    )


def _attendance(
    now: int,
    event: int,
    title: str,
    starts_at: int,
    ends_at: int,
    capacity: int | None,
    registered: int,
    waiting: int,
    came: int,
    expected: int,
) -> Attendance:
    over = ends_at <= now
    missing = registered - expected
    return Attendance(
        event,
        title,
        starts_at,
        over,
        capacity,
        registered,
        waiting,
        came,
        came - expected,
        missing if over else None,
        share(missing, registered) if over else None,
        share(registered, capacity) if capacity else None,
        share(came, capacity) if capacity else None,
    )
