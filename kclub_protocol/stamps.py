"""Clock stamps: a hybrid logical clock, 48 bits of Unix milliseconds and 16 of counter in one integer.

A stamp never runs backwards on one device and always moves past what it has received, so that an edit made after
seeing another is later than it. Ties between devices are broken by node, by whoever compares.
Source: Kulkarni et al. 2014, "Logical Physical Clocks".
"""

from __future__ import annotations

COUNTER_BITS = 16
MAX_AHEAD_MS = 24 * 3600 * 1000
"""How far ahead of the local clock a received stamp may be."""


class StampTooFarAhead(ValueError):
    """A stamp lies more than 24 hours ahead of this clock: one of the two clocks is wrong.

    ahead_ms: by how much, in milliseconds.
    """

    def __init__(self, ahead_ms: int) -> None:
        super().__init__(f"stamp is {ahead_ms} ms ahead")
        self.ahead_ms = ahead_ms


def stamp_at(ms: int, counter: int = 0) -> int:
    """Compose a stamp from Unix milliseconds and a counter of 0..65535."""
    if ms < 0 or not 0 <= counter < 1 << COUNTER_BITS:
        raise ValueError(f"({ms}, {counter}) is no clock stamp")
    return ms << COUNTER_BITS | counter


def milliseconds_of(stamp: int) -> int:
    """Unix milliseconds part of a stamp."""
    return stamp >> COUNTER_BITS


def next_stamp(last: int, now_ms: int) -> int:
    """The stamp of a change made at now_ms by a device whose latest stamp, own or received, is last.

    A full counter carries into the next millisecond by plain addition.
    """
    return max(last + 1, stamp_at(now_ms))


def check_ahead(stamp: int, now_ms: int) -> None:
    """Refuse a received stamp of the far future. Raises StampTooFarAhead."""
    ahead = milliseconds_of(stamp) - now_ms
    if ahead > MAX_AHEAD_MS:
        raise StampTooFarAhead(ahead)
