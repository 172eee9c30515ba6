"""A real X screen, and somebody in front of it who types and looks into the file for what came of it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest

from kclub_desktop.store.library import FILE_NAME

PATIENCE_SECONDS = 120


@pytest.fixture
def screen():
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("no X server to draw on")
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

    def __init__(self, screen, folder, home, *words):
        self.folder = folder
        self.environ = {
            **os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "HOME": str(home), "LANG": "C.UTF-8",
            "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_RUNTIME_DIR": str(home),
        }  # fmt: skip
        self.program = subprocess.Popen(
            [sys.executable, "-m", "kclub_desktop.app.main", *map(str, words)],
            env=self.environ, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def look_at(self, title):
        """Give a window the keyboard, as a window manager would when it opens or a form closes."""
        window = self._do("search", "--sync", "--onlyvisible", "--name", title).split()[0]
        self._do("windowfocus", "--sync", window)
        time.sleep(0.5)

    def press(self, *keys):
        for key in keys:
            self._do("key", "--clearmodifiers", key)
            time.sleep(0.3)

    def type(self, text):
        self._do("type", "--delay", "20", text)
        time.sleep(0.3)

    def value(self, sql):
        """What the file says; None while there is no file."""
        if not (self.folder / FILE_NAME).is_file():
            return None
        connection = sqlite3.connect(f"file:{self.folder / FILE_NAME}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchone()[0]
        except sqlite3.OperationalError:
            return None
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

    def leave(self):
        self.program.terminate()
        self.program.wait()

    def _do(self, *words):
        told = subprocess.run(
            ["xdotool", *words], env=self.environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
            check=True,
        )  # fmt: skip
        return told.stdout
