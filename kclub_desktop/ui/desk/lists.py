"""A plain list for some hundreds of rows: columns of words, the id beside each, one chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
)

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import tokens

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def dress_table(view: QTableView) -> None:
    """What every list of the desk has: whole rows chosen, scrolled by pixel, no grid, Tab leaves it."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setMouseTracking(True)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(t.ROW_PX)


class RowList(QTableWidget):
    """Filled anew at each load; keeps what was chosen."""

    chosen = Signal(object)

    def __init__(
        self,
        titles: Sequence[str],
        name: str,
        right: Sequence[int] = (),
        needs: Mapping[int, int] | None = None,
    ) -> None:
        """titles of the columns; right: the columns of numbers; needs: column -> width of the list from which it shows."""
        super().__init__(0, len(titles))
        self._right, self._needs, self._filling = set(right), dict(needs or {}), False
        self.hovered = -1
        self.setHorizontalHeaderLabels(list(titles))
        self.setAccessibleName(name)
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        dress_table(self)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(_LEFT)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in self._right:
            self._head(column).setTextAlignment(_RIGHT)
        self.currentCellChanged.connect(self._moved)

    def fill(self, rows: Sequence[tuple[int, Sequence[str]]], chosen: int = 0) -> None:
        """Show (id, cells) rows; the chosen id stays marked without being announced again."""
        self._filling = True
        self.setRowCount(len(rows))
        for at, (row_id, cells) in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setData(Qt.ItemDataRole.UserRole, row_id)
                item.setTextAlignment(_RIGHT if column in self._right else _LEFT)
                self.setItem(at, column, item)
        self._filling = False
        self.mark(chosen)

    def mark(self, row_id: int) -> None:
        """Mark a row without announcing it."""
        self._filling = True
        for at in range(self.rowCount()):
            item = self.item(at, 0)
            if item is not None and item.data(Qt.ItemDataRole.UserRole) == row_id:
                self.setCurrentCell(at, 0)
                break
        self._filling = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide what does not fit, so that nothing is cut."""
        super().resizeEvent(event)
        for column, width in self._needs.items():
            self.setColumnHidden(column, self.width() < width)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _head(self, column: int) -> QTableWidgetItem:
        found = self.horizontalHeaderItem(column)
        assert found is not None, "made with the titles"
        return found

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def _moved(self, row: int, *_others: int) -> None:
        item = self.item(row, 0)
        if item is not None and not self._filling:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class _Cells(QStyledItemDelegate):
    """Quiet cells: the first column in full colour, the others secondary, one line below each row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours, box = tokens(), QRectF(option.rect)
        view = option.widget
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.accent_wash))
        elif isinstance(view, RowList) and view.hovered == index.row():
            painter.fillRect(box, QColor(colours.canvas))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        first = index.column() == 0
        room = box.adjusted(12 if first else 8, 0, -8, 0)
        painter.setPen(QColor(colours.text if first else colours.secondary))
        words = option.fontMetrics.elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(
            room, Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT), words
        )
