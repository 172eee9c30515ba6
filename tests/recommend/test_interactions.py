"""Input that is not what it says is refused by name; doubled rows follow the documented rule in any order."""

import itertools

import numpy as np
import pytest

from kclub_desktop.recommend import Interactions

GOOD = {"member": [1, 2], "course": [3, 4], "weight": [1.0, 0.5], "at": [10, 20]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("member", [1.5, 2.0]),
        ("member", [[1, 2]]),
        ("course", [3]),
        ("course", [3, -1]),
        ("course", ["a", "b"]),
        ("weight", [1.0, float("nan")]),
        ("weight", [1.0, float("inf")]),
        ("weight", [1.0, 1e300]),
        ("weight", [1.0]),
        ("at", [1.0, 2.0]),
        ("at", [1, 2, 3]),
    ],
)
def test_a_wrong_field_is_named(field, value):
    with pytest.raises(ValueError, match=f"^{field}:"):
        Interactions(**{**GOOD, field: value})


def test_good_arrays_get_the_promised_types():
    data = Interactions(**GOOD)

    assert [a.dtype for a in (data.member, data.course, data.weight, data.at)] == [
        np.int64, np.int64, np.float32, np.int64,
    ]  # fmt: skip
    assert len(Interactions.none()) == 0


def test_the_caller_changing_an_array_afterwards_changes_nothing():
    member = np.array([1, 2])
    data = Interactions(**{**GOOD, "member": member})

    member[:] = 9

    assert data.member.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("doubled", "stands"),
    [
        ([(0.6, 10), (1.0, 5)], (1.0, 5)),  # the stronger
        ([(0.6, 10), (-1.0, 5)], (-1.0, 5)),  # a refund is stronger than an enrolment
        ([(-1.0, 5), (1.0, 9)], (1.0, 9)),  # equally strong: the later
        ([(-1.0, 9), (1.0, 9)], (-1.0, 9)),  # equally late: the lower
        ([(3.0, 5), (5.0, 3), (2.0, 9)], (1.0, 9)),  # beyond 1 all are equally strong
    ],
)
def test_of_doubled_rows_one_stands_in_whatever_order_they_come(doubled, stands):
    for order in itertools.permutations(doubled):
        weight, at = zip(*order, strict=True)
        data = Interactions([7] * len(order), [8] * len(order), weight, at).standing()

        assert [(float(data.weight[0]), int(data.at[0]))] == [stands]
        assert len(data) == 1
