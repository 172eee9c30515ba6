"""Starting the kiosk: from the command line with clear words, and in one go from the first PIN to leaving."""

import os
import signal
import subprocess
import sys
import time

import pytest
from guests import seen_on
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from kclub_desktop.clock import SystemClock
from kclub_desktop.errors import NoEvent, NotALibrary
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Event
from kclub_desktop.ui.kiosk import pin
from kclub_desktop.ui.kiosk.start import open_kiosk, scale_for
from kclub_desktop.ui.kiosk.window import KioskWindow
from kclub_desktop.ui.session import Settings
from tests.making import made_library


def kclub(*words):
    return subprocess.run(
        [sys.executable, "-m", "kclub_desktop.app.main", "--language", "en", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    with made_library(tmp_path / "L", name="A", clock=SystemClock()) as library:
        return library.folder


@pytest.fixture
def evening(folder):
    with open_library(folder, clock=SystemClock()) as library, library.write(Op.EDIT_EVENT):
        now = library.clock.now()
        return rows.add(library, Event, title="Evening", starts_at=now + 600, ends_at=now + 7200)


def test_where_there_is_no_library_or_no_event_the_command_says_what_to_do(tmp_path, folder):
    nowhere, nothing_on = kclub("kiosk", "--library", tmp_path / "no"), kclub("kiosk", "--library", folder)

    assert (nowhere.returncode, nothing_on.returncode) == (1, 1)
    assert "There is no KClub library in" in nowhere.stderr
    assert "Add the event in the desk, then start the kiosk." in nothing_on.stderr
    assert "Traceback" not in nowhere.stderr + nothing_on.stderr


def test_an_event_that_is_not_there_is_refused_before_a_window_is_seen(qapp, folder, evening, tmp_path):
    with pytest.raises(NoEvent):
        open_kiosk(folder, evening + 1)
    with pytest.raises(NotALibrary):
        open_kiosk(tmp_path / "no")
    assert not any(
        isinstance(each, KioskWindow) and each.isVisible() for each in QApplication.topLevelWidgets()
    )


def loops_run():
    loop = QEventLoop()
    QTimer.singleShot(0, lambda: loop.exit(7))
    return loop.exec() == 7


def test_it_opens_at_the_event_that_is_on_keeps_a_pin_shows_a_bug_in_words_and_ends_when_left(
    qapp, folder, evening
):
    seen = []

    def window():
        return next(
            (each for each in qapp.topLevelWidgets() if isinstance(each, KioskWindow) and each.isVisible()),
            None,
        )

    def choose_pin():
        here = window()
        if here is None:
            return QTimer.singleShot(20, choose_pin)
        seen.append((here.isFullScreen(), here.event_shown.id))
        for _ in range(2):
            here.choose_pin.given.emit("1234")
        seen.append(seen_on(here))
        QTimer.singleShot(0, meet_a_bug)
        QTimer.singleShot(20, after_the_bug)

    def meet_a_bug():
        raise ZeroDivisionError

    def after_the_bug():
        here = window()
        if here.screen_shown is not here.result:
            return QTimer.singleShot(20, after_the_bug)
        seen.append(seen_on(here))
        here._ask_pin()
        here.ask_pin.given.emit("1234")

    QTimer.singleShot(0, choose_pin)
    hook = sys.excepthook
    code = open_kiosk(folder)

    assert code == 0 and sys.excepthook is hook
    assert loops_run(), "whatever comes after it in this program still works"
    assert seen[0] == (True, evening)
    assert "Evening" in seen[1] and "Check in" in seen[1]
    assert "Something went wrong." in seen[2]


def test_the_shutdown_of_the_computer_ends_it_though_no_guest_can_close_it(qapp, folder, evening):
    with open_library(folder, clock=SystemClock()) as library:
        pin.keep(Settings(library), "1234")
    asked = []

    def end():
        windows = [w for w in qapp.topLevelWidgets() if isinstance(w, KioskWindow) and w.isVisible()]
        if not windows:
            return QTimer.singleShot(20, end)
        asked.append(windows[0].close())
        os.kill(os.getpid(), signal.SIGTERM)
        QTimer.singleShot(10_000, windows[0].leave)

    QTimer.singleShot(0, end)
    began = time.monotonic()
    assert open_kiosk(folder) == 0
    assert asked == [False] and time.monotonic() - began < 10 and loops_run()


@pytest.mark.parametrize(
    ("screen", "scale"), [((1024, 640), 1.0), ((1280, 800), 1.0), ((1920, 1080), 1.35), ((3840, 2160), 1.5)]
)
def test_the_type_grows_with_the_screen_and_never_shrinks(screen, scale):
    assert scale_for(QSize(*screen)) == pytest.approx(scale)
