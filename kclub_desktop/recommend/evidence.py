"""What everything a member did with one course says about their liking it: one number within -1 … 1.

The only place where these weights stand. Where the facts come from is in library_data.py.
"""

from __future__ import annotations

from functools import lru_cache

REFUNDED = -1.0
BY_STARS = {1: -1.0, 2: -0.4, 3: 0.4, 4: 0.9, 5: 1.0}
COMPLETED = 1.0
ENROLLED = 0.6
VIEWED = 0.2


@lru_cache(maxsize=256)
def evidence(
    *,
    enrolled: bool = False,
    completed: bool = False,
    stars: int | None = None,
    refunded: bool = False,
    viewed: bool = False,
) -> float:
    """Weight of one member and course, for Interactions.weight.

    enrolled: enrolled in it or bought it.   stars: 1 … 5, None if not rated; others are read as the nearest.
    A refund says no, whatever came before, unless the course was completed or rated all the same. Stars are the
    member's own word and go before the rest; completing counts like five stars, enrolling less, a look least. 0: none.
    """
    if stars is not None:
        return BY_STARS[min(max(stars, 1), 5)]
    if completed:
        return COMPLETED
    if refunded:
        return REFUNDED
    if enrolled:
        return ENROLLED
    return VIEWED if viewed else 0.0
