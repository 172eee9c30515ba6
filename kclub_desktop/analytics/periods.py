"""Periods of time: the last days, the equal period before them, and calendar months of the community's zone.

Every period is half open, start <= at < end, so that neighbours share no fact. What happened in one is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from kclub_desktop.clock import local

DAY = 86400
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


def last_days(now: int, days: int = ACTIVE_DAYS) -> Period:
    """The days up to and with this second."""
    return Period(now + 1 - days * DAY, now + 1)


def calendar_months(now: int, zone: str, back: int) -> list[Period]:
    """The last `back` months of an IANA zone, oldest first; the last is the current one and ends with this second."""
    here = local(now, zone)
    current = here.year * 12 + here.month - 1
    starts = [_month_start(current - step, zone) for step in range(back - 1, -1, -1)]
    return [Period(start, end) for start, end in pairwise([*starts, now + 1])]


def month_label(start: int, zone: str) -> str:
    """2026-03 for the month that starts there."""
    return f"{local(start, zone):%Y-%m}"


def month_of(column: str, months: Sequence[Period]) -> str:
    """SQL for the place of a column's time in `months`, 0 the oldest; only for times between their two ends."""
    later = "".join(f" WHEN {column} >= {months[n].start} THEN {n}" for n in range(len(months) - 1, 0, -1))
    return f"CASE{later} ELSE 0 END" if later else "0"


def _month_start(months: int, zone: str) -> int:
    return int(datetime(months // 12, months % 12 + 1, 1, tzinfo=ZoneInfo(zone)).timestamp())
