"""What a total is made of, over time: a column per label, its parts on top of each other, what is below zero below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.axis import round_scale
from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.charts.legend import paint_legend
from kclub_desktop.ui.charts.lines import Series
from kclub_desktop.ui.theme.apply import scaled, tokens

_AXIS_PX, _WIDEST_PX = 64, 48


class StackedBars(Chart):
    """Columns from a common zero. At most six series: more cannot be told apart."""

    def __init__(
        self,
        title: str,
        labels: Sequence[str],
        series: Sequence[Series],
        *,
        said: Callable[[float], str] = "{:,.0f}".format,
        parent: QWidget | None = None,
    ) -> None:
        """labels: one per value. said: a value in words. Raises ValueError for more series than there are colours."""
        super().__init__(title, parent)
        if len(series) > len(tokens().series):
            raise ValueError("more series than colours: put the small ones together")
        self.labels, self.series, self.said = list(labels), list(series), said

    def rows(self) -> list[list[str]]:
        head = ["", *(one.name for one in self.series), "Σ"]
        return [
            head,
            *(
                [label, *(self.said(one.values[i]) for one in self.series), self.said(self._total(i))]
                for i, label in enumerate(self.labels)
            ),
        ]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        used = paint_legend(self, painter, area, [one.name for one in self.series])
        plot = area.adjusted(scaled(_AXIS_PX), used + 4, -8, -scaled(24))
        ups, downs = (
            zip(*(self._ends(i) for i in range(len(self.labels))), strict=True) if self.labels else ((), ())
        )
        # The vertical scale: `left` is the bottom and `right` the top.
        scale = round_scale(min(0, *downs, 0), max(0, *ups, 0), plot.bottom(), plot.top())
        for tick in scale.ticks:
            y = scale.x(tick)
            painter.setPen(QPen(QColor(tokens().line_strong if tick == 0 else tokens().line), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            box = QRectF(area.left(), y - scaled(8), scaled(_AXIS_PX) - 8, scaled(16))
            self.write(
                painter, box, self.said(tick), colour=tokens().secondary, align=Qt.AlignmentFlag.AlignRight
            )
        pitch = plot.width() / max(1, len(self.labels))
        every = max(1, round(scaled(52) / max(pitch, 1)))
        for i, label in enumerate(self.labels):
            middle = plot.left() + (i + 0.5) * pitch
            self._column(painter, i, middle, min(_WIDEST_PX, pitch * 0.66), scale.x)
            if i % every == 0:
                box = QRectF(middle - scaled(40), plot.bottom() + 6, scaled(80), scaled(16))
                self.write(
                    painter, box, label, colour=tokens().secondary, align=Qt.AlignmentFlag.AlignHCenter
                )
            told = "\n".join(f"{one.name}: {self.said(one.values[i])}" for one in self.series)
            self.spot(QRectF(middle - pitch / 2, plot.top(), pitch, plot.height()), f"{label}: {self.said(self._total(i))}\n{told}", label)  # fmt: skip

    def _column(
        self, painter: QPainter, at: int, middle: float, width: float, y: Callable[[float], float]
    ) -> None:
        up = down = 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        for place, one in enumerate(self.series):
            value = one.values[at]
            start = up if value >= 0 else down
            if value >= 0:
                up += value
            else:
                down += value
            top, bottom = sorted((y(start), y(start + value)))
            colour = QColor(tokens().series[place])
            painter.setBrush(colour.lighter(112) if at == self.pointed_at else colour)
            # A hair of ground between two parts: colour is not all that parts them.
            painter.drawRect(QRectF(middle - width / 2, top, width, max(0.0, bottom - top - 1)))

    def _ends(self, at: int) -> tuple[float, float]:
        values = [one.values[at] for one in self.series]
        return sum(v for v in values if v > 0), sum(v for v in values if v < 0)

    def _total(self, at: int) -> float:
        return sum(one.values[at] for one in self.series)
