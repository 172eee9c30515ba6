"""Two devices and a merge: one makes one member of two while the other still works with the one that goes."""

import pytest

from kclub_desktop.community import learning, merging
from kclub_desktop.errors import NothingToUndo
from kclub_desktop.operations import taking_back
from kclub_desktop.store import Op, rows
from kclub_desktop.store.privacy import erasing
from kclub_desktop.store.tables import REPLICATED, Course, Member, Payment
from kclub_desktop.store.undo import redo_last, undo, undo_last
from kclub_desktop.sync import conflicts
from kclub_desktop.sync.conflicts import Keep

NOW = 1_790_000_000


def contents(library):
    return {
        model.name_of_table(): library.rows(
            f"SELECT id, {', '.join(chr(34) + c + chr(34) for c in model.columns())} "
            f'FROM "{model.name_of_table()}" ORDER BY id'
        )
        for model in REPLICATED
    }


def agree(*copies):
    for _ in range(3):
        for copy in copies:
            copy.clock.move(1)
            copy.sync()
    first, *others = (contents(copy.library) for copy in copies)
    for other in others:
        assert other == first


def pay(copy, member, amount):
    with copy.library.write(Op.RECORD_ORDER):
        rows.add(copy.library, Payment, member=member, amount=amount, currency="CNY", paid_at=NOW)


@pytest.fixture
def two(hubs, copies):
    """Two devices, two records of one person, and a course."""
    first, second = copies("知行学社"), copies()
    with first.library.write(Op.ADD_MEMBER):
        winner = rows.add(first.library, Member, name="李娜", created_at=1)
        loser = rows.add(first.library, Member, name="Li Na", note="old", created_at=2)
        course = rows.add(first.library, Course, title="写作", created_at=1)
    pay(first, loser, 5)
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()
    first.sync()
    return first, second, winner, loser, course


def test_what_the_other_device_did_with_the_record_that_goes_is_the_kept_ones_on_both(two):
    first, second, winner, loser, course = two

    merging.merge(first.library, winner, [loser])
    second.clock.move(60)
    pay(second, loser, 7)
    learning.set_progress(second.library, loser, course, 50)
    with second.library.write(Op.EDIT_MEMBER):
        rows.change(second.library, Member, loser, phone="+8613800000000", name="Li Na Old")
    agree(first, second)

    for copy in (first, second):
        library = copy.library
        assert library.rows("SELECT member, sum(amount) FROM payment GROUP BY member") == [(winner, 12)]
        found = library.rows("SELECT member, progress FROM enrolment WHERE deleted_at IS NULL")
        assert found == [(winner, 50)]
        kept = rows.get(library, Member, winner)
        assert (kept.name, kept.phone) == ("李娜", "+8613800000000")
        assert ("other_name", "Li Na Old") in library.rows("SELECT kind, value FROM contact")


def test_a_merge_taken_back_is_taken_back_on_both(two):
    first, second, winner, loser, _course = two

    merging.merge(first.library, winner, [loser])
    agree(first, second)
    assert second.library.rows("SELECT DISTINCT member FROM payment") == [(winner,)]
    undo_last(first.library)
    agree(first, second)

    for copy in (first, second):
        assert copy.library.rows("SELECT DISTINCT member FROM payment") == [(loser,)]
        assert rows.get(copy.library, Member, loser).merged_into is None


def merge_both_ways(first, second, one, other):
    """At once, the opposite way round, and both hear of it; the first one's change set."""
    merging.merge(first.library, one, [other])
    merged = first.library.last_written
    second.clock.move(60)
    merging.merge(second.library, other, [one])
    agree(first, second)
    return merged


@pytest.fixture
def settled(two):
    """A merge, and what the other device wrote of the record that is gone moved to the kept one by settling."""
    first, second, winner, loser, course = two
    merging.merge(first.library, winner, [loser])
    merged = first.library.last_written
    second.clock.move(60)
    pay(second, loser, 7)
    learning.set_progress(second.library, loser, course, 50)
    with second.library.write(Op.EDIT_MEMBER):
        rows.change(second.library, Member, loser, phone="+8613800000000", name="Li Na Old")
    return first, second, winner, loser, merged


def of_whom(library):
    return (
        dict(library.rows("SELECT amount, member FROM payment")),
        library.rows("SELECT member, progress FROM enrolment WHERE deleted_at IS NULL"),
        library.rows("SELECT id FROM member WHERE phone <> ''"),
        library.rows("SELECT member, value FROM contact WHERE deleted_at IS NULL"),
    )


def all_of(member):
    return {5: member, 7: member}, [(member, 50)], [(member,)], []


