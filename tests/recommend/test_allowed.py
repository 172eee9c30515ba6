"""Never recommended: what is owned, declined, in a language the member does not read, closed to them, or too early."""

import pytest
from shops import DAY, NOW, add_course, add_member, enrol, garden  # noqa: F401

from kclub_desktop.recommend import feedback
from kclub_desktop.recommend.inviting import invite
from kclub_desktop.recommend.serve import ModelCache, next_courses
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import (
    Benefit,
    Course,
    CourseLink,
    CourseRight,
    Level,
    Member,
    RecommendationFeedback,
)


def titles(library, member):
    return [s.title for s in next_courses(library, ModelCache().get(library), member, k=20)]


def invited(library, course):
    return {i.member_id for i in invite(library, ModelCache(), course, k=50).members}


def test_a_course_that_a_member_declined_is_gone_for_them_and_comes_back_when_taken_back(garden):  # noqa: F811
    library, courses, people = garden
    assert "Honey" in titles(library, people[6])

    feedback.decline(library, people[6], courses["Honey"])

    assert "Honey" not in titles(library, people[6])
    assert people[6] not in invited(library, courses["Honey"])
    assert "Honey" in titles(library, people[7])
    assert feedback.declined(library, people[6]) == [(courses["Honey"], "Honey", "not_interested")]
    feedback.take_back(library, people[6], courses["Honey"])
    assert "Honey" in titles(library, people[6])
    assert feedback.declined(library, people[6]) == []


def test_later_means_not_for_three_months(garden):  # noqa: F811
    library, courses, people = garden
    feedback.decline(library, people[6], courses["Honey"], verdict=feedback.LATER)
    assert "Honey" not in titles(library, people[6])

    row_id = rows.id_for(RecommendationFeedback, {"member": people[6], "course": courses["Honey"]})
    with library.write(Op.DECLINE_COURSE):
        rows.change(library, RecommendationFeedback, row_id, said_at=library.clock.now() - 91 * DAY)

    assert "Honey" in titles(library, people[6])


def test_a_course_in_a_language_the_member_does_not_read_is_not_for_them(garden):  # noqa: F811
    library, _, people = garden
    add_course(library, "养蜂", language="zh")
    chinese = add_member(library, "王", language="zh")
    english = add_member(library, "Ann", language="en")

    assert "养蜂" in titles(library, chinese)
    assert "养蜂" not in titles(library, english)
    assert "养蜂" in titles(library, people[6])  # nobody filled in what they read

    enrol(library, english, add_course(library, "做面包", language="zh"), NOW - DAY)
    assert "养蜂" in titles(library, english)  # who took one reads it


def test_a_course_for_a_higher_level_waits_until_the_member_has_it(garden):  # noqa: F811
    library, _, people = garden
    with library.write(Op.EDIT_COURSE):
        silver = rows.add(library, Level, name="Silver", position=1)
        gold = rows.add(library, Level, name="Gold", position=2)
        course = add_course(library, "Queens", access="members")
        rows.add(library, Benefit, level=gold, kind="content", course=course)
        rows.change(library, Member, people[6], level="Silver")
        rows.change(library, Member, people[7], level="Gold")

    assert silver != gold
    assert "Queens" not in titles(library, people[6])
    assert "Queens" in titles(library, people[7])
    assert invited(library, course) == {people[7]}


def test_a_course_whose_rights_ended_is_recommended_to_nobody(garden):  # noqa: F811
    library, courses, people = garden
    with library.write(Op.EDIT_COURSE):
        right = rows.add(
            library, CourseRight, course=courses["Honey"], clear=1, expires_at=library.clock.now() + DAY
        )
    assert "Honey" in titles(library, people[6])

    with library.write(Op.EDIT_COURSE):
        rows.change(library, CourseRight, right, expires_at=library.clock.now() - 1)

    assert "Honey" not in titles(library, people[6])


def test_a_course_comes_after_its_prerequisite(garden):  # noqa: F811
    library, courses, people = garden
    with library.write(Op.EDIT_COURSE):
        rows.add(library, CourseLink, course=courses["Rye"], other=courses["Bread"], kind="prerequisite")

    assert "Rye" not in titles(library, people[6])
    enrol(library, people[6], courses["Bread"], NOW)
    assert titles(library, people[6])[0] in ("Rye", "Honey")
    assert "Rye" in titles(library, people[6])
    assert invited(library, courses["Rye"]) == {people[6]}

    with library.write(Op.EDIT_COURSE):
        rows.change(library, Course, courses["Bread"], status="archived")
    assert "Rye" in titles(library, people[7])  # nobody can take the prerequisite any more


@pytest.mark.parametrize("kind", ["later", "not_interested"])
def test_saying_it_again_changes_the_word_and_does_not_double_it(garden, kind):  # noqa: F811
    library, courses, people = garden
    feedback.decline(library, people[6], courses["Honey"])
    feedback.decline(library, people[6], courses["Honey"], verdict=kind)

    assert [verdict for *_, verdict in feedback.declined(library, people[6])] == [kind]
