"""What every test may be given: a clock that stands still, a real library on disk, English, and the same random draws."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from kclub_desktop import words
from kclub_desktop.clock import FixedClock
from kclub_desktop.store import make_library

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("kclub", deadline=None, derandomize=True)
settings.load_profile("kclub")


@pytest.fixture
def clock():
    return FixedClock(1_790_000_000)


@pytest.fixture
def library(tmp_path, clock):
    with make_library(tmp_path / "library", name="Zhixing", clock=clock) as made:
        yield made


@pytest.fixture(autouse=True)
def _english():
    words.set_language("en")
    yield
    words.set_language("en")
