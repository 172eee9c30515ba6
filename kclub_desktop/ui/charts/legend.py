"""Which colour is what: a patch and a word each, above a chart, in as many lines as it takes. Words in text colour: a patch may be paler than a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens

_PATCH_PX, _GAP_PX = 10, 16


def paint_legend(
    chart: Chart,
    painter: QPainter,
    area: QRectF,
    names: Sequence[str],
    colour_of: Callable[[int], str] | None = None,
) -> float:
    """Paint the names into the top of an area; the height it took. colour_of: place -> colour, the series' in order if None."""
    colours = colour_of or tokens().series.__getitem__
    metrics, height, x, y = QFontMetrics(chart.font_of()), scaled(18.0), area.left(), area.top()
    for place, name in enumerate(names):
        width = min(metrics.horizontalAdvance(name) + 4.0, area.width() - _PATCH_PX - 6)
        if x > area.left() and x + _PATCH_PX + 6 + width > area.right():
            x, y = area.left(), y + height
        paint_patch(painter, x, y + height / 2, colours(place))
        chart.write(painter, QRectF(x + _PATCH_PX + 6, y, width, height), name, colour=tokens().secondary)
        x += _PATCH_PX + 6 + width + _GAP_PX
    return y + height - area.top() + scaled(8.0)


def paint_patch(painter: QPainter, x: float, middle: float, colour: str) -> None:
    """A small square of a series' colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(x, middle - _PATCH_PX / 2, _PATCH_PX, _PATCH_PX), 2, 2)
