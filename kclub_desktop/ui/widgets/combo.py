"""A drop-down list that shows that it is one: the style sheet's own arrow would need a picture per theme."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from kclub_desktop.ui.theme import icons

_ARROW_PX, _FROM_EDGE_PX = 12, 20


class Combo(QComboBox):
    """QComboBox with a caret in the theme's colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        at = QPoint(self.width() - _FROM_EDGE_PX, (self.height() - _ARROW_PX) // 2)
        painter.drawPixmap(at, icons.pixmap("library", "secondary", _ARROW_PX))
        painter.end()
