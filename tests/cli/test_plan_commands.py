"""Plans and subscriptions from a script: made, started, changed with a preview, renewed; refused in words and with code 1."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.clock import FixedClock
from kclub_desktop.community import members
from tests.making import made_library


@pytest.fixture
def club(tmp_path):
    folder = tmp_path / "club"
    with made_library(folder, name="A", clock=FixedClock(1_790_000_000)) as library:
        members.add(library, {"name": "Anna", "email": "anna@example.org"})
    return folder


def said(club, *words, code=0):
    done = CliRunner().invoke(app, ["--language", "en", *map(str, words), "--library", str(club)])
    assert done.exit_code == code, done.output + str(done.exception)
    return done


def told(club, *words):
    return json.loads(said(club, *words, "--json").stdout)


def test_a_plan_is_made_priced_anew_and_listed(club):
    plan = told(club, "plan", "add", "Basic", "99")["plan"]
    first = told(club, "plan", "list")[0]["prices"][0]
    made = told(club, "plan", "price", "Basic", "129", "--replace", first["id"])
    (row,) = told(club, "plan", "list")
    assert row["id"] == plan == made["plan"] and row["status"] == "on_sale"
    assert [(p["amount"], p["status"]) for p in row["prices"]] == [(12900, "on_sale"), (9900, "retired")]
    assert "¥129.00 a month" in said(club, "plan", "list").stdout
    assert "sold no more" in said(club, "plan", "retire", "basic").stdout


def test_a_coupon_made_for_a_plan_is_taken_off_its_first_order(club):
    told(club, "plan", "add", "Basic", "31")
    told(club, "coupon", "add", "SPRING", "--percent", 50, "--plan", "Basic", "--periods", 3)
    assert (
        told(club, "subscription", "start", "anna@example.org", "Basic", "--coupon", "spring")["due"] == 1550
    )


def test_a_member_gets_a_plan_changes_it_and_leaves(club):
    told(club, "plan", "add", "Basic", "31")
    told(club, "plan", "add", "Better", "62")
    row = told(club, "subscription", "start", "anna@example.org", "Basic", "--paid", "cash")
    assert row["status"] == "active"
    shown = told(club, "subscription", "change", "anna@example.org", "Better", "--dry-run")
    assert not shown["applied"] and shown["due"] > 0
    assert told(club, "subscription", "show", "anna@example.org")[0]["amount"] == 3100
    told(club, "subscription", "change", row["id"], "Better")
    told(club, "subscription", "pause", row["id"])
    refused = said(club, "subscription", "pause", row["id"], code=1)
    assert "is paused: it cannot be paused. You can resume it or cancel it now." in refused.stderr
    told(club, "subscription", "resume", row["id"])
    assert told(club, "subscription", "cancel", row["id"])["cancel_at_period_end"]
    assert not told(club, "subscription", "cancel", row["id"], "--back")["cancel_at_period_end"]
    assert told(club, "subscription", "cancel", row["id"], "--now")["status"] == "canceled"
    assert [one["why"] for one in told(club, "subscription", "list", "win_back")] == ["asked"]


def test_renew_says_what_it_would_do_and_then_that_nothing_is_due(club):
    told(club, "plan", "add", "Basic", "31")
    assert said(club, "renew", "--dry-run").stdout.startswith("Nothing is due.")
    assert told(club, "renew")["subscriptions"] == 0


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("plan", "add", "X", "ninety"), "not an amount"),
        (("plan", "add", "X", "9", "--every", "week"), "by the month"),
        (("plan", "price", "Nothing", "9"), "fits no plan"),
        (("subscription", "start", "anna@example.org", "Nothing"), "fits no plan"),
        (("subscription", "resume", "123"), "fits no subscription"),
    ],
)
def test_what_cannot_be_is_refused_in_words_with_code_1(club, words, part):
    assert part in said(club, *words, code=1).stderr
