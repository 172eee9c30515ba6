"""The members' table as a widget: columns that give way when it gets narrow, sorting, Delete to archive."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kclub_desktop.ui.desk.lists import dress_table
from kclub_desktop.ui.desk.member_delegate import MemberDelegate
from kclub_desktop.ui.desk.member_table import COLUMNS, MemberTable
from kclub_desktop.ui.desk.members_query import Order

_CODES = [code for code, _words in COLUMNS]
# column: (pixels, from which width of the table on it is shown)
_WIDTHS = {
    "level": (96, 0),
    "email": (232, 600),
    "channel": (112, 860),
    "status": (92, 760),
    "joined": (116, 380),
}
_WAYS = {True: Qt.SortOrder.DescendingOrder, False: Qt.SortOrder.AscendingOrder}


class MemberView(QTableView):
    """Shows a MemberTable; who is chosen is the page's business."""

    sorted_by = Signal(int, bool)
    """(column, descending)"""
    archive_wanted = Signal()

    def __init__(self, table: MemberTable, order: Order, name: str) -> None:
        super().__init__()
        self._table = table
        self.setModel(table)
        self.setItemDelegate(MemberDelegate(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        dress_table(self)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._dress_header(order)
        archive = QShortcut(QKeySequence(Qt.Key.Key_Delete), self)
        archive.setContext(Qt.ShortcutContext.WidgetShortcut)
        archive.activated.connect(self.archive_wanted)

    def mark(self, member: int, scroll: bool = False) -> None:
        """Select a member's row without telling anybody, if the row is there."""
        row = self._table.row_of(member)
        if row is None:
            return
        index, model = self.model().index(row, 0), self.selectionModel()
        model.blockSignals(True)
        flags = QItemSelectionModel.SelectionFlag
        model.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        model.blockSignals(False)
        self.viewport().update()
        if scroll:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide what does not fit, so that nothing is cut."""
        super().resizeEvent(event)
        for code, (_pixels, from_width) in _WIDTHS.items():
            self.setColumnHidden(_CODES.index(code), self.width() < from_width)

    def _dress_header(self, order: Order) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for code, (pixels, _from_width) in _WIDTHS.items():
            self.setColumnWidth(_CODES.index(code), pixels)
        # The arrow is in the title: styles do not agree on which way it should point.
        head.setSortIndicatorShown(False)
        head.setSortIndicator(_CODES.index(order.column), _WAYS[order.descending])
        head.setSectionsClickable(True)
        head.sortIndicatorChanged.connect(
            lambda column, way: self.sorted_by.emit(column, way is Qt.SortOrder.DescendingOrder)
        )
