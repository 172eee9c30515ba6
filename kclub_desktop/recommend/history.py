"""Every member's rows in the order of time, and the history vector that the item–item components are given.

Older steps count less; a long history weighs a little more than a short one, not in proportion. Which courses and
members there are is kept by model.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import Bools, Floats, Ints, mixed
from kclub_desktop.recommend.interactions import Interactions

LENGTH_POWER = 0.25
"""A history is divided by its total weight to this power."""


@dataclass(frozen=True, eq=False)
class Histories:
    """Rows grouped by member, oldest first; equal times in an order that a hash decides, never the course's number.

    members  (m,) ids, ascending.     starts  (m + 1,) first row of each member.
    column   (n,) position in the model's courses.   weight  (n,) float64 within ±1.   at  (n,) UTC seconds.
    """

    members: Ints
    starts: Ints
    column: Ints
    weight: Floats
    at: Ints

    def __len__(self) -> int:
        return len(self.column)

    @classmethod
    def of(cls, standing: Interactions, courses: Ints, seed: int) -> Histories:
        """From one row per member and course; every course is in courses (ascending ids)."""
        order = np.lexsort((mixed(standing.member, standing.course, seed), standing.at, standing.member))
        member = standing.member[order]
        members, first = np.unique(member, return_index=True)
        return cls(
            members,
            np.append(first, len(member)).astype(np.int64),
            np.searchsorted(courses, standing.course[order]),
            standing.weight[order].astype(np.float64),
            standing.at[order],
        )

    def kept(self, rows: Bools) -> Histories:
        """Only these rows; (n,) True: kept. Members without any are not known."""
        counts = np.bincount(self.row_places()[rows], minlength=len(self.members))
        some = counts > 0
        starts = np.concatenate([[0], np.cumsum(counts[some])]).astype(np.int64)
        return Histories(self.members[some], starts, self.column[rows], self.weight[rows], self.at[rows])

    def place(self, member: int) -> int:
        """Position of a member, -1 if unknown."""
        place = int(np.searchsorted(self.members, member))
        return place if place < len(self.members) and self.members[place] == member else -1

    def places(self, members: Ints) -> Ints:
        """Position of each member, -1 where unknown; (n,) int64."""
        if not len(self.members):
            return np.full(len(members), -1, np.int64)
        at = np.minimum(np.searchsorted(self.members, members), len(self.members) - 1)
        return np.where(self.members[at] == members, at, -1)

    def rows(self, place: int) -> slice:
        """The rows of the member at a position."""
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def row_places(self) -> Ints:
        """The member's position of every row; (n,) int64."""
        return np.repeat(np.arange(len(self.members)), np.diff(self.starts))

    def interactions(self, courses: Ints) -> Interactions:
        """Back to rows with ids."""
        member = self.members[self.row_places()]
        return Interactions(member, courses[self.column], self.weight.astype(np.float32), self.at)

    def with_member(self, member: int, own: Histories) -> Histories:
        """A copy in which this member's rows are those of own, a Histories of that member alone."""
        place = int(np.searchsorted(self.members, member))
        known = place < len(self.members) and self.members[place] == member
        head = int(self.starts[place])
        tail = int(self.starts[place + 1]) if known else head
        grown = len(own) - (tail - head)
        members = self.members if known else np.insert(self.members, place, member)
        after = self.starts[place + 1 :] if known else self.starts[place:]
        starts = np.concatenate([self.starts[: place + 1], after + grown])
        return Histories(
            members,
            starts,
            np.concatenate([self.column[:head], own.column, self.column[tail:]]),
            np.concatenate([self.weight[:head], own.weight, self.weight[tail:]]),
            np.concatenate([self.at[:head], own.at, self.at[tail:]]),
        )


def steps_back(at: Ints, starts: Ints) -> Ints:
    """How many distinct later times the same member has after each row; (n,) int64. Rows grouped and sorted by time."""
    if not len(at):
        return np.empty(0, np.int64)
    lengths = np.diff(starts)
    later = np.append(at[1:] > at[:-1], False)
    later[starts[1:][lengths > 0] - 1] = False
    after = np.append(np.cumsum(later[::-1])[::-1], 0)
    return after[:-1] - np.repeat(after[starts[1:]], lengths)


def history_weights(weight: Floats, at: Ints, starts: Ints, decay: float) -> Floats:
    """What each row adds to its member's history vector; (n,). decay in (0, 1] per step back. Unknown sums give 0."""
    decayed = weight * decay ** steps_back(at, starts)
    total = np.add.reduceat(np.append(np.abs(decayed), 0.0), starts[:-1]) if len(starts) > 1 else np.empty(0)
    total = np.where(np.diff(starts) > 0, total, 0.0)
    scale = np.maximum(total, 1e-12) ** -LENGTH_POWER
    return decayed * np.repeat(scale, np.diff(starts))
