"""What the door says to a scan: who it greets, with what, and that nothing looked up afterwards holds a check-in up."""

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import badges, checking_in, learning, level_rules, members
from kclub_desktop.community.badges import Honour
from kclub_desktop.community.checking_in import Answer
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import Condition
from kclub_desktop.operations import door
from kclub_desktop.reasons import New
from kclub_desktop.recommend.cache import ModelCache
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Event, Member, Registration
from kclub_desktop.words_for_rewards import progress_words
from tests.making import made_library

START = 1_790_000_000
DAY = 86_400


@pytest.fixture
def library(tmp_path):
    with made_library(tmp_path / "L", name="A", clock=FixedClock(START)) as made:
        yield made


def add_event(library, title, at, **values):
    with library.write(Op.EDIT_EVENT):
        return rows.add(library, Event, title=title, starts_at=at, ends_at=at + 7200, **values)


def register(library, event, member, ticket, **values):
    with library.write(Op.REGISTER):
        rows.add(
            library, Registration, event=event, member=member, registered_at=START, ticket=ticket, **values
        )


@pytest.fixture
def evening(library):
    return add_event(library, "Evening", START + 3600)


@pytest.fixture
def lin(library, evening):
    member = members.add(library, {"name": "林晓", "level": "金卡"})
    register(library, evening, member, "ZX-LIN")
    return member


def test_who_is_let_in_is_greeted_by_name_level_and_points(library, evening, lin):
    answer = door.check_in(library, ModelCache(), evening, ticket=" zx-lin ", door="East")

    assert (answer.answer, answer.member) == (Answer.OK, lin)
    greeting = answer.greeting
    assert (greeting.name, greeting.level, greeting.points, greeting.next_event) == ("林晓", "金卡", 10, None)
    assert library.rows("SELECT answer, door FROM check_in") == [("ok", "East")]


def test_who_comes_reads_what_is_missing_to_the_next_level_and_the_badge_just_earned(library, evening, lin):
    level_rules.save(library, [Rank(0, "金卡", 1), Rank(0, "黑金", 2, ((Condition("events", 3),),))])
    badges.save(library, Honour(0, "First evening", rule=Condition("events", 1)))

    greeting = door.check_in(library, ModelCache(), evening, ticket="ZX-LIN").greeting

    assert greeting.badges == ("First evening",)
    assert progress_words(greeting.progress, greeting.currency, "Asia/Shanghai") == "2 events to 黑金"


def test_a_used_ticket_says_when_and_where_and_still_greets(library, evening, lin):
    checking_in.check_in(library, evening, ticket="ZX-LIN", door="East")
    library.clock.move(60)

    answer = door.check_in(library, ModelCache(), evening, ticket="ZX-LIN", door="West")

    assert (answer.answer, answer.used_at, answer.used_door) == (Answer.ALREADY_USED, START, "East")
    assert answer.greeting.name == "林晓"


def test_the_next_event_is_the_nearest_one_that_still_comes_and_that_one_has_a_seat_for(
    library, evening, lin
):
    for title, days, values in (
        ("Far", 30, {}),
        ("Near", 9, {}),
        ("Past", -9, {}),
        ("Waiting for it", 2, {"status": "waiting"}),
    ):
        event = add_event(library, title, START + days * DAY)
        register(library, event, lin, f"ZX-{title}", **values)
    off = add_event(library, "Called off", START + DAY, status="cancelled")
    register(library, off, lin, "ZX-OFF")

    answer = door.scan(library, evening, ticket="ZX-LIN")

    assert answer.greeting.next_event.title == "Near"


def test_at_most_three_next_courses_come_with_reasons_and_none_that_the_member_has(library, evening, lin):
    with library.write(Op.EDIT_COURSE):
        courses = [rows.add(library, Course, title=f"Course {n}", created_at=START) for n in range(6)]
    for other in range(3):
        for course in courses[:4]:
            learning.enrol(library, members.add(library, {"name": f"M{other}"}), course)
    learning.enrol(library, lin, courses[0])

    answer = door.check_in(library, ModelCache(), evening, ticket="ZX-LIN")

    assert len(answer.courses) == 3
    assert courses[0] not in [course.course_id for course in answer.courses]
    assert all(course.reasons for course in answer.courses)


@pytest.mark.parametrize("courses", [0, 1, 2])
def test_a_check_in_never_fails_for_want_of_courses_or_ratings(library, evening, lin, courses):
    with library.write(Op.EDIT_COURSE):
        for n in range(courses):
            rows.add(library, Course, title=f"Course {n}", created_at=START)

    answer = door.check_in(library, ModelCache(), evening, member=lin)

    assert answer.answer is Answer.OK
    assert [course.reasons for course in answer.courses] == [(New(),)] * courses


def test_a_bug_in_the_recommendations_does_not_take_the_check_in_back(library, evening, lin):
    class Broken:
        def get(self, _library):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        door.check_in(library, Broken(), evening, member=lin)

    assert library.rows("SELECT answer FROM check_in") == [("ok",)]


def test_nothing_is_told_of_a_person_who_is_not_let_in(library, evening):
    unpaid, waiting, gone = (members.add(library, {"name": name}) for name in ("Ann", "Bo", "Cy"))
    register(library, evening, unpaid, "ZX-UNPAID", paid=0)
    register(library, evening, waiting, "ZX-WAITING", status="waiting")
    register(library, evening, gone, "ZX-GONE", status="cancelled")
    cache = ModelCache()

    said = {
        code: door.check_in(library, cache, evening, ticket=code)
        for code in ("ZX-UNPAID", "ZX-WAITING", "ZX-GONE", "ZX-NOBODY")
    }

    assert [answer.answer for answer in said.values()] == [
        Answer.UNPAID,
        Answer.UNPAID,
        Answer.CANCELLED,
        Answer.UNKNOWN,
    ]
    assert [answer.waiting for answer in said.values()] == [False, True, False, False]
    assert all(answer.greeting is None and answer.courses == () for answer in said.values())


def test_a_ticket_for_another_evening_says_which(library, evening):
    other = add_event(library, "Later", START + 5 * DAY, place="Attic")
    register(library, other, members.add(library, {"name": "Ann"}), "ZX-LATER")

    answer = door.scan(library, evening, ticket="zx-later")

    assert answer.answer is Answer.WRONG_EVENT
    assert (answer.ticket_event.title, answer.ticket_event.place) == ("Later", "Attic")


def test_who_comes_too_early_hears_when_the_door_opens(library):
    tomorrow = add_event(library, "Tomorrow", START + DAY)
    member = members.add(library, {"name": "Ann"})
    register(library, tomorrow, member, "ZX-ANN")

    answer = door.scan(library, tomorrow, member=member)

    assert (answer.answer, answer.opens_at) == (Answer.NOT_YET_OPEN, START + DAY - 2 * 3600)


def test_a_cancelled_event_is_told_from_a_cancelled_registration(library):
    off = add_event(library, "Off", START + 60, status="cancelled")
    register(library, off, members.add(library, {"name": "Ann"}), "ZX-ANN")

    answer = door.scan(library, off, ticket="ZX-ANN")

    assert (answer.answer, answer.event_cancelled) == (Answer.CANCELLED, True)


def test_a_member_who_was_deleted_meanwhile_is_let_in_without_a_name(library, evening, lin):
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, lin, deleted_at=START)

    answer = door.check_in(library, ModelCache(), evening, ticket="ZX-LIN")

    assert (answer.answer, answer.greeting, answer.courses) == (Answer.OK, None, ())
