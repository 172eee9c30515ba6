"""Parts of one whole, five at most: for more, or for parts that do not make a whole, bars say it better and are used."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.bars import Bar
from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.charts.legend import paint_patch
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

MOST_PARTS = 5
_THICK, _LINE_PX, _NAMES_PX, _NAMES_LEAST_PX = 0.2, 26, 320, 236


class Donut(Chart):
    """A ring with the whole in its middle and every part named beside it with its share."""

    def __init__(
        self,
        title: str,
        parts: Sequence[Bar],
        *,
        said: Callable[[float], str] = "{:,.0f}".format,
        parent: QWidget | None = None,
    ) -> None:
        """parts: amounts ≥ 0 that together are the whole. Raises ValueError for more than five, or for one below zero."""
        super().__init__(title, parent)
        if len(parts) > MOST_PARTS or any(part.value < 0 for part in parts):
            raise ValueError("a ring shows up to five parts of one whole; use bars")
        self.parts, self.said = list(parts), said
        self.total = sum(part.value for part in self.parts)
        if not self.total:
            self.missing = tr("Nothing yet.")

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Ring chart")

    def gist(self) -> str:
        """The whole and its largest part."""
        if not self.total:
            return ""
        best = max(self.parts, key=lambda part: part.value)
        return tr(
            "{total} in all. Highest: {name}, {value}.",
            total=self.said(self.total),
            name=best.label,
            value=f"{best.said} · {self._share(best)}",
        )

    def rows(self) -> list[list[str]]:
        return [["", "", "%"], *([part.label, part.said, self._share(part)] for part in self.parts)]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        # The names need their room first: a narrow chart has a smaller ring.
        side = min(
            area.height(), max(area.width() - scaled(_NAMES_LEAST_PX), area.width() * 0.3), scaled(220)
        )
        ring = QRectF(area.left() + 2, area.top() + (area.height() - side) / 2, side, side).adjusted(
            3, 3, -3, -3
        )
        thick = side * _THICK
        inner = ring.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start = 90.0
        for place, part in enumerate(self.parts):
            span = 360 * part.value / self.total
            pen = QPen(QColor(tokens().series[place]), thick + (4 if place == self.pointed_at else 0))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            # A degree of ground between two parts: colour is not all that parts them.
            painter.drawArc(inner, round((start - span) * 16), round(max(0.5, span - 1) * 16))
            start -= span
        middle = QRectF(ring.left(), ring.center().y() - scaled(14), ring.width(), scaled(28))
        words = self.said(self.total)
        hole = side - 2 * thick - scaled(8)
        fits = QFontMetrics(self.font_of(t.TITLE_PX, True)).horizontalAdvance(words) <= hole
        size = t.TITLE_PX if fits else t.SECONDARY_PX
        self.write(painter, middle, words, size=size, bold=True, align=Qt.AlignmentFlag.AlignHCenter)
        self._names(painter, area, ring.right() + scaled(24))

    def _names(self, painter: QPainter, area: QRectF, left: float) -> None:
        pitch = scaled(float(_LINE_PX))
        top = area.center().y() - pitch * len(self.parts) / 2
        for place, part in enumerate(self.parts):
            y = top + place * pitch
            paint_patch(painter, left, y + pitch / 2, tokens().series[place])
            share = self._share(part)
            room = QRectF(left + 18, y, min(area.right() - left - 18, scaled(_NAMES_PX)), pitch)
            name = room.adjusted(0, 0, -scaled(112), 0)
            self.write(painter, name, part.label, bold=place == self.pointed_at)
            value = QRectF(room.right() - scaled(108), y, scaled(108), pitch)
            self.write(painter, value, f"{part.said} · {share}", colour=tokens().secondary, align=Qt.AlignmentFlag.AlignRight)  # fmt: skip
            whole = QRectF(left, y, area.right() - left, pitch)
            self.spot(whole, part.hover or f"{part.label}: {part.said} · {share}", part.key)

    def _share(self, part: Bar) -> str:
        share = part.value / self.total if self.total else 0
        return "<1%" if 0 < share < 0.005 else f"{share:.0%}"
