"""What happened, newest first, each day said once: a dot per moment, its words, and what it was worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.ui.widgets.blocks import clear, column, row, text
from kclub_desktop.words import tr

_ICON_PX, _RAIL_PX = 14, 22


@dataclass(frozen=True)
class TimelineItem:
    """day and words as shown; icon: a name of the theme, '' for a plain dot; note: quiet, at the right."""

    day: str
    words: str
    icon: str = ""
    tone: str = ""
    note: str = ""


class Timeline(QWidget):
    """A list to read, not to choose from; its words can be selected and copied."""

    def __init__(
        self, items: Sequence[TimelineItem] = (), nothing: str = "", parent: QWidget | None = None
    ) -> None:
        """nothing: what is said when there are no items."""
        super().__init__(parent)
        self._nothing = nothing or tr("Nothing yet.")
        self._layout = column(self, gap=0)
        self.show_items(items)

    def show_items(self, items: Sequence[TimelineItem]) -> None:
        """Show these, newest first."""
        clear(self._layout)
        if not items:
            self._layout.addWidget(text(self._nothing, "secondary", wrap=True))
            return
        before = None
        for place, item in enumerate(items):
            if item.day != before:
                day = text(item.day, "caption")
                day.setContentsMargins(0, 0 if before is None else 8, 0, 4)
                self._layout.addWidget(day)
                before = item.day
            last = place + 1 == len(items) or items[place + 1].day != item.day
            self._layout.addWidget(_Line(item, last))


class _Line(QWidget):
    """One moment: its mark on the rail, its words, its note."""

    def __init__(self, item: TimelineItem, last: bool) -> None:
        super().__init__()
        self._item, self._last = item, last
        words = text(item.words, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = row(words, gap=8)
        layout.setContentsMargins(scaled(_RAIL_PX), 3, 0, 3)
        layout.setStretch(0, 1)
        if item.note:
            note = text(item.note, "secondary")
            layout.addWidget(note, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.setAccessibleName(f"{item.day}: {item.words} {item.note}".strip())

    def sizeHint(self) -> QSize:
        return super().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, middle, side = tokens(), scaled(_ICON_PX) / 2, scaled(_ICON_PX)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 3 + self.fontMetrics().height() / 2
        painter.setPen(QPen(QColor(colours.line_strong), 1))
        if not self._last:
            painter.drawLine(QPointF(middle, top + side / 2 + 2), QPointF(middle, self.height()))
        if self._item.icon:
            colour = self._item.tone or "secondary"
            drawn = icons.icon(self._item.icon, colour)
            drawn.paint(painter, QRectF(0, top - side / 2, side, side).toRect())
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colours, self._item.tone or "secondary")))
            painter.drawEllipse(QPointF(middle, top), 3, 3)
        painter.end()
