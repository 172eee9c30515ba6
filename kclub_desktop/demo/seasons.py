"""When things happen in the demo: new-year and autumn peaks, evenings and weekends, in the community's zone."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

DAY = 86_400
DAYS = 730
ZONE = ZoneInfo("Asia/Shanghai")
_MONTHS = (1.7, 0.8, 1.2, 1.0, 0.9, 0.8, 0.7, 0.8, 1.5, 1.3, 1.1, 0.9)
_HOURS = (1, 0, 0, 0, 0, 0, 1, 3, 5, 6, 6, 5, 7, 5, 4, 4, 5, 5, 6, 9, 13, 14, 10, 4)
_WEEKDAYS = (1.0, 1.0, 1.0, 1.0, 0.9, 1.3, 1.4)


def moment(chance: random.Random, first: int, last: int) -> int:
    """A moment between two UTC seconds, likelier in season, at weekends and in the evening."""
    if last - first < DAY:
        return chance.randint(first, max(first, last))
    while True:
        at = chance.randint(first, last)
        here = datetime.fromtimestamp(at, UTC).astimezone(ZONE)
        if chance.random() * 2.4 < _MONTHS[here.month - 1] * _WEEKDAYS[here.weekday()]:
            hour = chance.choices(range(24), _HOURS)[0]
            moved = int(here.replace(hour=hour, minute=chance.randrange(60)).timestamp())
            if first <= moved <= last:
                return moved
