"""Why a course is recommended: what each owned course, and popularity, added to its score. Data; words are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contribution:
    """One part of a score. course: the owned course that speaks for (or against) it; None: its popularity."""

    course: int | None
    amount: float
