"""A date or time of a file into UTC seconds, or the code that says why not. Nothing is guessed.

A time without a zone is in the zone it is told; a date alone is its midnight there. Whether 3/4/2026 is in March or
April is told by the column as a whole (`day_first_in`), and stays open if it does not say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from kclub_desktop.import_export.codes import Code

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_TIME = (
    r"(?:[T\s,]*(?P<hour>\d{1,2})[:点时](?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})秒?(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<gap>[-/.年])\s*(?P<month>\d{1,2})[-/.月]\s*(?P<day>\d{1,2})日?" + _TIME,
    re.IGNORECASE,
)
_PACKED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})" + _TIME, re.IGNORECASE)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>\d{4})" + _TIME, re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)" + _TIME, re.IGNORECASE)
_NAMED_MONTH = re.compile(
    r"(?:(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})|(?P<day2>\d{1,2})\.?\s+(?P<month2>[a-z]{3,9})\.?),?\s+(?P<year>\d{4})"
    + _TIME,
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?!\d)")


@lru_cache(maxsize=8192)
def moment(text: str, zone: str, day_first: bool | None = None) -> int | Code:
    """UTC seconds. zone: IANA name for a time that names none.

    BAD_DATE if no such day exists or it is no date at all; AMBIGUOUS_DATE for a year of two digits, or for 3/4/2026
    while day_first is None.
    """
    text = text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found = _YEAR_FIRST.fullmatch(text) or _PACKED.fullmatch(text)
    if found:
        return _seconds(found, int(found["month"]), int(found["day"]), zone)
    if found := _YEAR_LAST.fullmatch(text):
        return _with_order(found, zone, day_first)
    if found := _NAMED_MONTH.fullmatch(text):
        month = _MONTHS.get((found["month"] or found["month2"]).lower(), 0)
        return _seconds(found, month, int(found["day"] or found["day2"]), zone)
    return Code.AMBIGUOUS_DATE if _SHORT_YEAR.fullmatch(text) else Code.BAD_DATE


def day_first_in(column: Iterable[str]) -> bool | None:
    """Does the day stand before the month in this column's dates? None if it has none that tell, or both kinds."""
    firsts = seconds = False
    for text in column:
        if found := _ENDS.match(text):
            firsts |= int(found[1]) > 12
            seconds |= int(found[2]) > 12
    return None if firsts == seconds else firsts


def _with_order(found: re.Match[str], zone: str, day_first: bool | None) -> int | Code:
    a, b = int(found["a"]), int(found["b"])
    if day_first is None and a != b and a <= 12 and b <= 12:
        return Code.AMBIGUOUS_DATE
    day, month = (a, b) if day_first or (day_first is None and a > 12) else (b, a)
    return _seconds(found, month, day, zone)


def _seconds(found: re.Match[str], month: int, day: int, zone: str) -> int | Code:
    hour = int(found["hour"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return Code.BAD_DATE
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    try:
        there = datetime(
            int(found["year"]),
            month,
            day,
            hour,
            int(found["minute"] or 0),
            int(found["second"] or 0),
            tzinfo=_named(zone) if found["zone"] is None else _offset(found["zone"]),
        )
        return int(there.timestamp())
    except (ValueError, OverflowError):
        return Code.BAD_DATE


def _offset(text: str) -> tzinfo:
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


@cache
def _named(zone: str) -> tzinfo:
    return UTC if zone == "UTC" else ZoneInfo(zone)
