"""What levels and badges are measured by: spend, points, courses, events, posts and months, in a window or ever.

One definition for one member and for all of them: the same query with and without a list of members.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library

DAY = 86_400
SPEND, POINTS, COURSES, EVENTS, POSTS, MONTHS = "spend", "points", "courses", "events", "posts", "months"
MEASURES = (SPEND, POINTS, COURSES, EVENTS, POSTS, MONTHS)
LONGEST_WINDOW = 36_600
MOST = 10**15

_OF = "member IN (SELECT value FROM json_each(?1))"
_SQL = {
    COURSES: "SELECT member, count(*) FROM enrolment WHERE {of} AND completed_at >= ?2 AND completed_at <= ?3"
    " AND deleted_at IS NULL GROUP BY member",
    EVENTS: "SELECT member, count(*) FROM (SELECT member, min(scanned_at) AS at FROM check_in c WHERE {of}"
    " AND member IS NOT NULL AND answer = 'ok' AND undoes IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = c.id) GROUP BY member, event)"
    " WHERE at >= ?2 AND at <= ?3 GROUP BY member",
    POSTS: "SELECT member, count(*) FROM activity WHERE {of} AND member IS NOT NULL AND kind = 'post' AND at >= ?2"
    " AND at <= ?3 GROUP BY member",
    # What was earned, less what was taken back of it; what was spent or given by hand is no merit.
    POINTS: "SELECT member, sum(points) FROM points_entry WHERE {of} AND kind IN ('earned', 'corrected')"
    " AND entity <> '' AND (?2 <= 0 OR why <> 'opening') AND at >= ?2 AND at <= ?3 GROUP BY member",
}


@dataclass(frozen=True)
class Condition:
    """At least so much of a measure, looking back window_days (None: ever). at_least in minor units for spend."""

    measure: str
    at_least: int
    window_days: int | None = None
    currency: str = ""


Kind = tuple[str, int | None, str]
"""(measure, window, currency): what a value is of."""


def checked(condition: Condition) -> Condition:
    """The same. Raises FieldRefused: measure, at_least, window_days."""
    if condition.measure not in MEASURES:
        raise FieldRefused("measure", "measure", condition.measure)
    if not 1 <= condition.at_least <= MOST:
        raise FieldRefused("at_least", "at_least", str(condition.at_least))
    if condition.window_days is not None and not 1 <= condition.window_days <= LONGEST_WINDOW:
        raise FieldRefused("window_days", "days_or_none", str(condition.window_days))
    return condition


def kind_of(library_currency: str, condition: Condition) -> Kind:
    """What a condition asks for; months have no window and only spend has a currency."""
    measure = condition.measure
    window = None if measure == MONTHS else condition.window_days
    return measure, window, (condition.currency or library_currency) if measure == SPEND else ""


def values(library: Library, kind: Kind, now: int, members: Sequence[int] | None = None) -> dict[int, int]:
    """member -> value at a moment; who is not in it has 0. members None: of all."""
    measure, window, currency = kind
    since = 0 if window is None else now - window * DAY + 1
    told = None if members is None else json.dumps(list(members))
    if measure == MONTHS:
        return _months(library, told, now)
    of = "?1 IS NULL" if told is None else _OF
    if measure == SPEND:
        return _spend(library, told, of, since, now, currency)
    return dict(library.rows(_SQL[measure].format(of=of), (told, since, now)))


def _spend(
    library: Library, told: str | None, of: str, since: int, now: int, currency: str
) -> dict[int, int]:
    found = dict(
        library.rows(
            f"SELECT member, sum(amount) FROM payment WHERE {of} AND member IS NOT NULL AND currency = ?4"
            " AND paid_at >= ?2 AND paid_at <= ?3 GROUP BY member",
            (told, since, now, currency),
        )
    )
    if since == 0:
        of_member = of.replace("member IN", "id IN")
        for member, amount in library.rows(
            f"SELECT id, spent_before FROM member WHERE {of_member} AND spent_before <> 0 AND spent_before_currency = ?2",
            (told, currency),
        ):
            found[member] = found.get(member, 0) + amount
    return found


def _months(library: Library, told: str | None, now: int) -> dict[int, int]:
    of = "?1 IS NULL" if told is None else "id IN (SELECT value FROM json_each(?1))"
    joined = library.rows(
        f"SELECT id, joined_at FROM member WHERE {of} AND joined_at IS NOT NULL AND joined_at <= ?2",
        (told, now),
    )
    if not joined:
        return {}
    ends = months_ago(now, min(at for _member, at in joined))
    return {member: len(ends) - bisect_left(ends, at) for member, at in joined}


def months_ago(now: int, earliest: int) -> list[int]:
    """The last second that is one whole calendar month ago, two, three …, back to what is before `earliest`; ascending.

    Who joined by that second has been here for so many months, as months_between counts them: one look-up for each of many.
    """
    today, found = datetime.fromtimestamp(now, UTC), list[int]()
    while not found or found[-1] >= earliest:
        year, month = divmod(today.year * 12 + today.month - 2 - len(found), 12)
        days = monthrange(year, month + 1)[1]
        whole = today.day > days
        clock = (23, 59, 59) if whole else (today.hour, today.minute, today.second)
        found.append(int(datetime(year, month + 1, min(today.day, days), *clock, tzinfo=UTC).timestamp()))
    return found[::-1]


def months_between(start: datetime, end: datetime) -> int:
    """Whole calendar months from one moment to a later one."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - ((end.day, end.time()) < (start.day, start.time()))
