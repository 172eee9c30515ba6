"""Values in words: money, sizes, days and times in the person's language and the community's zone; for every face."""

from __future__ import annotations

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from kclub_desktop.clock import local
from kclub_desktop.words import current_language, grouped, tr_many

NOTHING = "–"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not strftime's, which are those of the system's language."""
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name."""
    return ZoneInfo(name)


def money(amount: int, currency: str) -> str:
    """Minor units as an amount with the currency's symbol and right number of digits."""
    from babel.numbers import format_currency, get_currency_precision

    digits = get_currency_precision(currency) if currency else 2
    value = amount / 10**digits
    if not currency:
        return f"{value:,.2f}"
    return plain_yuan(format_currency(value, currency, locale=locale()))


def day(at: int | None, zone_name: str) -> str:
    """The day of a UTC second, short; a dash for none."""
    if at is None:
        return NOTHING
    return calendar_day(local(at, zone_name).date())


def calendar_day(day: date) -> str:
    """A day of the calendar, short."""
    if current_language() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    if current_language() == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    from babel.dates import format_date

    return str(format_date(day, "medium", locale=locale()))


def moment(at: int | None, zone_name: str) -> str:
    """Day and time of a UTC second; a dash for none."""
    if at is None:
        return NOTHING
    return f"{day(at, zone_name)} {clock_time(at, zone_name)}"


def clock_time(at: int, zone_name: str) -> str:
    """Hours and minutes of a UTC second."""
    return f"{local(at, zone_name):%H:%M}"


def number(value: int) -> str:
    """A whole number with thousands marks."""
    return grouped(value)


def size(bytes_: int) -> str:
    """A size a person reads."""
    value, unit = float(bytes_), "B"
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit in ("B", "KB") or value >= 100 else f"{value:.1f} {unit}"


def added_words(n: int) -> str:
    """That so many files were added."""
    return tr_many("1 file added", "{n} files added", n)


def plain_yuan(said: str) -> str:
    """English names the yuan CN¥, though no other currency we show is a bare ¥ (the yen is JP¥)."""
    return said.replace("CN¥", "¥")


def locale() -> str:
    """Babel's name of the current language, ours as spoken in our countries; English's where Babel does not know it."""
    code = current_language()
    return _LOCALES.get(code) or _known_to_babel(code)


@cache
def _known_to_babel(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return _LOCALES["en"]
