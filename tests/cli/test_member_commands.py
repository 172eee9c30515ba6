"""`kclub member …`, as a person or a script uses it: every job from adding to merging, and what cannot be is refused."""

import json

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member, Payment


@pytest.fixture
def kclub(library):
    def run(*words, language="en", ok=True):
        done = CliRunner().invoke(
            app, ["--language", language, *map(str, words), "--library", str(library.folder)]
        )
        assert (done.exit_code == 0) is ok, done.output
        return done

    run.json = lambda *words: json.loads(run(*words, "--json").stdout)
    return run


def test_a_member_is_added_shown_edited_and_found(kclub):
    bo = kclub.json("member", "add", "Bo", "--email", "bo@example.org")["member"]
    kclub("member", "field", "Size", "--kind", "choice", "--choices", "S,M,L")
    added = kclub.json(
        "member", "add", "李娜", "--email", "LiNa@example.org", "--phone", "138 0000 0000", "--birthday", "1990/5/3",
        "--tags", "写作, 常客", "--referrer", "bo@example.org", "--household", "李家", "--set", "Size=m", "--lead",
    )  # fmt: skip

    told = kclub.json("member", "show", added["member"])
    assert (told["name"], told["email"], told["phone"]) == ("李娜", "lina@example.org", "+8613800000000")
    assert (told["birthday"], told["referrer"], told["household"]) == ("1990-05-03", bo, "李家")
    assert (told["own"], told["status"], told["joined_at"]) == ({"Size": "M"}, "lead", None)
    kclub(
        "member", "edit", "lina@example.org", "--note", "likes tea", "--referrer", "-", "--company", "Studio"
    )
    told = kclub.json("member", "show", "lina@example.org")
    assert (told["note"], told["referrer"], told["household"]) == ("likes tea", None, "Studio")
    found = kclub.json("member", "list", "--find", "lina")
    assert [one["name"] for one in found["members"]] == ["李娜"]
    assert kclub.json("member", "list", "--tag", "常客", "--leads")["count"] == 1
    for language in ("en", "zh"):
        assert "李娜" in kclub("member", "show", "lina@example.org", language=language).stdout


def test_a_lead_joins_is_tagged_archived_and_brought_back(kclub, library):
    kclub("member", "add", "Anna", "--email", "a@example.org", "--lead")

    assert kclub.json("member", "join", "a@example.org") == {"changed": 1}
    assert kclub.json("member", "join", "a@example.org") == {"changed": 0}
    assert library.value("SELECT count(*) FROM activity WHERE kind = 'sign_up'") == 1
    kclub("member", "tag", "a@example.org", "--add", "vip, writer")
    kclub("member", "tag", "a@example.org", "--remove", "VIP")
    assert kclub.json("member", "show", "a@example.org")["tags"] == "writer"
    kclub("member", "archive", "a@example.org")
    assert kclub.json("member", "list")["count"] == 0
    kclub("member", "restore", "a@example.org")
    assert kclub.json("member", "list")["count"] == 1


def test_notes_contacts_and_things_to_do_are_kept(kclub):
    kclub("member", "add", "Anna", "--email", "a@example.org")
    kclub("member", "note", "a@example.org", "called, wants a receipt")
    kclub("member", "contact", "a@example.org", "wechat", "anna_88")
    todo = kclub.json("member", "remind", "a@example.org", "send it", "--by", "2027-01-31", "--kind", "call")
    kclub("member", "done", todo["follow_up"])

    told = kclub.json("member", "show", "a@example.org")
    assert [one["body"] for one in told["notes"]] == ["called, wants a receipt"]
    assert [(one["kind"], one["value"]) for one in told["contacts"]] == [("wechat", "anna_88")]
    assert [(one["words"], one["done_at"] is not None) for one in told["to_do"]] == [("send it", True)]


def test_duplicates_are_listed_and_merged_and_undo_brings_both_back(kclub, library):
    kept = kclub.json("member", "add", "Anna Meier", "--email", "a@example.org")["member"]
    other = kclub.json("member", "add", "Anna Meyer", "--email", "a@example.org")["member"]
    with library.write(Op.RECORD_ORDER):
        rows.add(library, Payment, member=int(other), amount=5, currency="CNY", paid_at=1)

    (pair,) = kclub.json("member", "duplicates")["pairs"]
    assert pair["members"] == [kept, other] and pair["confidence"] >= 90
    assert "Anna Meyer" in kclub("member", "duplicates", language="zh").stdout
    done = kclub.json("member", "merge", kept, other, "--take", "name")
    assert done["brought"]["payment"] == 1
    assert library.rows("SELECT member FROM payment") == [(int(kept),)]
    assert kclub.json("member", "show", kept)["name"] == "Anna Meyer"
    kclub("undo")
    assert kclub.json("member", "duplicates")["count"] == 1
    kclub("member", "not-same", kept, other)
    assert kclub.json("member", "duplicates")["count"] == 0


def test_all_certain_pairs_are_merged_as_one_step_after_a_backup(kclub, library):
    for number in range(3):
        for _ in range(2):
            kclub("member", "add", f"Anna {number}", "--email", f"a{number}@example.org")

    assert len(kclub.json("member", "merge", "--certain")["merged"]) == 3
    assert kclub.json("member", "list")["count"] == 3
    assert [one for one in (library.folder / "backups").iterdir() if "merge" in one.name]
    kclub("undo")
    assert kclub.json("member", "list")["count"] == 6


@pytest.mark.parametrize(
    "words",
    [
        ("member", "add", "Anna", "--birthday", "31.2."),
        ("member", "add", " "),
        ("member", "add", "Anna", "--email", "nobody"),
        ("member", "add", "Anna", "--referrer", "nobody@example.org"),
        ("member", "add", "Anna", "--set", "Shoe=5"),
        ("member", "edit", "nobody@example.org", "--name", "X"),
        ("member", "merge", "bo@example.org", "bo@example.org"),
        ("member", "not-same", "bo@example.org", "bo@example.org"),
        ("member", "remind", "bo@example.org", "x", "--by", "soon"),
        ("member", "field", "Size", "--kind", "choice", "--choices", "S"),
        ("member", "done", "5"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(kclub, library, words):
    kclub("member", "add", "Bo", "--email", "bo@example.org")
    before = library.value("SELECT count(*) FROM change")

    refused = kclub(*words, "--json", ok=False)

    assert json.loads(refused.stderr)["error"]["message"]
    assert library.value("SELECT count(*) FROM change") == before
    assert library.value("SELECT count(*) FROM member") == 1


def test_an_erased_and_a_merged_member_is_nobody_any_more(kclub, library):
    with library.write(Op.ADD_MEMBER):
        kept = rows.add(library, Member, name="Anna", created_at=1)
        rows.add(library, Member, name="Anna", email="old@example.org", merged_into=kept, created_at=1)

    kclub("member", "show", "old@example.org", "--json", ok=False)
