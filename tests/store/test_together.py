"""Several writes in one transaction: each its own step of history, all or nothing, told of once."""

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member
from tests.making import made_library


@pytest.fixture
def library(tmp_path):
    with made_library(tmp_path, name="A", clock=FixedClock(1_790_000_000)) as made:
        yield made


def add(library, name):
    with library.write(Op.ADD_MEMBER):
        rows.add(library, Member, name=name, created_at=1)


def names(library):
    return [name for (name,) in library.rows("SELECT name FROM member ORDER BY id")]


def test_writes_together_are_steps_of_their_own_and_told_of_once(library):
    told = []
    library.on_changes(told.append)
    with library.together():
        add(library, "A")
        add(library, "B")
        assert told == []

    assert names(library) == ["A", "B"]
    assert library.value("SELECT count(*) FROM change_set") == 2
    assert [changes.touch(Member) for changes in told] == [True]


def test_when_one_of_them_fails_none_is_kept_and_the_gate_is_closed(library):
    told = []
    library.on_changes(told.append)
    with pytest.raises(KeyError), library.together():
        add(library, "A")
        with library.write(Op.ADD_MEMBER):
            rows.add(library, Member, misspelt="B")

    assert (names(library), told) == ([], [])
    assert library.value("SELECT open_change_set FROM library_state") is None
    add(library, "C")
    assert names(library) == ["C"]


def test_one_that_fails_and_is_caught_leaves_the_others(library):
    with library.together():
        add(library, "A")
        with pytest.raises(KeyError), library.write(Op.ADD_MEMBER):
            rows.add(library, Member, name="gone", created_at=1)
            rows.add(library, Member, misspelt="B")
        add(library, "C")

    assert names(library) == ["A", "C"]
