"""Somebody starts the program for the first time and has their people in it a moment later, keyboard only."""

import time

import pytest

from tests.journeys.conftest import Person

LOOKING_SECONDS = 3  # as long as a person looks at the preview


@pytest.fixture
def newcomer(screen, tmp_path):
    made = Person(screen, tmp_path / "kclub" / "library", tmp_path)
    made.look_at("Welcome to KClub")
    yield made
    made.leave()


def test_a_name_and_a_file_are_all_it_takes_to_see_ones_members(newcomer, tmp_path):
    file = tmp_path / "members.csv"
    file.write_text("name,email\nNadia Haddad,nadia@example.org\nLi Lei,lilei@example.cn\n", encoding="utf-8")

    newcomer.type("Zhixing Studio")
    newcomer.press("Return")
    newcomer.look_at("Import files")
    newcomer.type(str(file))
    newcomer.press("Return")

    assert newcomer.sees("SELECT name FROM library_state", "Zhixing Studio"), "no library was made"
    newcomer.look_at("Import")
    # Nothing is written before one agrees.
    assert newcomer.value("SELECT count(*) FROM member") == 0
    time.sleep(LOOKING_SECONDS)
    newcomer.press("Return")
    assert newcomer.sees("SELECT count(*) FROM member WHERE deleted_at IS NULL", 2), (
        "the file was not imported"
    )
    assert newcomer.program.poll() is None, newcomer.program.stderr.read()


def test_starting_empty_opens_the_desk_of_the_new_community(newcomer):
    newcomer.type("Zhixing Studio")
    newcomer.press("Tab", "Tab", "Tab", "Tab", "space")
    newcomer.look_at("Zhixing Studio")
    assert newcomer.sees("SELECT count(*) FROM setting WHERE name = 'desk.page'", 1)


def test_currency_time_zone_and_language_are_three_words_and_eleven_presses(newcomer):
    """Counted: every key below is one a person presses; a guess that fits costs none of them."""
    newcomer.type("Zhixing Studio")
    newcomer.press("Tab")
    newcomer.type("EUR")
    newcomer.press("Tab")
    newcomer.type("Berlin")
    newcomer.press("shift+Tab", "shift+Tab", "shift+Tab", "space")
    newcomer.look_at("KClub")
    newcomer.press("Tab", "Tab", "Tab", "Tab", "space")
    assert newcomer.sees("SELECT name FROM library_state", "Zhixing Studio"), "no library was made"
    newcomer.look_at("Zhixing Studio")
    assert newcomer.sees("SELECT count(*) FROM setting WHERE name = 'desk.page'", 1)
    assert newcomer.value("SELECT currency || ' ' || zone FROM library_state") == "EUR Europe/Berlin"
    assert newcomer.value("SELECT value FROM setting WHERE name = 'language'") == "zh"


def test_the_demo_is_six_presses_away_and_its_first_screen_has_people_on_it(newcomer, tmp_path):
    newcomer.press("Tab", "Tab", "Tab", "Tab", "Tab", "space")
    newcomer.folder = tmp_path / "kclub" / "demo"
    assert newcomer.sees("SELECT count(*) > 100 FROM member WHERE deleted_at IS NULL", 1), "no demo was made"
    newcomer.look_at("Zhixing")
    assert newcomer.sees("SELECT count(*) FROM setting WHERE name = 'desk.page'", 1)
    assert newcomer.program.poll() is None
