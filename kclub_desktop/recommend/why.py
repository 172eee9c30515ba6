"""Reasons from the model itself: which owned courses, in what way, and what else speaks for a course.

No reason names another member or tells so little about so few that one could be guessed. Words are in
words_for_reasons.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kclub_desktop.reasons import (
    AlikeInContent,
    BecauseTook,
    Continues,
    New,
    Popular,
    Reason,
    SameTag,
    TakenAfter,
    YourTopic,
)
from kclub_desktop.recommend.explain import By, Contribution
from kclub_desktop.recommend.library_data import ListedCourse
from kclub_desktop.recommend.model import Recommender

MOST_TAKEN = 2
"""Owned courses named as reasons, at most."""
ENOUGH_MEMBERS = 3
"""Below this, "taken by n members" is no recommendation, only a last resort."""
WORTH_NAMING = 0.25
"""An owned course is named when it adds at least so much of what the strongest adds."""


def reasons_for(
    model: Recommender,
    member: int,
    course: int,
    courses: Mapping[int, ListedCourse],
    members_count: int,
    follows: Sequence[tuple[int, int, str]] = (),
    topics: Sequence[str] = (),
) -> tuple[Reason, ...]:
    """Why this course for this member, most telling first; never empty.

    members_count  how many took it.   follows  library_data.links.   topics  what the member said they care for.
    """
    spoke = [
        part
        for part in model.explain(member, course)
        if part.course is not None
        and part.amount > 0
        and part.course in courses
        and courses[part.course].title
    ]
    said = courses[course]
    reasons: list[Reason] = []
    before = _continued(course, model.owned(member).tolist(), courses, follows)
    if before is not None:
        reasons.append(Continues(before, courses[before].title))
    least = WORTH_NAMING * spoke[0].amount if spoke else 0.0
    named = [part for part in spoke[:MOST_TAKEN] if part.amount >= least and part.course != before]
    reasons += [reason for part in named if (reason := _named(part, courses, members_count)) is not None]
    topic = next((tag for tag in topics if tag in said.tags), None)
    shared = next(
        (tag for tag in said.tags for part in spoke if part.course and tag in courses[part.course].tags), None
    )
    if topic is not None:
        reasons.append(YourTopic(topic))
    elif shared is not None:
        reasons.append(SameTag(shared))
    if members_count >= ENOUGH_MEMBERS or (members_count and not reasons):
        reasons.append(Popular(members_count))
    if not members_count:
        reasons.append(New())
    return tuple(reasons)


def _named(part: Contribution, courses: Mapping[int, ListedCourse], members_count: int) -> Reason | None:
    """The owned course in the way it spoke; of a course nobody took only its text can be said."""
    assert part.course is not None
    title = courses[part.course].title
    if part.by is By.TEXT:
        return AlikeInContent(part.course, title)
    if not members_count:
        return None
    return TakenAfter(part.course, title) if part.by is By.AFTER else BecauseTook(part.course, title)


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
