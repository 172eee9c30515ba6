"""Each component against numbers worked out by hand, and its left-out form against really leaving the member out."""

import numpy as np
import pytest
from communities import rows, with_tastes

from kclub_desktop.recommend import blend, cases, ease, lift, neighbours, spectrum, texts, transitions
from kclub_desktop.recommend.gram import gram
from kclub_desktop.recommend.history import LENGTH_POWER, Histories, history_weights, steps_back
from kclub_desktop.recommend.parts import Chosen, Parts, Settings


def histories(data, courses):
    return Histories.of(data.standing(), np.array(courses, np.int64), seed=0)


def test_ease_of_two_courses_is_what_a_pencil_says():
    # Gram [[2, 1], [1, 3]] plus 1: [[3, 1], [1, 4]]; inverse [[4, -1], [-1, 3]] / 11; B = -P / its column's diagonal.
    inverse = ease.inverse(np.array([[2.0, 1.0], [1.0, 3.0]]), np.ones(2))

    assert inverse == pytest.approx(np.array([[4, -1], [-1, 3]]) / 11)
    assert ease.weights(inverse) == pytest.approx(np.array([[0, 1 / 3], [1 / 4, 0]]))


def test_the_large_inverse_is_the_small_ones():
    random = np.random.default_rng(0)
    table = random.random((900, 60)) @ random.random((60, 900)) / 60
    together = table @ table.T

    lifts = ease.Ridge(5.0, 0.5).lifts(np.diag(together))

    assert np.abs(ease.inverse(together, lifts) @ (together + np.diag(lifts)) - np.eye(900)).max() < 1e-8
    with pytest.raises(ValueError, match="ridge"):
        ease.inverse(together, np.zeros(900))


def test_co_taken_weight_says_less_per_pair_for_a_busy_member():
    data = rows((1, 10, 1, 0), (1, 11, 1, 1), (2, 10, 1, 0), (2, 12, 1, 0), (2, 13, 1, 0), (2, 14, 1, 0))

    made = gram(histories(data, [10, 11, 12, 13, 14]), 5)

    assert made[0, 1] == pytest.approx(2**-0.5)
    assert made[0, 2] == pytest.approx(4**-0.5)
    assert made[1, 2] == 0


def test_a_course_taken_after_another_counts_forward_only_and_less_far_away():
    made = transitions.counts(histories(rows((1, 10, 1, 0), (1, 11, 1, 5), (1, 12, 1, 9)), [10, 11, 12]), 3)

    assert made.tolist() == [[0, 1, 0.5], [0, 0, 1], [0, 0, 0]]


def test_courses_taken_at_the_same_time_have_no_order():
    assert not transitions.counts(histories(rows((1, 10, 1, 3), (1, 11, 1, 3)), [10, 11]), 2).any()
    assert steps_back(np.array([1, 5, 5, 9, 2, 2]), np.array([0, 4, 6])).tolist() == [2, 1, 1, 0, 0, 0]


def test_older_steps_count_less_and_a_refund_counts_against():
    made = history_weights(np.array([1.0, -1.0, 1.0]), np.array([1, 2, 3]), np.array([0, 3]), decay=0.5)

    assert made == pytest.approx(np.array([0.25, -0.5, 1.0]) / 1.75**LENGTH_POWER)


def test_rare_tags_bring_courses_closer_than_common_ones():
    said = {
        1: texts.CourseText("", ("all", "bees")),
        2: texts.CourseText("", ("all", "bees")),
        3: texts.CourseText("", ("all",)),
        4: texts.CourseText("", ()),
    }

    made = texts.terms_of(np.array([1, 2, 3, 4]), said).alike()

    assert made[0, 1] > made[0, 2] > 0
    assert made[3].tolist() == [0, 0, 0, 0]
    apart = {1: texts.CourseText("", ("a",)), 2: texts.CourseText("", ("b",))}
    assert texts.terms_of(np.array([1, 2]), apart).alike() is None


@pytest.mark.parametrize(
    "said",
    [
        {1: "Keeping bees in spring", 2: "Bees and their keepers", 3: "Sourdough bread"},
        {1: "春季养蜂入门", 2: "蜂农的一年：养蜂实践", 3: "在家做酸面包"},
        {1: texts.CourseText("A", (), "养蜂 bees"), 2: texts.CourseText("B", ("bees",)), 3: "Bread"},
    ],
)
def test_texts_about_the_same_thing_are_alike_in_either_language(said):
    made = texts.terms_of(np.array([1, 2, 3]), texts.texts_of(said)).alike()

    assert made[0, 1] > 0
    assert made[0, 1] > made[0, 2]
    assert made == pytest.approx(made.T)


def test_a_text_that_is_no_text_is_refused():
    with pytest.raises(ValueError, match="courses: list"):
        texts.texts_of({1: ["a"]})


