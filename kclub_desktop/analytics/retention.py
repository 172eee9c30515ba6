"""A3, retention: cohorts by the month they began, and how long members stay.

A member begins by joining, or by the first purchase. Active in a month: did anything in it. Left: did nothing for
30 days, at the end of those days, or was archived. The estimator itself is in survival.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kclub_desktop.analytics.figures import ENOUGH_PEOPLE
from kclub_desktop.analytics.people import BOUGHT, PEOPLE
from kclub_desktop.analytics.periods import (
    ACTIVE_DAYS,
    DAY,
    EVER,
    Period,
    Unit,
    calendar_months,
    label,
    month_after,
    month_number,
    place_of,
)
from kclub_desktop.analytics.survival import Survival, kaplan_meier
from kclub_desktop.store import Library

_WATCHED = 60
"""Months back beyond which no cohort is shown any more."""


class Begin(StrEnum):
    """What a member's time is counted from."""

    JOINING = "joining"
    FIRST_PURCHASE = "first_purchase"


_BEGUN = {
    Begin.JOINING: "begun(root, at) AS MATERIALIZED (SELECT id, joined_at FROM member WHERE status = 'member'"
    " AND joined_at IS NOT NULL AND merged_into IS NULL AND deleted_at IS NULL)",
    Begin.FIRST_PURCHASE: f"{BOUGHT}, begun(root, at) AS MATERIALIZED (SELECT root, min(at) FROM bought"
    " JOIN person ON person.id = member GROUP BY root)",
}


@dataclass(frozen=True)
class Cohort:
    """Those who began in one calendar month.

    shares  part of them active in the month they began, the next, …; None for months that have not come. The last
            one that is not None is of a month that is not over.
    """

    label: str
    start: int
    count: int
    shares: tuple[float | None, ...]
    enough: bool


def cohorts(
    library: Library,
    now: int,
    by: Begin = Begin.JOINING,
    back: int = 12,
    period: Period | None = None,
) -> list[Cohort]:
    """The cohorts of the last `back` calendar months, oldest first, each with `back` shares. Two queries.

    period  only who began in it: the cohorts of its months, `back` of them at most and the newest, watched up to now
    """
    zone = library.zone
    first_month = 0 if period is None else max(0, month_number(now, zone) - month_number(period.start, zone))
    periods = calendar_months(now, zone, back if period is None else min(first_month + 1, _WATCHED))
    end = periods[-1].end
    since, until = (
        (periods[0].start, end) if period is None else (max(period.start, periods[0].start), period.end)
    )
    begun = f"WITH RECURSIVE {PEOPLE}, {_BEGUN[by]}"
    sizes = dict(
        library.rows(
            f"{begun} SELECT {place_of('at', periods)} AS cohort, count(*) FROM begun"
            " WHERE at >= ? AND at < ? GROUP BY cohort",
            (since, until),
        )
    )
    found = library.rows(
        f"{begun}, did(member, month) AS MATERIALIZED (SELECT DISTINCT member, {place_of('at', periods)}"
        " FROM activity WHERE at >= ?1 AND at < ?2 AND member IS NOT NULL),"
        f" member_cohort(root, cohort) AS MATERIALIZED (SELECT root, {place_of('at', periods)} FROM begun"
        " WHERE at >= ?1 AND at < ?3)"
        " SELECT cohort, month, count(DISTINCT member_cohort.root) FROM did JOIN person ON person.id = did.member"
        " JOIN member_cohort ON member_cohort.root = person.root WHERE month >= cohort GROUP BY cohort, month",
        (since, end, until),
    )
    active = {(cohort, month): people for cohort, month, people in found}
    shown = [n for n, each in enumerate(periods) if each.start < until and each.end > since][-back:]
    return [
        Cohort(
            label(periods[n].start, Unit.MONTH, zone),
            periods[n].start,
            sizes.get(n, 0),
            _shares(
                sizes.get(n, 0), [active.get((n, month), 0) for month in range(n, len(periods))][:back], back
            ),
            sizes.get(n, 0) >= ENOUGH_PEOPLE,
        )
        for n in shown
    ]


def cohort_members(library: Library, cohort: Period, after: int, by: Begin = Begin.JOINING) -> list[int]:
    """Who began in `cohort` and was active in the calendar month that is so many months behind the one it begins in."""
    month = month_after(cohort.start, library.zone, after)
    found = library.rows(
        f"WITH RECURSIVE {PEOPLE}, {_BEGUN[by]} SELECT DISTINCT begun.root FROM activity"
        " JOIN person ON person.id = activity.member JOIN begun ON begun.root = person.root"
        " WHERE activity.at >= ? AND activity.at < ? AND begun.at >= ? AND begun.at < ? ORDER BY 1",
        (month.start, month.end, cohort.start, cohort.end),
    )
    return [member for (member,) in found]


def survival(library: Library, now: int, by: Begin = Begin.JOINING, period: Period = EVER) -> Survival:
    """How long members stay, in days since they began, with everyone still here taken as censored today. One query.

    period  only of those who began in it
    """
    found = library.rows(
        f"WITH RECURSIVE {PEOPLE}, {_BEGUN[by]}, seen(member, at) AS MATERIALIZED (SELECT member, max(at)"
        " FROM activity WHERE member IS NOT NULL AND at <= ?1 GROUP BY member),"
        " last(root, at) AS MATERIALIZED (SELECT root, max(at) FROM seen JOIN person ON person.id = seen.member"
        " GROUP BY root)"
        " SELECT begun.at, last.at, member.archived_at FROM begun JOIN member ON member.id = begun.root"
        " LEFT JOIN last ON last.root = begun.root WHERE begun.at >= ?2 AND begun.at <= ?3",
        (now, period.start, min(period.end - 1, now)),
    )
    return kaplan_meier(_stays(found, now))


def _stays(found: Iterable[tuple[int, int | None, int | None]], now: int) -> list[tuple[int, bool]]:
    """(whole days stayed, left?) from (begun, last seen, archived)."""
    stays = []
    for begun, last, archived in found:
        left = max(begun, last or begun) + ACTIVE_DAYS * DAY
        if archived is not None:
            left = max(begun, min(left, archived))
        stays.append(((min(left, now) - begun) // DAY, left <= now))
    return stays


def _shares(size: int, active: list[int], back: int) -> tuple[float | None, ...]:
    shares: list[float | None] = [people / size if size else None for people in active]
    return tuple(shares + [None] * (back - len(shares)))
