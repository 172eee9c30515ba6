"""Popularity: how many took a course, and whether that is more or less of late than elsewhere in the community.

Two features per course, both logarithms, so that weights of 1 would give back the shares themselves. Members who are
not known yet are served by these alone.
"""

from __future__ import annotations

import numpy as np

from kclub_desktop.recommend.arrays import Floats, Ints
from kclub_desktop.recommend.history import Histories

HALF_LIFE = 90 * 86400
"""Seconds after which a row counts half in the recent popularity."""
PRIOR = 1.0
"""Members that every course is believed to have had before any was seen."""
COLD_TREND = 0.5
"""Weight of the trend for members without a history."""


def age_weights(at: Ints, now: int) -> Floats:
    """1 for a row of this moment, one half per HALF_LIFE before it; (n,)."""
    return np.exp2((at - now) / HALF_LIFE)


def totals(histories: Histories, n_courses: int, now: int) -> tuple[Floats, Floats]:
    """Evidence per course and the same with old rows counting less; two (n_courses,) arrays, may be negative."""
    aged = histories.weight * age_weights(histories.at, now)
    return (
        np.bincount(histories.column, histories.weight, n_courses).astype(np.float64),
        np.bincount(histories.column, aged, n_courses).astype(np.float64),
    )


def features(total: Floats, recent: Floats, rate: float) -> tuple[Floats, Floats]:
    """log popularity, and log of the recent share against the community's own; shapes as given. rate: recent per total."""
    total, recent = np.maximum(total, 0.0), np.maximum(recent, 0.0)
    return np.log(total + PRIOR), np.log((recent / rate + PRIOR) / (total + PRIOR))


def recent_rate(total: Floats, recent: Floats) -> float:
    """Recent evidence per piece of evidence over the whole community, above 0."""
    return max(float(np.maximum(recent, 0).sum()), 1e-9) / max(float(np.maximum(total, 0).sum()), 1e-9)


def cold_scores(total: Floats, recent: Floats) -> Floats:
    """Scores for a member of whom nothing is known; (n_courses,)."""
    popular, trend = features(total, recent, recent_rate(total, recent))
    return popular + COLD_TREND * trend
