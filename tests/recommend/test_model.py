"""What a community may rely on from its recommender, as sentences and as laws."""

import copy
import subprocess
import sys

import numpy as np
import pytest
from communities import DAY, START, rows, shuffled, with_tastes
from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.recommend import CourseText, Interactions, Recommender, blend, choice
from kclub_desktop.recommend.arrays import ranked

TWELVE = rows(
    (1, 10, 1, 0), (1, 11, 1, 5), (2, 10, 1, 1), (2, 11, 1, 2), (3, 10, 1, 3), (3, 11, 1, 9), (3, 12, 1, 12),
    (4, 13, 1, 4), (4, 14, 1, 8), (5, 13, 1, 6), (5, 14, 1, 7), (6, 10, 1, 20),
)  # fmt: skip

members = st.integers(1, 6)
courses = st.integers(10, 17)
weights = st.sampled_from([-1.0, -0.4, 0.0, 0.2, 0.6, 1.0])
a_row = st.tuples(members, courses, weights, st.integers(0, 400))


def same(one, other):
    everyone = np.arange(0, 2000)
    assert one.courses.tolist() == other.courses.tolist()
    assert one.score(everyone) == pytest.approx(other.score(everyone), abs=1e-6)


def test_twelve_ratings_are_enough_for_a_sensible_list():
    model = Recommender().fit(TWELVE)

    ids, scores = model.recommend([6, 5, 999], k=3)

    assert ids[0, 0] == 11  # those who took 10 took 11
    assert ids[1, 0] in (10, 11)  # nothing else is like 13 and 14: what most took
    assert ids[2].tolist()[0] == 10  # nothing is known: the most popular
    assert (np.diff(scores, axis=1) <= 0).all()


def test_nothing_owned_is_shown_not_even_what_was_given_back_or_weighs_nothing():
    data = TWELVE.and_also(rows((6, 13, -1, 30), (6, 14, 0, 31)))

    ids, scores = Recommender().fit(data).recommend([6], k=5)

    assert set(ids[0].tolist()) == {11, 12, -1}
    assert ids[0, 2:].tolist() == [-1, -1, -1]
    assert np.isneginf(scores[0, 2:]).all()


def test_courses_left_out_or_not_allowed_are_never_shown():
    model = Recommender().fit(TWELVE)

    without = model.recommend([6], k=5, exclude=np.array([11, 777]))[0][0].tolist()
    only = model.recommend([6], k=5, allowed=[12, 13])[0][0].tolist()
    both = model.recommend([6], k=2, allowed=[12, 13], exclude=[12])[0][0].tolist()

    assert 11 not in without
    assert set(only) == {12, 13, -1}
    assert both == [13, -1]


def test_a_refund_speaks_against_what_goes_with_it():
    liked = Recommender().fit(TWELVE.and_also(rows((7, 13, 1, 21), (7, 12, 1, 20))))
    refunded = Recommender().fit(TWELVE.and_also(rows((7, 13, -1, 21), (7, 12, 1, 20))))

    place = liked.courses.tolist().index(14)

    assert refunded.score([7])[0, place] < liked.score([7])[0, place]
    assert {part.course: part.amount for part in refunded.explain(7, 14)}[13] < 0


def test_reasons_add_up_to_the_score_and_come_largest_first():
    data = with_tastes(80, 20, 6, tastes=4, strength=6, seed=2)
    model = Recommender().fit(data)

    for member in (1000, 1017, 999_999):
        ids, scores = model.recommend([member], k=4)
        for course, score in zip(ids[0].tolist(), scores[0].tolist(), strict=True):
            parts = model.explain(member, course)
            assert sum(part.amount for part in parts) == pytest.approx(score)
            assert [p.amount for p in parts] == sorted((p.amount for p in parts), reverse=True)
            assert {p.course for p in parts} - {None} <= set(model.owned(member).tolist())
    with pytest.raises(ValueError, match="course"):
        model.explain(1000, 5)


