"""How values are spread: every one a point, columns where there are enough of them, and the middle marked."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.axis import Scale, paint_axis, round_scale
from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

ENOUGH_FOR_COLUMNS = 20
_MOST_POINTS, _POINTS_PX = 2000, 40


class Distribution(Chart):
    """values in any order. Fewer than 20 are shown as points only: columns would claim a shape nobody can know."""

    def __init__(
        self,
        title: str,
        values: Sequence[float],
        *,
        said: Callable[[float], str] = "{:,.0f}".format,
        key_of: Callable[[float, float], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """key_of: what a click on the column from low to high tells; its high is not in it, but for the last one."""
        super().__init__(title, parent)
        self.values, self.said, self._key_of = sorted(values), said, key_of
        if not self.values:
            self.missing = tr("Nothing yet.")

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Distribution")

    def gist(self) -> str:
        """How many, the middle, both ends."""
        if not self.values:
            return ""
        return tr(
            "{n} values from {low} to {high}; half are below {middle}.",
            n=f"{len(self.values):,}",
            low=self.said(self.values[0]),
            high=self.said(self.values[-1]),
            middle=self.said(statistics.median(self.values)),
        )

    def bins(self) -> list[tuple[float, float, int]]:
        """(from, to, how many) of round width; the last one holds its end too."""
        if not self.values:
            return []
        scale = self._scale(0, 1)
        step = scale.step / (4 if len(self.values) >= 5 * ENOUGH_FOR_COLUMNS else 1)
        count = max(1, round((scale.high - scale.low) / step))
        counted = [0] * count
        for value in self.values:
            counted[min(count - 1, int((value - scale.low) / step))] += 1
        return [(scale.low + i * step, scale.low + (i + 1) * step, n) for i, n in enumerate(counted)]

    def rows(self) -> list[list[str]]:
        return [
            [tr("from"), tr("to"), "n"],
            *([self.said(low), self.said(high), str(n)] for low, high, n in self.bins()),
        ]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        plot = area.adjusted(scaled(28), scaled(20), -scaled(28), -scaled(24))
        scale = self._scale(plot.left(), plot.right())
        paint_axis(self, painter, scale, plot, self.said)
        strip = QRectF(plot.left(), plot.bottom() - scaled(_POINTS_PX), plot.width(), scaled(_POINTS_PX))
        enough = len(self.values) >= ENOUGH_FOR_COLUMNS
        if not enough:
            strip.setTop(plot.top())
        for place, (low, high, n) in enumerate(self.bins()):
            left, right = scale.x(low), scale.x(high)
            if enough:
                self._column(painter, plot, strip, place, left, right, n)
            told = f"{self.said(low)} – {self.said(high)}: {n:,}"
            key = self._key_of(low, high) if self._key_of and n else None
            self.spot(QRectF(left, plot.top(), right - left, plot.height()), told, key)
        self._points(painter, strip, scale)
        middle = statistics.median(self.values)
        painter.setPen(QPen(QColor(tokens().text), 1.5))
        painter.drawLine(QPointF(scale.x(middle), plot.top()), QPointF(scale.x(middle), plot.bottom()))
        words = f"{tr('half are below {value}', value=self.said(middle))} · n = {len(self.values):,}"
        width = scaled(260.0)
        at = min(max(scale.x(middle) - width / 2, area.left()), area.right() - width)
        self.write(painter, QRectF(at, area.top(), width, scaled(18)), words, colour=tokens().secondary, align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip

    def _column(
        self, painter: QPainter, plot: QRectF, strip: QRectF, place: int, left: float, right: float, n: int
    ) -> None:
        most = max(count for _low, _high, count in self.bins())
        height = (strip.top() - plot.top() - 6) * n / most
        colour = QColor(tokens().series[0])
        colour.setAlpha(230 if place == self.pointed_at else 190)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRect(QRectF(left + 1, strip.top() - 4 - height, max(1.0, right - left - 2), height))

    def _points(self, painter: QPainter, strip: QRectF, scale: Scale) -> None:
        # A golden-ratio walk up and down spreads equal values evenly, and alike each time it is drawn.
        every = max(1, len(self.values) // _MOST_POINTS)
        colour = QColor(tokens().series[0])
        colour.setAlpha(150)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for place, value in enumerate(self.values[::every]):
            y = strip.top() + 4 + (strip.height() - 8) * ((place * 0.6180339887) % 1)
            painter.drawEllipse(QPointF(scale.x(value), y), 2.5, 2.5)

    def _scale(self, left: float, right: float) -> Scale:
        return round_scale(self.values[0], self.values[-1], left, right, ticks=8)
