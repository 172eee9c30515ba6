"""How good a model would have been: hide what each member took last, and look for it in the list.

Full ranking over every course the member did not have; no sampled candidates. Used by tests, the benchmark and
`kclub recommend --evaluate`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.history import Histories
from kclub_desktop.recommend.interactions import Interactions

Scores = Callable[[Ints], tuple[Floats, Ints]]
"""members (n,) -> scores (n, courses), and the course id of each column."""


@dataclass(frozen=True, eq=False)
class Split:
    """train: all rows but the hidden ones.  member, course: (n,) who took what, hidden from train."""

    train: Interactions
    member: Ints
    course: Ints


def leave_last_out(data: Interactions, seed: int = 0) -> Split:
    """Hide the last liked course of every member who has another row. Equal times: a hash decides, not the number."""
    standing = data.standing()
    courses = np.unique(standing.course)
    histories = Histories.of(standing, courses, seed)
    place = histories.row_places()
    fit_for = np.flatnonzero((histories.weight > 0) & (np.diff(histories.starts)[place] > 1))
    last = np.ones(len(fit_for), bool)
    last[:-1] = place[fit_for][1:] != place[fit_for][:-1]
    hidden = fit_for[last]
    rows = histories.interactions(courses)
    kept = np.ones(len(rows), bool)
    kept[hidden] = False
    return Split(rows.at_rows(kept), rows.member[hidden], rows.course[hidden])


def gains(split: Split, scores: Scores, k: int = 10, batch: int = 512) -> Floats:
    """NDCG@k of every hidden row, (n,) within 0 … 1: one hit per member, so 1 / log2(place + 1), 0 beyond k."""
    better = places(split, scores, batch)
    return np.where(better < k, 1 / np.log2(np.minimum(better, k) + 2), 0.0)


def places(split: Split, scores: Scores, batch: int = 512) -> Floats:
    """How many courses stand before the hidden one in each member's list, (n,); inf for a course that is not known.

    Owned courses are left out of the ranking, equal scores share their places.
    """
    train = split.train.standing()
    found = np.full(len(split.member), np.inf)
    for first in range(0, len(split.member), batch):
        part = slice(first, first + batch)
        members = split.member[part]
        table, courses = scores(members)
        order = np.argsort(courses, kind="stable")
        table = np.array(table[:, order], np.float64)
        courses = courses[order]
        begin = np.searchsorted(train.member, members, side="left")
        end = np.searchsorted(train.member, members, side="right")
        for row, (start, stop) in enumerate(zip(begin.tolist(), end.tolist(), strict=True)):
            table[row, np.searchsorted(courses, train.course[start:stop])] = -np.inf
        column = np.minimum(np.searchsorted(courses, split.course[part]), len(courses) - 1)
        known = courses[column] == split.course[part]
        hit = table[np.arange(len(table)), column][:, None]
        better = (table > hit).sum(axis=1) + ((table == hit).sum(axis=1) - 1) / 2
        found[part] = np.where(known, better, np.inf)
    return found
