"""Periods of time: ranges of days, the equal period before them, and the bars of a chart in the community's zone.

Every period is half open, start <= at < end, so that neighbours share no fact. What happened in one is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from kclub_desktop.clock import local, midnight
from kclub_desktop.date_range import DateRange
from kclub_desktop.store import Library

DAY = 86400
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
ACTIVE_DAYS = 30
"""A member is active who did anything in so many days; the length of every period that is compared."""


@dataclass(frozen=True)
class Period:
    """start <= at < end, UTC seconds."""

    start: int
    end: int

    def before(self) -> Period:
        """The equal period that ends where this one starts."""
        return Period(2 * self.start - self.end, self.start)


EVER = Period(-(2**40), 2**40)
"""Further from 1970 at both ends than any date that a calendar here knows."""


class Unit(StrEnum):
    """How long a bar of a chart is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


# The longest range in days that is shown in bars of so long: never more of them than can be told apart.
_LONGEST = ((31, Unit.DAY), (190, Unit.WEEK), (1130, Unit.MONTH), (3700, Unit.QUARTER))
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


@dataclass(frozen=True)
class Bars:
    """Periods that follow each other without a gap and make up a range, each a unit of the calendar.

    The first begins with the range and the last ends with it, so these two may be shorter than a unit.
    cut_first, cut_last  are they?
    """

    unit: Unit
    periods: tuple[Period, ...]
    cut_first: bool
    cut_last: bool

    @property
    def whole(self) -> Period:
        """From the first to the last."""
        return Period(self.periods[0].start, self.periods[-1].end)


def of_days(days: DateRange, zone: str) -> Period:
    """The seconds of a range of days in an IANA zone; an open end reaches beyond all that is kept."""
    start = EVER.start if days.first.year < _FIRST_YEAR else midnight(days.first, zone)
    end = EVER.end if days.last.year > _LAST_YEAR else midnight(days.last + timedelta(days=1), zone)
    return Period(start, end)


def so_far(library: Library, days: DateRange, now: int) -> Period:
    """The part of a range in which the community was there: from its first fact, if that is later, to this second.

    Empty for a range that lies wholly before or behind that.
    """
    asked = of_days(days, library.zone)
    end = min(asked.end, now + 1)
    return Period(min(max(asked.start, first_fact(library, now)), end), end)


def first_fact(library: Library, now: int) -> int:
    """When anything happened first: joined, paid, did, met. now in a community where nothing has."""
    found = library.rows(
        "SELECT min(joined_at) FROM member WHERE deleted_at IS NULL UNION ALL SELECT min(paid_at) FROM payment"
        " UNION ALL SELECT min(at) FROM activity UNION ALL SELECT min(at) FROM subscription_event"
        " UNION ALL SELECT min(starts_at) FROM event WHERE deleted_at IS NULL"
    )
    return min((at for (at,) in found if at is not None), default=now)


def bars(period: Period, zone: str) -> Bars:
    """The bars of a chart over a period: days up to a month, weeks from Monday up to half a year, months up to three years."""
    length = (period.end - period.start) / DAY
    unit = next((unit for most, unit in _LONGEST if length <= most + 0.5), Unit.YEAR)
    first = _floor(local(period.start, zone).date(), unit)
    starts, day = [period.start], _next(first, unit)
    while (at := midnight(day, zone)) < period.end:
        starts.append(at)
        day = _next(day, unit)
    cut_last = at > period.end
    made = tuple(Period(start, end) for start, end in pairwise([*starts, period.end]))
    return Bars(unit, made, midnight(first, zone) < period.start, cut_last)


def month_number(at: int, zone: str) -> int:
    """The calendar month that holds a time, counted from the year 0."""
    here = local(at, zone)
    return here.year * 12 + here.month - 1


def month_after(start: int, zone: str, after: int) -> Period:
    """The calendar month so many months behind the one that holds a time."""
    month = month_number(start, zone) + after
    return Period(_month_start(month, zone), _month_start(month + 1, zone))


def months_as_bars(now: int, zone: str, back: int) -> Bars:
    """The last `back` calendar months; the current one is not over."""
    return Bars(Unit.MONTH, tuple(calendar_months(now, zone, back)), False, True)


def label(start: int, unit: Unit, zone: str) -> str:
    """A bar's name for machines: 2026-03-05 for a day or the week that begins on it, 2026-03, 2026-Q1, 2026."""
    here = local(start, zone)
    match unit:
        case Unit.DAY | Unit.WEEK:
            return f"{here:%Y-%m-%d}"
        case Unit.MONTH:
            return f"{here:%Y-%m}"
        case Unit.QUARTER:
            return f"{here:%Y}-Q{(here.month + 2) // 3}"
        case Unit.YEAR:
            return f"{here:%Y}"


def last_days(now: int, days: int = ACTIVE_DAYS) -> Period:
    """The days up to and with this second."""
    return Period(now + 1 - days * DAY, now + 1)


def calendar_months(now: int, zone: str, back: int) -> list[Period]:
    """The last `back` months of an IANA zone, oldest first; the last is the current one and ends with this second."""
    current = month_number(now, zone)
    starts = [_month_start(current - step, zone) for step in range(back - 1, -1, -1)]
    return [Period(start, end) for start, end in pairwise([*starts, now + 1])]


def place_of(column: str, periods: Sequence[Period]) -> str:
    """SQL for the place of a column's time in `periods`, 0 the oldest; only for times between their two ends."""
    later = "".join(f" WHEN {column} >= {periods[n].start} THEN {n}" for n in range(len(periods) - 1, 0, -1))
    return f"CASE{later} ELSE 0 END" if later else "0"


def _month_start(months: int, zone: str) -> int:
    return midnight(date(months // 12, months % 12 + 1, 1), zone)


def _floor(day: date, unit: Unit) -> date:
    """The first day of the unit that holds a day."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(month=(day.month - 1) // _MONTHS[unit] * _MONTHS[unit] + 1, day=1)


def _next(first: date, unit: Unit) -> date:
    """The first day of the next unit, from the first of one."""
    if unit in (Unit.DAY, Unit.WEEK):
        return first + timedelta(days=1 if unit is Unit.DAY else 7)
    return _floor(first + timedelta(days=31 * _MONTHS[unit]), Unit.MONTH)
