"""A QR code: what a phone or a scanner reads. Always dark on light, with the quiet edge that scanners need."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled

_SIDE_PX, _QUIET = 176, 4


class QrCode(QWidget):
    """Shows one text. The text itself stands beside it for people: the accessible name says what it is for."""

    def __init__(self, text: str, what: str, side: int = _SIDE_PX) -> None:
        """what: what it is for, in words; side: pixels at usual text size."""
        super().__init__()
        import segno

        self._rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
        self.setAccessibleName(what)
        self.setToolTip(what)
        self.setFixedSize(QSize(scaled(side), scaled(side)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(t.LIGHT.surface))
        painter.drawRoundedRect(self.rect(), t.RADIUS_CONTROL, t.RADIUS_CONTROL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        # Whole pixels: a module of 4.3 would be blurred at every edge.
        module = max(1, int(self.width() / (len(self._rows) + 2 * _QUIET)))
        edge = (self.width() - module * len(self._rows)) // 2
        painter.setBrush(QColor(t.LIGHT.text))
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.drawRect(QRectF(edge + x * module, edge + y * module, module, module))
        painter.end()
