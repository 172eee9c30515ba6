"""Insights: one definition of every figure, read from the store; the chart, the card, the report and the command agree.

`insights` gathers all of them as plain data. What each one means is in its own module.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kclub_desktop.analytics.events import Attendance, attendance, totals
from kclub_desktop.analytics.funnel import Funnel, funnel
from kclub_desktop.analytics.overview import Month, Overview, months, overview
from kclub_desktop.analytics.ratings import course_ratings, distribution
from kclub_desktop.analytics.retention import Begin, Cohort, cohorts, survival
from kclub_desktop.store import Library

__all__ = [
    "Attendance",
    "Begin",
    "Cohort",
    "Funnel",
    "Month",
    "Overview",
    "attendance",
    "cohorts",
    "course_ratings",
    "distribution",
    "funnel",
    "insights",
    "months",
    "overview",
    "survival",
    "totals",
]


def insights(library: Library, now: int) -> dict[str, Any]:
    """Everything as data that JSON can hold; ids are text, for 63 bits do not fit a JSON number everywhere.

    Amounts are minor units below their currency's code. A figure that may rest on too little has "count" and "enough".
    """
    gathered = attendance(library, now)
    return {
        "at": now,
        "zone": library.zone,
        "overview": asdict(overview(library, now)),
        "months": [asdict(month) for month in months(library, now)],
        "funnel": asdict(funnel(library, now)),
        "retention": {
            by.value: {
                "cohorts": [asdict(cohort) for cohort in cohorts(library, now, by)],
                "survival": asdict(survival(library, now, by)),
            }
            for by in Begin
        },
        "ratings": _ratings(library),
        "events": {
            "over": asdict(totals(gathered)),
            "each": [{**asdict(event), "event": str(event.event)} for event in gathered],
        },
    }


def _ratings(library: Library) -> dict[str, Any]:
    prior, courses = course_ratings(library)
    return {
        "all": asdict(distribution(library)),
        "prior": asdict(prior) if prior else None,
        "courses": [{**asdict(course), "course": str(course.course)} for course in courses],
    }
