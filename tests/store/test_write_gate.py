"""The write gate: SQLite itself refuses a write that is not part of a change set, and the log holds what changed."""

import sqlite3

import peewee
import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import (
    AlreadyALibrary,
    LibraryBusy,
    LibraryInUse,
    LibraryTooNew,
    LibraryUnreadable,
    NotALibrary,
)
from kclub_desktop.store import ChangeGroup, Op, Origin, make_library, open_library, rows
from kclub_desktop.store.declare import Text
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import REPLICATED, CheckIn, Course, Member, Rating
from kclub_desktop.store.triggers import generated
from kclub_desktop.store.undo import undo

NOW = 1_790_000_000


def add_member(library, **values):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, created_at=NOW, **values)


def log(library):
    return library.rows("SELECT field, before, after FROM change ORDER BY id")


def test_a_write_past_the_gate_is_refused_by_the_file_itself(library):
    add_member(library, name="Anna")

    other_tool = sqlite3.connect(library.folder / FILE_NAME)
    with pytest.raises(sqlite3.IntegrityError, match="write outside"):
        other_tool.execute("UPDATE member SET name = 'Eve'")
    with pytest.raises(sqlite3.IntegrityError, match="write outside"):
        other_tool.execute("INSERT INTO member (created_at) VALUES (1)")
    other_tool.close()

    assert library.rows("SELECT name FROM member") == [("Anna",)]


def test_only_the_fields_that_changed_are_noted(library):
    anna = add_member(library, name="Anna", email="anna@example.org")

    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, name="Anna M.", email="anna@example.org")

    assert log(library) == [("", None, None), ("name", "Anna", "Anna M.")]


def test_a_write_that_changes_nothing_leaves_no_line_in_the_history(library):
    anna = add_member(library, name="Anna")
    before = library.value("SELECT count(*) FROM change_set")

    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, name="Anna")

    assert library.value("SELECT count(*) FROM change_set") == before


def test_an_error_in_the_middle_leaves_nothing_half_written(library):
    with pytest.raises(ZeroDivisionError), library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name="Anna", created_at=NOW)
        1 / 0  # noqa: B018

    assert library.rows("SELECT 1 FROM member") == []
    assert library.value("SELECT open_change_set FROM library_state") is None
    add_member(library, name="Bo")


def test_a_fact_cannot_be_edited_and_nothing_can_be_removed(library):
    with library.write(Op.CHECK_IN):
        scan = rows.add(library, CheckIn, event=1, member=None, scanned_at=NOW, undoes=None)
    anna = add_member(library, name="Anna")

    with pytest.raises(peewee.IntegrityError, match="never edited"), library.write(Op.CHECK_IN):
        library.execute_sql("UPDATE check_in SET door = 'east' WHERE id = ?", (scan,))
    with pytest.raises(peewee.IntegrityError, match="deleting is a field"), library.write(Op.EDIT_MEMBER):
        library.execute_sql("DELETE FROM member WHERE id = ?", (anna,))


def test_nested_writes_are_one_change_set(library):
    with library.write(Op.IMPORT):
        add_member(library, name="Anna")
        add_member(library, name="Bo")

    assert library.rows("SELECT operation FROM change_set") == [("import",)]


def test_two_devices_make_the_same_row_for_the_same_pair(library):
    with library.write(Op.RATE):
        first = rows.put(library, Rating, member=1, course=2, stars=4, rated_at=NOW)
        second = rows.put(library, Rating, member=1, course=2, stars=5, rated_at=NOW)

    assert first == second < 0
    assert library.rows("SELECT stars FROM rating") == [(5,)]


def test_listeners_hear_after_the_commit_what_was_touched_and_by_whom(library):
    heard = []
    library.on_changes(lambda changes: heard.append((changes, library.value("SELECT count(*) FROM member"))))

    page = object()
    with library.write(Op.ADD_MEMBER, initiator=page):
        rows.add(library, Member, name="Anna", created_at=NOW)

    ((changes, count),) = heard
    assert changes.touch(Member) and not changes.touch(Course)
    assert (changes.origin, changes.initiator, count) == (Origin.HERE, page, 1)


