"""A list of a hundred thousand: their ids in an array, rows fetched in pages as they come into view."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kclub_desktop.store import Library
from kclub_desktop.ui.widgets.label import plain_tip
from kclub_desktop.words import tr

PAGE_ROWS = 32
"""Few: they are asked in the midst of a frame. A screen of rows and some more."""
_PAGES_KEPT = 128
_WITH_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class Sorted(Protocol):
    """By which column a list is sorted, and which way."""

    @property
    def column(self) -> str:
        """Code of the column."""
        ...

    @property
    def descending(self) -> bool:
        """The largest first?"""
        ...


@dataclass(frozen=True)
class Line(Generic[Row]):
    """A row as it is shown: what was asked for and the words of each column, made once and kept with the page."""

    row: Row
    words: tuple[str, ...]


class PagedTable(QAbstractTableModel, Generic[Row]):
    """Knows ids and rows; order and filter are SQL's. Subclasses give the titles and fetch the lines."""

    titles: ClassVar[tuple[tuple[str, str], ...]] = ()
    """(code, words marked with tr_noop) of each column."""

    def __init__(self, library: Library, order: Sorted) -> None:
        super().__init__()
        self._library, self.order = library, order
        self._zone = library.zone
        self.ids: array[int] = array("q")
        self._pages: OrderedDict[int, Mapping[int, Line[Row]]] = OrderedDict()

    def lines(self, ids: Sequence[int]) -> Mapping[int, Line[Row]]:
        """The lines of these rows by id; without those that are gone."""
        raise NotImplementedError

    def show_ids(self, ids: array[int]) -> None:
        """Show other rows, or the same ones anew."""
        if ids == self.ids:
            self._pages.clear()
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(self.titles) - 1))
            return
        self.beginResetModel()
        self.ids = ids
        self._pages.clear()
        self.endResetModel()

    def row_of(self, row_id: int) -> int | None:
        """Where something stands in the list."""
        return self.ids.index(row_id) if row_id in self.ids else None

    def line(self, row: int) -> Line[Row] | None:
        """The row and its words, from the page cache; None if it went away since the list was made."""
        page = row // PAGE_ROWS
        if page not in self._pages:
            start = page * PAGE_ROWS
            self._pages[page] = self.lines(self.ids[start : start + PAGE_ROWS])
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[page].get(self.ids[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        """Number of rows shown."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Number of columns."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's title in the current language."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            way = "  ↓" if self.order.descending else "  ↑"
            code, words = self.titles[section]
            return tr(words) + (way if code == self.order.column else "")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if role not in _WITH_WORDS:
            return None
        line = self.line(index.row())
        if line is None:
            return ""
        words = line.words[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(self.titles[index.column()][1])}: {words}"
        return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words


def mark(view: QTableView, row: int | None, scroll: bool = False) -> None:
    """Select a row of a paged list without telling anybody, if it is there."""
    if row is None:
        return
    index, model = view.model().index(row, 0), view.selectionModel()
    model.blockSignals(True)
    flags = QItemSelectionModel.SelectionFlag
    model.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
    model.blockSignals(False)
    view.viewport().update()
    if scroll:
        view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
