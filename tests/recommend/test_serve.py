"""From a real library to the model and back."""

import threading

import numpy as np
import pytest

from kclub_desktop import words
from kclub_desktop.errors import CourseNotOpen, UnknownCourse
from kclub_desktop.reasons import (
    AlikeInContent,
    BecauseTook,
    Continues,
    New,
    Popular,
    SameCreator,
    SameTag,
    TakenAfter,
    YourTopic,
)
from kclub_desktop.recommend import Recommender
from kclub_desktop.recommend.evidence import evidence
from kclub_desktop.recommend.inviting import invite
from kclub_desktop.recommend.serve import ModelCache, load_interactions, next_courses
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Activity, Course, Enrolment, Member, Order, Rating
from kclub_desktop.words_for_reasons import reason_words

NOW = 1_790_000_000
DAY = 86_400


@pytest.fixture
def shop(library):
    """Six courses; bread is taken with rye, bees with honey. The last two are a draft and one nobody took."""
    with library.write(Op.MAKE_DEMO):
        titles = [("Bread", "baking"), ("Rye", "baking"), ("Bees", "garden"), ("Honey", "garden"),
                  ("Secret", "garden"), ("Wax", "garden")]  # fmt: skip
        courses = {
            title: rows.add(library, Course, title=title, tags=tag, created_at=NOW,
                            status="draft" if title == "Secret" else "published")
            for title, tag in titles
        }  # fmt: skip
        people = [
            rows.add(library, Member, name=f"Member {i}", created_at=NOW, joined_at=NOW) for i in range(13)
        ]
        for place, member in enumerate(people[:12]):
            pair = ("Bread", "Rye") if place % 2 else ("Bees", "Honey")
            for step, title in enumerate(pair):
                enrol(library, member, courses[title], NOW - DAY * (50 - place - step))
        enrol(library, people[12], courses["Bees"], NOW - DAY)
        enrol(library, people[0], courses["Secret"], NOW - DAY)
    return library, courses, people


def enrol(library, member, course, at, **more):
    rows.add(library, Enrolment, member=member, course=course, enrolled_at=at, **more)


def test_completed_and_five_stars_say_more_than_enrolled_more_than_a_look_more_than_a_refund():
    ladder = [
        evidence(completed=True), evidence(enrolled=True), evidence(viewed=True), evidence(),
        evidence(enrolled=True, refunded=True),
    ]  # fmt: skip

    assert ladder == sorted(ladder, reverse=True)
    assert evidence(enrolled=True, stars=5) == evidence(completed=True)
    assert evidence(completed=True, stars=1) == -1
    assert [evidence(stars=s) for s in range(1, 6)] == sorted(evidence(stars=s) for s in range(1, 6))


def test_every_kind_of_fact_becomes_one_row_per_member_and_course(shop):
    library, courses, _people = shop
    with library.write(Op.MAKE_DEMO):
        someone = rows.add(library, Member, name="Someone", created_at=NOW)
        enrol(library, someone, courses["Bread"], NOW - 9 * DAY, completed_at=NOW - DAY)
        rows.add(library, Rating, member=someone, course=courses["Rye"], stars=1, rated_at=NOW)
        rows.add(
            library,
            Order,
            member=someone,
            course=courses["Bees"],
            ordered_at=NOW,
            total=1,
            currency="CNY",
            status="refunded",
        )
        rows.add(library, Activity, member=someone, course=courses["Honey"], kind="view", at=NOW)
        rows.add(library, Activity, member=None, visitor="v", course=courses["Honey"], kind="view", at=NOW)

    data = load_interactions(library)
    own = {int(c): (round(float(w), 2), int(t)) for m, c, w, t in
           zip(data.member, data.course, data.weight, data.at, strict=True) if m == someone}  # fmt: skip

    assert own == {
        courses["Bread"]: (1.0, NOW - 9 * DAY),
        courses["Rye"]: (-1.0, NOW),
        courses["Bees"]: (-1.0, NOW),
        courses["Honey"]: (0.2, NOW),
    }


def test_the_next_course_comes_with_the_course_it_goes_with_and_no_other_members_name(shop):
    library, courses, people = shop
    model = ModelCache().get(library)

    first, *rest = next_courses(library, model, people[12], k=10)

    assert first.title == "Honey"
    assert first.reasons[0] in (
        BecauseTook(courses["Bees"], "Bees"),
        TakenAfter(courses["Bees"], "Bees"),
    )
    assert first.reasons[1:] == (SameTag("garden"), Popular(6))
    assert {s.title for s in (first, *rest)} == {
        "Honey",
        "Bread",
        "Rye",
        "Wax",
    }  # not Bees: owned, not Secret: draft
    assert New() in next(s for s in rest if s.title == "Wax").reasons
    assert all(s.reasons for s in rest)
    assert not any("Member" in reason_words(r) for s in (first, *rest) for r in s.reasons)


