"""Which backups stay: of the daily ones the newest of 7 days, 4 weeks and 12 months, and a few of those made on purpose.

Days, weeks and months that have a backup are counted, not those gone by: a laptop that slept for a year keeps them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import UTC, datetime

from kclub_desktop.store.backup.listing import Backup, Reason

DAYS, WEEKS, MONTHS = 7, 4, 12
ON_PURPOSE = 5
"""By hand, and before each kind of risky work: the newest five."""


def kept(backups: Iterable[Backup]) -> set[Backup]:
    """Those that stay, whatever the order they are given in. The newest of all is always among them."""
    newest_first = sorted(backups, key=lambda each: (each.at, each.file), reverse=True)
    daily = [each for each in newest_first if each.reason == Reason.DAILY]
    stay = set(newest_first[:1])
    stay |= _newest_of_each(daily, "%Y-%m-%d", DAYS)
    stay |= _newest_of_each(daily, "%G-%V", WEEKS)
    stay |= _newest_of_each(daily, "%Y-%m", MONTHS)
    counted: dict[Hashable, int] = {}
    for each in newest_first:
        if each.reason != Reason.DAILY:
            counted[each.reason] = counted.get(each.reason, 0) + 1
            if counted[each.reason] <= ON_PURPOSE:
                stay.add(each)
    return stay


def _newest_of_each(newest_first: list[Backup], period: str, most: int) -> set[Backup]:
    found: dict[str, Backup] = {}
    for each in newest_first:
        found.setdefault(datetime.fromtimestamp(each.at, UTC).strftime(period), each)
    return set(list(found.values())[:most])
