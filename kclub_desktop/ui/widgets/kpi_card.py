"""One figure on a card: its name, the figure large, how it stands against the period before, and its last months."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from kclub_desktop.ui.charts.sparkline import Sparkline
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.widgets.label import plain_label


class KpiCard(QFrame):
    """Says everything in its accessible name too."""

    def __init__(
        self,
        name: str,
        figure: str,
        change: str = "",
        tone: str = "",
        note: str = "",
        months: Sequence[float] = (),
    ) -> None:
        """change: "▲ 12%"; tone: good or bad, as the change is; note: against what; months: values, oldest first."""
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(" ".join(part for part in (f"{name}: {figure}", change, note) if part))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * t.GRID, 4 * t.GRID, 4 * t.GRID, 3 * t.GRID)
        layout.setSpacing(t.GRID)
        caption = plain_label(name, "caption")
        caption.setWordWrap(True)
        layout.addWidget(caption)
        layout.addStretch(1)
        figures = QHBoxLayout()
        figures.setSpacing(3 * t.GRID)
        figures.addWidget(plain_label(figure, "figure"))
        if len(months) > 2:
            figures.addWidget(Sparkline(months), 1)
        figures.addStretch(0 if len(months) > 2 else 1)
        layout.addLayout(figures)
        below = QHBoxLayout()
        below.setSpacing(6)
        if change:
            changed = plain_label(change, "change")
            changed.setProperty("tone", tone)
            below.addWidget(changed)
        words = plain_label(note, "secondary")
        # Gives way where it is narrow; the whole sentence is in the tooltip.
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.setToolTip(note)
        words.setProperty("elided", True)
        below.addWidget(words, 1)
        layout.addLayout(below)
