"""Undo and redo: every step can be taken back and done again, later work is left alone and told, facts stay."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kclub_desktop.clock import FixedClock
from kclub_desktop.errors import AlreadyUndone, NothingToUndo, NotUndoable, UnknownChange
from kclub_desktop.progress import Progress
from kclub_desktop.store import ChangeGroup, Op, Origin, open_library, rows
from kclub_desktop.store import undo as undo_module
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.migrations import m0001_first, m0003_history
from kclub_desktop.store.since import since
from kclub_desktop.store.tables import CheckIn, Course, Member
from kclub_desktop.store.undo import last_redoable, last_undoable, redo, redo_last, undo, undo_last
from tests.making import made_library

NOW = 1_790_000_000


def add_member(library, **values):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, created_at=NOW, **values)


def edit(library, member, **values):
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, **values)
    return library.last_written


def note(library, member):
    return rows.get(library, Member, member).note


def gone(library, member):
    return rows.get(library, Member, member).deleted_at is not None


def scan(library):
    with library.write(Op.CHECK_IN):
        rows.add(library, CheckIn, event=1, member=None, scanned_at=NOW, undoes=None)
    return library.last_written


@pytest.fixture
def anna(library):
    return add_member(library, name="Anna", note="a")


def test_undoing_an_import_whose_first_slice_wrote_nothing_leaves_the_next_edit_alone(library, anna):
    group = ChangeGroup()
    with library.write(Op.IMPORT, group=group):
        pass
    edited = edit(library, anna, note="mine")
    with library.write(Op.IMPORT, group=group):
        imported = rows.add(library, Member, name="Bo", created_at=NOW)

    undo(library, group.id)

    assert group.id != edited
    assert note(library, anna) == "mine" and gone(library, imported)


def test_a_group_whose_first_slice_failed_begins_with_the_second(library, anna):
    group = ChangeGroup()
    with pytest.raises(ZeroDivisionError), library.write(Op.IMPORT, group=group):
        rows.add(library, Member, name="Bo", created_at=NOW)
        1 / 0  # noqa: B018
    edit(library, anna, note="mine")

    assert group.id is None


def test_the_desk_hears_of_an_edit_that_got_the_number_of_a_write_without_effect(library, anna):
    heard = []
    library.on_changes(heard.append)
    with library.write(Op.EDIT_MEMBER):
        pass
    with open_library(library.folder, clock=FixedClock(NOW)) as command_line:
        edit(command_line, anna, note="from the command line")

    library.poll()

    assert [changes.origin for changes in heard] == [Origin.OTHER_PROCESS]


def test_pressing_undo_twice_takes_back_two_steps_and_redo_brings_them_back_in_order(library, anna):
    edit(library, anna, note="b")
    edit(library, anna, note="c")

    undo_last(library)
    after_one = note(library, anna)
    undo_last(library)
    after_two = note(library, anna)
    redo_last(library)
    after_redo = note(library, anna)
    redo_last(library)

    assert (after_one, after_two, after_redo, note(library, anna)) == ("b", "a", "b", "c")
    with pytest.raises(NothingToUndo):
        redo_last(library)


def test_undo_after_redo_takes_the_same_step_back_again(library, anna):
    edit(library, anna, note="b")
    seen = []
    for step in (undo_last, redo_last, undo_last, redo_last, undo_last):
        step(library)
        seen.append(note(library, anna))

    assert seen == ["a", "b", "a", "b", "a"]


def test_a_new_edit_ends_what_could_be_done_again_but_a_scan_at_the_door_does_not(library, anna):
    edit(library, anna, note="b")
    undo_last(library)
    scan(library)
    assert last_redoable(library) is not None

    edit(library, anna, phone="1")

    assert last_redoable(library) is None


def test_taking_back_what_made_a_member_hides_them_and_doing_it_again_brings_them_back(library):
    anna = add_member(library, name="Anna")
    made = library.last_written

    undo(library, made)
    hidden = gone(library, anna)
    redo(library, made)

    assert hidden and not gone(library, anna)


def test_a_step_is_not_taken_back_twice(library, anna):
    step = edit(library, anna, note="b")
    undone = undo(library, step)

    with pytest.raises(AlreadyUndone):
        undo(library, step)
    redo(library, step)
    with pytest.raises(AlreadyUndone):
        undo(library, undone.by)
    with pytest.raises(NotUndoable):
        redo(library, step)
    with pytest.raises(UnknownChange):
        undo(library, 999_999)


def test_undoing_the_redo_from_the_history_is_undoing_the_step_itself(library, anna):
    step = edit(library, anna, note="b")
    undo(library, step)
    again = redo(library, step)

    undo(library, again.by)

    assert note(library, anna) == "a"
    with pytest.raises(AlreadyUndone):
        undo(library, step)


def test_a_field_changed_again_later_is_left_and_named(library, anna):
    step = edit(library, anna, note="b", phone="1")
    edit(library, anna, note="c")

    before = since(library, step)
    result = undo(library, step)

    assert (before.taken_back, before.left) == (result.taken_back, result.left) == (1, 1)
    (left,) = result.which
    assert (left.model, left.row, left.field, left.now, left.wanted) == (Member, anna, "note", "c", "a")
    assert rows.get(library, Member, anna).phone == ""


def test_an_imported_member_somebody_worked_on_since_is_not_taken_away(library):
    group = ChangeGroup()
    with library.write(Op.IMPORT, group=group):
        anna = rows.add(library, Member, name="Anna", created_at=NOW)
        bo = rows.add(library, Member, name="Bo", created_at=NOW)
    step = edit(library, anna, note="called her")

    result = undo(library, group.id)

    assert (result.taken_back, result.left, result.which[0].row) == (1, 1, anna)
    assert gone(library, bo) and not gone(library, anna)

    undo(library, step)
    redo(library, group.id)
    undo(library, group.id)

    assert gone(library, anna), "the later work was itself taken back"


def test_facts_stay_and_are_counted(library):
    with library.write(Op.REGISTER):
        walk_in = rows.add(library, Member, name="Anna", created_at=NOW)
        rows.add(library, CheckIn, event=1, member=walk_in, scanned_at=NOW, undoes=None)

    result = undo(library, library.last_written)

    assert (result.taken_back, result.facts) == (1, 1)
    assert library.value("SELECT count(*) FROM check_in") == 1


def test_a_step_of_facts_alone_is_refused_in_its_own_words(library):
    step = scan(library)

    with pytest.raises(NotUndoable) as refused:
        undo(library, step)

    assert refused.value.why == "facts"


def test_what_another_device_did_is_not_ctrl_z_s_business_but_can_be_taken_back_by_name(library, anna):
    mine = edit(library, anna, phone="1")
    with library.write(Op.EDIT_MEMBER, origin=Origin.SYNC, as_of=(1, 7, NOW)):
        rows.change(library, Member, anna, note="theirs")
    theirs = library.last_written

    assert last_undoable(library) == mine
    undo(library, theirs)
    assert note(library, anna) == "a"


def test_what_can_never_be_taken_back_is_passed_over(library, anna):
    with library.write(Op.MAKE_DEMO):
        rows.add(library, Course, title="Ink", created_at=NOW)

    with pytest.raises(NotUndoable):
        undo(library, library.last_written)
    assert last_undoable(library) != library.last_written


def import_of(library, count, slices):
    group = ChangeGroup()
    for number in range(slices):
        with library.write(Op.IMPORT, group=group):
            rows.add_many(
                library,
                Member,
                [{"name": f"{number}-{i}", "created_at": NOW} for i in range(count // slices)],
            )
    return group.id


def live(library):
    return library.value("SELECT count(*) FROM member WHERE deleted_at IS NULL")


@pytest.fixture
def short_slices(monkeypatch):
    monkeypatch.setattr(undo_module, "SLICE", 10)


def test_a_big_undo_goes_in_slices_and_is_one_step(library, short_slices):
    step = import_of(library, 100, slices=4)
    seen = []

    result = undo(library, step, progress=Progress(lambda done, total: seen.append((done, total))))

    assert result.taken_back == 100 and live(library) == 0
    assert seen[-1][1] == 100 and len(seen) == 10
    assert library.value("SELECT count(*) FROM change_set WHERE operation = 'undo'") == 10
    redo(library, step)
    assert live(library) == 100


def test_a_stopped_undo_says_so_and_is_finished_or_put_back_later(library, short_slices):
    step = import_of(library, 100, slices=4)
    stop = Progress(lambda done, _total: stop.cancel() if done >= 30 else None)

    half = undo(library, step, progress=stop)
    assert half.cancelled and 0 < live(library) < 100
    assert last_undoable(library) == step

    redo_last(library)
    assert live(library) == 100

    stop = Progress(lambda done, _total: stop.cancel() if done >= 30 else None)
    first = undo(library, step, progress=stop)
    second = undo(library, step)
    assert live(library) == 0 and not second.cancelled and second.by == first.by

    redo(library, step)
    assert live(library) == 100


def test_another_process_that_was_quicker_is_noticed(library, anna):
    step = edit(library, anna, note="b")
    head = undo_module.checked(library, step)
    with open_library(library.folder, clock=FixedClock(NOW)) as other:
        undo(other, step)

    with pytest.raises(AlreadyUndone), library.write(Op.UNDO):
        undo_module._refuse_twice(library, head)


FIELDS = ("note", "phone", "level", "archived_at")
# A hundred stories in one library: making one for each would take most of the time.
EDITS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(FIELDS),
        st.sampled_from(("x", "y", "z")),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def one_library(tmp_path_factory):
    with made_library(tmp_path_factory.mktemp("laws") / "library", name="x", clock=FixedClock(NOW)) as made:
        yield made


class Story:
    """Three new members of a library and what was done to them: the state after each edit, and the steps."""

    def __init__(self, library, edits):
        self.library, self.people = library, [add_member(library, name=str(n)) for n in range(3)]
        self.states, group = [self.state()], None
        first = library.last_written
        for person, name, value, joined in edits:
            group = group if joined and group else ChangeGroup()
            with library.write(Op.EDIT_MEMBER, group=group):
                rows.change(
                    library,
                    Member,
                    self.people[person],
                    **{name: ord(value) if name == "archived_at" else value},
                )
            self.states.append(self.state())
        self.steps = [
            step
            for (step,) in library.rows(
                "SELECT DISTINCT coalesce(change_group, id) FROM change_set WHERE id > ?", (first,)
            )
        ]

    def state(self):
        return self.library.rows(
            "SELECT id, note, phone, level, archived_at FROM member WHERE id IN (?, ?, ?) ORDER BY id",
            self.people,
        )


@settings(max_examples=40)
@given(edits=EDITS)
def test_undoing_everything_and_redoing_everything_ends_where_it_began(one_library, edits):
    story, undone = Story(one_library, edits), 0
    while (result := undo_last(one_library)).step in story.steps:
        undone += 1
    redo(one_library, result.step)
    assert story.state() == story.states[0]
    for _ in range(undone):
        redo_last(one_library)
    assert story.state() == story.states[-1]


def test_a_step_that_came_to_nothing_is_passed_over(library, anna):
    step = edit(library, anna, note="b")
    group = ChangeGroup()
    for value in ("c", "b"):
        with library.write(Op.IMPORT, group=group):
            rows.change(library, Member, anna, note=value)

    assert undo_last(library).step == step
    assert note(library, anna) == "a"


@settings(max_examples=40)
@given(edits=EDITS, which=st.integers(0, 11))
def test_undo_of_any_step_and_its_redo_change_nothing_and_forecast_says_what_undo_does(
    one_library, edits, which
):
    story = Story(one_library, edits)
    if not story.steps:
        return
    step = story.steps[which % len(story.steps)]
    told = since(one_library, step)
    done = undo(one_library, step)
    assert (told.taken_back, told.left) == (done.taken_back, done.left)
    if done.by is not None:
        undo(one_library, done.by)
    assert story.state() == story.states[-1]


def test_a_file_of_version_1_gets_the_runs_of_its_log(tmp_path):
    file = sqlite3.connect(tmp_path / FILE_NAME)
    for statement in m0001_first.STATEMENTS.split(";\n"):
        file.execute(statement)
    file.execute("INSERT INTO change_set VALUES (4, 1, 0, 'import', 'here', NULL, 9)")
    file.execute("INSERT INTO change_set VALUES (5, 2, 0, 'edit_member', 'here', NULL, 9)")
    file.executemany(
        "INSERT INTO change (id, change_set, entity, row, field) VALUES (?, ?, ?, ?, '')",
        [(1, 4, 1, 10), (2, 4, 1, 10), (3, 4, 2, 20), (4, 5, 1, 11)],
    )
    for statement in m0003_history.STATEMENTS.split(";\n"):
        file.execute(statement)

    found = file.execute("SELECT id, log_from, log_to, touched FROM change_set ORDER BY id").fetchall()

    assert found == [(4, 1, 3, "1:1,2:1"), (5, 4, 4, "1:1")]
