"""Why a course is recommended: what each owned course, and popularity, added to its score. Data; words are elsewhere."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class By(enum.StrEnum):
    """In what way a part speaks for a course."""

    POPULARITY = "popularity"
    TOGETHER = "together"
    """The same people take both."""
    AFTER = "after"
    """It is often taken after the other, within a few steps."""
    TEXT = "text"
    """Their texts and tags are alike."""


@dataclass(frozen=True)
class Contribution:
    """One part of a score. course: the owned course that speaks for (or against) it; None: its popularity.

    ways  what of the amount came about in which way; without any it is popularity.
    """

    course: int | None
    amount: float
    ways: Mapping[By, float] = field(default_factory=dict)

    @property
    def by(self) -> By:
        """The way in which most of the amount came about."""
        return max(self.ways, key=lambda way: abs(self.ways[way])) if self.ways else By.POPULARITY

    @property
    def by_members(self) -> float:
        """What of the amount comes from what members took, not from texts."""
        return self.ways.get(By.TOGETHER, 0.0) + self.ways.get(By.AFTER, 0.0)
