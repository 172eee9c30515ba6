"""What the other copy did is in this copy's history as it was done there, and can be taken back here for both."""

from kclub_desktop.store import ChangeGroup, Op, rows
from kclub_desktop.store.history import steps
from kclub_desktop.store.tables import Member
from kclub_desktop.store.undo import last_undoable, redo, undo


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
