"""A small real library for the tests of what stands between the model and the desk."""

import pytest

from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Enrolment, Member

NOW = 1_790_000_000
DAY = 86_400


def enrol(library, member, course, at, **more):
    with library.write(Op.ENROL):
        rows.add(library, Enrolment, member=member, course=course, enrolled_at=at, **more)


def add_course(library, title, tags="", **more):
    with library.write(Op.EDIT_COURSE):
        return rows.add(library, Course, title=title, tags=tags, created_at=NOW - 400 * DAY, **more)


def add_member(library, name, **more):
    with library.write(Op.ADD_MEMBER):
        return rows.add(library, Member, name=name, created_at=NOW, joined_at=NOW, **more)


@pytest.fixture
def garden(library):
    """Four courses and six members who took bees, then honey."""
    courses = {title: add_course(library, title, tag) for title, tag in
               (("Bees", "garden"), ("Honey", "garden"), ("Bread", "baking"), ("Rye", "baking"))}  # fmt: skip
    people = [add_member(library, f"Member {n}") for n in range(8)]
    for place, member in enumerate(people[:6]):
        enrol(library, member, courses["Bees"], NOW - DAY * (90 - place))
        enrol(library, member, courses["Honey"], NOW - DAY * (60 - place))
    enrol(library, people[6], courses["Bees"], NOW - DAY)
    return library, courses, people
