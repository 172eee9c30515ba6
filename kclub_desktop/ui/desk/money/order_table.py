"""The list of orders, as the table of the Money page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from kclub_desktop.community import order_list
from kclub_desktop.community.order_list import OrderRow, Sort
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.lists import dress_table
from kclub_desktop.ui.desk.paged_table import Index, Line, PagedTable, mark
from kclub_desktop.ui.theme.apply import scaled, tokens, widened
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_money import TONES, status_words

# code, title, pixels, from which width of the table on it is shown; the second takes what is left
COLUMNS = (
    ("reference", tr_noop("Number"), 124, 0),
    ("name", tr_noop("Member"), 0, 0),
    ("what", tr_noop("What for"), 168, 800),
    ("ordered", tr_noop("Ordered"), 116, 600),
    ("total", tr_noop("Total"), 96, 480),
    ("due", tr_noop("Due"), 80, 0),
    ("status", tr_noop("Status"), 76, 380),
)
_CODES = [code for code, *_ in COLUMNS]
_RIGHT = frozenset({"total", "due"})
_STRETCHED = 1
_ALIGNED_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGNED_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OrderTable(PagedTable[OrderRow]):
    """Orders; amounts stand at the right."""

    titles = tuple((code, words) for code, words, *_widths in COLUMNS)

    def lines(self, ids: Sequence[int]) -> Mapping[int, Line[OrderRow]]:
        """The orders of these ids in words."""
        found = order_list.order_rows(self._library, ids, self._library.clock.now())
        return {row.id: Line(row, self._words(row)) for row in found}

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's title, and on which side it stands."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return int(_ALIGNED_RIGHT if _CODES[section] in _RIGHT else _ALIGNED_LEFT)
        return super().headerData(section, orientation, role)

    def _words(self, row: OrderRow) -> tuple[str, ...]:
        account = row.balance
        due = shown.money(account.due, account.currency) if account.due else ""
        if account.credit:
            due = shown.money(-account.credit, account.currency)
        return (
            row.reference, row.name or tr("No name"), row.what, shown.day(row.ordered_at, self._zone),
            shown.money(account.total, account.currency), due, status_words(row.state),
        )  # fmt: skip


class OrderView(QTableView):
    """Shows an OrderTable; the narrower it is, the fewer columns, so that nothing is cut."""

    sorted_by = Signal(object)
    """The Sort that is wanted."""
    chosen = Signal(object)

    def __init__(self, table: OrderTable, name: str) -> None:
        super().__init__()
        self._table = table
        self.setModel(table)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dress_table(self)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(_STRETCHED, QHeaderView.ResizeMode.Stretch)
        for place, (_code, _words, pixels, _from) in enumerate(COLUMNS):
            if pixels:
                self.setColumnWidth(place, scaled(pixels))
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def mark(self, order: int, scroll: bool = False) -> None:
        """Select an order's row without telling anybody, if the row is there."""
        mark(self, self._table.row_of(order), scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place, (_code, _words, _pixels, from_width) in enumerate(COLUMNS):
            self.setColumnHidden(place, self.width() < widened(from_width))

    def _sort(self, column: int) -> None:
        code = _CODES[column]
        if code not in order_list.SORTS or code == "due":
            return
        before = self._table.order
        down = not before.descending if before.column == code else code in ("ordered", "total")
        self.sorted_by.emit(Sort(code, down))

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._table.ids[current.row()])


class _Cells(QStyledItemDelegate):
    """Quiet cells: number and name in full colour, the state in its own."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, box, model = tokens(), QRectF(option.rect), index.model()
        line = model.line(index.row()) if isinstance(model, OrderTable) else None
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.accent_wash))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.canvas))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if line is None:
            return
        code, row, said = _CODES[index.column()], line.row, line.words
        tone = TONES.get(row.state, "")
        strong = code in ("reference", "name") or (code == "due" and row.balance.due)
        colour = colours.text if strong else colours.secondary
        if (code == "status" or (code == "due" and row.state == "overdue")) and tone in (
            "good",
            "bad",
            "warn",
            "accent",
        ):
            colour = getattr(colours, tone)
        painter.setPen(QColor(colour))
        room = box.adjusted(12 if index.column() == 0 else 8, 0, -8, 0)
        words = option.fontMetrics.elidedText(
            said[index.column()], Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, _ALIGNED_RIGHT if code in _RIGHT else _ALIGNED_LEFT, words)