def test_a_course_nobody_took_is_known_from_its_tags():
    texts = {10: CourseText("Bees", ("bees",)), 11: CourseText("Hives", ("bees",)), 90: CourseText("Ovens", ("bread",)),
             91: CourseText("Honey", ("bees",)), 92: CourseText("Rye", ("bread",))}  # fmt: skip
    model = Recommender(texts).fit(TWELVE)

    ids, _ = model.recommend([6], k=10, allowed=[90, 91, 92])

    assert ids[0, 0] == 91
    assert set(ids[0].tolist()) == {90, 91, 92, -1}


def test_an_empty_community_gets_an_empty_list():
    ids, scores = Recommender().fit(Interactions.none()).recommend([1, 2], k=3)

    assert ids.tolist() == [[-1] * 3] * 2
    assert scores.shape == (2, 3)
    assert Recommender([5, 4]).recommend([1], k=3)[0].tolist() == [[4, 5, -1]]


@given(data=st.lists(a_row, min_size=1, max_size=40), seed=st.integers(0, 5))
def test_the_order_of_rows_and_repeating_them_change_nothing(data, seed):
    given_rows = rows(*data)

    same(Recommender().fit(given_rows), Recommender().fit(shuffled(given_rows.and_also(given_rows), seed)))


@given(first=st.lists(a_row, max_size=30), then=st.lists(a_row, max_size=12))
def test_an_update_is_a_fit_on_all_rows_however_small(first, then):
    updated = Recommender().fit(rows(*first)).update(rows(*then))

    same(updated, Recommender().fit(rows(*first, *then)))


@pytest.mark.parametrize("seed", range(4))
def test_an_update_is_a_fit_on_all_rows_in_a_grown_community(seed):
    draw = np.random.default_rng(seed)
    data = with_tastes(150, 30, 7, tastes=5, strength=6, seed=seed)
    model = Recommender().fit(data)
    for day in range(5):
        count = int(draw.integers(1, 4)) if day < 4 else 40
        new = rows(*[
            (int(draw.integers(1000, 1160)), int(draw.integers(10, 41 if day == 3 else 40)),
             float(draw.choice([-1, 0.6, 1])), 701 + day)
            for _ in range(count)
        ])  # fmt: skip
        model.update(new)
        data = data.and_also(new)

        same(model, Recommender().fit(data))


def test_an_update_is_a_fit_where_the_filter_speaks_and_not_all_courses_are_known_well(monkeypatch):
    monkeypatch.setattr(choice, "MOST_KNOWN", 100)
    data = with_tastes(260, 130, 9, tastes=6, strength=9, seed=5)
    model = Recommender({**dict.fromkeys(range(10, 140), "Bees"), 10: "Bread", 11: "Bread"}).fit(data)
    model.fit = None
    new = rows((1003, 12, 1, 900), (5000, 139, 1, 901), (1010, 40, -1, 902))

    model.update(new)

    assert model.settings.depth > 0
    assert model.settings.weights[blend.COMPONENTS.index("filter")] > 0
    fresh = Recommender({**dict.fromkeys(range(10, 140), "Bees"), 10: "Bread", 11: "Bread"})
    same(model, fresh.fit(data.and_also(new)))


def test_new_rows_that_are_the_latest_need_no_full_fit():
    data = with_tastes(150, 30, 7, tastes=5, strength=6, seed=8)
    model = Recommender().fit(data)
    settings = model.settings
    model.fit = None  # an update that falls back would fail here

    model.update(rows((1003, 12, 1, 900), (5000, 13, 1, 901)))

    assert model.settings is settings
    same(model, Recommender().fit(data.and_also(rows((1003, 12, 1, 900), (5000, 13, 1, 901)))))


def test_stopping_a_fit_leaves_the_model_as_it_was():
    model = Recommender().fit(TWELVE)
    before = model.score([1, 2, 3])

    class StopsAtSecond(Progress):
        def advance(self, n=1):
            if self.done:
                self.cancel()
            super().advance(n)

    with pytest.raises(Cancelled):
        model.fit(with_tastes(60, 15, 4, tastes=3, strength=5, seed=0), progress=StopsAtSecond())

    assert (model.score([1, 2, 3]) == before).all()


