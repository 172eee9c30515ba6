"""Values in words: money, sizes, days and times in the person's language and the community's zone; for every face."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from kclub_desktop.words import current_language, tr_many

NOTHING = "–"
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
    moment = datetime.fromtimestamp(at, UTC).astimezone(zone(zone_name))
    if current_language() == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {moment:%b} {moment.year}"


def moment(at: int | None, zone_name: str) -> str:
    """Day and time of a UTC second; a dash for none."""
    if at is None:
        return NOTHING
    return f"{day(at, zone_name)} {clock_time(at, zone_name)}"


def clock_time(at: int, zone_name: str) -> str:
    """Hours and minutes of a UTC second."""
    return f"{datetime.fromtimestamp(at, UTC).astimezone(zone(zone_name)):%H:%M}"


def number(value: int) -> str:
    """A whole number with thousands marks."""
    return f"{value:,}"


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
    """Babel's name of the current language as spoken in our countries."""
    return _LOCALES.get(current_language(), "en_GB")
