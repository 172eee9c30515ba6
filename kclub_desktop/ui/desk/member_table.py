"""The list of members: 100,000 ids in an array, rows fetched in pages of 128 as they come into view."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from dataclasses import dataclass
from itertools import chain
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from kclub_desktop.store import Library
from kclub_desktop.ui.desk import members_query, shown
from kclub_desktop.ui.desk.member_words import status_words
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr, tr_noop

PAGE_ROWS = 128
_PAGES_KEPT = 32
COLUMNS = (
    ("name", tr_noop("Name")),
    ("level", tr_noop("Level")),
    ("email", tr_noop("E-mail")),
    ("channel", tr_noop("Channel")),
    ("status", tr_noop("Status")),
    ("joined", tr_noop("Joined")),
)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """A row as it is shown: the member and the words of each column, made once and kept with the page."""

    member: members_query.MemberRow
    words: tuple[str, ...]


class MemberTable(QAbstractTableModel):
    """Knows ids and rows; order and filter are SQL's."""

    def __init__(self, library: Library, order: members_query.Order) -> None:
        super().__init__()
        self._library, self.order = library, order
        self._zone = library.zone
        self.ids: members_query.IdArray = array("q")
        self._pages: OrderedDict[int, dict[int, Line]] = OrderedDict()

    def show_ids(self, ids: members_query.IdArray) -> None:
        """Show other members, or the same ones anew."""
        if ids == self.ids:
            self._pages.clear()
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.ids = ids
        self._pages.clear()
        self.endResetModel()

    def row_of(self, member_id: int) -> int | None:
        """Where a member stands in the list."""
        return self.ids.index(member_id) if member_id in self.ids else None

    def row_named(self, letters: str, after: int) -> int | None:
        """The first row from `after` on, round the list, whose name begins with these letters; None if there is none."""
        named = members_query.ids_named(self._library, letters) if letters else frozenset()
        if not named:
            return None
        rows = chain(range(after, len(self.ids)), range(after))
        return next((row for row in rows if self.ids[row] in named), None)

    def line(self, row: int) -> Line | None:
        """The row's member in words, from the page cache; None if it went away since the list was made."""
        page = row // PAGE_ROWS
        if page not in self._pages:
            start = page * PAGE_ROWS
            found = members_query.member_rows(self._library, self.ids[start : start + PAGE_ROWS])
            self._pages[page] = {item.id: Line(item, self._words(item)) for item in found}
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page].get(self.ids[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Number of members shown."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's title in the current language."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            way = "  ↓" if self.order.descending else "  ↑"
            code, words = COLUMNS[section]
            return tr(words) + (way if code == self.order.column else "")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        line = self.line(index.row())
        if line is None:
            return ""
        words = line.words[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(COLUMNS[index.column()][1])}: {words}"
        return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def _words(self, member: members_query.MemberRow) -> tuple[str, ...]:
        special = {
            "name": member.name or tr("No name"),
            "status": status_words(member.status, member.archived),
            "joined": shown.day(member.joined_at, self._zone),
        }
        return tuple(special.get(column) or str(getattr(member, column, "")) for column, _ in COLUMNS)
