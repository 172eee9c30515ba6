"""The panel at the right of the insights page: the members behind what was clicked, to open one or keep them as a segment."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.behind_query import MOST_SHOWN, People
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.words import tr, tr_many

_VALUE_FROM_PX = 200


class BehindPanel(QWidget):
    """Shows People; hidden until something was clicked."""

    closed = Signal()
    member_wanted = Signal(object)
    kept = Signal(object)
    """The People to keep as a segment."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(parts.inspector_width())
        self.setObjectName("inspector")
        self._people: People | None = None
        layout = parts.column(self, parts.CARD, 12)
        self.heading = parts.text("", "section", wrap=True)
        close = parts.icon_button(tr("Close"), self.closed.emit, "close")
        top = parts.row(self.heading, close)
        top.setStretch(0, 1)
        layout.addLayout(top)
        self.count = parts.text("", "secondary", wrap=True)
        layout.addWidget(self.count)
        self.list = RowList(
            (tr("Member"), ""), tr("Members behind it"), right=(1,), needs={1: _VALUE_FROM_PX}
        )
        self.list.chosen.connect(self.member_wanted.emit)
        layout.addWidget(self.list, 1)
        self.nobody = parts.small_message(tr("No member is behind it: these are anonymous visitors."))
        layout.addWidget(self.nobody, 1)
        self.keep = parts.button(tr("Keep as a segment"), self._keep, icon="segment")
        layout.addLayout(parts.row(self.keep, None))
        self.hide()

    def show_people(self, found: People) -> None:
        """Fill and come into view."""
        self._people = found
        self.heading.setText(found.behind.title)
        count = tr_many("1 member", "{n} members", len(found.members))
        if len(found.members) > MOST_SHOWN:
            count += " · " + tr("the first {n} are shown", n=shown.number(MOST_SHOWN))
        self.count.setText(count)
        self.list.fill([(one.member, (one.name or tr("No name"), one.said)) for one in found.shown])
        self.list.setVisible(bool(found.shown))
        self.nobody.setVisible(not found.shown)
        self.keep.setVisible(bool(found.members))
        self.show()

    def _keep(self) -> None:
        if self._people is not None:
            self.kept.emit(self._people)
