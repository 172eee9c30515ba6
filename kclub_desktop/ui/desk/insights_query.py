"""What the insights page draws, gathered from analytics/, where each figure has its one definition."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.analytics import (
    Attendance,
    Cohort,
    Funnel,
    Span,
    attendance,
    cohorts,
    course_ratings,
    distribution,
    funnel,
    months,
    survival,
)
from kclub_desktop.analytics.ratings import CourseRating, Distribution
from kclub_desktop.analytics.survival import Survival
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library

MONTHS = 13
COHORTS = 12


@dataclass(frozen=True)
class Insights:
    """Everything on the page. The last of `months` is not over; courses: best Bayesian average first."""

    months: list[Span]
    funnel: Funnel
    cohorts: list[Cohort]
    survival: Survival
    ratings: Distribution
    courses: list[CourseRating]
    events: list[Attendance]


def ask(library: Library, now: int, progress: Progress) -> Insights:
    """The whole page; stops between two figures when the job is cancelled."""
    parts = []
    for figure in (
        lambda: months(library, now, MONTHS),
        lambda: funnel(library, now),
        lambda: cohorts(library, now, back=COHORTS),
        lambda: survival(library, now),
        lambda: distribution(library),
        lambda: course_ratings(library)[1],
        lambda: attendance(library, now),
    ):
        parts.append(figure())
        progress.advance()
    return Insights(*parts)  # type: ignore[arg-type]  # a list of mixed figures, in the order of the fields
