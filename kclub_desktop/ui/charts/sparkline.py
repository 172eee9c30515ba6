"""A line of a few values without axes, for beside a figure: the shape of the last months, nothing to read off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kclub_desktop.ui.theme.apply import tokens

_NARROWEST_PX = 40


class Sparkline(QWidget):
    """values, oldest first; the last one gets a dot. Two values or fewer draw nothing."""

    def __init__(self, values: Sequence[float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = list(values)
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(96, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._values) < 3 or self.width() < _NARROWEST_PX:
            return
        low, high = min(self._values), max(self._values)
        spread = (high - low) or 1
        step = (self.width() - 10) / (len(self._values) - 1)
        points = [
            QPointF(4 + i * step, 27 - 22 * (value - low) / spread) for i, value in enumerate(self._values)
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().accent), 1.5, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(QColor(tokens().accent))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(points[-1], 2.5, 2.5)
        painter.end()
