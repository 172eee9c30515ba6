"""Two edits of one field that could not see each other: both values, who made each and when, and which one stands."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from kclub_desktop.ui.widgets.blocks import button, column, pill, row, text
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.words import tr

_LONG = 20


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
    both_wanted = Signal()
    now_wanted = Signal()
    """What was written since is right."""

    def __init__(
        self,
        what: str,
        field: str,
        kept: Side,
        lost: Side,
        parent: QWidget | None = None,
        *,
        both: str | None = None,
        now: str = "",
        lost_stands: bool = False,
    ) -> None:
        """both: the two in one, where that makes sense; now: what stands today, if that is neither; lost_stands: somebody
        has since written what had lost."""
        super().__init__(parent)
        self.setObjectName("tile")
        self.setAccessibleName(tr("{what}: two edits of {field}", what=what, field=field))
        layout = column(self, 12, 10)
        layout.addWidget(text(f"{what} · {field}", "strong", wrap=True))
        self._first: QPushButton | None = None
        kept_stands = not now and not lost_stands
        layout.addWidget(
            SideBySide(self._side(kept, stands=kept_stands, won=True), self._side(lost, stands=lost_stands))
        )
        others: list[QWidget] = []
        if now:
            layout.addWidget(text(tr("Edited again since: {value}", value=now), "secondary", wrap=True))
            leave = button(tr("Leave it as it is now"), self.now_wanted.emit)
            leave.setAccessibleName(f"{tr('Leave it as it is now')}: {now}")
            others.append(leave)
        if both is not None:
            act = button(tr("Keep both"), self.both_wanted.emit)
            act.setToolTip(both)
            act.setAccessibleName(f"{tr('Keep both')}: {both}")
            others.append(act)
        if others:
            layout.addLayout(row(*others, None))

    def take_focus(self) -> None:
        """Put the keyboard on the first answer."""
        if self._first is not None:
            self._first.setFocus()

    def _side(self, side: Side, *, stands: bool, won: bool = False) -> QWidget:
        holder = QWidget()
        layout = column(holder, gap=4)
        value = text(side.value, wrap=True)
        layout.addLayout(
            row(pill(tr("stands now") if stands else tr("set aside"), "good" if stands else ""), None)
        )
        layout.addWidget(value)
        # A date is not torn apart where the device has a long name.
        between = "\n" if len(side.who) > _LONG else " · "
        layout.addWidget(text(f"{side.who}{between}{side.when}", "secondary", wrap=True))
        layout.addSpacing(4)
        layout.addStretch(1)
        words = tr("Keep this one") if stands else tr("Use this one")
        act = button(words, lambda: self.settled.emit(not won))
        act.setAccessibleName(f"{words}: {side.value}")
        self._first = self._first or act
        layout.addLayout(row(act, None))
        return holder
