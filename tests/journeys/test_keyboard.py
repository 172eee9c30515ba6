"""A new owner in front of a real X screen with a keyboard and nothing else: the real program as a process of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest

from kclub_desktop.clock import SystemClock
from kclub_desktop.store import make_library
from kclub_desktop.store.library import FILE_NAME

PATIENCE_SECONDS = 120
pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="no X server to draw on"
)


@pytest.fixture
def screen():
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


class Person:
    """Types, and looks into the file for what came of it."""

    def __init__(self, screen, folder, home):
        self.folder = folder
        self.environ = {
            **os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "HOME": str(home), "LANG": "C.UTF-8",
            "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home),
        }  # fmt: skip
        self.program = subprocess.Popen(
            [sys.executable, "-m", "kclub_desktop.app.main", "--library", str(folder)],
            env=self.environ, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._do("search", "--sync", "--onlyvisible", "--name", "Club")
        self.look_at_the_desk()

    def look_at_the_desk(self):
        """Give the main window the keyboard, as a window manager would when a form closes."""
        window = self._do("search", "--onlyvisible", "--name", "Club").split()[0]
        self._do("windowfocus", "--sync", window)

    def press(self, *keys):
        for key in keys:
            self._do("key", "--clearmodifiers", key)
            time.sleep(0.3)

    def type(self, text):
        self._do("type", "--delay", "20", text)
        time.sleep(0.3)

    def value(self, sql):
        connection = sqlite3.connect(f"file:{self.folder / FILE_NAME}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def sees(self, sql, wanted):
        """Wait until the file says so."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if self.value(sql) == wanted:
                return True
            time.sleep(0.1)
        return False

    def _do(self, *words):
        told = subprocess.run(
            ["xdotool", *words], env=self.environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
            check=True,
        )  # fmt: skip
        return told.stdout


@pytest.fixture
def person(screen, tmp_path):
    folder = tmp_path / "club"
    make_library(folder, name="Club", clock=SystemClock()).shut()
    made = Person(screen, folder, tmp_path)
    yield made
    made.program.terminate()
    made.program.wait()


def test_a_member_is_added_and_taken_back_without_a_mouse(person):
    live = "SELECT count(*) FROM member WHERE deleted_at IS NULL AND email = 'nadia@example.org'"
    person.press("ctrl+2", "ctrl+n")
    person.type("Nadia Haddad")
    person.press("Tab")
    person.type("nadia@example.org")
    person.press("Return")
    assert person.sees(live, 1), "the form did not keep the member"

    person.look_at_the_desk()
    person.press("ctrl+z")
    assert person.sees(live, 0), "Ctrl+Z did not take it back"
    assert person.program.poll() is None, person.program.stderr.read()


def test_the_palette_opens_a_page_that_is_remembered(person):
    person.press("ctrl+k")
    person.type("insights")
    person.press("Return")
    assert person.sees("SELECT value FROM setting WHERE name = 'desk.page'", "insights")
