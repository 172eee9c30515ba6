"""Somebody sets the computer's clock back, while the program runs or between two starts: order, ids and undo do not mind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.history import steps
from kclub_desktop.store.record_history import of_record
from kclub_desktop.store.tables import Member
from kclub_desktop.store.undo import redo_last, undo_last
from tests.making import made_library

NOW = 1_790_000_000
DAYS = 86_400


def edit(library, member, note):
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, note=note)


def test_the_newest_edit_stays_the_newest_after_the_clock_went_back_a_year(tmp_path):
    clock = FixedClock(NOW)
    with made_library(tmp_path / "library", name="x", clock=clock) as library:
        with library.write(Op.ADD_MEMBER):
            anna = rows.add(library, Member, name="Anna", created_at=NOW)
        edit(library, anna, "before")
    with open_library(tmp_path / "library", clock=FixedClock(NOW - 365 * DAYS)) as library:
        edit(library, anna, "after")
        with library.write(Op.ADD_MEMBER):
            bo = rows.add(library, Member, name="Bo", created_at=NOW)

        assert bo > anna
        assert [line.operation for line in steps(library)] == [
            "add_member",
            "edit_member",
            "edit_member",
            "add_member",
        ]
        assert [step.fields[0].after for step in of_record(library, Member, anna)[:2]] == ["after", "before"]
        undo_last(library)
        undo_last(library)
        assert rows.get(library, Member, anna).note == "before"
        redo_last(library)
        assert rows.get(library, Member, anna).note == "after"


@pytest.fixture(scope="module")
def one_library(tmp_path_factory):
    """For all examples: the jumps of the last one are the past of the next."""
    with made_library(tmp_path_factory.mktemp("clock") / "library", name="x", clock=FixedClock(NOW)) as made:
        yield made


@given(jumps=st.lists(st.integers(-400 * DAYS, 400 * DAYS), min_size=1, max_size=20))
def test_however_the_clock_jumps_ids_and_stamps_only_go_up(one_library, jumps):
    library, clock = one_library, one_library.clock
    for seconds in jumps:
        clock.move(max(seconds, 1_600_000_000 - clock.now()))
        with library.write(Op.ADD_MEMBER):
            rows.add_many(library, Member, [{"name": "x", "created_at": clock.now()} for _ in range(3)])

    ids = [row for (row,) in library.rows("SELECT row FROM change ORDER BY id")]
    stamps = [stamp for (stamp,) in library.rows("SELECT stamp FROM change_set ORDER BY id")]
    assert ids == sorted(set(ids)) and stamps == sorted(set(stamps))
