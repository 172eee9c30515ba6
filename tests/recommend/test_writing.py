"""Whom to write to today: likely takers, a course each, nobody who should be left alone."""

import pytest
from shops import DAY, NOW, add_course, add_member, enrol, garden  # noqa: F401

from kclub_desktop.recommend.feedback import decline
from kclub_desktop.recommend.serve import ModelCache
from kclub_desktop.recommend.writing import whom_to_write
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Consent, Member


@pytest.fixture
def bakers(garden):  # noqa: F811
    """Besides the gardeners two who took bread, of whom most went on to rye, and the members who did."""
    library, courses, people = garden
    for place in range(5):
        member = add_member(library, f"Baker {place}")
        enrol(library, member, courses["Bread"], NOW - DAY * (80 - place))
        enrol(library, member, courses["Rye"], NOW - DAY * (50 - place))
    waiting = [add_member(library, name) for name in ("Anna", "Ben")]
    for member in waiting:
        enrol(library, member, courses["Bread"], NOW - DAY * 20)
    return library, courses, people, waiting


def named(library, k=4):
    return {(one.name, one.title) for one in whom_to_write(library, ModelCache(), k).members}


def test_members_are_named_with_the_course_they_lack_and_why(bakers):
    library, _, _, _ = bakers

    found = whom_to_write(library, ModelCache(), 4)

    assert ("Anna", "Rye") in {(one.name, one.title) for one in found.members}
    assert all(one.reasons for one in found.members)
    assert [one.chance for one in found.members] == sorted(
        (one.chance for one in found.members), reverse=True
    )
    assert len({one.member_id for one in found.members}) == len(found.members)


def test_who_just_began_something_is_left_alone_for_a_week(bakers):
    library, _, people, _ = bakers

    # People 6 took bees yesterday and lacks honey.
    assert "Member 6" not in {name for name, _ in named(library, 10)}
    assert people[6]


def test_who_took_back_their_consent_is_not_written_to_and_who_gave_it_again_is(bakers):
    library, _, _, (anna, _) = bakers

    def consent(given, at):
        with library.write(Op.EDIT_MEMBER):
            rows.add(library, Consent, member=anna, purpose="email", given=given, given_at=at)

    consent(1, NOW - 3)
    consent(0, NOW - 2)
    assert "Anna" not in {name for name, _ in named(library, 10)}
    consent(1, NOW - 1)
    assert "Anna" in {name for name, _ in named(library, 10)}


def test_a_declined_course_is_not_written_about(bakers):
    library, courses, _, (anna, _) = bakers
    decline(library, anna, courses["Rye"])

    assert ("Anna", "Rye") not in named(library, 10)


def test_archived_members_and_empty_libraries_give_nobody(library):
    assert whom_to_write(library, ModelCache()).members == ()
    course, member = add_course(library, "Bees"), add_member(library, "Gone")
    add_course(library, "Honey")
    enrol(library, member, course, NOW - 30 * DAY)
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, member, archived_at=NOW)

    assert whom_to_write(library, ModelCache()).members == ()
