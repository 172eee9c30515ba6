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
