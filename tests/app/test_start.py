"""`kclub` from outside, as a process: it opens with the demo when there is nothing, and its errors are words."""

import json
import os
import subprocess
import sys

import pytest

from kclub_desktop.clock import SystemClock
from kclub_desktop.store import make_library


def kclub(home, *words):
    environ = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "KCLUB_EXIT_WHEN_READY": "1",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        [sys.executable, "-m", "kclub_desktop.app.main", *map(str, words)],
        env=environ, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_without_a_library_the_demo_opens_and_is_there_next_time(tmp_path):
    for _ in range(2):
        told = kclub(tmp_path)
        assert told.returncode == 0, told.stderr
        assert json.loads(told.stdout)["ready_ms"] > 0
    assert (tmp_path / "data" / "kclub" / "demo" / "community.kclub").is_file()


def test_a_library_of_ones_own_is_opened_by_its_folder(tmp_path):
    make_library(tmp_path / "club", name="Club", clock=SystemClock()).shut()
    told = kclub(tmp_path, "--library", tmp_path / "club")
    assert told.returncode == 0, told.stderr
    assert not (tmp_path / "data" / "kclub" / "demo").exists()


@pytest.mark.parametrize("words", [("--library", "nowhere"), ("--language", "en", "--library", "nowhere")])
def test_a_folder_without_a_library_is_named_without_a_traceback(tmp_path, words):
    told = kclub(tmp_path, *words)
    assert "There is no KClub library in nowhere." in told.stderr
    assert "Traceback" not in told.stderr
    assert told.returncode == 1


def test_a_second_desk_on_the_same_library_is_refused_in_words(tmp_path):
    from kclub_desktop.store import open_library

    make_library(tmp_path / "club", name="Club", clock=SystemClock()).shut()
    with open_library(tmp_path / "club", clock=SystemClock(), face="desk"):
        told = kclub(tmp_path, "--library", tmp_path / "club")
    assert "already open" in told.stderr and told.returncode == 1


def test_a_word_that_is_no_command_is_refused_with_the_ones_there_are(tmp_path):
    told = kclub(tmp_path, "imprt")
    assert told.returncode == 2 and "import" in told.stderr
