"""How the loop waits after a failure: longer each time, never in step with others, and at once when a person asks."""

import itertools
import random
import threading

import pytest

from kclub_desktop.errors import HubRefused, HubUnreachable
from kclub_desktop.secrets import Held
from kclub_desktop.sync.loop import SyncLoop

AWAY = HubUnreachable("https://hub.example", "down")
REFUSED = HubRefused("https://hub.example", 401, "unknown token")


@pytest.fixture
def waited(copies, monkeypatch):
    """Seconds that a loop waits after so many failures in a row."""
    loop = SyncLoop(copies("A").library, Held())

    def after(error, failures, seed=0):
        loop._random = random.Random(seed)
        told = []
        monkeypatch.setattr(loop, "_hurry", _Event(told))
        loop._back_off(error, failures)
        return told[0]

    return after


class _Event(threading.Event):
    def __init__(self, told):
        super().__init__()
        self._told = told

    def wait(self, timeout=None):
        self._told.append(timeout)
        return True


def test_each_failure_is_waited_for_twice_as_long_up_to_two_minutes(waited):
    for failures in range(1, 12):
        most = min(2.0 * 2**failures, 120.0)
        assert all(most / 2 <= waited(AWAY, failures, seed) <= most for seed in range(20))


def test_fifty_devices_that_lost_their_hub_at_once_do_not_come_back_at_once(waited):
    pauses = sorted(waited(AWAY, 5, seed) for seed in range(50))

    assert pauses[-1] - pauses[0] > 20
    assert max(b - a for a, b in itertools.pairwise(pauses)) < 8


def test_what_a_person_must_change_is_not_asked_for_every_few_seconds(waited):
    assert waited(REFUSED, 1) >= 60
