"""A figure beside what it rests on: the number of facts, and whether that is enough to read anything into it.

The thresholds of every insight stand here; what is counted is decided by each insight.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z95 = 1.959964
ENOUGH_COMPARED = 20
"""Facts in both periods together below which a change is chance (20 facts: about ±45 % of the ratio)."""
ENOUGH_PEOPLE = 20
"""People below which a share is not worth a percentage (20: up to ±22 points)."""
ENOUGH_RATINGS = 5
"""Ratings below which a mean is one person's opinion."""
ENOUGH_COURSES = 5
"""Rated courses below which their spread is no shape."""
ENOUGH_PAYERS = 20
"""Payers below which a lever of the revenue is one person's habit."""
ENOUGH_LEFT = 10
"""Members seen leaving below which a survival curve is mostly a guess."""


@dataclass(frozen=True)
class Compared:
    """A figure of a period and of the equal one before. change: 0.25 = a quarter more; None where before is not above 0.

    count  facts that the comparison rests on, in both periods together
    """

    value: int
    before: int
    change: float | None
    count: int
    enough: bool


@dataclass(frozen=True)
class Share:
    """A part of a whole, 0..1. None where there is no whole; count: the whole."""

    value: float | None
    count: int
    enough: bool


@dataclass(frozen=True)
class Mean:
    """A mean in the unit of its facts. None without any; count: facts."""

    value: float | None
    count: int
    enough: bool


def compared(value: int, before: int, count: int | None = None) -> Compared:
    """Two figures side by side; count: as Compared, value + before unless told."""
    rests_on = value + before if count is None else count
    change = value / before - 1 if before > 0 else None
    return Compared(value, before, change, rests_on, rests_on >= ENOUGH_COMPARED)


def share(part: int, whole: int) -> Share:
    """part of whole, both counted in people or things."""
    return Share(part / whole if whole else None, whole, whole >= ENOUGH_PEOPLE)


def mean_of_ratings(total: int, count: int) -> Mean:
    """Mean stars, 1..5, of `count` ratings that add up to `total`."""
    return Mean(total / count if count else None, count, count >= ENOUGH_RATINGS)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0..1 (Wilson, 1927); all of it where there is no whole."""
    if not whole:
        return 0.0, 1.0
    p, z2 = part / whole, _Z95 * _Z95
    middle, half = p + z2 / (2 * whole), _Z95 * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole))
    return max(0.0, (middle - half) / (1 + z2 / whole)), min(1.0, (middle + half) / (1 + z2 / whole))
