"""What a total is made of, over time: a column per label, its parts on top of each other, what is below zero below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kclub_desktop.ui.charts.axis import round_scale
from kclub_desktop.ui.charts.legend import paint_legend
from kclub_desktop.ui.charts.over_time import AXIS_PX, OverTime
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

_WIDEST_PX = 48


class StackedBars(OverTime):
    """Columns from a common zero."""

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Stacked bar chart")

    def gist(self) -> str:
        """The whole first, then its parts."""
        if not self.labels:
            return ""
        totals = [self._total(at) for at in range(len(self.labels))]
        best = max(range(len(totals)), key=lambda at: totals[at])
        whole = tr(
            "{name}: latest {latest}, highest {highest} at {when}.",
            name=tr("All together"),
            latest=self.said(totals[-1]),
            highest=self.said(totals[best]),
            when=self.labels[best],
        )
        return f"{whole} {super().gist()}"

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
        used = paint_legend(self, painter, area, [one.name for one in self.series], self.colour_of)
        plot = area.adjusted(scaled(AXIS_PX), used + 4, -8, -scaled(24))
        ups, downs = (
            zip(*(self._ends(i) for i in range(len(self.labels))), strict=True) if self.labels else ((), ())
        )
        # The vertical scale: `left` is the bottom and `right` the top.
        scale = round_scale(min(0, *downs, 0), max(0, *ups, 0), plot.bottom(), plot.top())
        for tick in scale.ticks:
            y = scale.x(tick)
            painter.setPen(QPen(QColor(tokens().line_strong if tick == 0 else tokens().line), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            self.write_tick(painter, area, y, tick)
        pitch = plot.width() / max(1, len(self.labels))
        for i, label in enumerate(self.labels):
            middle = plot.left() + (i + 0.5) * pitch
            self._column(painter, i, middle, min(_WIDEST_PX, pitch * 0.66), scale.x)
            band = QRectF(middle - pitch / 2, plot.top(), pitch, plot.height())
            self.spot(band, f"{label}: {self.said(self._total(i))}\n{self.told(i)}", self.keys[i])
        self.write_labels(painter, plot, plot.left() + pitch / 2, pitch, 52)

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
            colour = QColor(self.colour_of(place))
            painter.setBrush(colour.lighter(112) if at == self.pointed_at else colour)
            # A hair of ground between two parts: colour is not all that parts them.
            painter.drawRect(QRectF(middle - width / 2, top, width, max(0.0, bottom - top - 1)))

    def _ends(self, at: int) -> tuple[float, float]:
        values = [one.values[at] for one in self.series]
        return sum(v for v in values if v > 0), sum(v for v in values if v < 0)

    def _total(self, at: int) -> float:
        return sum(one.values[at] for one in self.series)
