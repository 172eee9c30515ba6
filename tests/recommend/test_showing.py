"""What a member was shown is kept with how likely it was; fresh courses get their share; experiments say what they can."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shops import DAY, add_course, add_member, enrol, garden  # noqa: F401

from kclub_desktop.errors import ExperimentRunning
from kclub_desktop.recommend import experiments, explore, log, newcomers
from kclub_desktop.recommend.experiments import Tuning, Verdict, compared
from kclub_desktop.recommend.library_data import load_courses
from kclub_desktop.recommend.proof import share_of
from kclub_desktop.recommend.serve import ModelCache, next_courses, show_next

RANKED = list(range(100, 130))
SCORES = [3 - at / 10 for at in range(30)]
COUNTS = [50] * 10 + [2] * 20


def placed(member, day=0, **more):
    return explore.with_fresh(RANKED, SCORES, COUNTS, 3, member=member, day=day, **more)


def test_a_tenth_of_the_lists_tries_a_fresh_course_in_the_last_place_and_says_how_likely_it_was():
    lists = [placed(member) for member in range(5000)]
    explored = [found[-1] for found in lists if found[-1].explored]

    assert 0.08 < len(explored) / len(lists) < 0.12
    assert all([one.course for one in found[:2]] == RANKED[:2] for found in lists)
    for course in (110, 115):
        shown = [one for one in explored if one.course == course]
        assert len(shown) / len(lists) == pytest.approx(shown[0].propensity, abs=0.006)
    assert {found[-1].propensity for found in lists if not found[-1].explored} == {0.9}


@given(k=st.integers(1, 40), share=st.floats(0, 0.5), member=st.integers(-(2**63), 2**63 - 1))
def test_a_list_never_doubles_a_course_and_never_grows(k, share, member):
    found = explore.with_fresh(RANKED, SCORES, COUNTS, k, member=member, day=20_000, share=share)

    assert len({one.course for one in found}) == len(found) == min(k, 30)
    assert all(0 < one.propensity <= 1 for one in found)


def test_the_list_stays_the_same_all_day():
    assert placed(7, day=3) == placed(7, day=3)
    assert len({placed(7, day=day)[-1].course for day in range(200)}) > 3


def test_what_a_member_saw_is_kept_once_a_day_and_what_followed_is_counted(garden, clock):  # noqa: F811
    library, _, people = garden
    model = ModelCache().get(library)
    for _ in range(2):
        show_next(library, model, people[6], 2, place="kiosk", tuning=Tuning(explore=0.0))

    kept = library.rows(
        "SELECT course, place, position, propensity, reason FROM recommendation ORDER BY position"
    )
    assert [course for course, *_ in kept] == [
        s.course_id for s in next_courses(library, model, people[6], 2)
    ]
    assert next(tuple(rest) for _, *rest in kept)[:3] == ("kiosk", 0, 1_000_000)
    assert log.followed(library) == log.Followed(0, 0, 2)

    enrol(library, people[6], kept[0][0], library.clock.now() + 20 * DAY)
    clock.move(40 * DAY)
    assert log.followed(library) == log.Followed(2, 1, 0)
    assert log.followed(library, place="desk") == log.Followed(0, 0, 0)


def test_looking_at_the_next_courses_of_a_member_at_the_desk_shows_them_to_nobody(garden):  # noqa: F811
    library, _, people = garden

    next_courses(library, ModelCache().get(library), people[6])

    assert library.value("SELECT count(*) FROM recommendation") == 0


def test_in_an_experiment_a_member_keeps_their_side_and_the_log_says_which(garden):  # noqa: F811
    library, _, people = garden
    model = ModelCache().get(library)
    running = experiments.start(library, "Fresh", Tuning(explore=0.0), Tuning(explore=0.5))

    sides = {member: experiments.side_of(library, member) for member in range(400)}

    assert {side.experiment for side in sides.values()} == {running}
    assert 150 < sum(side.variant == "b" for side in sides.values()) < 250
    assert all(experiments.side_of(library, member) == side for member, side in list(sides.items())[:20])
    with pytest.raises(ExperimentRunning):
        experiments.start(library, "Another", Tuning(), Tuning())
    show_next(library, model, people[6], 2, place="kiosk")
    variant = experiments.side_of(library, people[6]).variant
    assert set(library.rows("SELECT experiment, variant FROM recommendation")) == {(running, variant)}
    assert experiments.end(library, running).verdict is Verdict.TOO_LITTLE_DATA
    assert experiments.side_of(library, people[6]) is None


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ((5, 30), (20, 30), Verdict.TOO_LITTLE_DATA),
        ((50, 500), (90, 500), Verdict.B),
        ((90, 500), (50, 500), Verdict.A),
        ((200, 2000), (205, 2000), Verdict.NO_DIFFERENCE),
        ((20, 80), (25, 80), Verdict.TOO_LITTLE_DATA),
    ],
)
def test_a_verdict_is_given_only_beyond_chance(a, b, verdict):
    sides = [share_of(np.arange(members) < found) for found, members in (a, b)]

    found = compared(*sides)

    assert found.verdict is verdict
    assert found.low < found.b.value - found.a.value < found.high


def test_an_odd_setting_is_read_as_the_default_or_its_bound():
    assert Tuning.read("not json") == Tuning.read("[]") == Tuning()
    assert Tuning.read('{"explore": 7, "novelty": "much"}') == Tuning(explore=0.5)


def test_a_new_member_gets_what_is_about_their_topics(garden):  # noqa: F811
    library, _, _ = garden
    someone = add_member(library, "New")
    first = next_courses(library, ModelCache().get(library), someone, 1)[0]
    assert first.title in ("Bees", "Honey")

    newcomers.keep_topics(library, someone, [" baking ", "baking", "bread, rye", "x", "y"])

    assert newcomers.topics_of(library, someone) == ("baking", "bread  rye", "x")
    again = next_courses(library, ModelCache().get(library), someone, 2)
    assert {s.title for s in again} == {"Bread", "Rye"}
    assert newcomers.topics_to_offer(load_courses(library)) == ["baking", "garden"]


def test_a_new_member_of_a_channel_gets_what_that_channel_begins_with(garden):  # noqa: F811
    library, courses, _ = garden
    for n in range(10):
        member = add_member(library, f"Baker {n}", channel="Bakery")
        enrol(library, member, courses["Rye"], library.clock.now() - DAY * n)
    for n in range(30):
        enrol(library, add_member(library, f"Other {n}"), courses["Bees"], library.clock.now() - DAY * n)

    model = ModelCache().get(library)
    walk_in = add_member(library, "Walk-in")
    baker = add_member(library, "Baker", channel="Bakery")
    place = [[s.title for s in next_courses(library, model, who, 4)].index("Rye") for who in (walk_in, baker)]

    assert place == [1, 0]
    assert add_course(library, "Unseen") not in model.courses.tolist()
