"""Lift: how much more often two courses are taken by the same people than by chance, as a logarithm.

Where neighbours say what speaks for a course, lift says what speaks against it too: the shrunk pointwise mutual information
of naive Bayes. It helps in communities of few courses, where almost every pair was taken by somebody.
"""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend.arrays import EVERY, Floats, Ints, Some, without_self
from kclub_desktop.recommend.rows import Rows

SHRINK = 2.0
"""Pairs that are believed to have been seen and to have been expected before any was, in the unit of the co-taken matrix."""

MOST_COURSES = 200
"""Above, it says no more than neighbours do, and its logarithms would cost an update more than all the rest."""


def speaks(n_courses: int) -> bool:
    """Is lift part of the blend in a community of so many courses?"""
    return n_courses <= MOST_COURSES


def weights(gram: Floats, rows: Some = EVERY) -> Floats:
    """log of taken together against expected; (rows, n) with a zero diagonal: what having taken i says of j."""
    together = _pairs(gram)
    taken = together.sum(axis=1)
    expected = np.outer(taken[rows], taken) / max(float(taken.sum()), 1e-9)
    return without_self(_lifts(together[rows], expected), rows)


def left_out(
    gram: Floats, history: Rows, own_before: Floats, own: Rows, own_target: Floats, target: Ints
) -> Floats:
    """Scores of each case's member had that member not been seen with the target; (cases, n).

    history     history vectors, nothing of the target in them.   target  (cases,) column held out.
    own_before  the member's own row of the matrix at each entry of history.   own  all of it.   own_target  at the target.
    What the member adds to how often the courses of the history were taken at all stays: it is the same for all candidates.
    """
    cases, of = np.arange(len(target)), history.of()
    together = _pairs(gram)
    taken = together.sum(axis=1)
    scores = history.times(weights(gram))
    rest = np.bincount(own.of(), own.value, len(cases)) - own_target
    taken_by_others = np.maximum(taken[target] - own_target * rest, 0.0)
    pairs = np.maximum(together[history.column, target[of]] - own_before * own_target[of], 0.0)
    expected = taken[history.column] * taken_by_others[of] / max(float(taken.sum()), 1e-9)
    scores[cases, target] = np.bincount(of, history.value * _lifts(pairs, expected), len(cases))
    return scores


def _pairs(gram: Floats) -> Floats:
    """The co-taken matrix without its diagonal and without what speaks against a pair."""
    together = np.maximum(gram, 0.0)
    np.fill_diagonal(together, 0.0)
    return together


def _lifts(together: Floats, expected: Floats) -> Floats:
    return np.log((together + SHRINK) / (expected + SHRINK))
