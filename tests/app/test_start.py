"""`kclub` from outside, as a process: it asks first when there is nothing, and its errors are words."""

import json
import os
import subprocess
import sys

import pytest

from kclub_desktop.clock import SystemClock
from tests.making import made_library


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


def test_without_a_library_it_asks_first_and_makes_nothing_behind_ones_back(tmp_path):
    told = kclub(tmp_path)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["ready_ms"] > 0
    assert not (tmp_path / "data" / "kclub" / "library").exists()
    assert not (tmp_path / "data" / "kclub" / "demo").exists()


def test_ones_own_library_opens_at_once_the_next_time(tmp_path):
    made_library(tmp_path / "data" / "kclub" / "library", name="Club", clock=SystemClock()).shut()
    told = kclub(tmp_path)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["ready_ms"] > 0


def test_a_damaged_library_of_ones_own_is_named_and_not_taken_for_none(tmp_path):
    folder = tmp_path / "data" / "kclub" / "library"
    folder.mkdir(parents=True)
    (folder / "community.kclub").write_bytes(b"not a database at all, but somebody's only file" * 40)
    told = kclub(tmp_path)
    assert told.returncode == 1 and "cannot be" in told.stderr, told.stderr
    assert (folder / "community.kclub").stat().st_size > 1000


def test_a_library_of_ones_own_is_opened_by_its_folder(tmp_path):
    made_library(tmp_path / "club", name="Club", clock=SystemClock()).shut()
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

    made_library(tmp_path / "club", name="Club", clock=SystemClock()).shut()
    with open_library(tmp_path / "club", clock=SystemClock(), face="desk"):
        told = kclub(tmp_path, "--library", tmp_path / "club")
    assert "already open" in told.stderr and told.returncode == 1


def test_a_word_that_is_no_command_is_refused_with_the_ones_there_are(tmp_path):
    told = kclub(tmp_path, "imprt")
    assert told.returncode == 2 and "import" in told.stderr


def test_an_encrypted_library_opens_with_its_passphrase_and_is_said_to_need_it(tmp_path, monkeypatch):
    from kclub_desktop.secrets import Held
    from kclub_desktop.store.encryption.changing import encrypt

    made_library(tmp_path / "club", name="Club", clock=SystemClock()).shut()
    encrypt(tmp_path / "club", "correct horse battery", clock=SystemClock(), secrets=Held())
    refused = kclub(tmp_path, "--library", tmp_path / "club")
    assert "is encrypted" in refused.stderr and refused.returncode == 1
    monkeypatch.setenv("KCLUB_PASSPHRASE", "correct horse battery")
    told = kclub(tmp_path, "--library", tmp_path / "club")
    assert told.returncode == 0, told.stderr


def test_a_damaged_library_is_refused_with_the_backup_that_brings_it_back(tmp_path):
    from kclub_desktop.store import Op, rows
    from kclub_desktop.store.backup import Reason, make
    from kclub_desktop.store.tables import Member

    with made_library(tmp_path / "club", name="Club", clock=SystemClock()) as library:
        with library.write(Op.ADD_MEMBER):
            rows.add(library, Member, name="Anna", created_at=1)
        make(library, Reason.MANUAL)
    (tmp_path / "club" / "community.kclub").write_bytes(b"not any more" * 1000)
    told = kclub(tmp_path, "--library", tmp_path / "club")
    assert "There is a good backup of" in told.stderr and "Traceback" not in told.stderr
    assert told.returncode == 1
