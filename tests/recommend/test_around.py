"""What events a member came to and what their friends took say of courses, and what is never told of friends."""

import numpy as np
import pytest
from shops import DAY, NOW, add_course, add_member, enrol

from kclub_desktop import words
from kclub_desktop.reasons import FriendsTook, FromEvent
from kclub_desktop.recommend.around import LIFT, around, friends_say
from kclub_desktop.recommend.serve import ModelCache, next_courses
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import CheckIn, Event, Member
from kclub_desktop.words_for_reasons import reason_words

TOPICS = ("garden", "baking", "music")


@pytest.fixture
def town(library):
    """Twelve courses on three topics, six makers; sixty members who keep to a topic. Baking is what most take."""
    courses = {
        f"{topic} {n}": add_course(library, f"{topic} {n}", topic, creator=f"Maker {topic[0]}{n % 2}")
        for topic in TOPICS
        for n in range(4)
    }
    people = [add_member(library, f"Member {n}") for n in range(60)]
    for place, member in enumerate(people):
        topic = "baking" if place % 2 else TOPICS[place % 3]
        for step in range(3):
            enrol(library, member, courses[f"{topic} {(place + step) % 4}"], NOW - DAY * (200 - place - step))
    return library, courses, people


def hold_event(library, title, **more):
    with library.write(Op.EDIT_EVENT):
        return rows.add(
            library, Event, title=title, starts_at=NOW - 20 * DAY, ends_at=NOW - 20 * DAY + 7200, **more
        )


def came(library, member, event, **more):
    with library.write(Op.CHECK_IN):
        return rows.add(
            library, CheckIn, event=event, member=member, scanned_at=NOW - 20 * DAY, answer="ok", **more
        )


def bring(library, referrer, members):
    with library.write(Op.EDIT_MEMBER):
        for member in members:
            rows.change(library, Member, member, referrer=referrer)


def test_who_came_to_an_evening_about_gardens_is_shown_gardens_first_and_told_why(town):
    library, _, _ = town
    newcomer = add_member(library, "New")
    model = ModelCache().get(library)
    before = next_courses(library, model, newcomer)
    event = hold_event(library, "Garden evening", tags="garden")
    came(library, newcomer, event)

    found = next_courses(library, model, newcomer)

    assert not before[0].title.startswith("garden")
    assert [one.title.split()[0] for one in found[:2]] == ["garden"] * 2
    assert found[0].reasons[0] == FromEvent(event, "Garden evening")


def test_an_evening_with_a_maker_speaks_for_their_courses(town):
    library, courses, _ = town
    newcomer = add_member(library, "New")
    came(library, newcomer, hold_event(library, "An evening", host="Maker m1"))

    model = ModelCache().get(library)
    added = around(library, model, newcomer).added()

    theirs = [courses["music 1"], courses["music 3"]]
    assert set(model.courses[added > 0].tolist()) == set(theirs)


def test_a_scan_that_was_refused_or_taken_back_is_no_evening_attended(town):
    library, _, _ = town
    newcomer = add_member(library, "New")
    event = hold_event(library, "Garden evening", tags="garden")
    scan = came(library, newcomer, event)
    came(library, newcomer, event, undoes=scan)
    with library.write(Op.CHECK_IN):
        rows.add(library, CheckIn, event=event, member=newcomer, scanned_at=NOW, answer="unpaid")

    assert around(library, ModelCache().get(library), newcomer).events == ()


def test_where_friends_take_the_same_courses_they_speak_and_three_of_them_are_told(town):
    library, courses, people = town
    gardeners = [person for place, person in enumerate(people) if place % 2 == 0 and place % 3 == 0]
    bring(library, gardeners[0], gardeners[1:])
    newcomer = add_member(library, "New")
    bring(library, newcomer, [add_member(library, f"Friend {n}") for n in range(3)])
    for (friend,) in library.rows("SELECT id FROM member WHERE referrer = ?", (newcomer,)):
        enrol(library, friend, courses["music 2"], NOW - DAY)
    model = ModelCache().get(library)

    said = friends_say(library, model)
    found = next_courses(library, model, newcomer)

    assert said > np.log(LIFT)
    assert found[0].title == "music 2"
    assert FriendsTook() in found[0].reasons


def test_what_one_friend_took_is_told_to_nobody(town):
    library, _, people = town
    newcomer = add_member(library, "New", referrer=people[0])

    model = ModelCache().get(library)
    found = next_courses(library, model, newcomer, k=12)

    assert around(library, model, newcomer).friends.any()
    assert not [one for one in found if FriendsTook() in one.reasons]


def test_friends_who_take_other_courses_say_next_to_nothing(town):
    library, _, people = town
    bring(library, people[0], people[1:40:2])

    assert friends_say(library, ModelCache().get(library)) == 0


def test_without_such_facts_nothing_is_added(town):
    library, _, people = town

    assert not np.any(around(library, ModelCache().get(library), people[3]).added())


def test_their_reasons_are_said_in_both_languages():
    reasons = (FromEvent(1, "养蜂之夜"), FriendsTook())

    english = [reason_words(reason) for reason in reasons]
    words.set_language("zh")

    assert english == ["Goes with the event “养蜂之夜”", "Friends have taken it too"]
    assert [reason_words(reason) for reason in reasons] == ["与参加过的活动“养蜂之夜”内容相关", "朋友也在学"]
