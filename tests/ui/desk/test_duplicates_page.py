"""Two records of one person at the desk: compared, a value chosen for each field, merged and taken back, or left as two."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from kclub_desktop.community import own_fields
from kclub_desktop.store import rows
from kclub_desktop.store.tables import Member
from kclub_desktop.words import set_language
from tests.ui.desk.twice import two_of_one_person


def texts(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def member(library, row):
    return rows.get(library, Member, row)


def whole(library, row):
    found = member(library, row)
    return {name: getattr(found, name) for name in Member.columns()}


def click(desk, button):
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()


def value(page, words):
    """The value of a field that can be chosen, as it reads on the screen."""
    (found,) = [
        one
        for one in page.view.findChildren(QPushButton)
        if one.isVisible() and one.isCheckable() and one.text() == words
    ]
    return found


@pytest.fixture
def twice(desk):
    return two_of_one_person(desk.library)


@pytest.fixture
def page(desk, twice):
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    return desk.open("duplicates")


def test_a_pair_is_shown_with_why_and_with_what_each_brings(page):
    assert page.list.rowCount() == 1 and page.list.item(0, 0).text() == "Wilhelmine von Hohenstaufen"
    said = texts(page.view)
    assert "wilhelmine@example.org" in said and "Note 1" in said.replace("Notes", "Note")
    assert value(page, "+8613800000001").isChecked() and not value(page, "+8613800000002").isChecked()
    assert "1990-03-01" in said, "what only one of the two says needs no choosing"


def test_a_value_clicked_stands_after_merging_and_the_other_is_kept_beside(desk, page, twice):
    click(desk, value(page, "+8613800000002"))
    click(desk, value(page, "39"))
    click(desk, page.merge_button)

    kept = member(desk.library, twice.kept)
    assert (kept.phone, kept.note, kept.birthday) == ("+8613800000002", "Likes tea", "1990-03-01")
    assert list(own_fields.values(desk.library, twice.kept).values()) == ["39"]
    assert member(desk.library, twice.gone).merged_into == twice.kept
    beside = [
        value for (value,) in desk.library.rows("SELECT value FROM contact WHERE member = ?", (twice.kept,))
    ]
    assert beside == ["+8613800000001"]
    notes = desk.library.rows("SELECT body FROM note WHERE row = ? AND deleted_at IS NULL", (twice.kept,))
    assert {body for (body,) in notes} == {"Met at the fair", "Likes cake"}
    assert desk.said == "Merged into Wilhelmine von Hohenstaufen"
    assert "Nobody seems to be here twice" in texts(page)


def test_undo_in_the_message_brings_both_back_as_they_were(desk, page, twice):
    before = [whole(desk.library, row) for row in twice]
    click(desk, value(page, "Likes cake"))
    click(desk, page.merge_button)
    assert member(desk.library, twice.kept).note == "Likes cake"

    desk.take_back()

    assert [whole(desk.library, row) for row in twice] == before
    assert page.list.rowCount() == 1


def test_keys_alone_go_through_the_pairs_and_decide_them(desk):
    one = two_of_one_person(desk.library)
    other = two_of_one_person(desk.library, "Maximilian Frei", "max@example.org", ("", ""))
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    page = desk.open("duplicates")
    press = lambda key: (desk.qtbot.keyClick(page.list, key), desk.settle())  # noqa: E731
    page.list.setFocus()
    first = page.pairs[0]

    press(Qt.Key.Key_J)
    assert page.chosen == 1 and page._compare.pair == page.pairs[1]
    press(Qt.Key.Key_K)
    assert page.chosen == 0
    press(Qt.Key.Key_N)
    assert [pair for pair in page.pairs if pair == first] == [] and "two people" in desk.said
    assert desk.library.value("SELECT count(*) FROM not_duplicate WHERE deleted_at IS NULL") == 1
    press(Qt.Key.Key_Return)
    left = other if first.first == one.kept else one
    assert member(desk.library, left.gone).merged_into == left.kept
    assert page.pairs == []

    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert member(desk.library, left.gone).merged_into is None
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert len(page.pairs) == 2, "undo asks again about the two that were said to be two people"


def test_a_pair_said_to_be_two_people_is_not_asked_again_after_a_restart(desk, page, twice):
    click(desk, page.not_same_button)
    assert "Nobody seems to be here twice" in texts(page)
    page.look_again()
    desk.settle()
    assert page.pairs == []
    from kclub_desktop.community import duplicates

    assert duplicates.find(desk.library) == []
    assert member(desk.library, twice.gone).merged_into is None


def test_two_whom_a_person_selected_are_compared_though_nothing_says_they_are_one(desk):
    from kclub_desktop.store import Op

    with desk.library.write(Op.ADD_MEMBER):
        two = [
            rows.add(desk.library, Member, name=name, created_at=at, joined_at=2_000_000_000)
            for name, at in (("Zora Unlike", 1), ("Bernd Other", 2))
        ]
    members = desk.open("members")
    members.view.selectRow(0)
    flags = members.view.selectionModel().SelectionFlag
    members.view.selectionModel().select(members.table.index(1, 0), flags.Select | flags.Rows)
    assert sorted(members.selected_ids()) == sorted(two)
    merge = members.bulk._merge
    assert merge.isVisible()

    click(desk, merge)
    page = desk.window.shown_page
    assert page.name == "duplicates" and page._compare.pair.first == two[0]
    click(desk, page.merge_button)
    assert member(desk.library, two[1]).merged_into == two[0]


def test_a_record_changed_by_another_program_is_not_merged_twice(desk, page, twice):
    """The other program was quicker: it is said, and nothing is half done."""
    from kclub_desktop.community import merging
    from kclub_desktop.store import open_library

    with open_library(desk.library.folder, clock=desk.clock) as other:
        merging.merge(other, twice.kept, [twice.gone])
    before = desk.library.rows("SELECT id, merged_into FROM member ORDER BY id")
    page.merge()
    desk.settle()
    assert desk.library.rows("SELECT id, merged_into FROM member ORDER BY id") == before
    assert page.pairs == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_one_can_act_on_is_named_and_reached_by_tab(desk, page, language):
    from tests.ui.desk.test_accessible import faults, interactive, walk

    set_language(language)
    desk.settle()
    page = desk.window.shown_page
    assert faults(desk.window) == []
    reached = set(walk(desk.window, desk.window._sidebar.bell))
    assert [one.accessibleName() for one in interactive(page) if one not in reached and one.isEnabled()
            and one not in _not_the_chosen_ones(page)] == []  # fmt: skip


def _not_the_chosen_ones(page):
    """Of an exclusive group Tab reaches the checked one; arrows go to the other."""
    return {one for one in page.view.findChildren(QPushButton) if one.isCheckable() and not one.isChecked()}
