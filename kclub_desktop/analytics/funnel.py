"""A2, funnel: how many people go from a visit to a second purchase, in this order and within a window of days.

visit      the first one ever seen; the window starts here and the person's channel is this visit's
sign_up    signed up; where no such fact was recorded, the day they joined
purchase   bought something after that
activity   looked at, finished or wrote something or came to an event, after that purchase
repeat     bought again after that, a day or more after the purchase (an order and its log line are one purchase)

A person is a member, or an anonymous visitor's key; a key once seen together with a member is that member.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kclub_desktop.analytics.figures import Share, share
from kclub_desktop.analytics.people import BOUGHT, roots
from kclub_desktop.analytics.periods import DAY, Period
from kclub_desktop.store import Library

STEPS = ("visit", "sign_up", "purchase", "activity", "repeat")
WINDOW_DAYS = 90

Person = int | str
"""Id of a member, or the key of an anonymous visitor."""


@dataclass(frozen=True)
class Step:
    """One step: how many people reached it, as a share of the step before and of the visits."""

    name: str
    people: int
    of_previous: Share
    of_first: Share


@dataclass(frozen=True)
class Funnel:
    """STEPS for everybody and for each channel ('' = unknown), the largest channel first.

    running    people whose window is still open: they may go further yet
    not_seen   people who signed up without a visit seen before, and so are not in any step
    """

    window_days: int
    steps: tuple[Step, ...]
    channels: dict[str, tuple[Step, ...]]
    running: int
    not_seen: int


@dataclass(frozen=True)
class _Visit:
    at: int
    channel: str


def funnel(
    library: Library, now: int, window_days: int = WINDOW_DAYS, *, period: Period | None = None
) -> Funnel:
    """The funnel of everyone whose first visit was in `period` (None = ever). Six queries."""
    visits, reached, not_seen = _reached(library, now, window_days, period)
    return Funnel(
        window_days,
        _steps([len(each) for each in reached]),
        _by_channel(reached, visits),
        sum(visit.at + window_days * DAY > now for visit in visits.values()),
        not_seen,
    )


def members_at(
    library: Library, now: int, step: str, period: Period | None = None, channel: str | None = None
) -> list[int]:
    """The members who reached a step of the funnel, of one channel or of all; anonymous visitors are in none of these lists."""
    visits, reached, _not_seen = _reached(library, now, WINDOW_DAYS, period)
    return sorted(
        person
        for person in reached[STEPS.index(step)]
        if isinstance(person, int) and channel in (None, visits[person].channel)
    )


def _reached(
    library: Library, now: int, window_days: int, period: Period | None
) -> tuple[dict[Person, _Visit], tuple[Collection[Person], ...], int]:
    """First visits, who came to each of STEPS, and how many signed up without a visit seen before."""
    people = roots(library)
    visits, signed = _visits(library, now, people), _sign_ups(library, now, people)
    within = range(now + 1) if period is None else range(period.start, period.end)
    not_seen = sum(
        (person not in visits or at[0] < visits[person].at) and at[0] in within
        for person, at in signed.items()
    )
    if period is not None:
        visits = {person: visit for person, visit in visits.items() if visit.at in within}
    until = {person: min(now, visit.at + window_days * DAY) for person, visit in visits.items()}
    bought = _purchases(library, now, people)
    signed_at = _next(signed, {person: visit.at for person, visit in visits.items()}, until)
    bought_at = _next(bought, signed_at, until)
    did_at = _used_after(library, people, bought_at, until)
    again_at = _next(bought, {p: max(at, bought_at[p] + DAY) for p, at in did_at.items()}, until)
    return (
        visits,
        (visits.keys(), signed_at.keys(), bought_at.keys(), did_at.keys(), again_at.keys()),
        not_seen,
    )


def _visits(library: Library, now: int, people: dict[int, int]) -> dict[Person, _Visit]:
    """First visit of everybody; its channel, or else the one in the member's record."""
    keys = dict(
        library.rows(
            "SELECT visitor, min(member) FROM activity WHERE visitor <> '' AND member IS NOT NULL GROUP BY visitor"
        )
    )
    # SQLite takes the other columns of a group from the row that holds the minimum.
    found = library.rows(
        "SELECT a.member, a.visitor, min(a.at), coalesce(nullif(a.channel, ''), m.channel, '') FROM activity a"
        " LEFT JOIN member m ON m.id = a.member WHERE a.kind = 'visit' AND a.at <= ?"
        " GROUP BY a.member, a.visitor",
        (now,),
    )
    first: dict[Person, _Visit] = {}
    for member, visitor, at, channel in found:
        known = keys.get(visitor) if member is None else member
        person: Person | None = visitor if known is None else people.get(known)
        if person is None or person == "":
            continue
        if person not in first or at < first[person].at:
            first[person] = _Visit(at, channel)
    return first


