"""`kclub search` and `kclub segment`, as a person or a script uses them."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Member

GOLD = '{"version": 1, "where": {"field": "level", "is": "one_of", "value": ["金卡"]}}'


def kclub(*words, language="en", given=None):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)], input=given)


def answered(*words, given=None):
    result = kclub(*words, "--json", given=given)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def folder(library):
    with library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="李磊", email="lei@example.org", level="金卡", created_at=1)
        rows.add(library, Member, name="Anna", phone="+8613800001234", created_at=1)
        rows.add(library, Course, title="李磊的课", published_at=None, created_at=1)
    return library.folder


def test_search_finds_and_says_how(folder):
    found = answered("search", "lilei", "--library", folder)["found"]

    assert [(each["in"], each["way"]) for each in found] == [("members", "sound"), ("courses", "sound")]
    assert found[0]["name"] == "李磊" and found[0]["email"] == "lei@example.org"
    assert "pinyin" in kclub("search", "lilei", "--library", folder).stdout
    assert "拼音" in kclub("search", "lilei", "--library", folder, language="zh").stdout


def test_search_can_be_kept_to_some_and_to_so_many(folder):
    assert [
        each["in"] for each in answered("search", "李", "--library", folder, "--in", "courses")["found"]
    ] == ["courses"]
    assert len(answered("search", "李", "--library", folder, "--limit", 1)["found"]) == 2
    assert "Nothing fits." in kclub("search", "qqqq", "--library", folder).stdout


def test_a_segment_is_saved_shown_listed_and_deleted(folder, tmp_path):
    saved = answered("segment", "save", "Gold", "--filter", GOLD, "--library", folder)
    assert saved["count"] == 1 and saved["words"] == "Level is 金卡"
    file = tmp_path / "filter.json"
    file.write_text(GOLD, encoding="utf-8")
    again = answered("segment", "save", "gold", "--filter", f"@{file}", "--library", folder)
    piped = answered("segment", "save", "gold", "--filter", "-", "--library", folder, given=GOLD)
    assert again["id"] == saved["id"] == piped["id"]

    assert [
        one["name"] for one in answered("segment", "members", "gold", "--library", folder)["members"]
    ] == ["李磊"]
    assert answered("segment", "show", saved["id"], "--library", folder)["filter"] == json.loads(GOLD)
    listed = answered("segment", "list", "--library", folder)["segments"]
    assert listed[0]["name"] == "gold" and any(one["suggested"] for one in listed)
    assert "等级为金卡" in kclub("segment", "list", "--library", folder, language="zh").stdout

    answered("segment", "delete", "gold", "--library", folder)
    assert kclub("segment", "show", "gold", "--library", folder).exit_code == 1
    assert kclub("undo", "--library", folder).exit_code == 0
    assert answered("segment", "show", "gold", "--library", folder)["count"] == 1


def test_a_suggested_segment_can_be_looked_at_and_saved_by_its_code(folder):
    assert answered("segment", "members", "paying", "--library", folder)["count"] == 0

    saved = answered("segment", "save", "Payers", "--suggested", "paying", "--library", folder)

    assert saved["filter"]["where"]["field"] == "subscription"


def test_a_bad_filter_or_segment_is_refused_in_words(folder):
    bad = kclub(
        "segment", "save", "x", "--filter", '{"version": 1, "where": {"any": []}}', "--library", folder
    )
    assert bad.exit_code == 1 and "where.any" in bad.stderr
    unknown = kclub("segment", "show", "nobody", "--library", folder, language="zh")
    assert unknown.exit_code == 1 and "nobody" in unknown.stderr
    missing = kclub("segment", "save", "x", "--filter", "@/nowhere/file", "--library", folder)
    assert missing.exit_code == 1 and "/nowhere/file" in missing.stderr
