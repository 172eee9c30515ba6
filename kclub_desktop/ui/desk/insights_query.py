"""What the insights page draws, gathered from analytics/, where each figure has its one definition: a tab at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kclub_desktop import analytics
from kclub_desktop.analytics import (
    Attendance,
    Bars,
    Channel,
    Cohort,
    Funnel,
    Levers,
    Method,
    MrrSpan,
    Period,
    PlanCounts,
    Span,
)
from kclub_desktop.analytics.channels import usual
from kclub_desktop.analytics.ratings import CourseRating, Distribution
from kclub_desktop.analytics.survival import Survival
from kclub_desktop.date_range import DateRange
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library


@dataclass(frozen=True)
class Members:
    """Who comes, who stays. usual: the share of all visitors that bought, 0..1."""

    spans: list[Span]
    funnel: Funnel
    channels: list[Channel]
    usual: float
    cohorts: list[Cohort]
    survival: Survival


@dataclass(frozen=True)
class Money:
    """Each by currency, as in analytics/."""

    sources: dict[str, list[dict[str, int]]]
    mrr: dict[str, list[MrrSpan]]
    plans: list[PlanCounts]
    methods: dict[str, list[Method]]
    spent: dict[str, dict[int, int]]
    levers: dict[str, Levers]


@dataclass(frozen=True)
class Content:
    """Courses as they were rated, the best Bayesian average first; events that began in the range, the latest first."""

    ratings: Distribution
    courses: list[CourseRating]
    events: list[Attendance]


@dataclass(frozen=True)
class Insights:
    """A tab's figures over a range; period: the part of it in which the community was there; bars: that, cut for charts.

    data  Members, Money, Content, or None for a tab that asks for itself
    """

    tab: str
    days: DateRange
    period: Period
    bars: Bars
    data: Members | Money | Content | None


def ask(library: Library, now: int, tab: str, days: DateRange, progress: Progress) -> Insights:
    """One tab; stops between two figures when the job is cancelled."""
    period = analytics.so_far(library, days, now)
    over = analytics.bars(period, library.zone)
    asked = _TABS.get(tab)
    data = asked(library, now, days, period, over, progress) if asked else None
    return Insights(tab, days, period, over, data)


def _members(
    library: Library, now: int, days: DateRange, period: Period, over: Bars, progress: Progress
) -> Members:
    found = analytics.funnel(library, now, period=period)
    progress.advance()
    spans, cohorts, survival = _each(
        progress,
        lambda: analytics.over_time(library, over),
        lambda: analytics.cohorts(library, now, back=analytics.MOST_COHORTS, period=period),
        lambda: analytics.survival(library, now, period=period),
    )
    return Members(spans, found, analytics.channels(found), usual(found), cohorts, survival)


def _money(
    library: Library, now: int, days: DateRange, period: Period, over: Bars, progress: Progress
) -> Money:
    return Money(
        *_each(
            progress,
            lambda: analytics.by_source(library, over),
            lambda: analytics.mrr_over_time(library, over),
            lambda: analytics.by_plan(library, over),
            lambda: analytics.by_method(library, period),
            lambda: analytics.spent(library, period),
            lambda: analytics.levers(library, period),
        )
    )


def _content(
    library: Library, now: int, days: DateRange, period: Period, over: Bars, progress: Progress
) -> Content:
    ratings, (_prior, courses), events = _each(
        progress,
        lambda: analytics.distribution(library, period=period),
        lambda: analytics.course_ratings(library, period),
        lambda: analytics.attendance(library, now, period=analytics.of_days(days, library.zone)),
    )
    return Content(ratings, courses, events)


def _each(progress: Progress, *figures: Callable[[], Any]) -> list[Any]:
    found = []
    for figure in figures:
        found.append(figure())
        progress.advance()
    return found


_TABS: dict[str, Callable[[Library, int, DateRange, Period, Bars, Progress], Members | Money | Content]] = {
    "members": _members,
    "money": _money,
    "content": _content,
}