def _sign_ups(library: Library, now: int, people: dict[int, int]) -> dict[Person, list[int]]:
    found = _times(
        people,
        library.rows(
            "SELECT member, at FROM activity WHERE kind = 'sign_up' AND member IS NOT NULL AND at <= ?",
            (now,),
        ),
    )
    joined = _times(people, library.rows("SELECT id, joined_at FROM member WHERE joined_at <= ?", (now,)))
    return joined | found


def _purchases(library: Library, now: int, people: dict[int, int]) -> dict[Person, list[int]]:
    return _times(people, library.rows(f"WITH {BOUGHT} SELECT member, at FROM bought WHERE at <= ?", (now,)))


def _times(people: dict[int, int], facts: Iterable[tuple[int, int]]) -> dict[Person, list[int]]:
    """Person -> times in order."""
    found: dict[Person, list[int]] = defaultdict(list)
    for member, at in facts:
        if member in people:
            found[people[member]].append(at)
    return {person: sorted(times) for person, times in found.items()}


def _next(
    times: dict[Person, list[int]], after: dict[Person, int], until: dict[Person, int]
) -> dict[Person, int]:
    """The first time at `after` or later and not past `until`, of those who have one."""
    found = {}
    for person, start in after.items():
        own = times.get(person, ())
        place = bisect_left(own, start)
        if place < len(own) and own[place] <= until[person]:
            found[person] = own[place]
    return found


def _used_after(
    library: Library, people: dict[int, int], bought_at: dict[Person, int], until: dict[Person, int]
) -> dict[Person, int]:
    """The first activity after the purchase. Only buyers are looked up, by the index: views are many, buyers few."""
    asked = [
        (member, bought_at[person], until[person]) for member, person in people.items() if person in bought_at
    ]
    kinds = ("view", "completion", "post", "check_in")
    earliest = ", ".join(
        f"(SELECT min(at) FROM activity WHERE member = asked.id AND kind = '{kind}' AND at > asked.after"
        " AND at <= asked.until)"
        for kind in kinds
    )
    found = library.rows(
        "WITH asked(id, after, until) AS (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),"
        f" json_extract(value, '$[2]') FROM json_each(?)) SELECT id, {earliest} FROM asked",
        (json.dumps(asked),),
    )
    did: dict[Person, int] = {}
    for member, *times in found:
        seen = [at for at in times if at is not None]
        if seen:
            person = people[member]
            did[person] = min(*seen, did.get(person, seen[0]))
    return did


def _by_channel(
    reached: Iterable[Iterable[Person]], visits: dict[Person, _Visit]
) -> dict[str, tuple[Step, ...]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(STEPS))
    for step, people in enumerate(reached):
        for person in people:
            counts[visits[person].channel][step] += 1
    largest_first = sorted(counts.items(), key=lambda each: (-each[1][0], each[0]))
    return {channel: _steps(people) for channel, people in largest_first}


def _steps(people: list[int]) -> tuple[Step, ...]:
    before = [people[0], *people]
    return tuple(
        Step(name, n, share(n, before[place]), share(n, people[0]))
        for place, (name, n) in enumerate(zip(STEPS, people, strict=True))
    )
