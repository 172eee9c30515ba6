"""Whom to invite to a course: the model's scores read by column, as a probability that the member takes it in a month.

Who may be invited at all is in allowed.py; how scores become chances in chances.py. The segment to send to is made in
operations/inviting.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.errors import CourseNotOpen, UnknownCourse
from kclub_desktop.progress import Progress
from kclub_desktop.reasons import Reason
from kclub_desktop.recommend.allowed import barred_from
from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.cache import ModelCache
from kclub_desktop.recommend.chances import BATCH_ROWS, rates, share_rows
from kclub_desktop.recommend.library_data import (
    inviting_members,
    links,
    load_courses,
    members_by_course,
    owners_of,
)
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.why import reasons_for
from kclub_desktop.store import Library


@dataclass(frozen=True)
class Invitation:
    """A member to invite. chance: that they take the course within a month, 0 … 1."""

    member_id: int
    name: str
    chance: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Invited:
    """Whom to invite to a course, most likely first.

    expected  how many of them are expected to take it within a month.   candidates  members who could be invited at all.
    enough    whether chances rest on enough of the past; without, only their order means something.
    """

    course_id: int
    title: str
    members: tuple[Invitation, ...]
    expected: float
    candidates: int
    enough: bool


def invite(
    library: Library, models: ModelCache, course_id: int, k: int = 20, progress: Progress | None = None
) -> Invited:
    """The k members most likely to take a course that they do not have.

    Raises UnknownCourse, CourseNotOpen, Cancelled.
    """
    model = models.get(library, progress)
    courses = load_courses(library)
    if course_id not in courses:
        raise UnknownCourse(str(course_id))
    course = courses[course_id]
    known = np.flatnonzero(model.courses == course_id)
    if not course.open or not len(known):
        raise CourseNotOpen(course.title)
    names = inviting_members(library)
    closed = owners_of(library, course_id) | barred_from(library, courses, course_id)
    members = np.array([member for member in names if member not in closed], np.int64)
    open_columns = np.isin(model.courses, [one.id for one in courses.values() if one.open])
    correction = models.correction(library, progress)
    data = models.data(library)
    expected = rates(data, members, library.clock.now()) * _shares_of(
        model, members, int(known[0]), open_columns
    )
    chances = correction.chance(expected) if len(members) else expected
    best = np.argsort(-expected, kind="stable")[:k]
    count, follows = members_by_course(library, [course_id])[course_id], links(library)
    found = tuple(
        Invitation(
            member, names[member], chance, reasons_for(model, member, course_id, courses, count, follows)
        )
        for member, chance in zip(members[best].tolist(), chances[best].tolist(), strict=True)
    )
    return Invited(
        course_id, course.title, found, sum(one.chance for one in found), len(members), correction.enough
    )


def _shares_of(model: Recommender, members: Ints, column: int, open_columns: np.ndarray) -> Floats:
    shares = np.empty(len(members))
    for first in range(0, len(members), BATCH_ROWS):
        part = slice(first, first + BATCH_ROWS)
        shares[part] = share_rows(model, members[part], open_columns, keep=column)[:, column]
    return shares
