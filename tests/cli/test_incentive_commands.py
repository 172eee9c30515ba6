"""Levels, points, badges and leaderboards from the command line, as scripts use them."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import SystemClock
from kclub_desktop.community import badges, benefits, level_rules, members
from kclub_desktop.community.badges import Honour
from kclub_desktop.community.benefits import Given
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import Condition
from tests.making import made_library


@pytest.fixture
def folder(tmp_path):
    with made_library(tmp_path / "club", name="Club", clock=SystemClock()) as library:
        members.add(library, {"name": "Anna", "email": "anna@example.org"})
        level_rules.save(
            library, [Rank(0, "Silver", 1, ((Condition("spend", 80_000, 365),),)), Rank(0, "Gold", 2)]
        )
        badges.save(library, Honour(0, "Helper"))
        benefits.save(library, Given(0, "other", "Coffee", points=30))
    return tmp_path / "club"


def run(folder, *words, code=0):
    result = CliRunner().invoke(app, ["--language", "en", *words, "--library", str(folder), "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout if code == 0 else result.stderr)


def test_points_are_given_spent_taken_back_and_listed(folder):
    assert run(folder, "points", "add", "anna@example.org", "50", "--why", "welcome")["points"] == 50
    spent = run(folder, "points", "spend", "anna@example.org", "--benefit", "Coffee")
    assert spent["points"] == 20
    refused = run(folder, "points", "spend", "anna@example.org", "--points", "21", "--why", "Mug", code=1)
    assert refused["error"]["kind"] == "NotEnoughPoints"
    assert "They have 20 points" in refused["error"]["message"]
    run(folder, "points", "undo", spent["line"])
    shown = run(folder, "points", "show", "anna@example.org")
    assert (shown["points"], shown["next"], shown["words"]) == (50, "Silver", "¥800 to Silver")
    lines = run(folder, "points", "history", "anna@example.org")["lines"]
    assert sorted(line["points"] for line in lines) == [-30, 30, 50]
    assert run(folder, "points", "undo", "5", code=1)["error"]["kind"] == "UnknownPoints"


def test_levels_are_listed_explained_previewed_given_and_counted(folder):
    assert [one["name"] for one in run(folder, "level", "list")["levels"]] == ["Silver", "Gold"]
    assert run(folder, "level", "rules")["levels"][0]["words"] == "Reached with spend ¥800 within a year."
    assert run(folder, "level", "set", "anna@example.org", "Gold")["level"] == "Gold"
    assert run(folder, "level", "preview", "--level", "Silver", "--spend", "10")["down"] == 0
    assert run(folder, "level", "set", "anna@example.org", "Tin", code=1)["error"]["kind"] == "UnknownLevel"
    assert run(folder, "level", "recount")["members"] == 1


def test_badges_and_boards(folder):
    run(folder, "badge", "award", "Helper", "anna@example.org")
    assert run(folder, "badge", "list")["badges"][0]["holders"] == 1
    run(folder, "badge", "take", "Helper", "anna@example.org")
    assert run(folder, "badge", "list")["badges"][0]["holders"] == 0
    assert (
        run(folder, "badge", "award", "Nobody", "anna@example.org", code=1)["error"]["kind"] == "UnknownBadge"
    )
    assert run(folder, "leaderboard")["places"] == []
    assert run(folder, "leaderboard", "height", code=1)["error"]["kind"] == "FieldRefused"
    assert run(folder, "leaderboard", "--since", "yesterday", code=1)["error"]["kind"] == "FieldRefused"
