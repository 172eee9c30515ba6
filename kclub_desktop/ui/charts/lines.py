"""A value over time: one to three series over months or days, each labelled at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.chart import Chart, nice_ceiling
from kclub_desktop.ui.theme.apply import tokens


@dataclass(frozen=True)
class Series:
    """One line: its name and a value per label of the chart."""

    name: str
    values: Sequence[float]


class Lines(Chart):
    """Lines over a common axis that starts at zero."""

    def __init__(
        self,
        title: str,
        labels: Sequence[str],
        series: Sequence[Series],
        *,
        said: Callable[[float], str] = "{:,.0f}".format,
        parent: QWidget | None = None,
    ) -> None:
        """labels: one per value. said: a value in words, for the axis and the hover."""
        super().__init__(title, parent)
        self.labels, self.series, self.said = list(labels), list(series), said

    def rows(self) -> list[list[str]]:
        head = ["", *(s.name for s in self.series)]
        body = [[x, *(self.said(s.values[i]) for s in self.series)] for i, x in enumerate(self.labels)]
        return [head, *body]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        top = nice_ceiling(max((max(s.values, default=0) for s in self.series), default=0))
        right = 84 if len(self.series) > 1 else 12
        plot = area.adjusted(52, 8, -right, -24)
        for part in (0, 0.5, 1):
            y = plot.bottom() - plot.height() * part
            painter.setPen(QPen(QColor(tokens().line), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            box = QRectF(area.left(), y - 8, 46, 16)
            self.write(
                painter,
                box,
                self.said(top * part),
                colour=tokens().secondary,
                align=Qt.AlignmentFlag.AlignRight,
            )
        step = plot.width() / max(1, len(self.labels) - 1)
        every = max(1, round(56 / max(step, 1)))
        for i in range(0, len(self.labels), every):
            box = QRectF(plot.left() + i * step - 40, plot.bottom() + 6, 80, 16)
            self.write(
                painter, box, self.labels[i], colour=tokens().secondary, align=Qt.AlignmentFlag.AlignHCenter
            )
        for i, series in enumerate(self.series):
            self._paint_line(painter, plot, series, tokens().series[i], top, step, first=i == 0)
        for i, label in enumerate(self.labels):
            told = "\n".join(f"{s.name}: {self.said(s.values[i])}" for s in self.series)
            band = QRectF(plot.left() + (i - 0.5) * step, plot.top(), step, plot.height())
            self.spot(band, f"{label}\n{told}", label)

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
            wash = QColor(colour)
            wash.setAlpha(28)
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
            self.write(
                painter, QRectF(plot.right() + 8, points[-1].y() - 8, 76, 16), series.name, colour=colour
            )