@pytest.mark.parametrize("take_back", [undo, taking_back.undo], ids=["at the next sync", "at once"])
def test_what_came_late_for_the_record_that_was_gone_goes_back_with_it(settled, take_back):
    first, second, winner, loser, merged = settled
    agree(first, second)
    paid, learnt, reached, more = of_whom(first.library)
    assert (paid, learnt) == ({5: winner, 7: winner}, [(winner, 50)])
    assert (winner,) in reached and (winner, "Li Na Old") in more

    first.clock.move(60)
    take_back(first.library, merged)
    if take_back is taking_back.undo:
        assert of_whom(first.library) == all_of(loser)
        with pytest.raises(NothingToUndo):
            redo_last(second.library)
    agree(first, second)

    for copy in (first, second):
        assert of_whom(copy.library) == all_of(loser)

    taking_back.redo_last(first.library)
    agree(first, second)
    for copy in (first, second):
        paid, learnt, reached, more = of_whom(copy.library)
        assert (paid, learnt) == ({5: winner, 7: winner}, [(winner, 50)])
        assert (winner,) in reached and (winner, "Li Na Old") in more
        assert not conflicts.listed(copy.library)


def test_it_goes_back_also_when_the_other_had_not_heard_that_the_merge_was_taken_back(settled):
    first, second, _winner, loser, merged = settled
    first.sync()
    first.clock.move(60)
    undo(first.library, merged)
    second.clock.move(120)
    # It knows of the merge alone: the answer with the undo is still under way.
    second.sync()
    agree(first, second)

    for copy in (first, second):
        assert of_whom(copy.library) == all_of(loser)
        assert not conflicts.listed(copy.library)


def test_erasing_the_kept_record_afterwards_takes_nothing_of_the_one_that_stands_again(settled):
    first, second, winner, loser, merged = settled
    agree(first, second)
    undo(first.library, merged)
    second.clock.move(60)
    agree(first, second)
    erasing.erase(second.library, winner)
    agree(first, second)

    for copy in (first, second):
        assert rows.get(copy.library, Member, loser).name == "Li Na Old"
        assert of_whom(copy.library) == all_of(loser)


def test_both_merge_at_once_the_other_way_round_and_nobody_is_lost(two):
    first, second, one, other, _course = two
    merge_both_ways(first, second, one, other)

    # Each says of the other that it stands: one is brought back, the same on both, and everything is with it.
    alive = [row for (row,) in first.library.rows("SELECT id FROM member WHERE merged_into IS NULL")]
    assert len(alive) == 1
    assert first.library.rows("SELECT DISTINCT member FROM payment") == [(alive[0],)]


@pytest.fixture
def parted(two):
    """Both merged at once, the other way round; the merge that stood was taken back. The copies, and who was merged."""
    first, second, one, other, _course = two
    merged = merge_both_ways(first, second, one, other)
    assert not conflicts.listed(first.library) and not conflicts.listed(second.library)
    undo(first.library, merged)
    agree(first, second)
    return first, second, one, other


def test_a_merge_given_up_for_anothers_is_to_be_decided_when_that_is_taken_back(parted):
    for copy in parted[:2]:
        (found,) = conflicts.listed(copy.library)
        assert (found.row, found.field, found.now) == (parted[2], "merged_into", None)
        assert (found.kept.value, found.lost.value, found.lost.name) == (None, parted[3], "Li Na")
    assert conflicts.listed(parted[0].library)[0].kept.mine
    assert conflicts.listed(parted[1].library)[0].lost.mine


def test_the_merge_may_hold_after_all_with_everything_and_then_nothing_is_to_be_decided_anywhere(parted):
    first, second, one, other = parted
    pay(first, one, 9)
    agree(first, second)

    settled = conflicts.settle(second.library, conflicts.listed(second.library)[0].id, Keep.MINE)
    agree(first, second)

    for copy in (first, second):
        assert rows.get(copy.library, Member, one).merged_into == other
        assert copy.library.rows("SELECT member, sum(amount) FROM payment GROUP BY member") == [(other, 14)]
        assert conflicts.listed(copy.library) == []

    conflicts.take_back(second.library, settled)
    agree(first, second)
    assert rows.get(first.library, Member, one).merged_into is None
    assert first.library.value("SELECT member FROM payment WHERE amount = 9") == one


def test_the_two_may_stay_apart(parted):
    first, second, one, other = parted
    conflicts.settle(second.library, conflicts.listed(second.library)[0].id, Keep.THEIRS)
    agree(first, second)
    assert conflicts.listed(second.library) == []
    assert {rows.get(first.library, Member, row).merged_into for row in (one, other)} == {None}


def test_a_new_device_is_not_asked_about_it(parted, hubs, copies):
    third = copies()
    third.pair(hubs.urls[0], hubs.code())
    agree(*parted[:2], third)
    assert conflicts.listed(third.library) == []
