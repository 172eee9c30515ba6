"""EASE: the ridge regression of every course on all others, in closed form.

Steck 2019, arXiv:1905.03375. Leaving a member out and adding one are rank-one changes of the inverse
(Sherman–Morrison–Woodbury), so choosing the ridge and updating need no second inversion.
"""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend.arrays import Floats

LAPACK_COURSES = 800
"""From here scipy's Cholesky inverse is worth its import."""


def inverse(gram: Floats, ridge: float) -> Floats:
    """Inverse of the co-taken matrix plus ridge on the diagonal; (n, n) float64. Raises ValueError if ridge ≤ 0. O(n³)."""
    if ridge <= 0:
        raise ValueError("ridge: must be above 0")
    lifted = gram.copy()
    lifted.flat[:: len(gram) + 1] += ridge
    if len(gram) < LAPACK_COURSES:
        return np.asarray(np.linalg.inv(lifted), np.float64)
    from scipy.linalg import lapack

    factor, failed = lapack.dpotrf(lifted.T, lower=1, overwrite_a=1)
    lower, failed_too = lapack.dpotri(factor, lower=1, overwrite_c=1)
    if failed or failed_too:
        raise np.linalg.LinAlgError("the co-taken matrix is not positive definite")
    # dpotrf zeroed the upper triangle, dpotri left it so.
    whole = np.ascontiguousarray(lower + lower.T)
    whole.flat[:: len(gram) + 1] /= 2
    return whole


def weights(inverted: Floats) -> Floats:
    """Item–item weights; (n, n) float64, zero diagonal; [i, j]: what having taken i adds to the score of j."""
    made = inverted / -np.diag(inverted)
    np.fill_diagonal(made, 0.0)
    return made


def left_out(inverted: Floats, history: Floats, own: Floats) -> Floats:
    """Scores of each case's member had that member not been seen; (cases, n). Arguments as in neighbours.left_out."""
    pulled = own @ inverted
    free = 1.0 - (own * pulled).sum(axis=1)
    scores = history @ inverted
    scores += ((history * pulled).sum(axis=1) / free)[:, None] * pulled
    scores /= -(np.diag(inverted) + pulled**2 / free[:, None])
    return scores + history


def replaced(inverted: Floats, before: Floats, after: Floats) -> Floats:
    """The inverse after one member's row of the matrix went from before to after, both (n,). O(n²)."""
    changed = np.flatnonzero((before != 0) | (after != 0))
    sides = np.stack([before, after])
    pulled = sides[:, changed] @ inverted[changed]
    core = np.diag([-1.0, 1.0]) + pulled @ sides.T
    return inverted - pulled.T @ np.linalg.solve(core, pulled)