def test_leaving_a_member_out_in_closed_form_is_leaving_them_out():
    data = with_tastes(40, 12, 5, tastes=3, strength=5, seed=1)
    courses = np.unique(data.course)
    whole = histories(data, courses)
    targets = cases.target_rows(whole, len(courses), seed=0)
    seen = cases.left_out(whole, len(courses), targets)
    member = whole.members[seen.member]
    settings = Settings(0.9, ease.Ridge(10.0, 0.0), 0, (0.0,) * len(blend.COMPONENTS), (1.0,) * 6)
    chosen = Chosen(settings, np.arange(len(courses)), np.full(len(courses), 10.0), None)
    parts, history = Parts.learned(whole, len(courses), chosen, None), seen.history(0.9)

    ridged = ease.Without.of(parts.inverse, seen.own).scores(history)
    near = neighbours.left_out(parts.gram, history, seen.own_before, seen.own_target, seen.target)
    after = transitions.left_out(parts.steps, history, seen.own_steps, seen.target)
    lifted = lift.left_out(parts.gram, history, seen.own_before, seen.own, seen.own_target, seen.target)

    for case in range(0, len(targets), 7):
        without = histories(data.at_rows(data.member != member[case]), courses)
        alone = Parts.learned(without, len(courses), chosen, None)
        candidate, mine = ~seen.closed[case], history.dense()[case]
        exact = mine @ ease.weights(alone.inverse)
        assert ridged[case][candidate] == pytest.approx(exact[candidate], abs=1e-9)
        # Neighbours and transitions: exact in what comes out, while what goes in keeps the norms of all members.
        exact = (mine * neighbours.scale(np.diag(parts.gram))) @ alone.gram
        exact *= neighbours.scale(np.diag(alone.gram))
        assert near[case][candidate] == pytest.approx(exact[candidate], abs=1e-9)
        exact = (mine / (parts.steps.sum(axis=1) + transitions.SHRINK)) @ alone.steps
        assert after[case][candidate] == pytest.approx(exact[candidate], abs=1e-9)
        # Lift: the same, with how often each course of the history was taken as all members have it.
        pairs, others = (one.gram - np.diag(np.diag(one.gram)) for one in (parts, alone))
        expected = np.outer(pairs.sum(axis=1), others.sum(axis=1)) / pairs.sum()
        exact = mine @ np.log((others + lift.SHRINK) / (expected + lift.SHRINK))
        assert lifted[case][candidate] == pytest.approx(exact[candidate], abs=1e-9)


def test_the_filters_directions_are_the_main_eigenvectors_also_when_iterated():
    random = np.random.default_rng(1)
    table = random.random((2000, 12)) @ random.random((12, 500)) ** 4 + random.random((2000, 500)) / 20
    together = table.T @ table / 2000

    found = spectrum.directions(together, 12, seed=0)
    exact = np.linalg.eigh(neighbours.weights(together))[1][:, ::-1][:, :12]

    assert found.T @ found == pytest.approx(np.eye(12), abs=1e-8)
    assert np.linalg.norm(found.T @ exact) ** 2 == pytest.approx(12, abs=0.05)
    assert not np.diag(spectrum.weights(found)).any()


def test_without_cases_the_blend_is_the_prior_and_with_many_it_is_the_data():
    random = np.random.default_rng(3)
    prior = blend.prior(500)
    features = np.zeros((len(prior), 5000, 6), np.float32)
    features[2] = random.normal(size=(5000, 6))
    features[3] = random.normal(size=(5000, 6))
    chance = np.exp(2.0 * features[2])
    target = np.array([random.choice(6, p=row / row.sum()) for row in chance])
    closed = np.zeros((5000, 6), np.float32)

    live = np.arange(len(prior))

    few = blend.fit(blend.Cases(live, features[:, :1], closed[:1], target[:1], prior))
    many = blend.fit(blend.Cases(live, features, closed, target, prior))

    assert few.weights == pytest.approx(prior, abs=0.2)
    assert many.weights[2] == pytest.approx(2.0, abs=0.25)
    assert (many.weights >= blend.FLOOR).all()
    assert many.weights[3] < 0.1


def test_the_fewer_rows_the_more_the_prior_leans_on_popularity():
    shares = [prior[0] / prior.sum() for prior in map(blend.prior, (0, 15, 140, 900, 10**6))]

    assert shares == sorted(shares, reverse=True)
    assert (blend.prior(10**6) == blend.PRIORS[-1]).all()


def test_lift_speaks_for_courses_taken_together_and_against_those_never_taken_together():
    two_circles = np.zeros((60, 6))
    two_circles[:30, :3] = 1
    two_circles[30:, 3:] = 1

    found = lift.weights(two_circles.T @ two_circles)

    assert found[0, 1] > 0.3 and found[0, 4] < -0.3
    assert not np.diag(found).any()
    assert found == pytest.approx(found.T)
