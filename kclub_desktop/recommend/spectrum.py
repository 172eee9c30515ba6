"""The low-pass filter: the few directions in which most of the co-taken matrix lies; what a member took, seen through them.

The graph filter of Shen et al. 2021 ("How Powerful is Graph Convolution for Recommendation?"), on the shrunk cosine and
from its n × n eigenvectors. It wins with much data. The directions are learned on the oldest rows only (choice.py),
and judged without the last steps of those judged by: there is no closed form for leaving a member out.
"""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend import neighbours
from kclub_desktop.recommend.arrays import EVERY, Floats, Some, without_self

LAPACK_COURSES = 300
"""Up to here all eigenvectors are computed; above, the first few by iterating a subspace."""
ROUNDS = 6
BEYOND = 1.15
"""Directions iterated per direction kept."""


def directions(gram: Floats, depth: int, seed: int) -> Floats:
    """The depth main directions of the shrunk cosine, main first; (n, depth) with orthonormal columns.

    gram  (n, n) in whichever precision; depth  1 … n. The same gram gives the same directions.
    """
    cosine = neighbours.weights(gram)
    n_courses = len(cosine)
    if n_courses <= LAPACK_COURSES:
        return np.ascontiguousarray(np.linalg.eigh(cosine)[1][:, ::-1][:, :depth])
    wide = min(int(depth * BEYOND) + 8, n_courses)
    block = np.random.default_rng(seed).standard_normal((n_courses, wide)).astype(cosine.dtype)
    for _ in range(ROUNDS):
        block, _ = np.linalg.qr(cosine @ block)
    small = block.T @ (cosine @ block)
    turned = block @ np.linalg.eigh((small + small.T) / 2)[1][:, ::-1]
    return np.ascontiguousarray(turned[:, :depth])


def weights(found: Floats, rows: Some = EVERY) -> Floats:
    """What having taken i adds to the score of j; (rows, n) with a zero diagonal."""
    return without_self(found[rows] @ found.T, rows)
