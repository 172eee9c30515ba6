"""The choice on the data: what wins where, on made-up communities whose truth is known."""

import numpy as np
import pytest
from communities import rows, with_tastes

from kclub_desktop.recommend import Recommender, ease
from kclub_desktop.recommend.choice import core_size
from kclub_desktop.recommend.evaluate import gains, leave_last_out


def scores_of(model):
    return lambda members: (model.score(members), model.courses)


def popularity(model):
    return lambda members: (np.tile(model._parts.total, (len(members), 1)), model.courses)


def alone(model, matrix):
    def scores(members):
        table = np.zeros((len(members), len(model.courses)))
        for row, member in enumerate(members.tolist()):
            table[row] = matrix[np.searchsorted(model.courses, model.owned(member))].sum(axis=0)
        return table, model.courses

    return scores


def measured(size, *, strength, seeds):
    """Mean NDCG@10 of (blend, popularity, EASE alone) over communities of (members, courses, per member)."""
    found = []
    for seed in seeds:
        split = leave_last_out(with_tastes(*size, tastes=4, strength=strength, seed=seed))
        model = Recommender().fit(split.train)
        ridged = ease.weights(model._parts.inverse)
        found.append(
            [gains(split, s).mean() for s in (scores_of(model), popularity(model), alone(model, ridged))]
        )
    return np.mean(found, axis=0)


def test_the_hidden_course_is_each_members_last_liked_one():
    split = leave_last_out(rows((1, 10, 1, 0), (1, 11, 1, 5), (1, 12, -1, 9), (2, 10, 1, 3)))

    assert list(zip(split.member.tolist(), split.course.tolist(), strict=True)) == [(1, 11)]
    assert len(split.train) == 3


def test_gain_is_one_for_the_first_place_and_falls_with_the_logarithm():
    split = leave_last_out(rows((1, 10, 1, 0), (1, 11, 1, 5), (2, 10, 1, 0), (2, 12, 1, 4), (3, 13, 1, 1)))
    table = {1: [9.0, 3.0, 2.0, 1.0], 2: [9.0, 3.0, 2.0, 1.0]}

    found = gains(split, lambda m: (np.array([table[x] for x in m.tolist()]), np.array([10, 11, 12, 13])))

    assert found == pytest.approx([1.0, 1 / np.log2(3)])
    assert gains(split, lambda m: (np.ones((len(m), 1)), np.array([10]))).tolist() == [0.0, 0.0]


def test_where_little_is_known_popularity_wins_and_the_blend_keeps_to_it():
    blended, popular, ridged = measured((60, 30, 3), strength=1, seeds=range(20))

    assert popular > ridged + 0.03
    assert blended > popular - 0.02


def test_with_many_members_tastes_are_found():
    blended, popular, ridged = measured((400, 40, 6), strength=12, seeds=range(3))

    assert ridged > popular + 0.1
    assert blended > ridged - 0.02


def test_the_choice_stays_while_few_rows_come():
    sizes = [core_size(n) for n in range(1, 5000)]

    assert sizes[63:] == sorted(sizes[63:])
    assert sizes[:63] == list(range(1, 64))
    assert all(0.7 * n <= size <= 0.9 * n for n, size in enumerate(sizes, 1) if n >= 100)
    assert len(set(sizes[999:])) < 12
