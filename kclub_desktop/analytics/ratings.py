"""A6, ratings: how the stars are spread, and the Bayesian average of each course with its prior from the catalogue.

A rating that stands is a member's current one of a course that is not deleted. Which course is recommended does not
depend on this.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.analytics.figures import ENOUGH_RATINGS, Mean, mean_of_ratings
from kclub_desktop.analytics.periods import Period
from kclub_desktop.store import Library

STANDING = (
    "rating JOIN course ON course.id = rating.course"
    " WHERE rating.deleted_at IS NULL AND course.deleted_at IS NULL"
)
"""SQL after FROM for the ratings that stand; more conditions may follow with AND."""
WEIGHT_LEAST, WEIGHT_MOST = 1.0, 50.0
"""Ratings that the prior may be worth, at least and at most."""
WEIGHT_UNKNOWN = 10.0
"""What it is worth where the catalogue is too small to tell courses apart."""


@dataclass(frozen=True)
class Distribution:
    """stars: how many ratings of one, two, three, four and five stars."""

    stars: tuple[int, int, int, int, int]
    mean: Mean


@dataclass(frozen=True)
class Prior:
    """What is believed of a course before its first rating: a mean in stars, worth so many ratings."""

    mean: float
    weight: float
    count: int
    enough: bool


@dataclass(frozen=True)
class CourseRating:
    """mean: of the course's own ratings; bayesian: drawn towards the catalogue while they are few, in stars."""

    course: int
    title: str
    mean: float
    bayesian: float
    count: int
    enough: bool


def distribution(library: Library, course: int | None = None, period: Period | None = None) -> Distribution:
    """How the standing ratings are spread, of one course (its id) or of all; period: only those given in it."""
    only = " AND rating.course = ?" if course is not None else ""
    given, asked = _given(period)
    found: dict[int, int] = dict(
        library.rows(
            f"SELECT stars, count(*) FROM {STANDING}{only}{given} GROUP BY stars",
            (*(() if course is None else (course,)), *asked),
        )
    )
    one, two, three, four, five = (found.get(stars, 0) for stars in range(1, 6))
    total = sum(stars * n for stars, n in found.items())
    return Distribution((one, two, three, four, five), mean_of_ratings(total, sum(found.values())))


def course_ratings(library: Library, period: Period | None = None) -> tuple[Prior | None, list[CourseRating]]:
    """The prior, and every rated course, the best Bayesian average first; (None, []) while nobody has rated.

    period  only of the ratings given in it
    """
    given, asked = _given(period)
    found = library.rows(
        "SELECT rating.course, title, count(*), sum(stars), sum(stars * stars)"
        f" FROM {STANDING}{given} GROUP BY rating.course",
        asked,
    )
    if not found:
        return None, []
    prior = prior_of([(count, total, squares) for _, _, count, total, squares in found])
    rated = [
        CourseRating(
            course,
            title,
            total / count,
            bayesian_average(total, count, prior),
            count,
            count >= ENOUGH_RATINGS,
        )
        for course, title, count, total, _ in found
    ]
    return prior, sorted(rated, key=lambda each: (-each.bayesian, -each.count, each.course))


def raters(library: Library, stars: int, period: Period) -> list[tuple[int, str]]:
    """(member, title of the course) of every standing rating of so many stars that was given in a period, newest first."""
    given, asked = _given(period)
    return library.rows(
        f"SELECT rating.member, title FROM {STANDING} AND stars = ?{given} ORDER BY rated_at DESC, rating.id",
        (stars, *asked),
    )


def _given(period: Period | None) -> tuple[str, tuple[int, ...]]:
    if period is None:
        return "", ()
    return " AND rated_at >= ? AND rated_at < ?", (period.start, period.end)


def bayesian_average(total: int, count: int, prior: Prior) -> float:
    """(C·m + Σ stars) / (C + n): as if C more ratings of the catalogue's mean m had been given."""
    return (prior.weight * prior.mean + total) / (prior.weight + count)


def prior_of(courses: list[tuple[int, int, int]]) -> Prior:
    """The catalogue's prior from (n, Σ stars, Σ stars²) of each rated course; at least one.

    Empirical Bayes: C = variance within courses / variance between them, by the moments of the one-way analysis
    of variance with unequal groups (Searle, Casella, McCulloch: Variance Components, 1992, §3.6), kept between
    WEIGHT_LEAST and WEIGHT_MOST. Courses that differ by chance alone are drawn together the most.
    """
    n = sum(count for count, _, _ in courses)
    mean = sum(total for _, total, _ in courses) / n
    enough = n >= ENOUGH_RATINGS and len(courses) >= 2
    if not enough or n <= len(courses):
        return Prior(mean, WEIGHT_UNKNOWN, n, enough)
    within = sum(squares - total * total / count for count, total, squares in courses) / (n - len(courses))
    spread = sum(count * (total / count - mean) ** 2 for count, total, _ in courses)
    groups = n - sum(count * count for count, _, _ in courses) / n
    between = (spread - (len(courses) - 1) * within) / groups
    weight = within / between if between > 0 else WEIGHT_MOST
    return Prior(mean, min(max(weight, WEIGHT_LEAST), WEIGHT_MOST), n, enough)
