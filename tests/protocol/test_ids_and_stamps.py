"""Row ids never repeat and clock stamps never run backwards, whatever the clock does."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kclub_protocol import ids, stamps
from kclub_protocol.changes import ChangeSet, MalformedChange, RowChange, change_set_from_json

times = st.integers(ids.EPOCH_MS + 1, ids.EPOCH_MS + (1 << 40))
names = st.text("abcdefgh_", min_size=1, max_size=12)
values = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
    | st.integers(-(1 << 62), 1 << 62)
)


@given(st.lists(times, min_size=1, max_size=50), st.integers(0, ids.MAX_NODE))
def test_ids_of_a_node_only_grow_however_the_clock_jumps(clock, node):
    maker = ids.IdMaker(node)
    made = [maker.make(now) for now in clock for _ in range(3)]

    assert made == sorted(set(made)) and all(0 < i < 1 << 63 and ids.node_of(i) == node for i in made)


def test_a_millisecond_used_up_borrows_from_the_next():
    maker = ids.IdMaker(5)
    made = [maker.make(ids.EPOCH_MS + 1) for _ in range(513)]

    assert ids.milliseconds_of(made[511]) == ids.EPOCH_MS + 1
    assert ids.milliseconds_of(made[512]) == ids.EPOCH_MS + 2


@given(st.lists(st.text() | st.integers(), min_size=1, max_size=4))
def test_derived_ids_are_negative_63_bit_and_tell_the_parts_apart(key):
    made = ids.derived_id("rating", *key)

    assert -(1 << 63) < made < 0 and made == ids.derived_id("rating", *key)
    assert ids.derived_id("x", "a", "bc") != ids.derived_id("x", "ab", "c")
    assert ids.derived_id("x", 1) != ids.derived_id("x", "1")


@given(st.lists(st.tuples(times, st.integers(0, 1 << 60))))
def test_stamps_never_run_backwards_and_move_past_what_was_received(steps):
    last = 0
    for now, received in steps:
        made = stamps.next_stamp(max(last, received), now)
        assert made > last and made > received and stamps.milliseconds_of(made) >= now
        last = made


def test_a_stamp_three_days_ahead_is_refused_with_how_far():
    with pytest.raises(stamps.StampTooFarAhead) as told:
        stamps.check_ahead(stamps.stamp_at(1_000 + 3 * 86_400_000), 1_000)
    assert told.value.ahead_ms == 3 * 86_400_000


@given(
    st.lists(
        st.builds(
            RowChange, names, st.integers(-(1 << 62), 1 << 62), st.booleans(), st.dictionaries(names, values)
        )
    )
)
def test_a_change_set_survives_the_wire(changes):
    sent = ChangeSet(7 << 16, 3, "edit_member", 1_790_000_000, tuple(changes))

    assert change_set_from_json(json.loads(json.dumps(sent.to_json()))) == sent


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_anything_else_is_refused_by_name_and_never_crashes(data):
    with pytest.raises(MalformedChange):
        change_set_from_json(data)
