"""Where "now" comes from. Rules take the time as an argument; only the top asks a clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time in UTC."""

    def milliseconds(self) -> int:
        """Unix milliseconds."""
        ...

    def now(self) -> int:
        """Unix seconds."""
        ...


class SystemClock:
    """The computer's own clock."""

    def milliseconds(self) -> int:
        """Unix milliseconds."""
        return time.time_ns() // 1_000_000

    def now(self) -> int:
        """Unix seconds."""
        return self.milliseconds() // 1000


class FixedClock:
    """A clock that stands still until told otherwise, for the demo, the tour and tests."""

    def __init__(self, seconds: int) -> None:
        self._ms = seconds * 1000

    def milliseconds(self) -> int:
        """Unix milliseconds."""
        return self._ms

    def now(self) -> int:
        """Unix seconds."""
        return self._ms // 1000

    def move(self, seconds: float) -> None:
        """Move the hands by so many seconds, back if negative."""
        self._ms += int(seconds * 1000)


def local(at: int, zone: str) -> datetime:
    """A UTC second on the wall clock of an IANA zone."""
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone))


def midnight(day: date, zone: str) -> int:
    """The UTC second at which a day begins in an IANA zone."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp())
