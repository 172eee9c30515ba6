"""A chart on a card: its question or finding as the title, and the same as a table or a file one click away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.widgets.label import plain_label
from kclub_desktop.words import tr

_ROWS_SEEN = 10


class FigureCard(QFrame):
    """chart: made with an empty title, since the card says it. note: what the figure rests on, below the title."""

    def __init__(self, title: str, chart: Chart, note: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.chart = chart
        chart.setAccessibleName(title)
        chart.describe()
        chart.name_for_files = title
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5 * t.GRID, 4 * t.GRID, 3 * t.GRID, 4 * t.GRID)
        layout.setSpacing(t.GRID)
        top = QHBoxLayout()
        heading = plain_label(title, "section")
        heading.setWordWrap(True)
        top.addWidget(heading, 1)
        self.switch = QPushButton(tr("As table"))
        self.switch.setObjectName("quiet")
        self.switch.setAutoDefault(False)
        self.switch.setAccessibleName(f"{tr('As table')}: {title}")
        self.switch.clicked.connect(self.turn)
        save = QPushButton(tr("Save"))
        save.setObjectName("quiet")
        save.setAutoDefault(False)
        save.setAccessibleName(f"{tr('Save')}: {title}")
        save.clicked.connect(lambda: chart.offer_files(save.mapToGlobal(save.rect().bottomLeft())))
        for one in (self.switch, save):
            # Only hidden, never shown here: what has no parent yet would flash up as a window of its own.
            if chart.missing:
                one.hide()
        top.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(save, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(top)
        if note:
            words = plain_label(note, "secondary")
            words.setWordWrap(True)
            layout.addWidget(words)
        layout.addSpacing(2 * t.GRID)
        layout.addWidget(chart, 1)
        layout.addStretch(0)
        self._table: QTableWidget | None = None

    def turn(self) -> None:
        """Chart to table and back."""
        if self._table is None:
            self._table = _table(self.chart.rows())
            self._table.setAccessibleName(self.chart.accessibleName())
            self._table.hide()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._table)
        as_table = self._table.isHidden()
        self._table.setVisible(as_table)
        self.chart.setVisible(not as_table)
        words = tr("As chart") if as_table else tr("As table")
        self.switch.setText(words)
        self.switch.setAccessibleName(f"{words}: {self.chart.accessibleName()}")


def _table(rows: list[list[str]]) -> QTableWidget:
    head, *body = rows
    table = QTableWidget(len(body), len(head))
    table.setHorizontalHeaderLabels(head)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(7 * t.GRID)
    for y, cells in enumerate(body):
        for x, words in enumerate(cells):
            item = QTableWidgetItem(words)
            if x:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(y, x, item)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setFixedHeight(7 * t.GRID * (min(len(body), _ROWS_SEEN) + 1) + 3 * t.GRID)
    return table
