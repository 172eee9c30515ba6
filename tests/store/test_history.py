"""History: one line per step with who, when and what; a record's own timeline with old and new values; fast in a long log."""

import pytest

from kclub_desktop.store import ChangeGroup, Op, Origin, rows
from kclub_desktop.store.changes import told, touched_by
from kclub_desktop.store.history import steps
from kclub_desktop.store.record_history import FieldChange, of_record
from kclub_desktop.store.tables import CheckIn, Course, Device, Enrolment, Member
from kclub_desktop.store.undo import redo, undo
from kclub_desktop.words import set_language
from kclub_desktop.words_for_history import (
    OPERATIONS,
    change_words,
    device_words,
    step_words,
    undone_words,
)

NOW = 1_790_000_000


def add_member(library, **values):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, created_at=NOW, **values)


def edit(library, member, **values):
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, **values)
    return library.last_written


def from_elsewhere(library, node, stamp, op=Op.EDIT_MEMBER, group=None, **values):
    member = values.pop("member")
    with library.write(op, origin=Origin.SYNC, as_of=(stamp, node, NOW), group=group):
        rows.change(library, Member, member, **values)


def test_an_import_is_one_line_with_all_it_brought(library):
    group = ChangeGroup()
    for part in range(3):
        with library.write(Op.IMPORT, group=group):
            rows.add_many(library, Member, [{"name": f"{part}-{n}", "created_at": NOW} for n in range(4)])
    with library.write(Op.IMPORT, group=group):
        rows.add(library, Course, title="Ink", created_at=NOW)

    (line,) = steps(library)

    assert (line.id, line.operation, line.rows) == (group.id, "import", {Member: 12, Course: 1})
    assert step_words(line) == "Imported · Member ×12, Course ×1"


def test_each_line_says_on_which_device_and_what(library):
    anna = add_member(library, name="Anna")
    with library.write(Op.PAIR):
        rows.put(library, Device, node=7, name="Studio laptop", added_at=NOW)
    from_elsewhere(library, 7, 5, member=anna, note="hello")
    from_elsewhere(library, 8, 6, member=anna, phone="1")

    lines = steps(library)

    assert [device_words(line.device, line.here) for line in lines] == [
        "another device",
        "Studio laptop",
        "this device",
        "this device",
    ]
    assert [step_words(line) for line in lines][1:] == [
        "Edited · Anna",
        "Paired · Studio laptop",
        "Added · Anna",
    ]


def test_undone_steps_say_so_and_the_undo_says_of_what(library):
    anna = add_member(library, name="Anna")
    step = edit(library, anna, note="x")
    undo(library, step)

    undone, edited, _added = steps(library)

    assert step_words(undone) == "Taken back: Edited · Anna" and undone.undoes == step
    assert (edited.undone, edited.undoable, undone.undoable) == (True, False, True)

    redo(library, step)
    again, undone, edited, _added = steps(library)
    assert step_words(again) == "Done again: Edited · Anna"
    assert (again.undoable, undone.undoable, edited.undoable) == (True, False, True)
    undo(library, step)
    assert not steps(library)[1].undoable


def test_a_scan_at_the_door_is_taken_back_by_another_and_other_facts_by_nothing(library):
    for operation in (Op.CHECK_IN, Op.EDIT_EVENT):
        with library.write(operation):
            rows.add(library, CheckIn, event=1, member=None, scanned_at=NOW, undoes=None)

    facts, scan = steps(library)
    assert (scan.undoable, facts.undoable) == (True, False)


def test_the_second_page_begins_where_the_first_ended(library):
    anna = add_member(library, name="Anna")
    for number in range(5):
        edit(library, anna, note=str(number))

    first = steps(library, limit=4)
    second = steps(library, limit=4, before=first[-1].id)

    assert len(first) == 4 and [line.operation for line in second] == ["edit_member", "add_member"]


