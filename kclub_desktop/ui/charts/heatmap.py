"""Cohorts against months: each cell a share, darker is more, with the number written in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.ui.theme.tokens import contrast


class Heatmap(Chart):
    """A row per cohort, a column per month since; None is a month that has not come yet."""

    def __init__(
        self,
        title: str,
        cohorts: Sequence[tuple[str, int, Sequence[float | None]]],
        parent: QWidget | None = None,
    ) -> None:
        """cohorts: (label, n members, share 0..1 per month)."""
        super().__init__(title, parent)
        self.cohorts = list(cohorts)

    def rows(self) -> list[list[str]]:
        width = max((len(shares) for _, _, shares in self.cohorts), default=0)
        body = [
            [label, str(n), *("" if s is None else f"{s:.0%}" for s in shares)]
            for label, n, shares in self.cohorts
        ]
        return [["", "n", *map(str, range(width))], *body]

    def paint_chart(self, painter: QPainter, area: QRectF) -> None:
        columns = max((len(shares) for _, _, shares in self.cohorts), default=1)
        left = float(scaled(108))
        wide = min(float(scaled(72)), (area.width() - left) / max(1, columns))
        high = min(float(scaled(24)), (area.height() - scaled(20)) / max(1, len(self.cohorts)))
        for k in range(columns):
            box = QRectF(area.left() + left + k * wide, area.top(), wide, scaled(16))
            self.write(painter, box, str(k), colour=tokens().secondary, align=Qt.AlignmentFlag.AlignHCenter)
        for i, (label, n, shares) in enumerate(self.cohorts):
            y = area.top() + scaled(20) + i * high
            self.write(
                painter, QRectF(area.left(), y, left - 8, high), f"{label} · {n}", colour=tokens().secondary
            )
            for k, share in enumerate(shares):
                if share is not None:
                    box = QRectF(area.left() + left + k * wide, y, wide, high).adjusted(1, 1, -1, -1)
                    self._paint_cell(
                        painter, box, share, f"{label}, +{k}: {share:.0%} ({round(share * n)}/{n})"
                    )

    def _paint_cell(self, painter: QPainter, box: QRectF, share: float, hover: str) -> None:
        colour = _between(tokens().surface, tokens().series[0], 0.08 + 0.92 * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(box, 3, 3)
        words = max((tokens().text, tokens().surface, tokens().on_accent), key=lambda c: contrast(c, colour))
        self.write(painter, box, f"{share:.0%}", colour=words, size=11, align=Qt.AlignmentFlag.AlignHCenter)
        self.spot(box, hover)


def _between(low: str, high: str, part: float) -> str:
    ends = zip((low[1:3], low[3:5], low[5:7]), (high[1:3], high[3:5], high[5:7]), strict=True)
    return "#" + "".join(f"{round(int(a, 16) + (int(b, 16) - int(a, 16)) * part):02X}" for a, b in ends)
