"""Waiting in tests for what happens on another thread or in another process."""

import time


def until(true, seconds=20):
    """Wait until it is true."""
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.02)
