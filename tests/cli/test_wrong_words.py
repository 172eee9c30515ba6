"""What a person or a script gets for words that mean nothing: what is wrong with them, never a crash."""

import json
import os
import stat
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member

FAR_TOO_LARGE = str(2**63)


def kclub(*words):
    return CliRunner().invoke(app, ["--language", "en", *map(str, words)])


@pytest.mark.parametrize(
    "words",
    [
        ("undo", FAR_TOO_LARGE),
        ("redo", FAR_TOO_LARGE),
        ("history", "--before", FAR_TOO_LARGE),
        ("history", "--member", FAR_TOO_LARGE),
        ("history", "--member", "9" * 5000),
        ("consent", FAR_TOO_LARGE),
        ("erase", FAR_TOO_LARGE, "--dry-run"),
        ("retention", "--keep", "lead=" + "9" * 5000),
        ("recommend", "--invite", FAR_TOO_LARGE),
    ],
)
def test_a_number_that_no_row_can_have_is_answered_in_words(library, words):
    result = kclub(*words, "--library", library.folder)
    assert result.exit_code in (1, 2) and result.stderr and not result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("doctor",),
        ("nothing",),
        ("undo", "abc", "--library", "L"),
        ("export", "--library", "L"),
        ("hub", "code", "--role", "x"),
    ],
)
def test_a_script_that_asks_for_json_gets_json_for_a_misspelt_option_too(words):
    result = kclub(*words, "--json")
    assert result.exit_code == 2 and not result.stdout
    assert json.loads(result.stderr)["error"]["kind"] == "Usage"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a person's folder to that person")
def test_nothing_the_program_makes_can_be_read_by_other_users_of_the_computer(tmp_path):
    places = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    folder = tmp_path / "club"
    for words in (
        ("demo", folder),
        ("backup", "--library", folder),
        ("backup", "--library", folder, "--to", tmp_path / "stick"),
        ("export", "--library", folder, "--archive", tmp_path / "all.kclub-archive"),
        ("restore", tmp_path / "all.kclub-archive", "--library", tmp_path / "again"),
        ("hub", "code", "--database", tmp_path / "hub.db"),
    ):
        command = [sys.executable, "-m", "kclub_desktop.app.main", *map(str, words)]
        subprocess.run(command, env={**os.environ, **places}, check=True, capture_output=True)
    made = [tmp_path, *tmp_path.rglob("*")][1:]
    assert made and not [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_an_imported_name_gives_no_orders_to_the_terminal(library):
    with library.write(Op.ADD_MEMBER):
        row = rows.add(library, Member, name="\x1b]0;owned\x07\x9b31mAnna", created_at=1)
    for words in (("history",), ("history", "--member", row), ("consent", row), ("erase", row, "--dry-run")):
        result = kclub(*words, "--library", library.folder)
        assert result.exit_code == 0 and not set(result.output) & set("\x1b\x07\x9b")


@pytest.mark.parametrize(
    "words", [("devices",), ("audit",), ("compact",), ("backup", "B"), ("revoke", "laptop")]
)
def test_a_mistyped_hub_is_not_answered_by_an_empty_one(tmp_path, words):
    result = kclub("hub", *words, "--database", tmp_path / "mistyped.db")
    assert result.exit_code == 1 and "cannot be read" in result.stderr
    assert not (tmp_path / "mistyped.db").exists()


def test_a_library_named_as_the_hubs_file_by_mistake_gets_no_tables_of_a_hub(library):
    before = library.rows("SELECT name FROM sqlite_master ORDER BY name")
    (library.folder / "list.txt").write_text("Anna, Bo, and nothing of a database at all" * 100)
    for file in (library.file, library.folder / "list.txt"):
        for words in (("code",), ("devices",)):
            result = kclub("hub", *words, "--database", file)
            assert result.exit_code == 1 and "not a hub's file" in result.stderr
    assert library.rows("SELECT name FROM sqlite_master ORDER BY name") == before
