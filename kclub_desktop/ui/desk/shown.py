"""How values look on the desk: money, days and times in the person's language and the community's zone."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from kclub_desktop.words import current_language, tr, tr_many

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
    return _plain_yuan(format_currency(value, currency, locale=_locale()))


def money_short(amount: int, currency: str) -> str:
    """As money, without minor units where there are none or from a hundred on: for figures and axes, not for books."""
    from babel.numbers import format_currency, get_currency_precision

    unit = 10 ** get_currency_precision(currency)
    if not currency or (amount % unit and abs(amount) < 100 * unit):
        return money(amount, currency)
    whole = round(amount / unit)
    return _plain_yuan(
        format_currency(whole, currency, locale=_locale(), currency_digits=False, format="¤#,##0")
    )


def day(at: int | None, zone_name: str) -> str:
    """The day of a UTC second, short; a dash for none."""
    if at is None:
        return NOTHING
    moment = datetime.fromtimestamp(at, UTC).astimezone(zone(zone_name))
    if current_language() == "zh":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{moment.day} {moment:%b} {moment.year}"


def long_day(at: int, zone_name: str) -> str:
    """Weekday and day of a UTC second, written out."""
    from babel.dates import format_date

    here = datetime.fromtimestamp(at, UTC).astimezone(zone(zone_name))
    return str(format_date(here, "full", locale=_locale()))


def month(at: int, zone_name: str) -> str:
    """The month of a UTC second, short: Mar, 3月; January with its year."""
    here = datetime.fromtimestamp(at, UTC).astimezone(zone(zone_name))
    if current_language() == "zh":
        return f"{here:%y}年1月" if here.month == 1 else f"{here.month}月"
    return f"{here:%b} ’{here:%y}" if here.month == 1 else f"{here:%b}"


def moment(at: int | None, zone_name: str) -> str:
    """Day and time of a UTC second; a dash for none."""
    if at is None:
        return NOTHING
    return f"{day(at, zone_name)} {clock_time(at, zone_name)}"


def clock_time(at: int, zone_name: str) -> str:
    """Hours and minutes of a UTC second."""
    return f"{datetime.fromtimestamp(at, UTC).astimezone(zone(zone_name)):%H:%M}"


def ago(at: int, now: int) -> str:
    """How long ago, coarsely."""
    seconds = max(0, now - at)
    if seconds < 60:
        return tr("just now")
    if seconds < 3600:
        return tr("{n} min ago", n=seconds // 60)
    if seconds < 86400:
        return tr("{n} h ago", n=seconds // 3600)
    return tr_many("1 day ago", "{n} days ago", seconds // 86400)


def number(value: int) -> str:
    """A whole number with thousands marks."""
    return f"{value:,}"


def stars(value: float | None) -> str:
    """An average of ratings; a dash for none."""
    return NOTHING if value is None else f"★ {value:.1f}"


def _plain_yuan(said: str) -> str:
    """English names the yuan CN¥, though no other currency we show is a bare ¥ (the yen is JP¥)."""
    return said.replace("CN¥", "¥")


def _locale() -> str:
    return _LOCALES.get(current_language(), "en_GB")
