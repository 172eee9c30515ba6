"""Ranges of days by name: today, this week, the last 30 days, this year. A leaf: no widget, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kclub_desktop.words import tr_noop


class Preset(StrEnum):
    """A range that moves with the day. CUSTOM is one that stands still."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_12_MONTHS = "last_12_months"
    CUSTOM = "custom"


PRESET_WORDS = {
    Preset.TODAY: tr_noop("Today"),
    Preset.YESTERDAY: tr_noop("Yesterday"),
    Preset.THIS_WEEK: tr_noop("This week"),
    Preset.LAST_7_DAYS: tr_noop("Last 7 days"),
    Preset.LAST_30_DAYS: tr_noop("Last 30 days"),
    Preset.THIS_MONTH: tr_noop("This month"),
    Preset.LAST_MONTH: tr_noop("Last month"),
    Preset.THIS_YEAR: tr_noop("This year"),
    Preset.LAST_12_MONTHS: tr_noop("Last 12 months"),
    Preset.CUSTOM: tr_noop("From … to …"),
}


@dataclass(frozen=True)
class DateRange:
    """first and last day, both inside; first ≤ last. preset: how it was chosen."""

    preset: Preset
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days lie inside."""
        return (self.last - self.first).days + 1


def custom(first: date, last: date) -> DateRange:
    """A range that stands still; days in the wrong order are put right."""
    return DateRange(Preset.CUSTOM, min(first, last), max(first, last))


def preset_range(preset: Preset, today: date, first_weekday: int = 0) -> DateRange:
    """The days of a preset. first_weekday: 0 Monday … 6 Sunday. Raises ValueError for CUSTOM, which has no days of its own."""
    month = today.replace(day=1)
    day = timedelta(days=1)
    match preset:
        case Preset.TODAY:
            first, last = today, today
        case Preset.YESTERDAY:
            first = last = today - day
        case Preset.THIS_WEEK:
            first, last = today - (today.weekday() - first_weekday) % 7 * day, today
        case Preset.LAST_7_DAYS:
            first, last = today - 6 * day, today
        case Preset.LAST_30_DAYS:
            first, last = today - 29 * day, today
        case Preset.THIS_MONTH:
            first, last = month, today
        case Preset.LAST_MONTH:
            first, last = (month - day).replace(day=1), month - day
        case Preset.THIS_YEAR:
            first, last = today.replace(month=1, day=1), today
        case Preset.LAST_12_MONTHS:
            # From the first of the month, so that twelve whole bars and the running one fit a chart.
            first, last = month.replace(year=today.year - 1), today
        case Preset.CUSTOM:
            raise ValueError("a custom range has its own days")
    return DateRange(preset, first, last)
