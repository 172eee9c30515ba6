"""What charts over time share: a label per bar of time, one or more series over them, and how both are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.words import tr

AXIS_PX = 64
"""Room for the words of the axis: ¥100,000 fits."""


@dataclass(frozen=True)
class Series:
    """One line or part: its name and a value per label of the chart.

    colour  number of its colour, so that a thing keeps it when others are not there; None: its place among the series
    """

    name: str
    values: Sequence[float]
    colour: int | None = None


class OverTime(Chart):
    """Base of lines and stacked bars. At most six series: more cannot be told apart."""

    def __init__(
        self,
        title: str,
        labels: Sequence[str],
        series: Sequence[Series],
        *,
        said: Callable[[float], str] = "{:,.0f}".format,
        keys: Sequence[object] = (),
        parent: QWidget | None = None,
    ) -> None:
        """labels: one per value. said: a value in words, for the axis and the hover. keys: what a click on each tells.

        Raises ValueError for more series than there are colours.
        """
        super().__init__(title, parent)
        if len(series) > len(tokens().series):
            raise ValueError("more series than colours: put the small ones together")
        self.labels, self.series, self.said = list(labels), list(series), said
        self.keys = list(keys) or [None] * len(self.labels)

    def colour_of(self, place: int) -> str:
        """The colour of a series."""
        own = self.series[place].colour
        return tokens().series[place if own is None else own]

    def told(self, at: int) -> str:
        """Every series at a label, a line each."""
        return "\n".join(f"{one.name}: {self.said(one.values[at])}" for one in self.series)

    def gist(self) -> str:
        """From when to when; each series by its latest and its highest value."""
        if not self.labels:
            return ""
        spoken = [tr("From {first} to {last}.", first=self.labels[0], last=self.labels[-1])]
        for one in self.series:
            best = max(range(len(self.labels)), key=lambda at: one.values[at])
            spoken.append(
                tr(
                    "{name}: latest {latest}, highest {highest} at {when}.",
                    name=one.name,
                    latest=self.said(one.values[-1]),
                    highest=self.said(one.values[best]),
                    when=self.labels[best],
                )
            )
        return " ".join(spoken)

    def write_labels(self, painter: QPainter, plot: QRectF, first: float, pitch: float, room: float) -> None:
        """The labels below the plot: as many as have room, the first around x = `first`."""
        every = max(1, -(-scaled(room) // max(pitch, 1)))
        metrics = QFontMetrics(self.font_of())
        for at in range(0, len(self.labels), int(every)):
            # The words at the ends move inwards rather than be cut at the chart's edge.
            half = metrics.horizontalAdvance(self.labels[at]) / 2 + 1
            middle = max(half, min(first + at * pitch, self.width() - half))
            box = QRectF(middle - scaled(40), plot.bottom() + 6, scaled(80), scaled(16))
            self.write(
                painter, box, self.labels[at], colour=tokens().secondary, align=Qt.AlignmentFlag.AlignHCenter
            )

    def write_tick(self, painter: QPainter, area: QRectF, y: float, value: float) -> None:
        """A value's words at the left of the plot."""
        box = QRectF(area.left(), y - scaled(8), scaled(AXIS_PX) - 8, scaled(16))
        self.write(
            painter, box, self.said(value), colour=tokens().secondary, align=Qt.AlignmentFlag.AlignRight
        )
