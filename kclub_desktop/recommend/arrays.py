"""Names of the array types that the recommender passes around, and the one hash it uses for ties and samples."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Some = Ints | slice
"""Which rows of a matrix."""
EVERY = slice(None)


def without_self(made: Floats, rows: Some = EVERY) -> Floats:
    """Rows of a square matrix, with what each says of itself set to 0 in place."""
    made[np.arange(len(made)), np.arange(made.shape[1])[rows]] = 0.0
    return made


def mixed(first: Ints, second: Ints, seed: int) -> npt.NDArray[np.uint64]:
    """A hash of each pair of ids, (n,) uint64: the same on every machine and in any order of rows.

    Breaks ties and draws samples where a random generator would depend on the order of the data. The finaliser is
    that of SplitMix64 (Steele, Lea, Flood 2014).
    """
    value = np.asarray(first, np.int64).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    value ^= np.asarray(second, np.int64).astype(np.uint64) + np.uint64(seed % 2**63)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
    return value ^ (value >> np.uint64(31))


def ranked(scores: Floats, k: int) -> Ints:
    """Positions of the k largest scores of each row, best first; (n, min(k, columns)). Equal scores: lower column first."""
    n_columns = scores.shape[1]
    k = min(k, n_columns)
    if k <= 0:
        return np.empty((len(scores), 0), np.int64)
    if n_columns <= 8 * k:
        return np.argsort(-scores, axis=1, kind="stable")[:, :k]
    cut = np.partition(scores, n_columns - k, axis=1)[:, n_columns - k]
    row, column = np.divmod(np.flatnonzero(scores >= cut[:, None]), n_columns)
    over = np.bincount(row, minlength=len(scores))
    best = np.empty((len(scores), k), np.int64)
    # Without ties at the cut, which is almost always, a row has just k: sorted all at once.
    even = over == k
    found = column[even[row]].reshape(-1, k)
    order = np.argsort(-np.take_along_axis(scores[even], found, axis=1), axis=1, kind="stable")
    best[even] = np.take_along_axis(found, order, axis=1)
    for odd in np.flatnonzero(~even).tolist():
        tied = column[row == odd]
        best[odd] = tied[np.argsort(-scores[odd, tied], kind="stable")[:k]]
    return best
