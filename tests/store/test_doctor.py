"""`kclub doctor`: each kind of trouble is found by name, repaired where it can be, and nothing is lost by it."""

import json
import sqlite3
from contextlib import nullcontext

import pytest
from typer.testing import CliRunner

from kclub_desktop.cli.main import app
from kclub_desktop.demo import make_demo
from kclub_desktop.errors import LibraryUnreadable
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.doctor import State, examine
from kclub_desktop.store.doctor.checks import CHECKS
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.privacy.erasing import erase
from kclub_desktop.store.tables import Course, Member, Rating
from kclub_desktop.words_for_doctor import FINDINGS
from kclub_protocol.ids import snowflake


@pytest.fixture
def member(library):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, name="李娜", email="lina@example.org", created_at=1)


def codes(library, repair=False):
    return {(finding.code, finding.state.value) for finding in examine(library, repair)}


def broken(library, *statements):
    for sql, *params in statements:
        library.execute_sql(sql, params)


def everything(library):
    return library.rows("SELECT * FROM member"), library.rows("SELECT * FROM change")


def test_a_sound_library_gets_no_remark(library, member):
    assert codes(library) == set()


def test_the_demo_community_is_sound(tmp_path, clock):
    with make_demo(tmp_path / "demo", clock=clock) as demo:
        assert codes(demo) == set()


def test_every_finding_has_words():
    assert {code for check in CHECKS for code in check.codes} | {"unreadable"} == set(FINDINGS)


@pytest.mark.parametrize(
    ("code", "breaks"),
    [
        ("triggers_wrong", [("DROP TRIGGER member__made",)]),
        ("triggers_wrong", [("CREATE TRIGGER stranger AFTER INSERT ON setting BEGIN SELECT 1; END",)]),
        ("indices_wrong", [("DROP INDEX member__email",), ("DROP INDEX change__row",)]),
        (
            "indices_wrong",
            [("DROP INDEX member__email",), ("CREATE INDEX member__email ON member (name)",)],
        ),
        ("gate_open", [("UPDATE library_state SET open_change_set = 1",)]),
        ("id_behind", [("UPDATE library_state SET last_id = 1",)]),
        ("stamp_behind", [("UPDATE library_state SET last_stamp = 1",)]),
        ("search_wrong", [("UPDATE search_member SET text = 'nobody'",)]),
        ("search_wrong", [("DELETE FROM search_member",)]),
        ("search_wrong", [("INSERT INTO search_member (id, text) VALUES (5, 'ghost')",)]),
        ("figures_wrong", [("INSERT INTO member_activity (member, last_at) VALUES (5, 5)",)]),
        ("figures_wrong", [("INSERT INTO member_spent (member, currency, amount) VALUES (5, 'CNY', 5)",)]),
    ],
)
def test_what_can_be_repaired_is_found_repaired_and_nothing_is_lost(library, member, code, breaks):
    broken(library, *breaks)
    before = everything(library)
    assert codes(library) == {(code, "fault")}

    assert codes(library, repair=True) == {(code, "repaired")}

    assert codes(library) == set()
    assert everything(library) == before


def test_a_reference_to_nothing_is_named_and_left_as_it_is(library, member):
    with library.write(Op.RATE):
        rows.put(library, Rating, member=member, course=12345, stars=5, rated_at=1)

    assert codes(library, repair=True) == {("dangling", "fault")}

    assert library.value("SELECT course FROM rating") == 12345


def test_rows_of_a_device_nobody_knows_are_worth_a_notice_only(library):
    with library.write(Op.IMPORT):
        rows.add(library, Course, id=snowflake(1_700_000_000_000, 77), title="C", created_at=1)

    assert codes(library) == {("id_of_nobody", "notice")}


def test_history_whose_change_set_is_gone_is_named(library, member):
    broken(library, ("DELETE FROM change_set",))
    assert codes(library, repair=True) == {("log_orphans", "fault")}


def test_somebody_erased_who_is_back_is_erased_again(library, member):
    erase(library, member)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, name="李娜")
    assert codes(library) == {("erased_speaks", "fault")}

    assert codes(library, repair=True) == {("erased_speaks", "repaired")}

    assert library.rows("SELECT name FROM member") == [("",)]


def test_a_lost_list_of_erasures_is_written_again(library, member):
    erase(library, member)
    (library.folder / "erased.json").unlink()

    assert codes(library, repair=True) == {("erased_unlisted", "repaired")}

    assert (library.folder / "erased.json").exists()


