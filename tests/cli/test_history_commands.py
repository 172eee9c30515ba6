"""`kclub history`, `undo` and `redo`, as a person or a script uses them."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import SystemClock
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Member


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)])


@pytest.fixture
def folder(library):
    with library.write(Op.ADD_MEMBER):
        anna = rows.add(library, Member, name="Anna", email="anna@example.org", created_at=1)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, note="first", phone="+8613900000000")
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, note="second")
    return library.folder


def answered(*words):
    result = kclub(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def note(folder):
    with open_library(folder, clock=SystemClock()) as library:
        return library.value("SELECT note FROM member")


def test_history_lists_the_newest_first_with_numbers_that_undo_takes(folder):
    listed = answered("history", "--library", folder)["steps"]

    assert [step["operation"] for step in listed] == ["edit_member", "edit_member", "add_member"]
    assert listed[0]["what"] == "Anna" and listed[0]["undoable"]
    said = kclub("history", "--library", folder, "--limit", 1, language="zh")
    assert "修改" in said.stdout and "Anna" in said.stdout and listed[0]["step"] in said.stdout


def test_the_history_of_one_member_says_each_field_from_old_to_new(folder):
    answer = answered("history", "--library", folder, "--member", "anna@example.org")

    newest = answer["steps"][0]
    assert answer["member"]["name"] == "Anna"
    assert newest["fields"] == [{"field": "note", "before": "first", "after": "second", "applied": True}]
    assert (
        "Note: first → second" in kclub("history", "--library", folder, "--member", "anna@example.org").stdout
    )


def test_undo_takes_back_the_newest_and_redo_brings_it_again(folder):
    undone = answered("undo", "--library", folder)
    assert (undone["taken_back"], undone["left"], note(folder)) == (1, 0, "first")

    again = kclub("redo", "--library", folder)
    assert again.exit_code == 0 and "Done again" in again.stdout
    assert note(folder) == "second"


def test_undo_and_redo_say_which_step_that_was_when_and_on_which_device(folder):
    newest = answered("history", "--library", folder)["steps"][0]

    would = answered("undo", "--library", folder, "--dry-run")["about"]
    undone = answered("undo", "--library", folder)["about"]
    again = answered("redo", "--library", folder)["about"]

    for about in (would, undone, again):
        told = ("step", "operation", "what", "at", "device", "node", "here")
        assert {each: about[each] for each in told} == {each: newest[each] for each in told}
    assert undone["undone"] and not again["undone"]
    for words, language in (("undo", "en"), ("redo", "zh")):
        said = kclub(words, "--library", folder, language=language).stdout.splitlines()[1]
        assert newest["step"] in said and "Anna" in said and ("Edit" in said or "修改" in said)


def test_undo_of_an_older_step_leaves_what_changed_since_and_says_what(folder):
    older = answered("history", "--library", folder)["steps"][1]["step"]

    told = answered("undo", older, "--library", folder, "--dry-run")
    assert (told["taken_back"], told["left"], note(folder)) == (1, 1, "second")
    said = kclub("undo", older, "--library", folder)

    assert "1 thing changed since and stays" in said.stdout
    assert "Member · Note: second" in said.stdout


@pytest.mark.parametrize(
    "words, kind",
    [
        (("undo", "99"), "UnknownChange"),
        (("redo",), "NothingToUndo"),
        (("history", "--member", "nobody@example.org"), "UnknownMember"),
    ],
)
def test_what_cannot_be_is_said_in_words_with_exit_code_1(folder, words, kind):
    result = kclub(*words, "--library", folder, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stderr)["error"]["kind"] == kind
    assert kclub(*words, "--library", folder, language="zh").stderr.strip().endswith(("。", "！"))


def test_a_step_that_is_taken_back_is_not_taken_back_again(folder):
    newest = answered("history", "--library", folder)["steps"][0]["step"]
    answered("undo", newest, "--library", folder)

    assert "already taken back" in kclub("undo", newest, "--library", folder).stderr
