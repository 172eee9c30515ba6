"""What every test may be given: a clock that stands still, a real library on disk, English, and the same random draws."""

import gc
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from kclub_desktop import words
from kclub_desktop.clock import FixedClock
from kclub_desktop.store import make_library, open_library

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Two workers on two cores: more threads of numpy's only wait for one another. It reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
settings.register_profile("kclub", deadline=None, derandomize=True)
settings.load_profile("kclub")


@pytest.fixture
def clock():
    return FixedClock(1_790_000_000)


@pytest.fixture(scope="session")
def new_library(tmp_path_factory):
    """A library nobody has written to: making its thousand triggers takes longer than most tests."""
    folder = tmp_path_factory.mktemp("new") / "library"
    make_library(folder, name="Zhixing", clock=FixedClock(1_790_000_000)).shut()
    return folder


@pytest.fixture
def library(tmp_path, clock, new_library):
    with open_library(shutil.copytree(new_library, tmp_path / "library"), clock=clock) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _swept_here():
    """As in the program: what is left of a window is freed on the window's thread, never on that of a job."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture
def qtbot(qtbot, monkeypatch):
    """As in the program: whoever opened a window holds it until it is closed.

    A test's own name for it is gone before what it asked to be deleted later is: a button that was deleted then could be
    the last to hold the window, and took it along while it was itself being deleted by it, which is a crash.
    """
    held, add = [], qtbot.addWidget

    def holding(widget, **more):
        held.append(widget)
        add(widget, **more)

    monkeypatch.setattr(qtbot, "addWidget", holding)
    return qtbot


@pytest.fixture(autouse=True)
def _english():
    words.set_language("en")
    yield
    words.set_language("en")
