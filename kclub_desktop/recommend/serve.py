"""From the library to the model and back: the next courses for a member with reasons, and whom to invite to a course.

Reasons come from the model itself and name no other member. How scores come about is in model.py; words for the
reasons are in words_for_reasons.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.reasons import BecauseTook, New, Popular, Reason, SameTag
from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.cache import ModelCache
from kclub_desktop.recommend.library_data import (
    ListedCourse,
    inviting_members,
    load_courses,
    load_interactions,
    members_by_course,
    owned_courses,
    owners_of,
)
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.store import Library

__all__ = [
    "Invitation",
    "ModelCache",
    "Suggestion",
    "invite",
    "load_interactions",
    "next_courses",
    "reasons_for",
]

MOST_TAKEN = 2
"""Owned courses named as reasons, at most."""
ENOUGH_MEMBERS = 3
"""Below this, "taken by n members" is no recommendation, only a last resort."""
BATCH_ROWS = 1024


@dataclass(frozen=True)
class Suggestion:
    """A course to take next. score compares within one member's list only."""

    course_id: int
    title: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Invitation:
    """A member to invite. share: the model's share for this course among all that this member could take next, 0 … 1."""

    member_id: int
    name: str
    share: float
    reasons: tuple[Reason, ...]


def next_courses(library: Library, model: Recommender, member: int, k: int = 3) -> list[Suggestion]:
    """The k best published courses that a member does not own, best first; fewer when fewer are left.

    An unknown member gets what is popular. Courses that were only looked at may be recommended.
    """
    courses = load_courses(library)
    owned = owned_courses(library, member)
    open_to = np.array(
        [course.id for course in courses.values() if course.open and course.id not in owned], np.int64
    )
    column = np.flatnonzero(np.isin(model.courses, open_to))
    scores = model.score([member])[0]
    best = column[np.argsort(-scores[column], kind="stable")[:k]]
    chosen = model.courses[best].tolist()
    counts = members_by_course(library, chosen)
    return [
        Suggestion(
            course,
            courses[course].title,
            float(score),
            reasons_for(model, member, course, courses, counts[course]),
        )
        for course, score in zip(chosen, scores[best].tolist(), strict=True)
    ]


def reasons_for(
    model: Recommender, member: int, course: int, courses: dict[int, ListedCourse], members_count: int
) -> tuple[Reason, ...]:
    """Why this course for this member: owned courses that spoke for it, a shared tag, how many took it; never empty."""
    spoke = [
        part.course
        for part in model.explain(member, course)
        if part.course is not None
        and part.amount > 0
        and part.course in courses
        and courses[part.course].title
    ]
    reasons: list[Reason] = []
    if members_count:
        reasons += [BecauseTook(taken, courses[taken].title) for taken in spoke[:MOST_TAKEN]]
    shared = next(
        (tag for tag in courses[course].tags for taken in spoke if tag in courses[taken].tags), None
    )
    if shared is not None:
        reasons.append(SameTag(shared))
    if members_count >= ENOUGH_MEMBERS or (members_count and not reasons):
        reasons.append(Popular(members_count))
    if not members_count:
        reasons.append(New())
    return tuple(reasons)


def invite(library: Library, model: Recommender, course_id: int, k: int = 20) -> list[Invitation]:
    """The k members for whom a course is most likely next, who do not own it: the scores read by column.

    A member's scores become shares by softmax over the published courses that they do not own, as the blend was learned
    (blend.py), and shares compare across members. Empty for a course the model does not know or that is not published.
    """
    courses = load_courses(library)
    known = np.flatnonzero(model.courses == course_id)
    if not len(known) or course_id not in courses or not courses[course_id].open:
        return []
    names = inviting_members(library)
    owners = owners_of(library, course_id)
    members = np.array([member for member in names if member not in owners], np.int64)
    open_columns = np.isin(model.courses, [course.id for course in courses.values() if course.open])
    shares = _shares(model, members, int(known[0]), open_columns)
    count = members_by_course(library, [course_id])[course_id]
    best = np.argsort(-shares, kind="stable")[:k]
    return [
        Invitation(member, names[member], share, reasons_for(model, member, course_id, courses, count))
        for member, share in zip(members[best].tolist(), shares[best].tolist(), strict=True)
    ]


def _shares(model: Recommender, members: Ints, column: int, open_columns: np.ndarray) -> Floats:
    shares = np.empty(len(members))
    for first in range(0, len(members), BATCH_ROWS):
        part = slice(first, first + BATCH_ROWS)
        scores = model.score(members[part])
        scores[:, ~open_columns] = -np.inf
        for row, member in enumerate(members[part].tolist()):
            own = np.searchsorted(model.courses, model.owned(member))
            scores[row, own[own != column]] = -np.inf
        scores -= scores.max(axis=1, keepdims=True)
        shares[part] = np.exp(scores[:, column]) / np.exp(scores).sum(axis=1)
    return shares
