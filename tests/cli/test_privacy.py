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
    told = json.loads(kclub("erase", anna, "--library", library.folder, "--json", "--yes").stdout)

    assert told["erased"] and told["members"] == [str(anna)] and told["rows"]["member"] == 1


@pytest.mark.parametrize("also", [[], ["--json"]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_script_that_did_not_say_yes_erases_nobody(library, anna, also, language):
    result = kclub("erase", anna, "--library", library.folder, *also, language=language)

    assert result.exit_code == 1 and result.stdout == ""
    assert "--yes" in result.stderr and "Anna" in result.stderr
    assert not also or json.loads(result.stderr)["error"]["kind"] == "ErasureUnconfirmed"
    assert library.value("SELECT name FROM member") == "Anna"


def test_somebody_who_is_not_there_is_said_in_words(library):
    result = kclub("erase", "nobody@example.org", "--library", library.folder)
    assert result.exit_code == 1 and "nobody@example.org" in result.stderr


def test_consent_is_recorded_and_told(library, anna):
    words = ("consent", "anna@example.org", "--library", library.folder)
    kclub(*words, "--give", "email", "--how", "form", "--wording", "Letters, please.")
    kclub(*words, "--take-back", "photos")

    told = json.loads(kclub(*words, "--json").stdout)

    assert told["stands"] == {"email": True, "photos": False}
    assert told["log"][1]["wording"] == "Letters, please."
    assert "Letters, please." in kclub(*words).stdout
    assert "同意" in kclub(*words, language="zh").stdout


def test_giving_and_taking_back_at_once_is_refused(library, anna):
    result = kclub("consent", anna, "--library", library.folder, "--give", "email", "--take-back", "email")
    assert result.exit_code == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_retention_rules_are_set_previewed_and_run(library, language):
    with library.write(Op.IMPORT):
        rows.add(library, Member, name="Lead", status="lead", created_at=1)
    words = ("retention", "--library", library.folder)

    nothing = kclub(*words, language=language)
    ruled = kclub(*words, "--keep", "lead=12", "--off", "message", language=language)
    would = kclub(*words, "--dry-run", language=language)
    assert library.value("SELECT name FROM member") == "Lead"
    done = json.loads(kclub(*words, "--json").stdout)

    assert [each.exit_code for each in (nothing, ruled, would)] == [0, 0, 0], would.output
    assert ("off" in nothing.stdout) == (language == "en") and "12" in ruled.stdout and "1" in would.stdout
    assert done["due"] == [{"subject": "lead", "months": 12, "count": 1, "done": True}]
    assert library.value("SELECT name FROM member") == ""


@pytest.mark.parametrize("wrong", [["--keep", "lead"], ["--keep", "lead=0"], ["--off", "nobody"]])
def test_a_rule_that_makes_no_sense_is_refused(library, wrong):
    assert kclub("retention", "--library", library.folder, *wrong).exit_code == 2
