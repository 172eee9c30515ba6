"""What the first run offers to choose from: time zones and currencies, named in the interface's language, with a guess."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from kclub_desktop.import_export.money import CURRENCIES
from kclub_desktop.words import current_language
from kclub_desktop.words_for_values import locale

# Where somebody is whose computer does not say, by the language they chose.
_ZONES = {"zh": "Asia/Shanghai", "en": "Europe/London"}
_COMMONEST = ("CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "JPY")


def system_zone() -> str:
    """IANA name of this computer's zone; a guess by language where it only says UTC or nothing known."""
    from PySide6.QtCore import QTimeZone

    told = QTimeZone.systemTimeZoneId().toStdString()
    known = "/" in told and not told.startswith("Etc/") and told in available_timezones()
    return told if known else _ZONES.get(current_language(), "Europe/London")


def zones(now: int) -> list[tuple[str, str]]:
    """(IANA name, "Shanghai · UTC+08:00"), from west to east as of a UTC second."""
    from babel.core import get_global
    from babel.dates import get_timezone_location

    at, known = datetime.fromtimestamp(now, UTC), available_timezones()
    listed = []
    for name in get_global("zone_territories"):
        if "/" not in name or name.startswith("Etc/") or name not in known:
            continue
        offset = at.astimezone(ZoneInfo(name)).utcoffset()
        assert offset is not None
        minutes = round(offset.total_seconds() / 60)
        sign, (hours, rest) = "−" if minutes < 0 else "+", divmod(abs(minutes), 60)
        place = get_timezone_location(name, locale=locale(), return_city=True)
        listed.append((minutes, place, name, f"{place} · UTC{sign}{hours:02}:{rest:02}"))
    return [(name, words) for _minutes, _place, name, words in sorted(listed)]


def currencies() -> list[tuple[str, str]]:
    """(ISO code, "CNY · Chinese Yuan"), the commonest first."""
    from babel.numbers import get_currency_name

    named = {code: f"{code} · {get_currency_name(code, locale=locale())}" for code in CURRENCIES}
    rest = sorted(named.keys() - set(_COMMONEST))
    return [(code, named[code]) for code in (*_COMMONEST, *rest)]


def currency_of(zone: str) -> str:
    """The currency of the country a zone lies in; CNY where that is not known."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(get_global("zone_territories").get(zone, "CN"))
    return found[0] if found and found[0] in CURRENCIES else "CNY"
