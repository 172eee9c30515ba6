"""Neighbours: courses that the same people take, as a shrunk cosine.

With all peers as neighbours, the classic user-based model is this same item–item matrix, so there is one of them.
"""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend.arrays import EVERY, Floats, Ints, Some
from kclub_desktop.recommend.rows import Rows

SHRINK = 2.0
"""Added to both norms, in the unit of the co-taken matrix: courses with few members are not close to anything."""


def scale(diagonal: Floats) -> Floats:
    """What either side of the co-taken matrix is multiplied by; shape as given."""
    return (np.maximum(diagonal, 0.0) + SHRINK) ** -0.5


def weights(gram: Floats, rows: Some = EVERY) -> Floats:
    """Shrunk cosine; (rows, n) of the matrix's precision, symmetric: what having taken i adds to the score of j."""
    sides = scale(np.diag(gram))
    made = gram[rows] * sides[rows, None]
    made *= sides
    return made


def left_out(gram: Floats, history: Rows, own_before: Floats, own_target: Floats, target: Ints) -> Floats:
    """Scores of each case's member had that member not been seen; (cases, n).

    history     history vectors, nothing of the target in them.   target  (cases,) column held out.
    own_before  the member's own row of the matrix at each entry of history.   own_target  (cases,) at the target.
    Only the target's column differs: other courses not in the history are not in the member's row.
    """
    cases = np.arange(len(target))
    diagonal = np.diag(gram)
    sides = scale(diagonal)
    scores = history.times(weights(gram))
    given = history.value * own_before * sides[history.column]
    scores[cases, target] -= np.bincount(history.of(), given, len(cases)) * own_target * sides[target]
    scores[cases, target] *= scale(diagonal[target] - own_target**2) / sides[target]
    return scores
