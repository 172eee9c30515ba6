"""A new owner in front of a real X screen with a keyboard and nothing else: the real program as a process of its own."""

import pytest

from kclub_desktop.clock import SystemClock
from tests.journeys.conftest import Person
from tests.making import made_library


@pytest.fixture
def person(screen, tmp_path):
    folder = tmp_path / "club"
    made_library(folder, name="Club", clock=SystemClock()).shut()
    made = Person(screen, folder, tmp_path, "--library", folder)
    made.look_at("Club")
    yield made
    made.leave()


def test_a_member_is_added_and_taken_back_without_a_mouse(person):
    live = "SELECT count(*) FROM member WHERE deleted_at IS NULL AND email = 'nadia@example.org'"
    person.press("ctrl+2", "ctrl+n")
    person.look_at("Add member")
    person.type("Nadia Haddad")
    person.press("Tab")
    person.type("nadia@example.org")
    person.press("Return")
    assert person.sees(live, 1), "the form did not keep the member"

    person.look_at("Club")
    person.press("ctrl+z")
    assert person.sees(live, 0), "Ctrl+Z did not take it back"
    assert person.program.poll() is None, person.program.stderr.read()


def test_the_palette_opens_a_page_that_is_remembered(person):
    person.press("ctrl+k")
    person.type("insights")
    person.press("Return")
    assert person.sees("SELECT value FROM setting WHERE name = 'desk.page'", "insights")