def test_a_record_s_timeline_goes_from_its_making_to_now_with_old_and_new(library):
    anna = add_member(library, name="Anna", email="anna@example.org")
    edit(library, anna, name="Anna M.", phone="+8613900000000")
    edit(library, anna, name="Anna Meier")

    newest, middle, made = of_record(library, Member, anna)

    assert newest.fields == (FieldChange("name", "Anna M.", "Anna Meier"),)
    assert {(f.field, f.before, f.after) for f in middle.fields} == {
        ("name", "Anna", "Anna M."),
        ("phone", "", "+8613900000000"),
    }
    given = {f.field: f.after for f in made.fields}
    assert made.made and given == {"name": "Anna", "email": "anna@example.org"}


def test_two_edits_of_a_field_in_one_step_are_told_as_one(library):
    anna = add_member(library, name="a")
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, anna, name="b")
        rows.change(library, Member, anna, name="c")

    assert of_record(library, Member, anna)[0].fields == (FieldChange("name", "a", "c"),)


def test_a_reference_is_told_by_the_name_of_what_it_points_to(library):
    anna, other = add_member(library, name="Anna"), add_member(library, name="安娜")
    edit(library, anna, merged_into=other)
    with library.write(Op.ENROL):
        course = rows.add(library, Course, title="水墨", created_at=NOW)
        enrolment = rows.put(library, Enrolment, member=anna, course=course, enrolled_at=NOW)

    (change,) = of_record(library, Member, anna)[0].fields
    given = {f.field: f for f in of_record(library, Enrolment, enrolment)[0].fields}

    assert (change.name_before, change.name_after) == ("", "安娜")
    assert given["course"].name_after == "水墨"
    assert "“水墨”" in change_words(Enrolment, given["course"], "Asia/Shanghai")


def test_a_long_timeline_is_cut_between_steps_never_inside_one(library):
    anna = add_member(library, name="Anna")
    for number in range(6):
        edit(library, anna, note=f"n{number}", phone=str(number), level=str(number))

    first = of_record(library, Member, anna, limit=7)
    rest = of_record(library, Member, anna, before=first[-1].change_set, limit=100)

    assert [len(step.fields) for step in first] == [3, 3]
    assert len(rest) == 5 and rest[-1].made


def test_values_are_said_as_people_write_them(library):
    at = 1_790_000_000
    anna = add_member(library, name="Anna", note="x")
    edit(library, anna, archived_at=at, note="")

    said = [
        change_words(Member, change, "Asia/Shanghai") for change in of_record(library, Member, anna)[0].fields
    ]

    assert set(said) == {"Archived on: 21 Sep 2026 22:13", "Note: x → –"}
    set_language("zh")
    assert change_words(Member, FieldChange("note", "x", ""), "Asia/Shanghai") == "备注：x → –"


def test_undo_says_what_it_left_and_what_stays(library):
    anna = add_member(library, name="Anna")
    step = edit(library, anna, note="b", phone="1")
    edit(library, anna, note="c")

    assert undone_words(undo(library, step)) == "Taken back · 1 thing changed since and stays"


def test_every_operation_has_words():
    assert {str(op) for op in Op} <= set(OPERATIONS)


@pytest.mark.parametrize("counts", [{}, {1: 3}, {4: 20, 1: 500}])
def test_what_a_step_touched_is_read_as_it_was_kept(counts):
    assert touched_by(told(counts)) == counts


def plan(library, sql, params):
    return " / ".join(row[3] for row in library.rows(f"EXPLAIN QUERY PLAN {sql}", params))


def test_no_question_of_history_or_undo_reads_the_whole_log(library, monkeypatch):
    anna = add_member(library, name="Anna")
    step = edit(library, anna, note="b")
    asked = []
    original = library.rows

    def watched(sql, params=()):
        if not sql.startswith("EXPLAIN"):
            asked.append((sql, params))
        return original(sql, params)

    monkeypatch.setattr(library, "rows", watched)
    steps(library)
    of_record(library, Member, anna)
    undo(library, step)
    library.poll()

    plans = {sql: plan(library, sql, params) for sql, params in list(asked)}
    assert len(plans) > 8
    for sql, told_plan in plans.items():
        assert "SCAN c" not in told_plan and "SCAN change" not in told_plan, sql
        assert " c " not in sql or "TEMP B-TREE FOR ORDER BY" not in told_plan, sql