def test_the_desk_hears_of_what_the_command_line_wrote(library):
    heard = []
    library.on_changes(heard.append)
    with open_library(library.folder, clock=FixedClock(NOW)) as command_line:
        add_member(command_line, name="Anna")

    library.poll()
    library.poll()

    assert [(c.origin, c.models) for c in heard] == [(Origin.OTHER_PROCESS, {Member})]


def test_two_processes_never_make_the_same_id(library):
    with open_library(library.folder, clock=FixedClock(NOW)) as other:
        made = [add_member(each, name="x") for _ in range(50) for each in (library, other)]

    assert len(set(made)) == 100 and made == sorted(made)


def test_ids_are_not_reused_after_a_restart_with_the_clock_set_back(library):
    first = add_member(library, name="Anna")
    library.shut()

    with open_library(library.folder, clock=FixedClock(NOW - 90_000)) as later:
        assert add_member(later, name="Bo") > first
        stamps = [s for (s,) in later.rows("SELECT stamp FROM change_set ORDER BY id")]

    assert stamps == sorted(set(stamps))


def test_a_file_locked_by_another_program_is_said_so(library, monkeypatch):
    library.execute_sql("PRAGMA busy_timeout = 50")
    other_tool = sqlite3.connect(library.folder / FILE_NAME, isolation_level=None)
    other_tool.execute("BEGIN IMMEDIATE")

    with pytest.raises(LibraryBusy):
        add_member(library, name="Anna")

    other_tool.close()
    add_member(library, name="Anna")


def test_one_desk_per_library_but_commands_work_beside_it(library):
    with open_library(library.folder, clock=FixedClock(NOW), face="desk"):
        with pytest.raises(LibraryInUse):
            open_library(library.folder, clock=FixedClock(NOW), face="desk")
        with open_library(library.folder, clock=FixedClock(NOW)) as command:
            add_member(command, name="Anna")


def test_folders_that_are_no_library_are_named_and_left_alone(tmp_path, library):
    with pytest.raises(NotALibrary):
        open_library(tmp_path / "nothing", clock=FixedClock(NOW))
    with pytest.raises(AlreadyALibrary):
        make_library(library.folder, name="x", clock=FixedClock(NOW))
    garbage = tmp_path / "garbage"
    garbage.mkdir()
    (garbage / FILE_NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(LibraryUnreadable):
        open_library(garbage, clock=FixedClock(NOW))


def test_a_file_of_a_newer_version_is_not_touched(library):
    library.execute_sql("PRAGMA user_version = 999")
    library.shut()

    with pytest.raises(LibraryTooNew):
        open_library(library.folder, clock=FixedClock(NOW))


def test_undo_takes_back_a_whole_group_but_not_a_later_edit(library):
    group = ChangeGroup()
    with library.write(Op.IMPORT, group=group):
        anna = rows.add(library, Member, name="Anna", created_at=NOW)
    bo = add_member(library, name="Bo", note="old")
    with library.write(Op.IMPORT, group=group):
        rows.change(library, Member, bo, name="Bob", note="new")
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, bo, note="newest")

    result = undo(library, group.id)

    assert (result.taken_back, result.left) == (2, 1)
    assert rows.get(library, Member, anna).deleted_at == NOW
    assert (rows.get(library, Member, bo).name, rows.get(library, Member, bo).note) == ("Bo", "newest")


def in_sql(column):
    """(type, not null, default) as SQLite tells them; rows.add relies on the file's defaults being the declared ones."""
    kind, default = (
        ("TEXT", f"'{column.default}'") if isinstance(column, Text) else ("INTEGER", column.default)
    )
    return kind, int(isinstance(column, Text) or not column.null), None if default is None else str(default)


def test_the_file_has_exactly_the_declared_columns_and_generated_triggers(library):
    for model in REPLICATED:
        present = {row[1]: row[2:5] for row in library.rows(f'PRAGMA table_info("{model.name_of_table()}")')}
        assert present == {"id": ("INTEGER", 0, None)} | {
            name: in_sql(model.column(name)) for name in model.columns()
        }
    present = dict(library.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    assert present == generated()
