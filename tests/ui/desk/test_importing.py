"""Importing at the desk: what a file would bring is shown first, the window stays alive meanwhile, all is undone as one."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from kclub_desktop.ui.desk.import_dialog import ImportDialog
from kclub_desktop.ui.desk.lists import RowList

PEOPLE = 3_000


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "people.csv"
    rows = [f"Person {n},person{n}@example.org,2026-03-0{n % 9 + 1}" for n in range(PEOPLE)]
    made.write_text("\n".join(["Name,Email,Joined", *rows, "Nobody,,"]) + "\n", encoding="utf-8")
    return made


def members(desk):
    return desk.library.value("SELECT count(*) FROM member WHERE deleted_at IS NULL")


def test_a_file_is_previewed_imported_and_taken_back_as_one(empty_desk, file):
    page = empty_desk.open("members")
    dialog = ImportDialog(page, empty_desk.session, [str(file)])
    dialog.open()
    empty_desk.settle()
    assert members(empty_desk) == 0, "the preview wrote something"
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"{PEOPLE} members" in said and "1 not taken" in said
    assert dialog.findChild(RowList).item(0, 2).text() == str(PEOPLE + 2)

    beats = []
    heart = QTimer(dialog, interval=5)
    heart.timeout.connect(lambda: beats.append(members))
    heart.start()
    dialog.go.click()
    empty_desk.settle()
    heart.stop()
    assert members(empty_desk) == PEOPLE
    assert len(beats) > 10, "the window stood still while the import ran"
    assert len(page.table.ids) == PEOPLE
    after = [one for one in page.findChildren(ImportDialog) if one.isVisible()]
    assert [one.heading.text() for one in after] == ["Imported. 1 row was not taken."]
    assert not after[0].isModal(), "the rows that were not taken stand in the way"
    after[0].close()

    empty_desk.take_back()
    assert members(empty_desk) == 0


def test_a_file_nobody_knows_is_refused_in_words(empty_desk, tmp_path):
    odd = tmp_path / "odd.csv"
    odd.write_text("a,b\n1,2\n", encoding="utf-8")
    page = empty_desk.open("members")
    dialog = ImportDialog(page, empty_desk.session, [str(odd)])
    dialog.open()
    empty_desk.settle()
    assert "odd.csv" in dialog.heading.text() and not dialog.go.isEnabled()


def test_the_window_is_free_while_the_import_runs_and_the_tray_shows_how_far_it_is(empty_desk, file):
    page = empty_desk.open("members")
    tray = empty_desk.window.asides._tray
    began = []
    empty_desk.session.jobs.began.connect(lambda key, name: began.append((key, name)))
    dialog = ImportDialog(page, empty_desk.session, [str(file)])
    dialog.open()
    empty_desk.settle()
    dialog.go.click()

    assert not dialog.isVisible() and began == [("import", "Import of people.csv")]
    assert tray.running == 1
    courses = empty_desk.window.show_page("courses")
    empty_desk.settle()
    assert courses.loaded and members(empty_desk) == PEOPLE and tray.running == 0


def test_an_import_stopped_in_the_tray_says_so_and_what_was_written_is_taken_back(empty_desk, file):
    page = empty_desk.open("members")
    dialog = ImportDialog(page, empty_desk.session, [str(file)])
    dialog.open()
    empty_desk.settle()
    heard = []
    empty_desk.session.jobs.moved.connect(
        lambda *moved: heard or heard.append(moved) or empty_desk.window.asides._tray._stop("import")
    )
    dialog.go.click()
    empty_desk.settle()

    assert "stopped" in empty_desk.said and 0 < members(empty_desk) < PEOPLE
    empty_desk.take_back()
    assert members(empty_desk) == 0
