"""The Kaplan–Meier estimator: the share still here after so many days when many have not left yet.

Pure arithmetic. Who has left, and when, is decided in retention.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from kclub_desktop.analytics.figures import ENOUGH_LEFT

_Z95 = 1.959964


@dataclass(frozen=True)
class Point:
    """From this day on the share holds, until the next point. low, high: 95 % interval. at_risk: still here just before."""

    day: int
    at_risk: int
    left: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Survival:
    """A step curve; before its first point the share is 1.

    median_days  day by which half have left; None while fewer than half have
    mean_days    average stay within the days observed (area under the curve up to `observed_days`); a lower bound
                 of the true mean while some are still here; None without people
    """

    points: tuple[Point, ...]
    median_days: int | None
    mean_days: float | None
    observed_days: int
    count: int
    left: int
    enough: bool

    def share_after(self, days: int) -> float | None:
        """Share still here after so many days; None beyond what was observed."""
        if not self.count or days > self.observed_days:
            return None
        return next((point.share for point in reversed(self.points) if point.day <= days), 1.0)


def kaplan_meier(stays: Iterable[tuple[int, bool]]) -> Survival:
    """The curve from (days, left?) of each member; left False = still here when last looked at (right-censored).

    S(t) = Π (1 − d/n) over the days with leavings (Kaplan and Meier, 1958); its variance is S²·Σ d/(n·(n − d))
    (Greenwood, 1926), and the interval S ± 1.96·√variance kept within 0..1. Whoever is censored on a day counts as at
    risk on it.
    """
    left: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for days, has_left in stays:
        ended[days] += 1
        left[days] += has_left
    count = at_risk = sum(ended.values())
    observed = max(ended, default=0)
    share, hazard, area, reached = 1.0, 0.0, 0.0, 0
    points = []
    for day in sorted(ended):
        gone = left[day]
        if gone:
            area += share * (day - reached)
            reached = day
            share *= 1 - gone / at_risk
            if at_risk > gone:
                hazard += gone / (at_risk * (at_risk - gone))
            half = _Z95 * share * sqrt(hazard)
            points.append(Point(day, at_risk, gone, share, max(0.0, share - half), min(1.0, share + half)))
        at_risk -= ended[day]
    all_left = sum(left.values())
    return Survival(
        tuple(points),
        next((point.day for point in points if point.share <= 0.5), None),
        area + share * (observed - reached) if count else None,
        observed,
        count,
        all_left,
        all_left >= ENOUGH_LEFT,
    )
