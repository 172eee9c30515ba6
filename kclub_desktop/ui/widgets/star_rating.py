"""Stars from one to five, given by mouse or arrow keys; none is given with Delete or by taking the same star again."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSlider, QWidget

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr, tr_many

MOST = 5
_STAR_PX, _GAP_PX, _EDGE_PX = 22, 4, 4
# The corners of a star in a box of 1 x 1, from its top on.
_CORNERS = (
    (0.5, 0.03), (0.62, 0.38), (0.98, 0.38), (0.69, 0.6), (0.8, 0.95),
    (0.5, 0.74), (0.2, 0.95), (0.31, 0.6), (0.02, 0.38), (0.38, 0.38),
)  # fmt: skip


class StarRating(QSlider):
    """A slider that looks like stars, so that arrow keys, wheel and screen readers know it. 0 is "not rated"."""

    rated = Signal(int)
    """The person gave another number of stars."""

    def __init__(self, name: str, stars: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, MOST)
        self.setPageStep(1)
        self.setValue(stars)
        self._name, self._under = name, 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())
        self.valueChanged.connect(self._moved)
        self._say(stars)

    def sizeHint(self) -> QSize:
        side = scaled(_STAR_PX)
        return QSize(MOST * side + (MOST - 1) * _GAP_PX + 2 * _EDGE_PX, side + 2 * _EDGE_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, lit = tokens(), self._under or self.value()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), t.RADIUS_CONTROL, t.RADIUS_CONTROL
            )
        for number in range(1, MOST + 1):
            box = self._box(number)
            star = QPolygonF(
                [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in _CORNERS]
            )
            on = number <= lit
            painter.setPen(
                QPen(QColor(colours.star if on else colours.secondary), 1.2, j=Qt.PenJoinStyle.RoundJoin)
            )
            painter.setBrush(QColor(colours.star) if on else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(star)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._star_at(event.position().x()))

    def leaveEvent(self, event: object) -> None:
        self._point_at(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            wanted = self._star_at(event.position().x())
            self.setValue(0 if wanted == self.value() else wanted)
            self._point_at(0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 5 give as many stars, 0, Delete and Backspace take them back; arrows are the slider's own."""
        if event.text().isdigit() and int(event.text()) <= MOST:
            self.setValue(int(event.text()))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setValue(0)
        else:
            super().keyPressEvent(event)

    def _box(self, number: int) -> QRectF:
        side = scaled(_STAR_PX)
        return QRectF(_EDGE_PX + (number - 1) * (side + _GAP_PX), _EDGE_PX, side, side)

    def _star_at(self, x: float) -> int:
        return min(MOST, max(1, int((x - _EDGE_PX) // (scaled(_STAR_PX) + _GAP_PX)) + 1))

    def _point_at(self, number: int) -> None:
        if number != self._under:
            self._under = number
            self.update()

    def _moved(self, stars: int) -> None:
        self._say(stars)
        self.rated.emit(stars)

    def _say(self, stars: int) -> None:
        said = tr_many("1 star", "{n} stars", stars) if stars else tr("not rated")
        self.setAccessibleName(f"{self._name}: {said}")
        self.setToolTip(said)
