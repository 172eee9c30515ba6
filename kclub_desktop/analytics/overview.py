"""A1, overview: members, active, new and lapsed, revenue, events ahead and rating, and the months behind us.

Active: did anything in the last 30 days. Lapsed: active in the 30 days before, and not in these. Only people with
the status of a member count; leads are in the funnel. Revenue is what was paid less what was paid back, each currency
by itself. What needs attention today is the page's own question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kclub_desktop.analytics.figures import Compared, Mean, compared, mean_of_ratings
from kclub_desktop.analytics.people import PEOPLE
from kclub_desktop.analytics.periods import (
    ACTIVE_DAYS,
    DAY,
    Bars,
    Period,
    label,
    last_days,
    months_as_bars,
    place_of,
)
from kclub_desktop.analytics.ratings import STANDING
from kclub_desktop.store import Library

_MEMBER = "status = 'member' AND merged_into IS NULL AND deleted_at IS NULL"


@dataclass(frozen=True)
class Overview:
    """The last 30 days against the 30 before.

    members   at the end of each period; whoever joined at an unknown time counts as always there
    revenue   currency -> minor units, refunds taken off; count = payments
    upcoming  events that start in the next 30 days, against those that started in the last 30; cancelled ones left out
    rating    every standing rating; rating_period and rating_before: those given in each period
    """

    period: Period
    members: Compared
    active: Compared
    new: Compared
    lapsed: Compared
    revenue: dict[str, Compared]
    upcoming: Compared
    rating: Mean
    rating_period: Mean
    rating_before: Mean


@dataclass(frozen=True)
class Span:
    """One bar of time, mostly a calendar month. label: as periods.label; revenue: currency -> minor units, net of refunds.

    rating  mean stars, 1..5, of the standing ratings given in it; None for fewer than are worth a mean
    """

    label: str
    start: int
    end: int
    revenue: dict[str, int]
    active: int
    new: int
    rating: float | None = None


def overview(library: Library, now: int) -> Overview:
    """The figures of the 30 days up to now (UTC seconds). Six queries."""
    period = last_days(now)
    active, lapsed = _active_and_lapsed(library, period)
    members, new = _members_and_new(library, period)
    rating, rating_period, rating_before = _ratings(library, period)
    return Overview(
        period,
        members,
        active,
        new,
        lapsed,
        _revenue(library, period),
        _upcoming(library, now),
        rating,
        rating_period,
        rating_before,
    )


def months(library: Library, now: int, back: int = 12) -> list[Span]:
    """The last `back` calendar months, oldest first; the last one is not over yet. Four queries. back: 1 or more."""
    return over_time(library, months_as_bars(now, library.zone, back))


def over_time(library: Library, over: Bars) -> list[Span]:
    """Members, revenue and ratings of each bar, oldest first. Four queries."""
    periods, zone = over.periods, library.zone
    first, end = over.whole.start, over.whole.end
    revenue: list[dict[str, int]] = [{} for _ in periods]
    for place, currency, amount in library.rows(
        f"SELECT {place_of('paid_at', periods)} AS place, currency, sum(amount) FROM payment"
        " WHERE paid_at >= ? AND paid_at < ? GROUP BY place, currency ORDER BY place, currency",
        (first, end),
    ):
        revenue[place][currency] = amount
    new = dict(
        library.rows(
            f"SELECT {place_of('joined_at', periods)} AS place, count(*) FROM member"
            f" WHERE joined_at >= ? AND joined_at < ? AND {_MEMBER} GROUP BY place",
            (first, end),
        )
    )
    active = _active_over_time(library, periods)
    rated = {
        place: mean_of_ratings(total, count)
        for place, total, count in library.rows(
            f"SELECT {place_of('rated_at', periods)} AS place, sum(stars), count(*) FROM {STANDING}"
            " AND rated_at >= ? AND rated_at < ? GROUP BY place",
            (first, end),
        )
    }
    return [
        Span(
            label(p.start, over.unit, zone),
            p.start,
            p.end,
            revenue[n],
            active.get(n, 0),
            new.get(n, 0),
            rated[n].value if n in rated and rated[n].enough else None,
        )
        for n, p in enumerate(periods)
    ]


def active_in(library: Library, period: Period) -> dict[int, bool]:
    """Members who did anything in a period -> did they join in it?"""
    found = library.rows(
        f"WITH RECURSIVE {PEOPLE} SELECT DISTINCT person.root, coalesce(member.joined_at >= ?1, 0) FROM activity"
        " JOIN person ON person.id = activity.member JOIN member ON member.id = person.root"
        " WHERE at >= ?1 AND at < ?2 AND person.status = 'member'",
        (period.start, period.end),
    )
    return {member: bool(new) for member, new in found}


def joined_in(library: Library, period: Period) -> list[int]:
    """Members who joined in a period."""
    found = library.rows(
        f"SELECT id FROM member WHERE joined_at >= ? AND joined_at < ? AND {_MEMBER}",
        (period.start, period.end),
    )
    return [member for (member,) in found]


def _active_over_time(library: Library, periods: Sequence[Period]) -> dict[int, int]:
    return dict(
        library.rows(
            f"WITH RECURSIVE {PEOPLE}, did(member, place) AS MATERIALIZED ("
            f"SELECT DISTINCT member, {place_of('at', periods)} FROM activity"
            " WHERE at >= ? AND at < ? AND member IS NOT NULL)"
            " SELECT place, count(DISTINCT root) FROM did JOIN person ON person.id = member"
            " WHERE status = 'member' GROUP BY place",
            (periods[0].start, periods[-1].end),
        )
    )


def _active_and_lapsed(library: Library, period: Period) -> tuple[Compared, Compared]:
    before = period.before()
    earliest = before.before().start
    counts = library.rows(
        f"WITH RECURSIVE {PEOPLE}, did AS MATERIALIZED (SELECT member, max(at) >= :now AS here,"
        " max(at >= :before AND at < :now) AS then_, min(at) < :before AS earlier FROM activity"
        " WHERE at >= :earliest AND at < :end AND member IS NOT NULL GROUP BY member),"
        " people AS (SELECT max(here) AS here, max(then_) AS then_, max(earlier) AS earlier"
        " FROM did JOIN person ON person.id = member WHERE status = 'member' GROUP BY root)"
        " SELECT total(here), total(then_), total(then_ AND NOT here), total(earlier AND NOT then_) FROM people"
        .replace(":now", "?1").replace(":before", "?2").replace(":earliest", "?3").replace(":end", "?4"),
        (period.start, before.start, earliest, period.end),
    )[0]  # fmt: skip
    active, active_before, lapsed, lapsed_before = (int(count) for count in counts)
    return compared(active, active_before), compared(lapsed, lapsed_before)


def _members_and_new(library: Library, period: Period) -> tuple[Compared, Compared]:
    before = period.before()
    counts = library.rows(
        "SELECT total(coalesce(joined_at, 0) < ?1 AND coalesce(archived_at, ?1) >= ?1),"
        " total(coalesce(joined_at, 0) < ?2 AND coalesce(archived_at, ?2) >= ?2),"
        " total(coalesce(joined_at, 0) >= ?2 AND joined_at < ?1),"
        f" total(coalesce(joined_at, 0) >= ?3 AND joined_at < ?2) FROM member WHERE {_MEMBER}",
        (period.end, period.start, before.start),
    )[0]
    members, members_before, new, new_before = (int(count) for count in counts)
    return compared(members, members_before), compared(new, new_before)


def _revenue(library: Library, period: Period) -> dict[str, Compared]:
    found = library.rows(
        "SELECT currency, sum(CASE WHEN paid_at >= ?1 THEN amount ELSE 0 END),"
        " sum(CASE WHEN paid_at < ?1 THEN amount ELSE 0 END), count(*) FROM payment"
        " WHERE paid_at >= ?2 AND paid_at < ?3 GROUP BY currency ORDER BY currency",
        (period.start, period.before().start, period.end),
    )
    return {currency: compared(value, before, count) for currency, value, before, count in found}


def _upcoming(library: Library, now: int) -> Compared:
    ahead = ACTIVE_DAYS * DAY
    counts = library.rows(
        "SELECT total(starts_at > ?1), total(starts_at <= ?1) FROM event WHERE starts_at > ?2 AND starts_at <= ?3"
        " AND status <> 'cancelled' AND deleted_at IS NULL",
        (now, now - ahead, now + ahead),
    )[0]
    return compared(int(counts[0]), int(counts[1]))


def _ratings(library: Library, period: Period) -> tuple[Mean, Mean, Mean]:
    before = period.before()
    found = library.rows(
        "SELECT total(stars), count(*), total(stars * (rated_at >= ?1)), total(rated_at >= ?1),"
        " total(stars * (rated_at >= ?2 AND rated_at < ?1)), total(rated_at >= ?2 AND rated_at < ?1)"
        f" FROM {STANDING} AND rated_at < ?3",
        (period.start, before.start, period.end),
    )[0]
    sums = [int(value) for value in found]
    return mean_of_ratings(*sums[:2]), mean_of_ratings(*sums[2:4]), mean_of_ratings(*sums[4:])
