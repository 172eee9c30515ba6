"""Python looks for what nothing needs when the program says so, and what it looked through once is not looked through again."""

import gc
import threading
import weakref

import pytest

from kclub_desktop.app.sweeping import Sweeping


class Thing:
    """One that needs itself."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def sweeping(qtbot, qapp):
    made = Sweeping(qapp)
    yield made
    made.setParent(None)
    made.deleteLater()
    gc.enable()
    gc.unfreeze()


def test_nothing_is_looked_through_in_the_midst_of_work_and_no_rubbish_stays(sweeping):
    swept = []
    gc.callbacks.append(lambda phase, told: swept.append(told["generation"]) if phase == "start" else None)
    try:
        kept = [[number] for number in range(200_000)]
        other = threading.Thread(target=lambda: kept.extend([number] for number in range(200_000)))
        other.start()
        other.join()
        assert len(kept) == 400_000 and not swept
    finally:
        gc.callbacks.pop()

    gone = weakref.ref(Thing())
    sweeping.sweep()
    assert gone() is None


def test_what_is_needed_no_more_goes_soon_and_on_the_windows_thread(sweeping, qtbot):
    where = []
    gone = weakref.ref(Thing(), lambda _gone: where.append(threading.current_thread()))
    qtbot.waitUntil(lambda: gone() is None)
    assert where == [threading.main_thread()]


def test_what_was_set_aside_is_freed_once_there_is_twice_as_much(sweeping):
    sweeping._set_aside()
    thing = Thing()
    gone = weakref.ref(thing)
    sweeping.sweep()
    del thing
    sweeping.sweep()
    assert gone() is not None, "this sweep is for what is new"

    more = [[number] for number in range(2 * gc.get_freeze_count())]
    sweeping.sweep()
    sweeping.sweep()
    assert more and gone() is None
