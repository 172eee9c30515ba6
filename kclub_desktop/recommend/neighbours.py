"""Neighbours: courses that the same people take, as a shrunk cosine.

With all peers as neighbours, the classic user-based model is this same item–item matrix, so there is one of them.
"""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend.arrays import Floats

SHRINK = 2.0
"""Added to both norms, in the unit of the co-taken matrix: courses with few members are not close to anything."""


def scale(diagonal: Floats) -> Floats:
    """What either side of the co-taken matrix is multiplied by; shape as given."""
    return (np.maximum(diagonal, 0.0) + SHRINK) ** -0.5


def weights(gram: Floats) -> Floats:
    """Shrunk cosine; (n, n) float64, symmetric: what having taken i adds to the score of j."""
    sides = scale(np.diag(gram))
    return gram * sides[:, None] * sides


def left_out(gram: Floats, history: Floats, own: Floats, target: np.ndarray) -> Floats:
    """Scores of each case's member had that member not been seen; (cases, n).

    history  (cases, n) history vectors, nothing of the target in them.   own  (cases, n) the members' rows of the matrix.
    target   (cases,) column held out. Only the target's column differs: other courses not in the history are not in own.
    """
    cases = np.arange(len(target))
    diagonal = np.diag(gram)
    sides = scale(diagonal)
    given = history * sides
    scores = given @ gram
    scores[cases, target] -= (given * own).sum(axis=1) * own[cases, target]
    scores *= sides
    scores[cases, target] *= scale(diagonal[target] - own[cases, target] ** 2) / sides[target]
    return scores
