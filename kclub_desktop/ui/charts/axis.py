"""A horizontal scale of values: round ticks from low to high, and where a value lies in pixels."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """Values from low to high (low < high) over pixels from left to right, with ticks every step."""

    low: float
    high: float
    step: float
    left: float
    right: float

    def x(self, value: float) -> float:
        """Where a value lies, in pixels; values outside lie at the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    @property
    def ticks(self) -> list[float]:
        """The round values, low and high among them."""
        return [self.low + self.step * i for i in range(round((self.high - self.low) / self.step) + 1)]


def round_scale(low: float, high: float, left: float, right: float, ticks: int = 4) -> Scale:
    """A scale around low … high whose ends and ticks are round numbers."""
    if not high > low:
        high = low + 1
    raw = (high - low) / max(1, ticks)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(each * power for each in _STEPS if each * power >= raw * 0.999)
    return Scale(
        math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step, left, right
    )


def paint_axis(
    chart: Chart, painter: QPainter, scale: Scale, plot: QRectF, said: Callable[[float], str]
) -> None:
    """Faint lines at the ticks and their words below the plot."""
    width = scaled(80.0)
    metrics = QFontMetrics(chart.font_of())
    room = max((metrics.horizontalAdvance(said(tick)) for tick in scale.ticks), default=0) + scaled(8)
    apart = (scale.right - scale.left) / max(1, len(scale.ticks) - 1)
    every = max(1, math.ceil(room / max(apart, 1)))
    for place, tick in enumerate(scale.ticks):
        x = scale.x(tick)
        painter.setPen(QPen(QColor(tokens().line), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        if place % every:
            continue
        words = said(tick)
        # The words at the ends move inwards rather than be cut at the chart's edge.
        half = min(width, metrics.horizontalAdvance(words) + 2) / 2
        middle = min(max(x, half), chart.width() - half)
        box = QRectF(middle - width / 2, plot.bottom() + 4, width, scaled(16.0))
        chart.write(painter, box, words, colour=tokens().secondary, align=Qt.AlignmentFlag.AlignHCenter)
