"""From a file to a tidy list of members without a mouse: import, find, edit, merge, each taken back, export. Keys only."""

import csv
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QTableView, QWidget

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import open_library
from tests.ui.desk.conftest import Desk

NOW = 1_790_000_000
MEMBERS = (
    "name,email,phone\nNadia Haddad,nadia.haddad@gmail.com,13800000001\nLi Lei,lilei@example.cn,\n"
    "Nadia Haddad,nadiahaddad+club@googlemail.com,\n"
)
CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
MOST_TABS = 90


class Hands:
    """Presses keys in the window that has the keyboard, and hears the name of what it comes to."""

    def __init__(self, desk):
        self.desk = desk
        desk.window.activateWindow()
        desk.qtbot.waitUntil(desk.window.isActiveWindow)

    def press(self, key, modifiers=NONE):
        self.desk.qtbot.keyClick(self._where(), key, modifiers)
        self.desk.settle()

    def control(self, key):
        self.press(key, CONTROL)

    def type(self, words):
        self.desk.qtbot.keyClicks(self._where(), words)
        self.desk.settle()

    def tab_to(self, name, kind=QWidget):
        for _tab in range(MOST_TABS):
            now = QApplication.focusWidget()
            if isinstance(now, kind) and heard(now) == name:
                return
            self.desk.qtbot.keyClick(self._where(), Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {name!r}")

    def _where(self):
        return QApplication.focusWidget() or QApplication.activeWindow() or self.desk.window


def heard(widget):
    from PySide6.QtGui import QAccessible

    if not isinstance(widget, QWidget):
        return ""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name) if told else ""


@pytest.fixture
def hands(qtbot, new_library, tmp_path):
    clock = FixedClock(NOW)
    with open_library(shutil.copytree(new_library, tmp_path / "library"), clock=clock) as library:
        desk = Desk(qtbot, library, clock)
        yield Hands(desk)
        desk.window.close()
        desk.session.jobs.wait()


def members(library):
    return library.rows(
        "SELECT name, phone, note FROM member WHERE deleted_at IS NULL AND merged_into IS NULL ORDER BY id"
    )


def test_import_find_edit_merge_each_taken_back_and_export(hands, tmp_path, monkeypatch):
    desk, library = hands.desk, hands.desk.library
    come, out = tmp_path / "come.csv", tmp_path / "out.csv"
    come.write_text(MEMBERS, encoding="utf-8")
    # The system's own dialogs; a real one is typed into in test_first_minute.
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(come)], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))

    hands.control(Qt.Key.Key_I)
    assert members(library) == [], "nothing is written before one agrees"
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is not desk.window)
    hands.tab_to("Import", QPushButton)
    hands.press(Qt.Key.Key_Space)
    desk.qtbot.waitUntil(lambda: len(members(library)) == 3, timeout=20_000)
    desk.settle()
    imported = members(library)

    page = desk.window.shown_page
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    hands.control(Qt.Key.Key_F)
    assert QApplication.focusWidget() is page.search
    hands.type("lilei")
    desk.qtbot.waitUntil(lambda: len(page.table.ids) == 1)
    hands.tab_to("Members", QTableView)
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_Down)
    assert page.inspector.isVisible()
    hands.tab_to("Note", QLineEdit)
    hands.type("Brings a friend")
    hands.press(Qt.Key.Key_Return)
    assert ("Li Lei", "", "Brings a friend") in members(library)
    page.setFocus()
    hands.control(Qt.Key.Key_Z)
    assert members(library) == imported

    hands.control(Qt.Key.Key_D)
    assert desk.window.shown_page.name == "duplicates" and len(desk.window.shown_page.pairs) == 1
    hands.press(Qt.Key.Key_Return)
    assert [name for name, *_ in members(library)] == ["Nadia Haddad", "Li Lei"]
    hands.control(Qt.Key.Key_Z)
    assert members(library) == imported

    hands.control(Qt.Key.Key_E)
    desk.qtbot.waitUntil(out.is_file, timeout=20_000)
    desk.settle()
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert sorted(row["name"] for row in csv.DictReader(file)) == [
            "Li Lei",
            "Nadia Haddad",
            "Nadia Haddad",
        ]
