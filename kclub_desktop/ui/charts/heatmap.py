"""Cohorts against months: each cell a share, darker is more, with the number written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.theme.apply import scaled, tokens
from kclub_desktop.ui.theme.tokens import contrast
from kclub_desktop.words import tr


class Heatmap(Chart):
    """A row per cohort, a column per month since; None is a month that has not come yet."""

    def __init__(
        self,
        title: str,
        cohorts: Sequence[tuple[str, int, Sequence[float | None]]],
        *,
        key_of: Callable[[int, int], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """cohorts: (label, n members, share 0..1 per month). key_of: what a click on (cohort, month) tells."""
        super().__init__(title, parent)
        self.cohorts, self._key_of = list(cohorts), key_of

    def kind(self) -> str:
        """What a person who cannot see it is told it is."""
        return tr("Heat map")

    def gist(self) -> str:
        """How many cohorts, and what became of the newest that has a month behind it."""
        if not self.cohorts:
            return ""
        known = [
            (label, shares[1])
            for label, _n, shares in self.cohorts
            if len(shares) > 1 and shares[1] is not None
        ]
        told = tr("{n} cohorts from {first} to {last}.", n=len(self.cohorts), first=self.cohorts[0][0], last=self.cohorts[-1][0])  # fmt: skip
        if not known:
            return told
        label, share = known[-1]
        return f"{told} {tr('Of {name}, {share} a month later.', name=label, share=f'{share:.0%}')}"

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
                    told = f"{label}, +{k}: {share:.0%} ({round(share * n)}/{n})"
                    self._paint_cell(painter, box, share, told, self._key_of(i, k) if self._key_of else None)

    def _paint_cell(self, painter: QPainter, box: QRectF, share: float, hover: str, key: object) -> None:
        colour = _between(tokens().surface, tokens().series[0], 0.08 + 0.92 * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(box, 3, 3)
        words = max((tokens().text, tokens().surface, tokens().on_accent), key=lambda c: contrast(c, colour))
        self.write(painter, box, f"{share:.0%}", colour=words, size=11, align=Qt.AlignmentFlag.AlignHCenter)
        self.spot(box, hover, key)


def _between(low: str, high: str, part: float) -> str:
    ends = zip((low[1:3], low[3:5], low[5:7]), (high[1:3], high[3:5], high[5:7]), strict=True)
    return "#" + "".join(f"{round(int(a, 16) + (int(b, 16) - int(a, 16)) * part):02X}" for a, b in ends)
