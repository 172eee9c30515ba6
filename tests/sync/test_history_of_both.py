"""What the other copy did is in this copy's history as it was done there, and can be taken back here for both."""

import pytest

from kclub_desktop.store import ChangeGroup, Op, rows
from kclub_desktop.store.history import step_named, steps
from kclub_desktop.store.tables import Member
from kclub_desktop.store.undo import last_undoable, redo, undo
from kclub_desktop.words_for_history import undone_state_words
from kclub_protocol.changes import ChangeSet, MalformedChange, Undoes, change_set_from_json


def live(copy):
    return copy.library.value("SELECT count(*) FROM member WHERE deleted_at IS NULL")


def test_an_import_is_one_line_on_the_other_copy_and_each_edit_its_own(hubs, copies):
    first, second = copies("知行学社"), copies()
    group = ChangeGroup()
    for part in range(3):
        with first.library.write(Op.IMPORT, group=group):
            people = rows.add_many(
                first.library, Member, [{"name": f"{part}-{n}", "created_at": 1} for n in range(4)]
            )
    for person in people[:2]:
        with first.library.write(Op.EDIT_MEMBER):
            rows.change(first.library, Member, person, note="called")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()

    lines = [line for line in steps(second.library) if Member in line.rows]
    assert [(line.operation, line.rows[Member]) for line in lines] == [
        ("edit_member", 1),
        ("edit_member", 1),
        ("import", 12),
    ]
    assert last_undoable(second.library) is None and not lines[0].here

    result = undo(second.library, lines[-1].id)
    second.sync()
    first.sync()
    assert (result.taken_back, result.left) == (10, 2)
    assert live(first) == live(second) == 2

    redo(second.library, lines[-1].id)
    second.sync()
    first.sync()
    assert live(first) == live(second) == 12


def test_what_the_other_copy_took_back_is_told_as_taken_back_here_and_stands_once_it_is_done_again(
    hubs, copies
):
    first, second = copies("知行学社"), copies()
    with first.library.write(Op.ADD_MEMBER):
        member = rows.add(first.library, Member, name="Ada", created_at=1)
    with first.library.write(Op.EDIT_MEMBER) as edit:
        rows.change(first.library, Member, member, note="called")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()
    there = next(line for line in steps(second.library) if line.operation == "edit_member")

    undo(second.library, there.id)
    second.sync()
    first.sync()

    here = step_named(first.library, edit.id)
    assert (here.undone, here.undone_on, undone_state_words(here)) == (True, "laptop", "taken back on laptop")
    (taken_back,) = [line for line in steps(first.library) if line.operation == "undo"]
    assert (taken_back.undoes, taken_back.of) == (edit.id, "edit_member")
    assert last_undoable(first.library) != edit.id

    redo(first.library, edit.id)
    first.sync()
    second.sync()

    assert not step_named(first.library, edit.id).undone and not step_named(second.library, there.id).undone
    assert rows.get(second.library, Member, member).note == "called"


def test_an_undo_and_its_redo_that_arrive_together_leave_the_step_standing(hubs, copies):
    first, second = copies("知行学社"), copies()
    with first.library.write(Op.ADD_MEMBER) as adding:
        rows.add(first.library, Member, name="Ada", created_at=1)
    first.pair(hubs.urls[0], hubs.code())
    undo(first.library, adding.id)
    redo(first.library, adding.id)
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()

    told = {line.operation: line.undone for line in steps(second.library)}
    assert told["add_member"] is False and told["undo"] is True and live(second) == 1


def test_a_device_or_hub_of_before_passes_on_what_it_does_not_know():
    told = ChangeSet(5, 1, "undo", 7, (), Undoes(4, 0, whole=True)).to_json()

    assert change_set_from_json(told).undoes == Undoes(4, 0, whole=True)
    assert "undoes" not in ChangeSet(5, 1, "edit_member", 7, ()).to_json()
    with pytest.raises(MalformedChange, match="undoes"):
        change_set_from_json({**told, "undoes": {"stamp": "x", "node": 0}})
