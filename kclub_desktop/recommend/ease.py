"""EASE: the ridge regression of every course on all others, in closed form.

Steck 2019, arXiv:1905.03375, with the ridge of his denoising form (Steck 2020, "Autoencoders that don't overfit towards
the identity"): besides a constant it grows with how often a course was taken. Leaving a member out and adding one are
rank-one changes of the inverse (Sherman–Morrison–Woodbury), so choosing the ridge and updating need no second inversion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import EVERY, Floats, Some, without_self
from kclub_desktop.recommend.rows import Rows

LAPACK_COURSES = 400
"""From here scipy's Cholesky inverse is worth its import."""


@dataclass(frozen=True)
class Ridge:
    """constant, in the unit of the co-taken matrix, and share: how many times a course's own diagonal comes on top."""

    constant: float
    share: float

    def lifts(self, diagonal: Floats) -> Floats:
        """What is added to the diagonal; (n,) above 0."""
        return self.constant + self.share * np.maximum(diagonal, 0.0)


def inverse(gram: Floats, lifts: Floats) -> Floats:
    """Inverse of the co-taken matrix plus lifts on the diagonal; (n, n) in the matrix's precision. O(n³).

    Raises ValueError if a lift is not above 0.
    """
    if not (lifts > 0).all():
        raise ValueError("ridge: must be above 0")
    lifted = gram.copy()
    lifted.flat[:: len(gram) + 1] += lifts.astype(gram.dtype)
    if len(gram) < LAPACK_COURSES:
        return np.asarray(np.linalg.inv(lifted), gram.dtype)
    from scipy.linalg import lapack

    double = gram.dtype == np.float64
    factorise, invert = (lapack.dpotrf, lapack.dpotri) if double else (lapack.spotrf, lapack.spotri)
    factor, failed = factorise(lifted.T, lower=1, overwrite_a=1)
    lower, failed_too = invert(factor, lower=1, overwrite_c=1)
    if failed or failed_too:
        raise np.linalg.LinAlgError("the co-taken matrix is not positive definite")
    # potrf zeroed the upper triangle, potri left it so.
    whole = np.ascontiguousarray(lower + lower.T)
    whole.flat[:: len(gram) + 1] /= 2
    return whole


def weights(inverted: Floats, rows: Some = EVERY) -> Floats:
    """Item–item weights; (rows, n), zero diagonal; [i, j]: what having taken i adds to the score of j."""
    return without_self(inverted[rows] / -np.diag(inverted), rows)


@dataclass(frozen=True, eq=False)
class Without:
    """An inverse as it would be for each case had its member not been seen, whatever their history weighs.

    inverted (n, n).   pulled (cases, n): the members' rows times the inverse.   free (cases, 1).   sides (cases, n): what a
    course's scores are divided by.
    """

    inverted: Floats
    pulled: Floats
    free: Floats
    sides: Floats

    @classmethod
    def of(cls, inverted: Floats, own: Rows) -> Without:
        """own: the members' rows of the co-taken matrix. The lifts stay as they are."""
        pulled = own.times(inverted)
        free = (1.0 - own.dot(pulled)).astype(inverted.dtype)[:, None]
        sides = pulled * pulled
        sides /= -free
        sides -= np.diag(inverted)
        return cls(inverted, pulled, free, sides)

    def scores(self, history: Rows) -> Floats:
        """Scores of each case's member; (cases, n), right outside of the history's columns. history: history vectors."""
        scores = history.times(self.inverted)
        scores += (history.dot(self.pulled)[:, None] / self.free).astype(scores.dtype) * self.pulled
        scores /= self.sides
        return scores


def replace(inverted: Floats, before: Floats, after: Floats) -> None:
    """One member's row of the matrix went from before to after, both (n,): changes the inverse in place. O(n²)."""
    changed = np.flatnonzero((before != 0) | (after != 0))
    sides = np.stack([before, after])
    pulled = sides[:, changed] @ inverted[changed]
    core = np.diag([-1.0, 1.0]) + pulled @ sides.T
    inverted -= pulled.T @ np.linalg.solve(core, pulled)
