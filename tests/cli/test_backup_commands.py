"""Backing up, going back, encrypting and archiving, as a person types it."""

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import SystemClock
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.encryption import locks
from kclub_desktop.store.tables import Member
from tests.making import made_library


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "COST", 1 << 10)
    monkeypatch.setenv("KCLUB_PASSPHRASE", "for this test")
    monkeypatch.setenv("KCLUB_CONFIGURATION", str(tmp_path / "configuration"))


@pytest.fixture
def club(tmp_path):
    with made_library(tmp_path / "club", name="Club", clock=SystemClock()) as library:
        add(library, "Anna")
    return tmp_path / "club"


def add(library, name):
    with library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name=name, created_at=1)


def kclub(*words, language="en", input=None):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)], input=input)


def answered(*words, **said):
    result = kclub(*words, "--json", **said)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def members(folder):
    with open_library(folder, clock=SystemClock()) as library:
        return [name for (name,) in library.rows("SELECT name FROM member ORDER BY id")]


def test_a_backup_made_listed_and_gone_back_to(club):
    made = answered("backup", "--library", club)
    with open_library(club, clock=SystemClock()) as library:
        add(library, "Bo")
    listed = answered("backup", "--library", club, "--list")
    assert [each["file"] for each in listed["backups"]] == [made["file"]]
    done = answered("restore", made["file"], "--library", club)
    assert members(club) == ["Anna"] and done["counts"]["member"] == 1
    answered("restore", done["kept"], "--library", club)
    assert members(club) == ["Anna", "Bo"]


def test_a_scheduler_makes_one_a_day(club):
    assert answered("backup", "--library", club, "--if-due")["reason"] == "daily"
    assert answered("backup", "--library", club, "--if-due") == {"made": False}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_said_is_in_the_persons_language(club, language):
    said = kclub("backup", "--library", club, language=language).stdout
    assert ("opened and checked" in said) == (language == "en")
    listed = kclub("backup", "--library", club, "--list", language=language).stdout
    assert ("By hand" if language == "en" else "手动") in listed


def test_a_locked_backup_in_another_folder_needs_its_passphrase(club, tmp_path, monkeypatch):
    monkeypatch.setenv("KCLUB_NEW_PASSPHRASE", "correct horse battery")
    made = answered("backup", "--library", club, "--to", tmp_path / "stick", "--passphrase")
    assert made["locked"] and made["file"].startswith(str(tmp_path / "stick"))
    refused = kclub("restore", made["file"], "--library", tmp_path / "new")
    assert refused.exit_code == 1 and "does not open" in refused.stderr
    monkeypatch.setenv("KCLUB_PASSPHRASE", "correct horse battery")
    answered("restore", made["file"], "--library", tmp_path / "new")
    assert members(tmp_path / "new") == ["Anna"]


def test_encrypting_changing_the_passphrase_and_decrypting(club):
    assert answered("encrypt", "--library", club, input="correct horse battery\n") == {
        "encrypted": True,
        "changed": False,
        "keyring": True,
    }
    assert members(club) == ["Anna"]
    assert answered("encrypt", "--library", club, input="another good one\n")["changed"]
    assert answered("decrypt", "--library", club) == {"encrypted": False}
    assert members(club) == ["Anna"]


def test_a_short_passphrase_and_a_locked_library_are_said_in_words(club, tmp_path, monkeypatch):
    short = kclub("encrypt", "--library", club, input="short\n")
    assert short.exit_code == 1 and "at least 8" in short.stderr
    answered("encrypt", "--library", club, input="correct horse battery\n")
    monkeypatch.setenv("KCLUB_CONFIGURATION", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("KCLUB_PASSPHRASE")
    for words in (["backup"], ["insights"], ["decrypt"]):
        refused = kclub(*words, "--library", club)
        assert refused.exit_code == 1 and "KCLUB_PASSPHRASE" in refused.stderr, words
        assert "Traceback" not in refused.output
    monkeypatch.setenv("KCLUB_PASSPHRASE", "correct horse battery")
    assert members(club) == ["Anna"]


def test_everything_in_one_archive_and_back(club, tmp_path):
    written = answered("export", "--archive", tmp_path / "all.kclub-archive", "--library", club)
    assert written["files"] == 1
    answered("restore", tmp_path / "all.kclub-archive", "--library", tmp_path / "new")
    assert members(tmp_path / "new") == ["Anna"]


def test_export_says_what_it_can_export(club, tmp_path):
    for words in ([], ["--person", "x"], ["--archive", "a", "--person", "x", "--to", "y"]):
        assert kclub("export", "--library", club, *words).exit_code == 2


def test_a_library_that_is_open_is_not_replaced(club):
    made = answered("backup", "--library", club)
    with open_library(club, clock=SystemClock(), face="desk"):
        refused = kclub("restore", made["file"], "--library", club)
    assert refused.exit_code == 1 and "still open" in refused.stderr


@pytest.mark.parametrize("words", [("encrypt",), ("backup", "--passphrase")])
def test_without_a_passphrase_nothing_is_locked_that_nobody_could_open_again(club, words, monkeypatch):
    monkeypatch.delenv("KCLUB_NEW_PASSPHRASE", raising=False)
    refused = kclub(*words, "--library", club, input="")
    assert refused.exit_code == 1 and "at least" in refused.stderr
    assert not list(club.rglob("*locked")) and members(club) == ["Anna"]


@pytest.mark.parametrize("name", ["community.kclub", "thesis.docx", "link"])
def test_an_archive_takes_no_other_files_place_least_of_all_the_librarys(club, name):
    (club / "thesis.docx").write_text("three years")
    (club / "link").symlink_to(club / "thesis.docx")
    refused = kclub("export", "--library", club, "--archive", club / name)
    assert refused.exit_code == 1 and "is there already" in refused.stderr
    assert members(club) == ["Anna"] and (club / "thesis.docx").read_text() == "three years"


@pytest.mark.parametrize("ending", ["damaged", "gone"])
def test_backups_are_listed_when_the_library_itself_cannot_be_opened(club, ending):
    made = answered("backup", "--library", club)
    if ending == "damaged":
        (club / "community.kclub").write_bytes(b"rubbish" * 1000)
    else:
        (club / "community.kclub").unlink()
    assert [each["file"] for each in answered("backup", "--library", club, "--list")["backups"]] == [
        made["file"]
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_whoever_sits_at_a_terminal_is_asked_for_the_passphrase(club, tmp_path, monkeypatch):
    monkeypatch.setenv("KCLUB_NEW_PASSPHRASE", "correct horse battery")
    assert answered("encrypt", "--library", club)["encrypted"]
    nowhere = {**os.environ, "KCLUB_CONFIGURATION": str(tmp_path / "another computer")}
    nowhere.pop("KCLUB_PASSPHRASE")
    terminal, end = os.openpty()
    command = [sys.executable, "-m", "kclub_desktop.app.main", "backup", "--library", str(club), "--json"]
    with subprocess.Popen(
        command,
        stdin=end,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=nowhere,
        start_new_session=True,
    ) as asking:
        # getpass throws away what was typed before it asks; stderr says when it does.
        said = b""
        while not said.endswith(b": "):
            said += asking.stderr.read(1)
        os.write(terminal, b"correct horse battery\n")
        out, _ = asking.communicate(timeout=60)
    os.close(terminal)
    os.close(end)
    assert asking.returncode == 0 and json.loads(out)["locked"]
