"""Two edits of one field: both are shown with who and when; mine, theirs or both may stand, and a decision is taken back."""

import pytest

from kclub_desktop.community import members
from kclub_desktop.errors import NotBoth, UnknownConflict
from kclub_desktop.store import rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import conflicts
from kclub_desktop.sync.conflicts import Keep


@pytest.fixture
def differing(three_copies):
    """Makes the same field differ: (the copy that has to decide, the other, the member, the conflict)."""
    with three_copies() as (copies, member):
        east, west, _ = copies

        def make(field, ours, theirs, *, later="theirs"):
            first, second = (east, west) if later == "theirs" else (west, east)
            members.edit(first.library, member, {field: ours if first is east else theirs})
            for copy in copies:
                copy.clock.move(60)
            members.edit(second.library, member, {field: theirs if second is west else ours})
            west.sync()
            east.sync()
            (found,) = conflicts.listed(east.library)
            return east, west, member, found

        yield make


def value(copy, member, field):
    return getattr(rows.get(copy.library, Member, member), field)


def test_both_values_are_told_with_device_and_time_and_which_one_is_mine(differing):
    _east, _west, member, found = differing("note", "near the door", "by the window")

    assert (found.row, found.what, found.field) == (member, "李娜", "note")
    assert (found.kept.value, found.kept.mine) == ("by the window", False)
    assert (found.lost.value, found.lost.mine, found.lost.device) == ("near the door", True, "laptop")
    assert found.kept.at - found.lost.at == 60
    assert found.now == "by the window" and found.settled_at is None


@pytest.mark.parametrize("later", ["mine", "theirs"])
@pytest.mark.parametrize(
    ("keep", "stands"),
    [(Keep.MINE, "near the door"), (Keep.THEIRS, "by the window")],
)
def test_what_was_chosen_stands_on_every_device(differing, keep, stands, later):
    east, west, member, found = differing("note", "near the door", "by the window", later=later)

    conflicts.settle(east.library, found.id, keep)
    east.sync()
    west.sync()

    assert value(east, member, "note") == value(west, member, "note") == stands
    assert conflicts.listed(east.library) == [] and conflicts.open_count(east.library) == 0


def test_both_notes_stand_one_below_the_other_the_earlier_first(differing):
    east, _west, member, found = differing("note", "near the door", "by the window")
    conflicts.settle(east.library, found.id, Keep.BOTH)
    assert value(east, member, "note") == "near the door\nby the window"


def test_both_lists_of_tags_stand_united(differing):
    east, _west, member, found = differing("tags", "poet, early", "early, helper")
    conflicts.settle(east.library, found.id, Keep.BOTH)
    assert value(east, member, "tags") == "early, helper, poet"


def test_two_names_cannot_both_stand(differing):
    east, _west, member, found = differing("name", "Li Na", "李娜娜")
    assert found.both is None
    with pytest.raises(NotBoth):
        conflicts.settle(east.library, found.id, Keep.BOTH)
    assert value(east, member, "name") == "李娜娜"
    assert conflicts.open_count(east.library) == 1


@pytest.mark.parametrize("keep", list(Keep))
def test_a_decision_is_taken_back_and_the_conflict_is_open_again(differing, keep):
    east, _west, member, found = differing("note", "near the door", "by the window")

    settled = conflicts.settle(east.library, found.id, keep)
    conflicts.take_back(east.library, settled)

    assert value(east, member, "note") == "by the window"
    assert conflicts.listed(east.library) == [found]


def test_somebody_may_decide_otherwise_later(differing):
    east, _west, member, found = differing("note", "near the door", "by the window")
    conflicts.settle(east.library, found.id, Keep.MINE)
    conflicts.settle(east.library, found.id, Keep.THEIRS)
    assert value(east, member, "note") == "by the window"
    assert [each.id for each in conflicts.listed(east.library, settled=True)] == [found.id]


def test_what_was_edited_since_is_told(differing):
    east, _west, member, found = differing("note", "near the door", "by the window")
    members.edit(east.library, member, {"note": "anywhere"})
    assert conflicts.get(east.library, found.id).now == "anywhere"


def test_a_conflict_that_is_not_there_is_named(differing):
    east, *_ = differing("note", "a", "b")
    with pytest.raises(UnknownConflict):
        conflicts.settle(east.library, 4711, Keep.MINE)


def test_what_somebody_wrote_since_may_stay_as_it_is(differing):
    east, west, member, found = differing("note", "near the door", "by the window")
    members.edit(east.library, member, {"note": "in the garden"})
    assert conflicts.get(east.library, found.id).now == "in the garden"

    done = conflicts.settle(east.library, found.id, Keep.NOW)
    east.sync()
    west.sync()

    assert value(east, member, "note") == value(west, member, "note") == "in the garden"
    assert conflicts.open_count(east.library) == 0 and done.change_set is None
    conflicts.take_back(east.library, done)
    assert conflicts.open_count(east.library) == 1 and value(east, member, "note") == "in the garden"
