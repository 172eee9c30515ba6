"""First in, first out is arithmetic: nothing appears, nothing vanishes, and no lot goes below nothing."""

from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.community.points_lots import Lot, Outlay, sort_out

MOMENTS = st.integers(0, 100)
LOTS = st.lists(st.tuples(MOMENTS, st.integers(1, 50), st.none() | st.integers(1, 60)), max_size=8).map(
    lambda found: [
        Lot(("k", "t", number), at, points, None if lasts is None else at + lasts)
        for number, (at, points, lasts) in enumerate(found)
    ]
)
OUTLAYS = st.lists(st.builds(Outlay, at=MOMENTS, points=st.integers(1, 60)), max_size=6)


@given(LOTS, OUTLAYS, st.integers(100, 200))
def test_what_came_is_what_is_left_what_expired_and_what_was_spent(lots, outlays, now):
    done = sort_out(lots, outlays, now)
    came, spent = sum(lot.points for lot in lots), sum(one.points for one in outlays)
    assert done.balance == came - spent - sum(done.expired.values())
    assert all(left >= 0 for left in done.left.values())
    assert all(0 < gone <= lot.points for lot in lots if (gone := done.expired.get(lot.key, 0)))
    assert done.debt >= 0


@given(LOTS, OUTLAYS, st.randoms())
def test_the_order_in_which_lines_arrive_does_not_matter(lots, outlays, random):
    shuffled, others = list(lots), list(outlays)
    random.shuffle(shuffled)
    random.shuffle(others)
    assert sort_out(lots, outlays, 200) == sort_out(shuffled, others, 200)


def test_what_came_first_goes_first_and_later_points_pay_a_debt():
    first, second = Lot(("k", "t", 1), 0, 10, 50), Lot(("k", "t", 2), 5, 10, None)
    done = sort_out([second, first], [Outlay(10, 12)], 60)
    assert (done.left[first.key], done.left[second.key], done.expired) == (0, 8, {})

    overdrawn = sort_out([second], [Outlay(1, 25)], 60)
    assert (overdrawn.balance, overdrawn.debt) == (-15, 15)
