"""A value over time: one to three series over months or days, each labelled at its end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from kclub_desktop.ui.charts.chart import nice_ceiling
from kclub_desktop.ui.charts.over_time import AXIS_PX, OverTime, Series
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

__all__ = ["Lines", "Series"]


class Lines(OverTime):
    """Lines over a common axis that starts at zero."""

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Line chart")

    def rows(self) -> list[list[str]]:
        head = ["", *(s.name for s in self.series)]
        body = [[x, *(self.said(s.values[i]) for s in self.series)] for i, x in enumerate(self.labels)]
        return [head, *body]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        top = nice_ceiling(max((max(s.values, default=0) for s in self.series), default=0))
        right = scaled(84) if len(self.series) > 1 else 12
        plot = area.adjusted(scaled(AXIS_PX), 8, -right, -scaled(24))
        for part in (0, 0.5, 1):
            y = plot.bottom() - plot.height() * part
            painter.setPen(QPen(QColor(tokens().line), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            self.write_tick(painter, area, y, top * part)
        step = plot.width() / max(1, len(self.labels) - 1)
        self.write_labels(painter, plot, plot.left(), step, 56)
        for i, series in enumerate(self.series):
            self._paint_line(painter, plot, series, self.colour_of(i), top, step, first=i == 0)
        if 0 <= self.pointed_at < len(self.labels):
            self._mark(painter, plot, self.pointed_at, top, step)
        for i, label in enumerate(self.labels):
            band = QRectF(plot.left() + (i - 0.5) * step, plot.top(), step, plot.height())
            self.spot(band, f"{label}\n{self.told(i)}", self.keys[i])

    def _mark(self, painter: QPainter, plot: QRectF, at: int, top: float, step: float) -> None:
        """A thin line and dots where the pointer is."""
        x = plot.left() + at * step
        painter.setPen(QPen(QColor(tokens().line_strong), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        for i, series in enumerate(self.series):
            painter.setBrush(QColor(self.colour_of(i)))
            painter.setPen(QPen(QColor(tokens().surface), 2))
            y = plot.bottom() - plot.height() * series.values[at] / top
            painter.drawEllipse(QPointF(x, y), 5, 5)

    def _paint_line(
        self,
        painter: QPainter,
        plot: QRectF,
        series: Series,
        colour: str,
        top: float,
        step: float,
        first: bool,
    ) -> None:
        points = [
            QPointF(plot.left() + i * step, plot.bottom() - plot.height() * value / top)
            for i, value in enumerate(series.values)
        ]
        if not points:
            return
        if first:
            strong, clear = QColor(colour), QColor(colour)
            strong.setAlpha(56)
            clear.setAlpha(0)
            wash = QLinearGradient(0, plot.top(), 0, plot.bottom())
            wash.setColorAt(0, strong)
            wash.setColorAt(1, clear)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(wash)
            foot = [QPointF(points[-1].x(), plot.bottom()), QPointF(points[0].x(), plot.bottom())]
            painter.drawPolygon(QPolygonF([*points, *foot]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(points[-1], 3, 3)
        if len(self.series) > 1:
            # The line leads to its name: the name itself is in text colour, since a line may be paler than a word.
            box = QRectF(plot.right() + 8, points[-1].y() - scaled(8), scaled(76), scaled(16))
            self.write(painter, box, series.name)
