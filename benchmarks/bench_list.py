"""The list of 100,000 members at work: shown, sorted by name, filtered by two letters, paged through.

Beside the table of Anki's browser over the same people as notes, and Qt's own QSqlQueryModel over the same file: C++
that holds every row, in Qt's plain look, so what it shows is what a table costs without Python. Ours is the desk's own
widget. Every table has six columns, the same size and rows of the same height; each run ends when it has painted.
Sketch: ids in the order of an index 40 ms, of a filter 20; a page is one look-up of 128 rows, 0.3 ms, and some 120
cells through Python's data(), 10 ms, where C++ needs 5.
Run: python benchmarks/bench_list.py [pairs]
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from array import array
from collections.abc import Callable
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import anki
import community
from PySide6.QtCore import QEvent, QObject
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication, QTableView
from versus import Outcome, Program, timed, versus

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import Library, open_library
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.ui.desk import member_table, member_view, members_query
from kclub_desktop.ui.theme.apply import apply_theme

WIDTH, HEIGHT = 1000, 720
LETTERS = "zh"
PAGES = 300
SELECT = "SELECT name, email, level, status, channel, joined_at FROM member WHERE archived_at IS NULL"
ALL = members_query.Filter()
FEW = members_query.Filter(text=LETTERS)
NEWEST = members_query.Order()
BY_NAME = members_query.Order("name", descending=False)


class Painted(QObject):
    """Counts how often a widget was told to paint."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class Shown:
    """A table on screen, and what it costs to put other rows into it or to go down a page."""

    def __init__(self, table: QTableView) -> None:
        self.table, self._painted = table, Painted()
        table.setFixedSize(WIDTH, HEIGHT)
        table.viewport().installEventFilter(self._painted)
        self.until_painted(table.show)

    def until_painted(self, change: Callable[[], Any]) -> None:
        """Do it and wait for the table to show it."""
        seen = self._painted.count
        change()
        while self._painted.count == seen:
            QApplication.processEvents()

    def page_down(self) -> None:
        """One page further down, painted."""
        bar = self.table.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())
        self.table.viewport().repaint()


class Ours:
    """The desk's list, without the page around it."""

    def __init__(self, library: Library) -> None:
        self.library, self.model = library, member_table.MemberTable(library, NEWEST)
        self.shown = Shown(member_view.MemberView(self.model, NEWEST, "Members"))
        self.row_height = self.shown.table.verticalHeader().defaultSectionSize()

    def find(self) -> None:
        """Ids alone."""
        members_query.member_ids(self.library, FEW, NEWEST)

    def list(self, wanted: members_query.Filter, order: members_query.Order) -> None:
        """Look up and show, from an empty list: the same ids again would only be painted."""
        self.model.show_ids(array("q"))
        self.shown.until_painted(
            lambda: self.model.show_ids(members_query.member_ids(self.library, wanted, order))
        )


class InQt:
    """QSqlQueryModel with every row fetched, so that its scroll bar is as true as ours."""

    def __init__(self, file: str, row_height: int) -> None:
        database = QSqlDatabase.addDatabase("QSQLITE")
        database.setDatabaseName(file)
        assert database.open(), database.lastError().text()
        self.database, self.model = database, QSqlQueryModel()
        table = QTableView()
        table.setModel(self.model)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(row_height)
        self.shown = Shown(table)

    def list(self, rest: str) -> None:
        """Look up and show."""

        def fill() -> None:
            self.model.setQuery(f"{SELECT} {rest}", self.database)
            while self.model.canFetchMore():
                self.model.fetchMore()

        self.shown.until_painted(fill)


def in_anki(program: Program | None, *words: str) -> Callable[[], float] | None:
    """A run of Anki's; None without Anki."""
    return (lambda: program.ask(*words)["ms"]) if program else None


def beside_anki(ours: Ours, program: Program | None, pairs: int) -> None:
    """The four figures beside Anki's browser."""

    def compare(name: str, work: Callable[[], Any], *words: str, runs: int = pairs) -> Outcome:
        return versus(
            name, timed(work), in_anki(program, *words), runs, reference=f"{anki.NAME}, its browser"
        )

    compare("list of 100,000, newest first", lambda: ours.list(ALL, NEWEST), "list", "", "noteCrt")
    compare("sorted by name", lambda: ours.list(ALL, BY_NAME), "list", "", "noteFld")
    compare(f"filtered by “{LETTERS}”", lambda: ours.list(FEW, NEWEST), "list", LETTERS, "noteCrt")
    compare(f"ids that fit “{LETTERS}”, no window", ours.find, "find", LETTERS)
    ours.list(ALL, NEWEST)
    if program:
        program.ask("list", "", "noteCrt")
    compare("page down", ours.shown.page_down, "page", runs=PAGES)


def beside_qt(ours: Ours, theirs: InQt, pairs: int) -> None:
    """The same beside Qt alone."""

    def compare(name: str, mine: Callable[[], Any], other: Callable[[], Any], runs: int = pairs) -> Outcome:
        return versus(name, timed(mine), timed(other), runs, reference="QSqlQueryModel (C++)")

    newest, fits = "ORDER BY joined_at DESC", f"AND (name LIKE '%{LETTERS}%' OR email LIKE '%{LETTERS}%')"
    compare("list of 100,000, newest first", lambda: ours.list(ALL, NEWEST), lambda: theirs.list(newest))
    compare("sorted by name", lambda: ours.list(ALL, BY_NAME), lambda: theirs.list("ORDER BY name"))
    compare(
        f"filtered by “{LETTERS}”", lambda: ours.list(FEW, NEWEST), lambda: theirs.list(f"{fits} {newest}")
    )
    ours.list(ALL, NEWEST)
    theirs.list(newest)
    compare("page down", ours.shown.page_down, theirs.shown.page_down, PAGES)


def stop(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """A table that fails while it paints would go on, fast and blank; end instead."""
    traceback.print_exception(kind, error, trace)
    os._exit(1)


def main() -> None:
    """Print the tables."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    sys.excepthook = stop
    folder, reference = community.library_folder(), anki.prepared()
    application = QApplication(sys.argv[:1])
    apply_theme(application, "light")
    with contextlib.ExitStack() as stack:
        library = stack.enter_context(open_library(folder, clock=FixedClock(community.NOW)))
        ours = Ours(library)
        program = None
        if reference:
            table = f"{WIDTH} {HEIGHT} {ours.row_height}"
            program = stack.enter_context(reference.program(KCLUB_BENCH_ASKED="1", KCLUB_BENCH_TABLE=table))
            program.ready_ms()
        beside_anki(ours, program, pairs)
    with open_library(folder, clock=FixedClock(community.NOW)) as library:
        application.setStyleSheet("")
        beside_qt(Ours(library), InQt(str(folder / FILE_NAME), ours.row_height), pairs)


if __name__ == "__main__":
    main()
