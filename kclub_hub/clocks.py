"""Where the hub's "now" comes from; every rule is given a clock, so that a test can hold its hands."""

from __future__ import annotations

import time


def system_milliseconds() -> int:
    """Unix milliseconds by the computer's clock."""
    return time.time_ns() // 1_000_000
