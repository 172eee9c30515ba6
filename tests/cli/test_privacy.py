"""`kclub erase` as a person types it."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)])


@pytest.fixture
def anna(library):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, name="Anna", email="anna@example.org", created_at=1)


def test_a_dry_run_says_what_would_go_and_erases_nobody(library, anna):
    result = kclub("erase", "anna@example.org", "--library", library.folder, "--dry-run")

    assert result.exit_code == 0 and "cannot be undone" in result.stdout
    assert library.value("SELECT name FROM member") == "Anna"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_erasing_from_the_command_line(library, anna, language):
    result = kclub("erase", "anna@example.org", "--library", library.folder, "--yes", language=language)

    assert result.exit_code == 0, result.output
    assert library.value("SELECT name FROM member") == ""


def test_the_answer_to_a_script_has_ids_as_text_and_counts(library, anna):
    told = json.loads(kclub("erase", anna, "--library", library.folder, "--json").stdout)

    assert told["erased"] and told["members"] == [str(anna)] and told["rows"]["member"] == 1


def test_somebody_who_is_not_there_is_said_in_words(library):
    result = kclub("erase", "nobody@example.org", "--library", library.folder)
    assert result.exit_code == 1 and "nobody@example.org" in result.stderr
