"""Ranges of days by name: today, this week, the last 30 days, this year, everything. A leaf: no window, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kclub_desktop.words import tr_noop

_DAY = timedelta(days=1)


class Preset(StrEnum):
    """A range that moves with the day. CUSTOM is one that stands still."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    COMING = "coming"
    THIS_WEEK = "this_week"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    LAST_90_DAYS = "last_90_days"
    LAST_365_DAYS = "last_365_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    THIS_YEAR = "this_year"
    LAST_12_MONTHS = "last_12_months"
    EVERYTHING = "everything"
    CUSTOM = "custom"


PRESET_WORDS = {
    Preset.TODAY: tr_noop("Today"),
    Preset.YESTERDAY: tr_noop("Yesterday"),
    Preset.COMING: tr_noop("From today on"),
    Preset.THIS_WEEK: tr_noop("This week"),
    Preset.LAST_7_DAYS: tr_noop("Last 7 days"),
    Preset.LAST_30_DAYS: tr_noop("Last 30 days"),
    Preset.LAST_90_DAYS: tr_noop("Last 90 days"),
    Preset.LAST_365_DAYS: tr_noop("Last 365 days"),
    Preset.THIS_MONTH: tr_noop("This month"),
    Preset.LAST_MONTH: tr_noop("Last month"),
    Preset.THIS_QUARTER: tr_noop("This quarter"),
    Preset.THIS_YEAR: tr_noop("This year"),
    Preset.LAST_12_MONTHS: tr_noop("Last 12 months"),
    Preset.EVERYTHING: tr_noop("Everything"),
    Preset.CUSTOM: tr_noop("From … to …"),
}
BOOKS = (
    Preset.TODAY,
    Preset.YESTERDAY,
    Preset.THIS_WEEK,
    Preset.LAST_7_DAYS,
    Preset.LAST_30_DAYS,
    Preset.THIS_MONTH,
    Preset.LAST_MONTH,
    Preset.THIS_YEAR,
    Preset.LAST_12_MONTHS,
)
"""What is offered where single steps are looked up: orders, history."""
FIGURES = (
    Preset.THIS_WEEK,
    Preset.THIS_MONTH,
    Preset.THIS_QUARTER,
    Preset.THIS_YEAR,
    Preset.LAST_30_DAYS,
    Preset.LAST_90_DAYS,
    Preset.LAST_365_DAYS,
    Preset.LAST_12_MONTHS,
    Preset.EVERYTHING,
)
"""What is offered where figures are compared over time."""


@dataclass(frozen=True)
class DateRange:
    """first and last day, both inside; first ≤ last. preset: how it was chosen.

    date.min and date.max stand for an open end.
    """

    preset: Preset
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days lie inside."""
        return (self.last - self.first).days + 1

    def at(self, today: date, *, whole: bool = False) -> DateRange:
        """The same range on another day: a preset moves with it, own days stand still."""
        return self if self.preset is Preset.CUSTOM else preset_range(self.preset, today, whole=whole)

    def text(self) -> str:
        """To be kept: a preset's name, or 2026-01-01/2026-03-31."""
        if self.preset is not Preset.CUSTOM:
            return self.preset.value
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def custom(first: date, last: date) -> DateRange:
    """A range that stands still; days in the wrong order are put right."""
    return DateRange(Preset.CUSTOM, min(first, last), max(first, last))


def read(kept: str, today: date, otherwise: Preset, *, whole: bool = False) -> DateRange:
    """What DateRange.text wrote; `otherwise` for anything else."""
    try:
        if "/" in kept:
            first, last = (date.fromisoformat(day) for day in kept.split("/"))
            return custom(first, last)
        return preset_range(Preset(kept), today, whole=whole)
    except ValueError:
        return preset_range(otherwise, today, whole=whole)


def preset_range(preset: Preset, today: date, first_weekday: int = 0, *, whole: bool = False) -> DateRange:
    """The days of a preset. first_weekday: 0 Monday … 6 Sunday.

    whole  a week, month, quarter or year goes on to its last day: what is planned counts too
    Raises ValueError for CUSTOM, which has no days of its own.
    """
    match preset:
        case Preset.TODAY | Preset.YESTERDAY:
            first = last = today if preset is Preset.TODAY else today - _DAY
        case Preset.COMING:
            first, last = today, date.max
        case Preset.LAST_MONTH:
            last = today.replace(day=1) - _DAY
            first = last.replace(day=1)
        case Preset.LAST_12_MONTHS:
            # From the first of the month, so that twelve whole bars and the running one fit a chart.
            first, last = today.replace(year=today.year - 1, day=1), today
        case Preset.EVERYTHING:
            first, last = date.min, date.max
        case Preset.LAST_7_DAYS | Preset.LAST_30_DAYS | Preset.LAST_90_DAYS | Preset.LAST_365_DAYS:
            first, last = today - (_LENGTHS[preset] - 1) * _DAY, today
        case Preset.CUSTOM:
            raise ValueError("a custom range has its own days")
        case _:
            first, end = _running(preset, today, first_weekday)
            last = end if whole else today
    return DateRange(preset, first, last)


_LENGTHS = {
    Preset.LAST_7_DAYS: 7,
    Preset.LAST_30_DAYS: 30,
    Preset.LAST_90_DAYS: 90,
    Preset.LAST_365_DAYS: 365,
}


def _running(preset: Preset, today: date, first_weekday: int) -> tuple[date, date]:
    """First and last day of the week, month, quarter or year that runs."""
    if preset is Preset.THIS_WEEK:
        first = today - (today.weekday() - first_weekday) % 7 * _DAY
        return first, first + 6 * _DAY
    if preset is Preset.THIS_YEAR:
        return today.replace(month=1, day=1), today.replace(month=12, day=31)
    length = 3 if preset is Preset.THIS_QUARTER else 1
    first = today.replace(month=(today.month - 1) // length * length + 1, day=1)
    return first, (first + 31 * length * _DAY).replace(day=1) - _DAY