def test_one_busy_member_cannot_bury_what_many_do():
    many = [(m, c, 1.0, m) for m in range(1, 13) for c in (10, 11)] + [(50, 10, 1.0, 99)]
    busy = [(99, c, 1.0, 100 + c) for c in (10, *range(20, 80))]

    ids, _ = Recommender().fit(rows(*many, *busy)).recommend([50], k=1)

    assert ids[0, 0] == 11


def test_lists_of_many_members_are_the_lists_of_each():
    model = Recommender().fit(with_tastes(120, 25, 6, tastes=4, strength=5, seed=3))
    everyone = np.arange(990, 1120)

    ids, scores = model.recommend(everyone, k=8)

    for row in range(0, len(everyone), 11):
        one_ids, one_scores = model.recommend(everyone[row : row + 1], k=8)
        assert one_ids[0].tolist() == ids[row].tolist()
        assert one_scores[0] == pytest.approx(scores[row])


def test_old_fashions_fade_for_new_members():
    old = [(m, 10, 1.0, 0) for m in range(30)]
    lately = [(100 + m, 11, 1.0, 1000) for m in range(25)]

    ids, _ = Recommender().fit(rows(*old, *lately)).recommend([999], k=2)

    assert ids[0].tolist() == [11, 10]


def test_a_copy_updates_without_touching_the_original():
    model = Recommender().fit(with_tastes(150, 30, 7, tastes=5, strength=6, seed=8))
    before = model.score([1003])

    copy.deepcopy(model).update(rows((1003, 12, 1, 900)))

    assert (model.score([1003]) == before).all()


def test_serving_a_small_community_needs_numpy_alone():
    code = (
        "import sys; import numpy as np; from kclub_desktop.recommend import Interactions, Recommender\n"
        f"m = Recommender().fit(Interactions([1,1,2,2,3],[10,11,10,12,10],[1.0]*5,[{START}+i*{DAY} for i in range(5)]))\n"
        "m.recommend([1,2,3], k=2); m.explain(3, 11)\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('scipy', 'sklearn', 'pandas')]"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_lists_for_thousands_at_once_are_those_made_one_by_one():
    data = with_tastes(300, 60, 6, tastes=5, strength=8, seed=11)
    model = Recommender().fit(data)
    members = np.resize(np.append(np.unique(data.member), 10**6), 4500)

    many, scores = model.recommend(members, k=10)
    few, exact = model.recommend(members[:400], k=10)

    assert scores[:400] == pytest.approx(exact, rel=1e-5)
    assert (many[:400] == few).mean() > 0.99


def test_reasons_asked_for_again_after_an_update_are_those_of_today():
    data = with_tastes(150, 30, 7, tastes=5, strength=6, seed=8)
    model, new = Recommender().fit(data), rows((1003, 12, 1, 900), (1003, 14, 1, 901))
    course = int(model.recommend([1003])[0][0, 0])
    model.explain(1003, course)

    model.update(new)

    fresh = Recommender().fit(data.and_also(new))
    assert [(part.course, part.amount) for part in model.explain(1003, course)] == [
        (part.course, pytest.approx(part.amount, abs=1e-6)) for part in fresh.explain(1003, course)
    ]


def test_a_light_copy_updates_without_touching_the_original():
    model = Recommender().fit(with_tastes(150, 30, 7, tastes=5, strength=6, seed=8))
    others = [1004, 1005, 1003]
    before, near = [model.score([one]) for one in others], model.near(12)

    updated = model.copied().update(rows((1003, 12, 1, 900)))

    assert (updated.near(12) != near).any()
    assert (model.near(12) == near).all()
    assert all((model.score([one]) == was).all() for one, was in zip(others, before, strict=True))


@given(
    table=st.lists(st.lists(st.sampled_from([-np.inf, 0.0, 1.0, 2.0]), min_size=90, max_size=90), max_size=4),
    k=st.integers(1, 12),
)
def test_the_best_of_a_row_are_the_first_of_a_stable_sort(table, k):
    scores = np.array(table).reshape(-1, 90)

    assert (ranked(scores, k) == np.argsort(-scores, axis=1, kind="stable")[:, :k]).all()
