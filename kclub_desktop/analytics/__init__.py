"""Insights: one definition of every figure, read from the store; the chart, the card, the report and the command agree.

`insights` gathers all of them as plain data. What each one means is in its own module.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from kclub_desktop.analytics.channels import Channel, channels
from kclub_desktop.analytics.events import Attendance, attendance, totals
from kclub_desktop.analytics.funnel import Funnel, funnel
from kclub_desktop.analytics.levers import Levers, levers, moved
from kclub_desktop.analytics.movements import MrrSpan, mrr_over_time
from kclub_desktop.analytics.overview import Overview, Span, months, over_time, overview
from kclub_desktop.analytics.periods import Bars, Period, bars, of_days, so_far
from kclub_desktop.analytics.ratings import course_ratings, distribution
from kclub_desktop.analytics.retention import Begin, Cohort, cohorts, survival
from kclub_desktop.analytics.revenue import Method, by_method, by_source, spent
from kclub_desktop.analytics.subscribers import PlanCounts, by_plan
from kclub_desktop.date_range import DateRange, Preset
from kclub_desktop.store import Library

__all__ = [
    "EVERYTHING",
    "MOST_COHORTS",
    "Attendance",
    "Bars",
    "Begin",
    "Channel",
    "Cohort",
    "Funnel",
    "Levers",
    "Method",
    "MrrSpan",
    "Overview",
    "Period",
    "PlanCounts",
    "Span",
    "attendance",
    "bars",
    "by_method",
    "by_plan",
    "by_source",
    "channels",
    "cohorts",
    "course_ratings",
    "distribution",
    "funnel",
    "insights",
    "levers",
    "months",
    "moved",
    "mrr_over_time",
    "of_days",
    "over_time",
    "overview",
    "so_far",
    "spent",
    "survival",
    "totals",
]

EVERYTHING = DateRange(Preset.EVERYTHING, date.min, date.max)
MOST_COHORTS = 18


def insights(library: Library, now: int, days: DateRange = EVERYTHING) -> dict[str, Any]:
    """Everything as data that JSON can hold; ids are text, for 63 bits do not fit a JSON number everywhere.

    days  what all of it is about, but the overview, which is of the last 30 days
    Amounts are minor units below their currency's code. A figure that may rest on too little has "count" and "enough".
    """
    period = so_far(library, days, now)
    over = bars(period, library.zone)
    gathered = attendance(library, now, period=of_days(days, library.zone))
    asked = funnel(library, now, period=period)
    return {
        "at": now,
        "zone": library.zone,
        "range": {"days": days.preset.value, "start": period.start, "end": period.end},
        "overview": asdict(overview(library, now)),
        "over_time": {"unit": over.unit.value, "bars": [asdict(bar) for bar in over_time(library, over)]},
        "funnel": asdict(asked),
        "channels": [asdict(channel) for channel in channels(asked)],
        "retention": {
            by.value: {
                "cohorts": [asdict(one) for one in cohorts(library, now, by, MOST_COHORTS, period)],
                "survival": asdict(survival(library, now, by, period)),
            }
            for by in Begin
        },
        "money": _money(library, period, over),
        "ratings": _ratings(library, period),
        "events": {
            "over": asdict(totals(gathered)),
            "each": [{**asdict(event), "event": str(event.event)} for event in gathered],
        },
    }


def _money(library: Library, period: Period, over: Bars) -> dict[str, Any]:
    return {
        "by_source": by_source(library, over),
        "by_method": {
            code: [asdict(one) for one in all_] for code, all_ in by_method(library, period).items()
        },
        "mrr": {
            code: [{**asdict(span), "change": span.change} for span in spans]
            for code, spans in mrr_over_time(library, over).items()
        },
        "members_by_plan": [{**asdict(one), "plan": str(one.plan)} for one in by_plan(library, over)],
        "spent": {code: sorted(each.values()) for code, each in spent(library, period).items()},
        "levers": {
            code: {**asdict(one), "enough": one.enough, "tenth": [asdict(lever) for lever in moved(one)]}
            for code, one in levers(library, period).items()
        },
    }


def _ratings(library: Library, period: Period) -> dict[str, Any]:
    prior, courses = course_ratings(library, period)
    return {
        "all": asdict(distribution(library, period=period)),
        "prior": asdict(prior) if prior else None,
        "courses": [{**asdict(course), "course": str(course.course)} for course in courses],
    }
