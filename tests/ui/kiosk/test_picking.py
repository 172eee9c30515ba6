"""Pick three topics: a newcomer at the door says what they care for, and the courses follow at once."""

import pytest
from guests import seen_on
from PySide6.QtWidgets import QPushButton

from kclub_desktop.recommend import newcomers
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Member


@pytest.fixture
def garden(door, library):
    """Two courses of each of four topics, beside those of the door."""
    with library.write(Op.EDIT_COURSE):
        for tag in ("garden", "baking", "music", "wood"):
            for n in (1, 2):
                rows.add(library, Course, title=f"{tag} {n}", tags=tag, created_at=0)
    return door


def topics(kiosk):
    return {b.text(): b for b in kiosk.result.topics.findChildren(QPushButton) if b.isVisibleTo(kiosk.result)}


def test_a_newcomer_picks_topics_and_gets_courses_about_them(kiosk, garden, scan, settled, library):
    scan(kiosk, garden.ticket("paid"))
    assert "What do you care for? Pick up to three." in seen_on(kiosk)
    assert set(topics(kiosk)) == {"garden", "baking", "music", "wood"}
    assert all(one.height() >= 56 for one in topics(kiosk).values())

    topics(kiosk)["music"].click()
    settled()

    assert newcomers.topics_of(library, garden.who["paid"]) == ("music",)
    assert "On a chosen topic: music" in seen_on(kiosk)

    for name in ("wood", "garden"):
        topics(kiosk)[name].click()
        settled()
    assert not topics(kiosk)["baking"].isEnabled()

    topics(kiosk)["✓ music"].click()
    settled()
    assert set(newcomers.topics_of(library, garden.who["paid"])) == {"wood", "garden"}


def test_the_next_guest_sees_nothing_of_what_was_picked(kiosk, garden, scan, settled):
    scan(kiosk, garden.ticket("paid"))
    topics(kiosk)["music"].click()
    settled()

    scan(kiosk, garden.ticket("second"))

    assert topics(kiosk) == {}
    assert "music" not in seen_on(kiosk)


def test_who_has_said_what_they_care_for_is_not_asked_again(kiosk, garden, scan, library):
    with library.write(Op.EDIT_MEMBER):
        rows.change(library, Member, garden.who["paid"], topics="wood")

    scan(kiosk, garden.ticket("paid"))

    assert topics(kiosk) == {}
    assert "On a chosen topic: wood" in seen_on(kiosk)


def refusals(kiosk):
    return [
        b
        for b in kiosk.result.cards.findChildren(QPushButton)
        if b.text() == "Not interested" and b.isVisibleTo(kiosk.result)
    ]


def test_a_course_put_away_at_the_door_is_gone_and_another_takes_its_place(
    kiosk, garden, scan, settled, library
):
    scan(kiosk, garden.ticket("paid"))
    shown = refusals(kiosk)
    assert len(shown) == 3
    assert all(one.height() >= 56 for one in shown)
    unwanted = shown[0].accessibleName().removeprefix("Not interested in ")

    shown[0].click()
    settled()

    said = library.rows(
        "SELECT f.member, c.title, f.place FROM recommendation_feedback f JOIN course c ON c.id = f.course"
    )
    assert said == [(garden.who["paid"], unwanted, "kiosk")]
    assert unwanted not in [
        one.accessibleName().removeprefix("Not interested in ") for one in refusals(kiosk)
    ]
    assert len(refusals(kiosk)) == 3


def test_who_was_only_found_by_name_puts_nothing_away(kiosk, garden, settled):
    kiosk.check_in(member=garden.who["paid"], shown_as="P…")
    settled()

    assert refusals(kiosk) == []
