"""Estimates with how sure they are: a square where each lies, a line for its interval, and the line of no difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.axis import paint_axis, round_scale
from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

_PITCH_PX, _LABEL_PX, _SAID_PX = 32, 150, 150


@dataclass(frozen=True)
class Estimate:
    """label, the estimate, its interval (low ≤ value ≤ high), how many people it rests on, and a click's key."""

    label: str
    value: float
    low: float
    high: float
    n: int
    key: object = None


class Forest(Chart):
    """An estimate whose interval touches the reference is drawn quiet, and said so: nobody can tell it from chance."""

    def __init__(
        self,
        title: str,
        estimates: Sequence[Estimate],
        *,
        reference: float = 0.0,
        said: Callable[[float], str] = "{:+.1f}".format,
        parent: QWidget | None = None,
    ) -> None:
        """reference: the value of "no difference"."""
        super().__init__(title, parent)
        self.estimates, self.reference, self.said = list(estimates), reference, said
        self.setMinimumHeight(
            scaled(_PITCH_PX) * max(1, len(self.estimates)) + scaled(36) + (32 if title else 0)
        )

    def certain(self, estimate: Estimate) -> bool:
        """Does the whole interval lie on one side of the reference?"""
        return not estimate.low <= self.reference <= estimate.high

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Estimates with their intervals")

    def gist(self) -> str:
        """Which estimates lie beyond chance."""
        sure = [f"{e.label} {self.said(e.value)}" for e in self.estimates if self.certain(e)]
        if not sure:
            return tr("Every one of them may be chance.")
        return tr("More than chance: {names}.", names=", ".join(sure))

    def rows(self) -> list[list[str]]:
        return [
            ["", tr("estimate"), tr("from"), tr("to"), "n"],
            *(
                [e.label, self.said(e.value), self.said(e.low), self.said(e.high), f"{e.n:,}"]
                for e in self.estimates
            ),
        ]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        label = min(scaled(_LABEL_PX), area.width() * 0.28)
        said_width = min(scaled(_SAID_PX), area.width() * 0.3)
        plot = area.adjusted(label + 12, 0, -said_width - 12, -scaled(24))
        pitch = min(float(scaled(_PITCH_PX)), plot.height() / max(1, len(self.estimates)))
        plot.setHeight(pitch * len(self.estimates))
        reached = [self.reference, *(end for e in self.estimates for end in (e.low, e.high))]
        scale = round_scale(min(reached), max(reached), plot.left(), plot.right())
        paint_axis(self, painter, scale, plot, self.said)
        painter.setPen(QPen(QColor(tokens().line_strong), 1.5, Qt.PenStyle.DashLine))
        at = scale.x(self.reference)
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()))
        most = max((e.n for e in self.estimates), default=1) or 1
        for place, estimate in enumerate(self.estimates):
            y = plot.top() + (place + 0.5) * pitch
            sure = self.certain(estimate)
            colour = QColor(tokens().series[0] if sure else tokens().secondary)
            painter.setPen(QPen(colour, 3 if place == self.pointed_at else 2))
            painter.drawLine(QPointF(scale.x(estimate.low), y), QPointF(scale.x(estimate.high), y))
            side = 6 + 8 * (estimate.n / most) ** 0.5
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRect(QRectF(scale.x(estimate.value) - side / 2, y - side / 2, side, side))
            line = QRectF(area.left(), y - pitch / 2, label, pitch)
            self.write(painter, line, estimate.label, colour=tokens().text if sure else tokens().secondary)
            words = f"{self.said(estimate.value)} [{self.said(estimate.low)}, {self.said(estimate.high)}]"
            self.write(painter, QRectF(plot.right() + 12, y - pitch / 2, said_width, pitch), words, colour=tokens().secondary)  # fmt: skip
            told = f"{estimate.label}: {words}\nn = {estimate.n:,}"
            if not sure:
                told += f"\n{tr('may be chance')}"
            self.spot(QRectF(area.left(), y - pitch / 2, area.width(), pitch), told, estimate.key)
