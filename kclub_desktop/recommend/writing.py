"""Whom to write to today: the members most likely to take a course they do not have, if somebody told them of it.

One course for each, and different courses as far as there are: four people for one course would be an invitation
(inviting.py). Members who just began something have enough to do, and whoever took back their consent to e-mail is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.progress import Progress
from kclub_desktop.reasons import Reason
from kclub_desktop.recommend.allowed import closed_to
from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.cache import ModelCache
from kclub_desktop.recommend.chances import rates, shares
from kclub_desktop.recommend.evidence import VIEWED
from kclub_desktop.recommend.interactions import Interactions
from kclub_desktop.recommend.library_data import inviting_members, links, load_courses, members_by_course
from kclub_desktop.recommend.why import reasons_for
from kclub_desktop.store import Library

RESTING_SECONDS = 7 * 86400
"""So long after taking a course a member is not written to about the next."""
LOOKED_AT = 400
"""Members considered, those who take courses most often first."""
ASKED_PER_PLACE = 8
"""Members whose own list is made, per place of the answer."""
_NO_EMAIL = """
SELECT member FROM (SELECT member, given, row_number() OVER (PARTITION BY member ORDER BY given_at DESC, id DESC) AS newest
    FROM consent WHERE purpose = 'email') WHERE newest = 1 AND given = 0
"""


@dataclass(frozen=True)
class Letter:
    """A member, the course to tell them of, and the chance that they take it within a month, 0 … 1."""

    member_id: int
    name: str
    course_id: int
    title: str
    chance: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Letters:
    """Most likely first. enough: whether chances rest on enough of the past; without, only their order means something."""

    members: tuple[Letter, ...]
    enough: bool


def whom_to_write(
    library: Library, models: ModelCache, k: int = 4, progress: Progress | None = None
) -> Letters:
    """At most k members, each with one course that they may take. Raises Cancelled."""
    model = models.get(library, progress)
    courses = load_courses(library)
    correction = models.correction(library, progress)
    data, now = models.data(library), library.clock.now()
    names = inviting_members(library)
    members = _awake(library, data, names, now)
    expected = rates(data, members, now)
    likely = np.argsort(-expected, kind="stable")[:LOOKED_AT]
    members, expected = members[likely], expected[likely]
    open_columns = np.isin(model.courses, [one.id for one in courses.values() if one.open])
    if not len(members) or not open_columns.any():
        return Letters((), correction.enough)
    table = expected[:, None] * shares(model, members, open_columns)
    asked = np.argsort(-table.max(axis=1), kind="stable")[: ASKED_PER_PLACE * k]
    for row in asked.tolist():
        closed = closed_to(library, courses, int(members[row]))
        table[row, np.isin(model.courses, list(closed))] = 0.0
    chosen = _spread(table, asked, k)
    chances = correction.chance(np.array([table[place] for place in chosen]))
    counts = members_by_course(library, [int(model.courses[column]) for _, column in chosen])
    follows = links(library)

    def letter(row: int, column: int, chance: float) -> Letter:
        member, course = int(members[row]), int(model.courses[column])
        reasons = reasons_for(model, member, course, courses, counts[course], follows)
        return Letter(member, names[member], course, courses[course].title, chance, reasons)

    found = [letter(*place, chance) for place, chance in zip(chosen, chances.tolist(), strict=True)]
    return Letters(tuple(sorted(found, key=lambda one: -one.chance)), correction.enough)


def _awake(library: Library, data: Interactions, names: dict[int, str], now: int) -> Ints:
    """Members who have a history, did not just begin something, and may be written to; ids, ascending."""
    took = data.weight > VIEWED
    just = np.unique(data.member[took & (data.at > now - RESTING_SECONDS)])
    silent = [member for (member,) in library.rows(_NO_EMAIL)]
    known = np.intersect1d(np.unique(data.member[took]), np.fromiter(names, np.int64, len(names)))
    return np.setdiff1d(known, np.concatenate([just, np.array(silent, np.int64)]))


def _spread(table: Floats, asked: Ints, k: int) -> list[tuple[int, int]]:
    """(row, column) of k members, most expected first, each with another course where there is one. No chance: left out."""
    best = [
        (row, int(column))
        for row in asked.tolist()
        for column in np.argsort(-table[row], kind="stable")[:k]
        if table[row, column] > 0
    ]
    best.sort(key=lambda place: -table[place])
    chosen: dict[int, int] = {}
    for repeated in (False, True):
        for row, column in best:
            if len(chosen) < k and row not in chosen and (repeated or column not in chosen.values()):
                chosen[row] = column
    return list(chosen.items())
