"""Why a course is recommended: what each owned course, and popularity, added to its score. Data; words are elsewhere."""

from __future__ import annotations

import enum
from dataclasses import dataclass


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

    by  the way in which most of the amount came about.
    """

    course: int | None
    amount: float
    by: By = By.POPULARITY
