"""Exploration: a small, bounded share of last places goes to courses that few have taken, with known probabilities.

A list that only ever shows what did well keeps new courses unknown. With probability SHARE the last place of a list is
given to one of the fresh courses, the better fitting ones more likely. Which one is drawn from a hash of member and day:
the same list all day, no state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.arrays import mixed

SHARE = 0.1
"""Share of lists whose last place explores."""
FRESH_MEMBERS = 10
"""A course with fewer members than this is fresh."""
MOST_FRESH = 20
"""Only the best fitting fresh courses are drawn from."""


@dataclass(frozen=True)
class Placed:
    """A course in a list: how likely it was to be there, and whether it was drawn to be explored."""

    course: int
    propensity: float
    explored: bool = False


def with_fresh(
    ranked: Sequence[int],
    scores: Sequence[float],
    counts: Sequence[int],
    k: int,
    *,
    member: int,
    day: int,
    share: float = SHARE,
) -> list[Placed]:
    """The k courses to show: the best, and now and then a fresh one in the last place.

    ranked, scores, counts  all courses open to the member, best first, and how many members each has.
    Each place's propensity is exact: 1 for what is always shown, 1 - share for the last of the best, share times its
    probability among the fresh for one drawn. Without a fresh course outside the best k nothing is explored.
    """
    best = list(ranked[:k])
    fresh = [at for at in range(k, len(ranked)) if counts[at] < FRESH_MEMBERS][:MOST_FRESH]
    if k < 2 or len(best) < k or not fresh or not share:
        return [Placed(course, 1.0) for course in best]
    chance = np.exp(np.array([scores[at] for at in fresh]) - scores[fresh[0]])
    chance /= chance.sum()
    drawn = mixed(np.array([member, member]), np.array([day, day]), 0x5EED) ^ np.array(
        [0, 0x9E3779B97F4A7C15], np.uint64
    )
    coin = float(drawn[0] >> np.uint64(11)) / 2**53
    places = [Placed(course, 1.0) for course in best[:-1]]
    if coin >= share:
        return [*places, Placed(best[-1], 1.0 - share)]
    # Given that it is below share, the coin over share is uniform again.
    picked = min(int(np.searchsorted(np.cumsum(chance), coin / share, side="right")), len(fresh) - 1)
    return [*places, Placed(ranked[fresh[picked]], share * float(chance[picked]), explored=True)]
