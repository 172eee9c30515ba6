"""How values look on the desk; what other faces say too is in words_for_values.py."""

from __future__ import annotations

from kclub_desktop.analytics.periods import Unit
from kclub_desktop.clock import local
from kclub_desktop.words import current_language, tr, tr_many
from kclub_desktop.words_for_values import (
    NOTHING,
    clock_time,
    day,
    locale,
    moment,
    money,
    number,
    plain_yuan,
    zone,
)

__all__ = [
    "NOTHING",
    "ago",
    "bar",
    "clock_time",
    "day",
    "long_day",
    "moment",
    "money",
    "money_short",
    "month",
    "number",
    "stars",
    "zone",
]


def money_short(amount: int, currency: str) -> str:
    """As money, without minor units where there are none or from a hundred on: for figures and axes, not for books."""
    from babel.numbers import format_currency, get_currency_precision

    unit = 10 ** get_currency_precision(currency)
    if not currency or (amount % unit and abs(amount) < 100 * unit):
        return money(amount, currency)
    whole = round(amount / unit)
    return plain_yuan(
        format_currency(whole, currency, locale=locale(), currency_digits=False, format="¤#,##0")
    )


def long_day(at: int, zone_name: str) -> str:
    """Weekday and day of a UTC second, written out."""
    from babel.dates import format_date

    here = local(at, zone_name)
    return str(format_date(here, "full", locale=locale()))


def month(at: int, zone_name: str) -> str:
    """The month of a UTC second, short: Mar, 3月; January with its year."""
    here = local(at, zone_name)
    if current_language() == "zh":
        return f"{here:%y}年1月" if here.month == 1 else f"{here.month}月"
    from babel.dates import format_date

    name = str(format_date(here, "LLL", locale=locale())).rstrip(".")
    return f"{name} ’{here:%y}" if here.month == 1 else name


def bar(at: int, unit: Unit, zone_name: str) -> str:
    """The name of a chart's bar that begins at a UTC second: 5 Mar for a day or week, Mar, Q1 ’26, 2026."""
    here = local(at, zone_name)
    if unit is Unit.MONTH:
        return month(at, zone_name)
    if unit is Unit.YEAR:
        return f"{here:%Y}"
    if unit is Unit.QUARTER:
        quarter = (here.month + 2) // 3
        return f"{here:%y}年Q{quarter}" if current_language() == "zh" else f"Q{quarter} ’{here:%y}"
    if current_language() == "zh":
        return f"{here.month}月{here.day}日"
    from babel.dates import format_skeleton

    return str(format_skeleton("MMMd", here, locale=locale()))


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


def stars(value: float | None) -> str:
    """An average of ratings; a dash for none."""
    return NOTHING if value is None else f"★ {value:.1f}"
