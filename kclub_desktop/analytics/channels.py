"""A8, channels side by side: of the people each one brought, the share that bought, and how sure that is.

Counted in the funnel, so it means bought after signing up, within its window; the channel is that of the first visit.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.analytics.figures import ENOUGH_PEOPLE, wilson
from kclub_desktop.analytics.funnel import STEPS, Funnel

_BOUGHT = STEPS.index("purchase")


@dataclass(frozen=True)
class Channel:
    """people came by it ('' = unknown), bought of them; share with its 95 % interval (Wilson), 0..1."""

    channel: str
    people: int
    bought: int
    share: float
    low: float
    high: float
    enough: bool


def channels(found: Funnel) -> list[Channel]:
    """Every channel of a funnel, the largest first."""
    made = []
    for channel, steps in found.channels.items():
        people, bought = steps[0].people, steps[_BOUGHT].people
        low, high = wilson(bought, people)
        share = bought / people if people else 0.0
        made.append(Channel(channel, people, bought, share, low, high, people >= ENOUGH_PEOPLE))
    return made


def usual(found: Funnel) -> float:
    """The share of everybody that bought, 0..1."""
    return found.steps[_BOUGHT].of_first.value or 0.0
