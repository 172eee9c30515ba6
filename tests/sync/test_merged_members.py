"""Two devices and a merge: one makes one member of two while the other still works with the one that goes."""

import pytest

from kclub_desktop.community import learning, merging
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import REPLICATED, Course, Member, Payment
from kclub_desktop.store.undo import undo_last

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


def test_both_merge_at_once_the_other_way_round_and_nobody_is_lost(two):
    first, second, one, other, _course = two

    merging.merge(first.library, one, [other])
    second.clock.move(60)
    merging.merge(second.library, other, [one])
    agree(first, second)

    # Each says of the other that it stands: one is brought back, the same on both, and everything is with it.
    alive = [row for (row,) in first.library.rows("SELECT id FROM member WHERE merged_into IS NULL")]
    assert len(alive) == 1
    assert first.library.rows("SELECT DISTINCT member FROM payment") == [(alive[0],)]
