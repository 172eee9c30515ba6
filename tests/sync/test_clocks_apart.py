"""Two desks whose clocks differ by days count the same points, and neither takes back what the other wrote."""

import pytest

from kclub_desktop.community import members, points, rewards
from kclub_desktop.community.learning import rate
from kclub_desktop.errors import ClockWrong
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course
from kclub_desktop.sync import conflicts
from kclub_desktop.sync.session import sync

from .conftest import NOW

DAY = 86_400


@pytest.fixture(params=[-2 * DAY, -3600, 20 * 3600], ids=["two days slow", "an hour slow", "20 hours fast"])
def two(hubs, copies, request):
    desk, laptop = copies("知行学社"), copies("", NOW + request.param)
    desk.member = members.add(desk.library, {"name": "李娜", "email": "lina@example.com"})
    with desk.library.write(Op.EDIT_COURSE):
        desk.courses = [
            rows.add(desk.library, Course, title=title, status="published", created_at=1) for title in "abcd"
        ]
    rewards.catch_up(desk.library)
    for each in (desk, laptop):
        each.pair(hubs.urls[0], hubs.code())
        each.sync()
    return desk, laptop


def both_count(two, rounds=4):
    for _ in range(rounds):
        for each in two:
            each.sync()
            rewards.catch_up(each.library)
            each.sync()


def lines(copy):
    return copy.library.value("SELECT count(*) FROM points_entry")


def test_they_come_to_an_end_with_the_points_that_were_earned(two):
    desk, laptop = two
    for each, courses in ((desk, desk.courses[:2]), (laptop, desk.courses[2:])):
        for course in courses:
            rate(each.library, desk.member, course, 5)
    both_count(two)
    after = lines(desk)
    both_count(two)
    assert lines(desk) == lines(laptop) == after
    assert points.points(desk.library, desk.member) == points.points(laptop.library, desk.member) == 20


def test_a_clock_put_right_lets_what_was_written_go_in_its_order(hubs, copies):
    """Fast by three days for a morning: from the moment it is right nothing waits three days."""
    desk, laptop = copies("知行学社"), copies("")
    desk.member = members.add(desk.library, {"name": "李娜", "email": "lina@example.com"})
    for each in (desk, laptop):
        each.pair(hubs.urls[0], hubs.code())
        sync(each.library, each.secrets)
    laptop.clock.move(3 * DAY)
    members.edit(laptop.library, desk.member, {"note": "first", "email": "far@example.com"})
    with pytest.raises(ClockWrong):
        sync(laptop.library, laptop.secrets)
    members.edit(desk.library, desk.member, {"email": "here@example.com"})
    sync(desk.library, desk.secrets)
    laptop.clock.move(-3 * DAY)
    members.edit(laptop.library, desk.member, {"note": "second"})

    for each in (laptop, desk, laptop, desk):
        sync(each.library, each.secrets)

    said = [each.library.rows("SELECT note, email FROM member") for each in (desk, laptop)]
    assert said == [[("second", "far@example.com")]] * 2
    assert [each.lost.value for each in conflicts.listed(laptop.library)] == ["here@example.com"]
    members.edit(laptop.library, desk.member, {"note": "third"})
    assert sync(laptop.library, laptop.secrets).sent == 1