def test_a_course_deleted_or_withdrawn_after_the_fit_is_not_shown(shop):
    library, courses, people = shop
    model = ModelCache().get(library)
    with library.write(Op.EDIT_COURSE):
        rows.change(library, Course, courses["Honey"], deleted_at=NOW)
        rows.change(library, Course, courses["Rye"], status="archived")

    titles = [s.title for s in next_courses(library, model, people[12], k=10)]

    assert titles == ["Bread", "Wax"] or titles == ["Wax", "Bread"]


def test_a_course_only_looked_at_may_be_next(shop):
    library, courses, people = shop
    with library.write(Op.RECORD_ACTIVITY):
        rows.add(library, Activity, member=people[12], course=courses["Honey"], kind="view", at=NOW)

    suggested = next_courses(library, ModelCache().get(library), people[12], k=1)

    assert [s.title for s in suggested] == ["Honey"]


def test_somebody_new_gets_what_is_popular(shop):
    library, _courses, _people = shop

    suggested = next_courses(library, ModelCache().get(library), 987_654_321, k=2)

    assert suggested[0].title == "Bees"
    assert suggested[0].reasons == (Popular(7),)


def test_an_empty_library_suggests_nothing(library):
    assert next_courses(library, ModelCache().get(library), 1, k=3) == []
    with pytest.raises(UnknownCourse):
        invite(library, ModelCache(), 5)


def test_who_lacks_only_the_second_of_the_pair_is_invited_first(shop):
    library, courses, people = shop
    answer = invite(library, ModelCache(), courses["Honey"], k=3)
    invited = answer.members

    assert invited[0].member_id == people[12]
    assert 0 < invited[1].chance < invited[0].chance < 1
    assert answer.expected == pytest.approx(sum(one.chance for one in invited))
    assert not answer.enough  # a month of thirteen members
    assert invited[0].reasons[0] in (
        BecauseTook(courses["Bees"], "Bees"),
        TakenAfter(courses["Bees"], "Bees"),
    )
    assert not {i.member_id for i in invited} & set(people[0:12:2])  # they have it
    with pytest.raises(CourseNotOpen):
        invite(library, ModelCache(), courses["Secret"])


def test_archived_members_and_leads_are_not_invited(shop):
    library, courses, people = shop
    with library.write(Op.ARCHIVE_MEMBERS):
        rows.change(library, Member, people[12], archived_at=NOW)
        rows.change(library, Member, people[1], status="lead")

    invited = {i.member_id for i in invite(library, ModelCache(), courses["Honey"], k=50).members}

    assert invited == set(people[3:12:2])


def test_the_model_is_kept_until_something_it_learns_from_changes(shop):
    library, courses, people = shop
    cache = ModelCache()
    first = cache.get(library)

    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, people[0], name="Renamed")
    assert cache.get(library) is first

    with library.write(Op.ENROL):
        enrol(library, people[12], courses["Honey"], NOW)
    second = cache.get(library)
    assert second is not first
    assert courses["Honey"] in second.owned(people[12]).tolist()
    assert courses["Honey"] not in first.owned(people[12]).tolist()

    with library.write(Op.RATE):
        rows.add(library, Rating, member=people[12], course=courses["Honey"], stars=2, rated_at=NOW)
    assert (cache.get(library).score([people[12]]) != second.score([people[12]])).any()


def test_a_kept_model_equals_one_learned_from_nothing(shop):
    library, courses, people = shop
    cache = ModelCache()
    cache.get(library)
    for place in (1, 3, 5):
        with library.write(Op.ENROL):
            enrol(library, people[place], courses["Bees"], NOW + place)
        cache.get(library)

    kept, fresh = cache.get(library), ModelCache().get(library)

    assert kept.courses.tolist() == fresh.courses.tolist()
    assert kept.score(people) == pytest.approx(fresh.score(people), abs=1e-6)


def test_threads_that_ask_together_get_one_model(shop):
    library, _, _ = shop
    cache, found = ModelCache(), []
    threads = [threading.Thread(target=lambda: found.append(cache.get(library))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert len({id(model) for model in found}) == 1


def test_reasons_are_said_in_both_languages():
    reasons = (BecauseTook(1, "养蜂"), SameTag("garden"), Popular(1), Popular(4), New(), TakenAfter(1, "养蜂"),
               Continues(1, "养蜂"), AlikeInContent(1, "养蜂"), SameCreator("Ann"), YourTopic("garden"))  # fmt: skip

    english = [reason_words(r) for r in reasons]
    words.set_language("zh")
    chinese = [reason_words(r) for r in reasons]

    assert english[0] == "Often taken by people who took “养蜂”"
    assert chinese[0] == "学过《养蜂》的人也常学这门课"
    assert all(e != c for e, c in zip(english, chinese, strict=True))


def test_the_model_hears_of_an_unpublished_course_by_what_was_taken_only(shop):
    library, courses, _ = shop

    model = ModelCache().get(library)

    assert isinstance(model, Recommender)
    assert np.isin([courses["Wax"], courses["Secret"]], model.courses).all()
