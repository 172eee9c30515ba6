"""The co-taken matrix that neighbours and EASE both start from: which courses are taken by the same people.

A member with many courses says less per pair: rows are divided by a power of the member's total, so that one busy
member cannot move the matrix.
"""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.history import Histories

MEMBER_POWER = 0.25
DENSE_COURSES = 1500
"""Up to here blocks of dense rows beat a sparse product, and scipy is not needed."""
BLOCK_ROWS = 2048


def member_rows(histories: Histories) -> Floats:
    """Weight of every row after dividing by its member's total; (n,)."""
    lengths = np.diff(histories.starts)
    total = np.bincount(histories.row_places(), np.abs(histories.weight), len(lengths))
    return histories.weight * np.repeat(np.maximum(total, 1e-12) ** -MEMBER_POWER, lengths)


def member_vector(column: Ints, weight: Floats, n_courses: int) -> Floats:
    """One member's row of the matrix, dense; (n_courses,)."""
    vector = np.zeros(n_courses)
    vector[column] = weight * max(float(np.abs(weight).sum()), 1e-12) ** -MEMBER_POWER
    return vector


def gram(histories: Histories, n_courses: int) -> Floats:
    """Co-taken weight of two courses; (n_courses, n_courses) float64, symmetric. O(sum of squared history lengths)."""
    rows = member_rows(histories)
    if n_courses > DENSE_COURSES:
        from scipy.sparse import csr_array

        shape = (len(histories.members), n_courses)
        sparse = csr_array((rows, histories.column, histories.starts), shape=shape)
        return np.ascontiguousarray((sparse.T @ sparse).toarray())
    total = np.zeros((n_courses, n_courses))
    place = histories.row_places()
    for first in range(0, len(histories.members), BLOCK_ROWS):
        last = min(first + BLOCK_ROWS, len(histories.members))
        part = slice(int(histories.starts[first]), int(histories.starts[last]))
        block = np.zeros((last - first, n_courses))
        block[place[part] - first, histories.column[part]] = rows[part]
        total += block.T @ block
    return total
