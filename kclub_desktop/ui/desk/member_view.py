"""The members' table as a widget: columns that give way when it gets narrow, sorting, Delete to archive."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from kclub_desktop.ui.desk.lists import dress_table
from kclub_desktop.ui.desk.member_painting import Columns, RowPictures
from kclub_desktop.ui.desk.member_table import COLUMNS, MemberTable
from kclub_desktop.ui.desk.members_query import Order
from kclub_desktop.ui.desk.paged_table import Index, mark
from kclub_desktop.ui.theme.apply import scaled, widened
from kclub_desktop.ui.widgets.keyboard_map import named_shortcut
from kclub_desktop.words import tr_noop

_CODES = [code for code, _words in COLUMNS]
# column: (pixels, from which width of the table on it is shown)
_WIDTHS = {
    "level": (96, 0),
    "email": (232, 600),
    "channel": (112, 860),
    "status": (92, 760),
    "joined": (128, 380),
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
        self._wanted = frozenset(_CODES)
        self.setModel(table)
        self._pictures = RowPictures()
        self._typed, self._typing = "", QElapsedTimer()
        self.hovered = -1
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        dress_table(self)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._dress_header(order)
        archive = named_shortcut("Del", self, tr_noop("Archive whom you selected"), self.archive_wanted.emit)
        archive.setContext(Qt.ShortcutContext.WidgetShortcut)

    def mark(self, member: int, scroll: bool = False) -> None:
        """Select a member's row without telling anybody, if the row is there."""
        mark(self, self._table.row_of(member), scroll)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows of what must be drawn anew, whole and in one go; member_painting.py says why."""
        self.executeDelayedItemsLayout()
        height, offset = self.verticalHeader().defaultSectionSize(), self.verticalHeader().offset()
        dirty, rows = event.rect(), len(self._table.ids)
        first = max(0, (dirty.top() + offset) // height)
        last = min(rows - 1, (dirty.bottom() + offset) // height)
        columns, ratio, font = self._columns_shown(), self.devicePixelRatioF(), self.font()
        size = QSize(self.viewport().width(), height)
        current = self.currentIndex().row() if self.hasFocus() else -1
        selection, nothing = self.selectionModel(), QModelIndex()
        any_selected = selection.hasSelection()
        painter = QPainter(self.viewport())
        for row in range(first, last + 1):
            chosen = any_selected and selection.isRowSelected(row, nothing)
            state = chosen, row == self.hovered, row == current
            picture = self._pictures.of(self._table.line(row), state, columns, size, ratio, font)
            painter.drawPixmap(0, row * height - offset, picture)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next name that begins with what is typed; letters that follow quickly are added to it."""
        quick = self._typing.isValid() and self._typing.elapsed() < QApplication.keyboardInputInterval()
        again = not quick or self._typed == search
        self._typed = self._typed + search if quick and not again else search
        self._typing.start()
        here = self.currentIndex().row()
        # The same letter again, or a first one, looks further down; a letter more may stay where it is.
        row = self._table.row_named(self._typed.strip(), here + 1 if again else max(here, 0))
        if row is not None:
            self.setCurrentIndex(self._table.index(row, 0))

    def _hover(self, row: int) -> None:
        before, self.hovered = self.hovered, row
        for each in {before, row} - {-1} if before != row else ():
            self._draw_anew(each)

    def _draw_anew(self, row: int) -> None:
        height = self.verticalHeader().defaultSectionSize()
        top = row * height - self.verticalHeader().offset()
        self.viewport().update(0, top, self.viewport().width(), height)

    def _columns_shown(self) -> Columns:
        head = self.horizontalHeader()
        return tuple(
            (code, head.sectionViewportPosition(at), head.sectionSize(at))
            for at, code in enumerate(_CODES)
            if not head.isSectionHidden(at)
        )

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The mark of the row one stands on goes along; Qt would draw its cell alone."""
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self._draw_anew(index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_what_does_not_fit()

    def show_columns(self, codes: Sequence[str]) -> None:
        """The columns the person wants; the narrower the table, the fewer of them."""
        self._wanted = frozenset(codes)
        self._hide_what_does_not_fit()

    def _hide_what_does_not_fit(self) -> None:
        """So that nothing is cut. Columns left out by the person make room for the others."""
        spare = sum(pixels for code, (pixels, _from) in _WIDTHS.items() if code not in self._wanted)
        for code, (_pixels, from_width) in _WIDTHS.items():
            hidden = code not in self._wanted or self.width() < widened(from_width - spare)
            self.setColumnHidden(_CODES.index(code), hidden)

    def _dress_header(self, order: Order) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for code, (pixels, _from_width) in _WIDTHS.items():
            self.setColumnWidth(_CODES.index(code), scaled(pixels))
        # The arrow is in the title: styles do not agree on which way it should point.
        head.setSortIndicatorShown(False)
        head.setSortIndicator(_CODES.index(order.column), _WAYS[order.descending])
        head.setSectionsClickable(True)
        head.sortIndicatorChanged.connect(
            lambda column, way: self.sorted_by.emit(column, way is Qt.SortOrder.DescendingOrder)
        )
