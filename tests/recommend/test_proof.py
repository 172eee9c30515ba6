"""Would it have worked, and do chances come true: on made-up communities whose truth is known."""

import numpy as np
import pytest
from communities import DAY, START, rows, with_tastes

from kclub_desktop.recommend import Interactions, chances, past, proof

NOW = START + 700 * DAY


def test_the_past_is_cut_as_lately_as_enough_members_took_something():
    busy = rows(*[(m, 10, 1, 0) for m in range(60)], *[(m, 11, 1, 690) for m in range(50)])
    slow = rows(*[(m, 10, 1, 0) for m in range(60)], *[(m, 11, 1, 560) for m in range(50)])

    assert past.past(busy, NOW).days == 30
    assert past.past(slow, NOW).days == 180
    assert len(past.past(busy, NOW).train) == 60


def test_looks_and_newcomers_count_for_nothing_in_the_past():
    data = rows((1, 10, 1, 0), (1, 11, 0.2, 690), (2, 11, 1, 690), (1, 12, 1, 691))

    found = past.past(data, NOW)

    assert list(zip(found.member.tolist(), found.course.tolist(), strict=True)) == [(1, 12)]


def test_where_tastes_are_strong_the_lists_would_have_worked_better_than_popularity():
    data = with_tastes(400, 60, 7, tastes=6, strength=15, seed=4)

    found = proof.would_have_worked(data, NOW, k=5)

    assert found.enough
    assert found.blend.value > found.popularity.value + 0.1
    assert found.lead_low > 0
    assert found.blend.low < found.blend.value < found.blend.high
    assert "neighbours" in found.components
    assert 0 < found.coverage <= 1
    assert 0 <= found.long_tail <= 1
    assert found.novelty > 0


def test_few_cases_are_said_to_be_few():
    found = proof.would_have_worked(rows((1, 10, 1, 0), (2, 10, 1, 1), (2, 11, 1, 695), (1, 11, 1, 699)), NOW)

    assert not found.enough
    assert found.members == 2
    empty = proof.would_have_worked(Interactions.none(), NOW)
    assert (empty.members, empty.blend.low, empty.blend.high) == (0, 0.0, 1.0)


def test_courses_that_are_not_open_stand_in_no_list():
    data = with_tastes(200, 20, 6, tastes=4, strength=8, seed=1)

    found = proof.would_have_worked(data, NOW, open_courses=np.array([10, 11]), k=5)

    assert found.coverage == 1.0
    assert found.blend.value < 0.6


def test_chances_come_true():
    """Members of one half take twice as often; half a year foretells a month that the correction has not seen."""
    draw = np.random.default_rng(3)
    items = []
    for member in range(1500):
        often = 0.5 if member % 2 else 0.1
        wanted = draw.permutation(np.arange(40) % 4 == member % 4) * 4.0 + 1.0 / np.arange(1, 41)
        for course in draw.choice(
            40, min(draw.poisson(often * 12), 39), replace=False, p=wanted / wanted.sum()
        ):
            items.append((member, 10 + int(course), 1.0, int(draw.integers(0, 360))))
        items.append((member, 99, 1.0, 0))
    data, now = rows(*items), START + 330 * DAY
    known = data.at_rows(data.at < now)

    correction = chances.learned(known, now)
    model = chances.Recommender().fit(known)
    members = np.unique(known.member)
    open_columns = np.ones(len(model.courses), bool)
    expected = chances.rates(known, members, now)[:, None] * chances.shares(model, members, open_columns)
    chance = correction.chance(expected)
    later = data.at_rows(data.at >= now)
    taken = np.zeros(chance.shape)
    taken[np.searchsorted(members, later.member), np.searchsorted(model.courses, later.course)] = 1

    assert correction.enough
    assert chance.sum() == pytest.approx(taken.sum(), rel=0.15)
    order = np.argsort(chance, axis=None)
    for part in np.array_split(order[len(order) // 2 :], 4):
        said, came = chance.flat[part].mean(), taken.flat[part].mean()
        assert came == pytest.approx(said, rel=0.35, abs=0.004)


def test_without_a_past_nothing_is_corrected():
    found = chances.learned(rows((1, 10, 1, 699)), NOW)

    assert found == chances.Correction()
    assert not found.enough
    assert found.chance(np.array([0.0, 0.1, 100.0])) == pytest.approx([0, 1 - np.exp(-0.1), 1], abs=1e-6)
