"""What moves a result most: each assumption low and high, widest on top, around the result as it is assumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.axis import paint_axis, round_scale
from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.charts.legend import paint_legend
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

_PITCH_PX, _LABEL_PX = 34, 168


@dataclass(frozen=True)
class Swing:
    """label, the result with the assumption low and with it high, what low and high are in words, and a click's key."""

    label: str
    low: float
    high: float
    low_said: str = ""
    high_said: str = ""
    key: object = None

    @property
    def width(self) -> float:
        """How much the result moves."""
        return abs(self.high - self.low)


class Tornado(Chart):
    """Bars from the assumed result to both sides, in the order of how far they reach."""

    def __init__(
        self,
        title: str,
        base: float,
        swings: Sequence[Swing],
        *,
        said: Callable[[float], str] = "{:,.0f}".format,
        ends: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """base: the result with everything as assumed. ends: what low and high are called."""
        super().__init__(title, parent)
        self._ends = ends or (tr("assumption low"), tr("assumption high"))
        self.base, self.said = base, said
        self.swings = sorted(swings, key=lambda swing: -swing.width)
        self.setMinimumHeight(
            scaled(_PITCH_PX) * max(1, len(self.swings)) + scaled(56) + (32 if title else 0)
        )

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Tornado chart")

    def gist(self) -> str:
        """The result as assumed, and what moves it most."""
        if not self.swings:
            return ""
        most = self.swings[0]
        return tr(
            "As assumed: {base}. Moves it most: {name}, from {low} to {high}.",
            base=self.said(self.base),
            name=most.label,
            low=self.said(min(most.low, most.high)),
            high=self.said(max(most.low, most.high)),
        )

    def rows(self) -> list[list[str]]:
        return [
            ["", tr("low"), tr("high"), tr("result, low"), tr("result, high")],
            *([s.label, s.low_said, s.high_said, self.said(s.low), self.said(s.high)] for s in self.swings),
        ]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        used = paint_legend(self, painter, area, self._ends)
        label = min(scaled(_LABEL_PX), area.width() * 0.35)
        plot = area.adjusted(label + 12, used, -scaled(24), -scaled(24))
        pitch = min(float(scaled(_PITCH_PX)), plot.height() / max(1, len(self.swings)))
        plot.setHeight(pitch * len(self.swings))
        reached = [self.base, *(end for swing in self.swings for end in (swing.low, swing.high))]
        scale = round_scale(min(reached), max(reached), plot.left(), plot.right())
        paint_axis(self, painter, scale, plot, self.said)
        for place, swing in enumerate(self.swings):
            y = plot.top() + place * pitch
            self.write(painter, QRectF(area.left(), y, label, pitch), swing.label, colour=tokens().secondary)
            for end, series in ((swing.low, 0), (swing.high, 1)):
                left, right = sorted((scale.x(self.base), scale.x(end)))
                colour = QColor(tokens().series[series])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour.lighter(112) if place == self.pointed_at else colour)
                painter.drawRoundedRect(QRectF(left, y + 5, max(1.0, right - left), pitch - 10), 3, 3)
            told = f"{swing.label}\n{swing.low_said}: {self.said(swing.low)}\n{swing.high_said}: {self.said(swing.high)}"
            self.spot(QRectF(area.left(), y, area.width(), pitch), told, swing.key)
        painter.setPen(QPen(QColor(tokens().text), 1.5))
        at = scale.x(self.base)
        painter.drawLine(QPointF(at, plot.top() - 2), QPointF(at, plot.bottom()))
