"""Two edits of one field that could not see each other: both values, who made each and when, and which one stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kclub_desktop.ui.widgets.blocks import button, column, pill, row, text
from kclub_desktop.words import tr


@dataclass(frozen=True)
class Side:
    """One of the two edits, in words."""

    value: str
    who: str
    when: str


class ConflictCard(QFrame):
    """Says what differs and asks which value is right. Nothing is lost by either answer: it can be taken back."""

    settled = Signal(bool)
    """True: the value that had lost is right after all."""

    def __init__(self, what: str, field: str, kept: Side, lost: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tile")
        self.setAccessibleName(tr("{what}: two edits of {field}", what=what, field=field))
        layout = column(self, 12, 10)
        layout.addWidget(text(f"{what} · {field}", "strong", wrap=True))
        both = row(gap=12)
        both.addLayout(self._side(kept, stands=True), 1)
        both.addLayout(self._side(lost, stands=False), 1)
        layout.addLayout(both)

    def _side(self, side: Side, *, stands: bool) -> QVBoxLayout:
        layout = column(gap=4)
        value = text(side.value, wrap=True)
        layout.addLayout(
            row(pill(tr("stands now") if stands else tr("set aside"), "good" if stands else ""), None)
        )
        layout.addWidget(value)
        layout.addWidget(text(f"{side.who} · {side.when}", "secondary", wrap=True))
        layout.addStretch(1)
        words = tr("Keep this one") if stands else tr("Use this one")
        act = button(words, lambda: self.settled.emit(not stands))
        act.setAccessibleName(f"{words}: {side.value}")
        layout.addLayout(row(act, None))
        return layout