def test_cleaning_that_was_cut_off_is_done(library, member):
    cleaning.mark_due(library)
    assert codes(library, repair=True) == {("cleaning_due", "repaired")}


def test_an_index_that_lost_entries_is_made_anew(library, member):
    with library.write(Op.IMPORT):
        courses = rows.add_many(library, Course, [{"title": f"C{n}", "created_at": 1} for n in range(50)])
        rows.put_many(
            library, Rating, [{"member": member, "course": c, "stars": 5, "rated_at": 1} for c in courses]
        )
    library.execute_sql("PRAGMA writable_schema = ON")
    library.execute_sql(
        "UPDATE sqlite_master SET sql = replace(sql, '(\"member\")', '(\"stars\")') WHERE name = 'rating__member'"
    )
    folder, clock = library.folder, library.clock
    library.shut()

    with open_library(folder, clock=clock) as again:
        assert codes(again) == {("index_wrong", "fault"), ("indices_wrong", "fault")}
        assert codes(again, repair=True) == {("index_wrong", "repaired"), ("indices_wrong", "repaired")}
        assert codes(again) == set()


def test_a_damaged_page_is_named_and_the_command_ends_with_1(library, member):
    with library.write(Op.IMPORT):
        rows.add_many(library, Member, [{"name": f"M{n}" * 40, "created_at": 1} for n in range(2000)])
    library.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    root = library.value("SELECT rootpage FROM sqlite_master WHERE name = 'rating__member'")
    size = library.value("PRAGMA page_size")
    folder = library.folder
    library.shut()
    with open(folder / "community.kclub", "r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x63" * size)

    result = CliRunner().invoke(app, ["--language", "en", "doctor", "--library", str(folder), "--json"])

    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert not told["healthy"] and {each["code"] for each in told["findings"]} & {"damaged", "unreadable"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_says_what_it_found_and_what_it_did(library, member, language):
    sqlite3.connect(library.folder / "community.kclub").execute("DROP TRIGGER member__made").close()
    words = ["--language", language, "doctor", "--library", str(library.folder)]

    found = CliRunner().invoke(app, words)
    repaired = CliRunner().invoke(app, [*words, "--repair"])
    after = CliRunner().invoke(app, words)

    assert (found.exit_code, repaired.exit_code, after.exit_code) == (1, 0, 0)
    assert "1" in found.stdout and found.stdout != repaired.stdout
    assert after.stdout.strip() == {"en": "Everything is in order.", "zh": "一切正常。"}[language]


def test_a_state_is_one_of_three():
    assert set(State) == {"fault", "notice", "repaired"}


@pytest.mark.parametrize("table", ["badge", "enrolment", "change", "member_activity"])
def test_a_table_that_is_gone_is_a_finding_and_ends_no_repair_half_done(library, member, table):
    broken(library, (f'DROP TABLE "{table}"',))
    for repair in (False, True):
        assert ("unreadable", "fault") in codes(library, repair)
    with library.write(Op.EDIT_MEMBER) if table not in ("change", "member_activity") else nullcontext():
        pass
    gated = {name for (name,) in library.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert any(name.startswith("member__") for name in gated)


def test_a_table_that_is_gone_keeps_no_other_from_its_gate_and_its_indices(library, member):
    broken(
        library,
        ("DROP TABLE badge",),
        ("DROP TRIGGER rating__made",),
        ("DROP TRIGGER activity__made",),
        ("DROP INDEX member__email",),
        ("DROP TABLE enrolment",),
    )

    examine(library, repair=True)

    made = {name for (name,) in library.rows("SELECT name FROM sqlite_master")}
    assert {"rating__made", "activity__made", "member__email"} <= made
    assert {"triggers_wrong", "indices_wrong"} <= {code for code, state in codes(library) if state == "fault"}


def test_an_index_somebody_added_for_their_own_questions_stays(library, member):
    broken(library, ("CREATE INDEX mine ON member (note)",))
    assert codes(library, repair=True) == set()
    assert library.value("SELECT count(*) FROM sqlite_master WHERE name = 'mine'") == 1


def test_a_library_whose_own_line_is_gone_is_unreadable_and_no_bug(library, member):
    folder, clock = library.folder, library.clock
    broken(library, ("DELETE FROM library_state",))
    library.shut()
    with pytest.raises(LibraryUnreadable):
        open_library(folder, clock=clock)
