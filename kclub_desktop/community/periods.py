"""When a period of a subscription begins and ends: months and years of the community's zone, counted from the first day.

31 January, 28 or 29 February, 31 March: the day of the month is that of the first day, or the month's last. The hour is
the first one's on the wall clock, whatever summer time does: where the clock jumps over it, it is that much later.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta

from kclub_desktop.clock import local

MONTHS = {"month": 1, "year": 12}
"""Interval that comes again -> months in one of it."""


def comes_again(interval: str) -> bool:
    """Is a price of this interval paid again and again?"""
    return interval in MONTHS


def boundary(anchor: int, n: int, interval: str, count: int, zone: str) -> int:
    """The n-th boundary of periods counted from anchor (UTC seconds); n = 0 is the anchor itself, n may be below zero.

    interval: month or year. Raises KeyError for one that does not come again, ValueError for a count below one.
    """
    if count < 1:
        raise ValueError(count)
    if n == 0:
        return anchor
    first = local(anchor, zone)
    months = first.year * 12 + first.month - 1 + n * count * MONTHS[interval]
    year, month = divmod(months, 12)
    day = min(first.day, monthrange(year, month + 1)[1])
    # fold=0: of an hour that comes twice the first, and one that is skipped read as before the jump.
    there = first.replace(year=year, month=month + 1, day=day, fold=0)
    return int(there.timestamp())


def period_end(anchor: int, start: int, interval: str, count: int, zone: str) -> int:
    """The first boundary after start, at which the period that holds start ends."""
    length = count * MONTHS[interval]
    first, here = (local(at, zone) for at in (anchor, start))
    n = ((here.year - first.year) * 12 + here.month - first.month) // length - 1
    while boundary(anchor, n, interval, count, zone) <= start:
        n += 1
    return boundary(anchor, n, interval, count, zone)


def after_days(at: int, days: int, zone: str) -> int:
    """The same hour of the wall clock so many days later."""
    here = local(at, zone)
    return int((here + timedelta(days=days)).replace(fold=0).timestamp())


def days_between(start: int, end: int, zone: str) -> int:
    """Days of the calendar from the day of start to the day of end."""
    first, last = (local(at, zone).date() for at in (start, end))
    return (last - first).days
