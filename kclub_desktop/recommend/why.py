"""Reasons from the model itself: which owned courses, in what way, and what else speaks for a course.

No reason names another member or tells so little about so few that one could be guessed. Words are in
words_for_reasons.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kclub_desktop.reasons import (
    AlikeInContent,
    BecauseTook,
    Continues,
    FriendsTook,
    FromEvent,
    New,
    Popular,
    Reason,
    SameCreator,
    SameTag,
    TakenAfter,
    YourTopic,
)
from kclub_desktop.recommend.around import Around
from kclub_desktop.recommend.explain import By, Contribution
from kclub_desktop.recommend.library_data import ListedCourse
from kclub_desktop.recommend.model import Recommender

MOST_TAKEN = 2
"""Owned courses named as reasons, at most."""
ENOUGH_MEMBERS = 3
"""Below this, "taken by n members" is no recommendation, only a last resort."""
WORTH_NAMING = 0.25
"""An owned course is named when it adds at least so much of what the strongest adds."""
LEAST_SAID = 0.1
"""Nats: an event that adds less is not named."""
FROM_MEMBERS = 0.3
"""From this share of what it adds on, an owned course is named for who takes both; below, the texts spoke."""


def reasons_for(
    model: Recommender,
    member: int,
    course: int,
    courses: Mapping[int, ListedCourse],
    members_count: int,
    follows: Sequence[tuple[int, int, str]] = (),
    topics: Sequence[str] = (),
    near: Around | None = None,
) -> tuple[Reason, ...]:
    """Why this course for this member, most telling first; never empty.

    members_count  how many took it.   follows  library_data.links.   topics  what the member said they care for.
    near  what stands around the member, where it counted.
    """
    spoke = [
        part
        for part in model.explain(member, course)
        if part.course is not None
        and part.amount > 0
        and part.course in courses
        and courses[part.course].title
    ]
    reasons: list[Reason] = []
    before = _continued(course, model.owned(member).tolist(), courses, follows)
    if before is not None:
        reasons.append(Continues(before, courses[before].title))
    least = WORTH_NAMING * spoke[0].amount if spoke else 0.0
    named = [part for part in spoke[:MOST_TAKEN] if part.amount >= least and part.course != before]
    if members_count:
        reasons += [
            _by_members(part, courses) for part in named if part.by_members > FROM_MEMBERS * part.amount
        ]
    if near is not None:
        column = int(np.searchsorted(model.courses, course))
        strongest = spoke[0].amount if spoke else 0.0
        # What says more than any course of their own goes first: at the door there is room for one reason.
        for amount, reason in _from_events(near, column, WORTH_NAMING * strongest):
            reasons.insert(0 if amount > strongest and before is None else len(reasons), reason)
        if near.friends_count[column] >= ENOUGH_MEMBERS and near.friends[column] > 0:
            reasons.append(FriendsTook())
    reasons += _by_text(course, spoke, courses, topics, told=bool(reasons))
    if members_count >= ENOUGH_MEMBERS or (members_count and not reasons):
        reasons.append(Popular(members_count))
    if not members_count:
        reasons.append(New())
    return tuple(reasons)


def _by_members(part: Contribution, courses: Mapping[int, ListedCourse]) -> Reason:
    assert part.course is not None
    after = part.ways.get(By.AFTER, 0.0) > part.ways.get(By.TOGETHER, 0.0)
    return (TakenAfter if after else BecauseTook)(part.course, courses[part.course].title)


def _from_events(near: Around, column: int, least: float) -> list[tuple[float, Reason]]:
    """The event that speaks most for a course, with how much, if it says enough to be named."""
    said = [
        (float(amounts[column]), FromEvent(event, title)) for event, title, amounts in near.events if title
    ]
    best = max(said, key=lambda one: one[0], default=None)
    return [best] if best is not None and best[0] > max(least, LEAST_SAID) else []


def _by_text(
    course: int,
    spoke: Sequence[Contribution],
    courses: Mapping[int, ListedCourse],
    topics: Sequence[str],
    told: bool,
) -> list[Reason]:
    """What the texts say: a topic of the member's own, a shared tag, else the maker or the words. told: is another course
    named already?"""
    said = courses[course]
    theirs = [courses[part.course] for part in spoke if part.course is not None]
    topic = next((tag for tag in topics if tag in said.tags), None)
    if topic is not None:
        return [YourTopic(topic)]
    shared = next((tag for tag in said.tags for other in theirs if tag in other.tags), None)
    if shared is not None:
        return [SameTag(shared)]
    if said.creator and any(other.creator == said.creator for other in theirs):
        return [SameCreator(said.creator)]
    if not told and spoke and spoke[0].by is By.TEXT:
        return [AlikeInContent(theirs[0].id, theirs[0].title)]
    return []


def _continued(
    course: int,
    owned: Sequence[int],
    courses: Mapping[int, ListedCourse],
    follows: Sequence[tuple[int, int, str]],
) -> int | None:
    """The owned course that this one continues by the creator's own order, None if there is none."""
    for first, other, kind in follows:
        earlier, later = (other, first) if kind == "prerequisite" else (first, other)
        if later == course and earlier in owned and earlier in courses:
            return earlier
    series = courses[course].series
    return next((one for one in owned if series and one in courses and courses[one].series == series), None)
