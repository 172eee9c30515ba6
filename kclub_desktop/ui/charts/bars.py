"""Amounts side by side: horizontal bars with their value written on, also for funnels and ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

_PITCH_PX = 34


@dataclass(frozen=True)
class Bar:
    """label, amount, the words written beside the bar, what a hover says, and the key a click tells."""

    label: str
    value: float
    said: str
    hover: str = ""
    key: object = None


class Bars(Chart):
    """Horizontal bars from a common zero."""

    def __init__(
        self,
        title: str,
        bars: Sequence[Bar],
        *,
        series: int = 0,
        label_width: float = 140,
        said_width: float = 98,
        parent: QWidget | None = None,
    ) -> None:
        """label_width, said_width: pixels kept for the words before and behind the bars."""
        super().__init__(title, parent)
        self.bars, self._series = list(bars), series
        self._label_width, self._said_width = scaled(label_width), scaled(said_width)
        self.setMinimumHeight(scaled(_PITCH_PX) * max(1, len(self.bars)) + (32 if title else 0))
        self.setMaximumHeight(max(self.minimumHeight(), 96))

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Bar chart")

    def gist(self) -> str:
        """The longest bar."""
        if not self.bars:
            return ""
        best = max(self.bars, key=lambda bar: bar.value)
        return tr("Highest: {name}, {value}.", name=best.label, value=best.said)

    def rows(self) -> list[list[str]]:
        return [["", ""], *([bar.label, bar.said] for bar in self.bars)]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        largest = max((bar.value for bar in self.bars), default=0) or 1
        pitch = min(float(scaled(_PITCH_PX)), area.height() / max(1, len(self.bars)))
        height = min(float(scaled(20)), pitch - 8)
        label_width = min(self._label_width, area.width() * 0.35)
        room = max(8.0, area.width() - label_width - 12 - self._said_width - 10)
        for i, bar in enumerate(self.bars):
            y = area.top() + i * pitch
            self.write(
                painter, QRectF(area.left(), y, label_width, height), bar.label, colour=tokens().secondary
            )
            ground = QRectF(area.left() + label_width + 12, y, room, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().line))
            painter.drawRoundedRect(ground, 4, 4)
            filled = QRectF(ground)
            filled.setWidth(max(3.0 if bar.value else 0.0, room * bar.value / largest))
            colour = QColor(tokens().series[self._series])
            painter.setBrush(colour.lighter(112) if i == self.pointed_at else colour)
            painter.drawRoundedRect(filled, 4, 4)
            self.write(painter, QRectF(ground.right() + 10, y, self._said_width, height), bar.said)
            whole = QRectF(area.left(), y, area.width(), pitch)
            self.spot(whole, bar.hover or f"{bar.label}: {bar.said}", bar.key)
