"""`kclub order`, `pay`, `refund`, `receipt`, `day-end`, `coupon`, as a person or a script uses them."""

import json

import pytest
import typer
from typer.testing import CliRunner

from kclub_desktop.app import receipt_command
from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Member

whole = typer.Typer()
receipt_command.add_to(whole)
whole.command("nothing")(lambda: None)


def kclub(*words, language="en"):
    return CliRunner().invoke(app, ["--language", language, *map(str, words)])


def answer(*words):
    done = kclub(*words, "--json")
    assert done.exit_code == 0, done.output + done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def folder(library):
    with library.write(Op.IMPORT):
        rows.add(library, Member, name="Anna", email="anna@example.org", created_at=1)
        rows.add(
            library,
            Course,
            title="Ink Painting",
            price=12900,
            currency="CNY",
            status="published",
            created_at=1,
        )
    return library.folder


def test_an_order_is_placed_paid_in_parts_and_given_back(library, folder):
    at = ("--library", folder)
    placed = answer("order", "add", "anna@example.org", "--course", "ink", "--item", "Book=45.00", *at)
    assert (placed["total"], placed["due"], placed["state"]) == (17400, 17400, "open")
    number = placed["reference"]
    assert answer("pay", number, "100", "cash", *at)["due"] == 7400
    assert answer("pay", number, "all", "wechat", *at)["state"] == "paid"
    assert answer("refund", number, "20.00", "--why", "kind", *at)["given_back"] == 2000
    assert answer("order", "list", "--state", "paid", *at)["count"] == 1
    assert len(answer("order", "show", number, *at)["facts"]) == 3
    day = answer("day-end", "--counted", "80.00", *at)
    assert day["net"] == {"CNY": 15400}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_answer_is_in_words_too(folder, language):
    at = ("--library", folder)
    number = answer("order", "add", "anna@example.org", "--course", "ink", *at)["reference"]
    for words in (
        ("order", "list"), ("order", "show", number), ("pay", number, "200", "cash"), ("refund", number, "all"),
        ("day-end",), ("coupon", "add", "X", "--percent", 10), ("coupon", "list"), ("coupon", "stop", "X"),
        ("order", "cancel", number),
    ):  # fmt: skip
        done = kclub(*words, *at, language=language)
        assert done.exit_code == 0 and done.stdout.strip(), (words, done.output, done.stderr)


def test_paid_at_once_is_one_step_that_undo_takes_back_as_a_whole(library, folder):
    at = ("--library", folder)
    placed = answer("order", "add", "anna@example.org", "--course", "ink", "--paid", "card", *at)
    assert placed["state"] == "paid"
    step = library.value("SELECT id FROM change_set WHERE operation = 'take_payment'")
    undone = answer("undo", step, *at)
    assert undone["corrected"] == 1
    assert answer("order", "show", placed["reference"], *at)["state"] == "cancelled"


@pytest.mark.parametrize(
    "words",
    [("order", "add", "anna@example.org"), ("order", "add", "anna@example.org", "--item", "x=1.234"),
     ("order", "show", "no"), ("pay", "no", "1", "cash"), ("order", "add", "nobody", "--item", "x=1"),
     ("order", "add", "anna@example.org", "--item", "x=1", "--coupon", "NO"),
     ("order", "add", "anna@example.org", "--item", "x=1", "--paid", "shells"), ("day-end", "2026-13-01"),
     ("order", "list", "--from", "soon"), ("coupon", "add", "X")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(library, folder, words):
    refused = kclub(*words, "--library", folder, "--json")
    assert refused.exit_code == 1 and json.loads(refused.stderr)["error"]["message"]
    assert library.rows('SELECT 1 FROM "order"') == library.rows("SELECT 1 FROM payment") == []


def test_a_receipt_is_issued_written_and_voided(library, folder, tmp_path):
    number = answer(
        "order", "add", "anna@example.org", "--course", "ink", "--paid", "cash", "--library", folder
    )["reference"]

    def receipt(*words):
        done = CliRunner().invoke(whole, ["receipt", "--library", str(folder), *map(str, words), "--json"])
        return done.exit_code, json.loads(done.stdout or done.stderr)

    file = tmp_path / "r.pdf"
    code, said = receipt(number, "--pdf", file)
    assert (code, said["code"], said["amount"]) == (0, "R0-00001", 12900)
    assert file.read_bytes().startswith(b"%PDF")
    assert receipt(number)[1]["code"] == "R0-00001"
    assert receipt(number, "--pdf", file)[0] == 1
    assert receipt("--void", "R0-00001", "--why", "name")[1]["code"] == "R0-00002"
    assert receipt("--void", "R0-00001")[0] == 1
    assert [one["voided"] for one in receipt()[1]["receipts"]] == [False, True]


def test_the_list_is_written_as_csv_once(folder, tmp_path):
    answer("order", "add", "anna@example.org", "--item", "=1+1=5.00", "--library", folder)
    file = tmp_path / "orders.csv"
    assert answer("order", "list", "--csv", file, "--library", folder)["rows"] == 1
    assert "'=1+1" in file.read_text("utf-8-sig")
    assert kclub("order", "list", "--csv", file, "--library", folder).exit_code == 1


def test_a_coupon_is_changed_shown_stopped_and_used_again(library, folder):
    at = ("--library", folder)
    answer("coupon", "add", "fair", "--percent", 10, "--limit", 5, *at)
    answer(
        "coupon", "edit", "fair", "--percent", 15, "--limit", 0, "--to", "2030-01-31", "--name", "Fair", *at
    )
    answer("order", "add", "anna@example.org", "--course", "ink", "--coupon", "fair", *at)
    told = answer("coupon", "show", "FAIR", *at)
    assert (told["percent"], told["use_limit"], told["used"], told["given"]) == (1500, None, 1, {"CNY": 1935})
    refused = kclub("coupon", "edit", "fair", "--percent", 20, *at)
    assert refused.exit_code != 0 and "FAIR" in refused.stderr
    assert answer("coupon", "stop", "fair", *at)["active"] is False
    assert answer("coupon", "resume", "fair", *at)["active"] is True
    assert "有效" in kclub("coupon", "show", "fair", *at, language="zh").stdout


def test_a_slip_of_the_finger_is_refused_in_words_and_nothing_is_written(library, folder):
    at = ("--library", folder)
    placed = answer("order", "add", "anna@example.org", "--item", "Book=45.00", *at)["reference"]
    yen = answer("order", "add", "anna@example.org", "--item", "Tea=450", "--currency", "JPY", *at)[
        "reference"
    ]
    before = library.value("SELECT max(id) FROM change_set")
    for words in (
        ("order", "add", "anna@example.org", "--item", "Book=1", "--due", "9999-12-31"),
        ("day-end", "9999-12-31"),
        ("coupon", "add", "X", "--percent", "0.001"),
        ("coupon", "add", "X", "--percent", "5", "--periods", 2**63),
        ("pay", placed, "1e12", "cash"),
        ("pay", placed, "0.001", "cash"),
        ("pay", yen, "4.50", "cash"),
        ("pay", yen, "1", "cheque"),
        ("refund", placed, "1"),
        ("refund", placed, "1", "--payment", 2**63),
        ("order", "add", "anna@example.org", "--ticket", 2**63),
    ):
        refused = kclub(*words, *at, "--json")
        assert refused.exit_code in (1, 2), (words, refused.exception)
        assert refused.exit_code == 2 or json.loads(refused.stderr)["error"]["message"], words
    assert library.value("SELECT max(id) FROM change_set") == before
