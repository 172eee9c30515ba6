"""Which colour is what: a patch and a word each, in one line above a chart. Words in text colour: a patch may be paler than a word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens

_PATCH_PX, _GAP_PX = 10, 16


def paint_legend(chart: Chart, painter: QPainter, area: QRectF, names: Sequence[str]) -> float:
    """Paint the names with the series' colours in order into the top of an area; the height it took."""
    metrics, height, x = QFontMetrics(chart.font_of()), scaled(18.0), area.left()
    for place, name in enumerate(names):
        width = min(metrics.horizontalAdvance(name) + 4, area.right() - x - _PATCH_PX - 6)
        if width < scaled(24):
            break
        paint_patch(painter, x, area.top() + height / 2, tokens().series[place])
        chart.write(
            painter, QRectF(x + _PATCH_PX + 6, area.top(), width, height), name, colour=tokens().secondary
        )
        x += _PATCH_PX + 6 + width + _GAP_PX
    return height + scaled(8.0)


def paint_patch(painter: QPainter, x: float, middle: float, colour: str) -> None:
    """A small square of a series' colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(x, middle - _PATCH_PX / 2, _PATCH_PX, _PATCH_PX), 2, 2)
