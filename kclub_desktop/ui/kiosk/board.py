"""The leaderboard at the kiosk: ten lines in two columns, masked names, and a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from kclub_desktop.community.door_board import DoorBoard, Standing
from kclub_desktop.ui.kiosk.parts import GAP_PX, TOUCH_PX, button, empty, label, set_icon
from kclub_desktop.ui.kiosk.screens import Screen
from kclub_desktop.words import grouped, tr, tr_many

_ROWS = 5
_FEW = 5
"""So many stand under each other; more stand in two columns."""


class Leaderboard(Screen):
    """Who has the most points now. `back`: somebody has seen it."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._board = DoorBoard(())
        self.title = label("kiosk_title")
        self.to_start = button(self.back.emit, quiet=True)
        self.note = label("kiosk_quiet")
        self.places = QWidget()
        self._grid = QGridLayout(self.places)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_PX)
        self._grid.setVerticalSpacing(GAP_PX // 2)
        # As wide as the button opposite it, so that the title stands in the middle.
        self._opposite = QWidget()
        top = QHBoxLayout()
        top.addWidget(self.to_start)
        top.addWidget(self.title, 1)
        top.addWidget(self._opposite)
        column = self.middle()
        column.addLayout(top)
        column.addStretch(1)
        column.addWidget(self.places)
        column.addWidget(self.note)
        column.addStretch(2)
        self.retranslate()

    def show_board(self, found: DoorBoard) -> None:
        """Show who stands where."""
        self._board = found
        empty(self._grid)
        two = len(found.places) > _FEW
        for number, one in enumerate(found.places):
            self._grid.addWidget(_line(one), number % _ROWS, number // _ROWS)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if two else 0)
        self._say()

    def wipe(self) -> None:
        """Nobody's name stays behind."""
        self.show_board(DoorBoard(()))

    def retranslate(self) -> None:
        """Say every word again."""
        self.to_start.setText(tr("Back"))
        set_icon(self.to_start, "arrow-left", "secondary")
        self.to_start.ensurePolished()
        self._opposite.setFixedWidth(self.to_start.sizeHint().width())
        self.show_board(self._board)

    def _say(self) -> None:
        self.title.setText(tr("Most points"))
        if not self._board.places:
            self.note.setText(tr("Nobody has points yet."))
        elif self._board.as_many:
            words = tr_many(
                "1 more has as many as the last.", "{n} more have as many as the last.", self._board.as_many
            )
            self.note.setText(words)
        else:
            self.note.setText(tr("Rather not listed? Tell the people at the door."))


def _line(one: Standing) -> QFrame:
    made = QFrame()
    made.setObjectName("card")
    made.setMinimumHeight(TOUCH_PX)
    inside = QHBoxLayout(made)
    inside.setContentsMargins(GAP_PX, 0, GAP_PX, 0)
    inside.setSpacing(GAP_PX)
    place, name = label("kiosk_quiet"), label("kiosk_course", centred=False)
    level, points = label("kiosk_quiet"), label("kiosk_course")
    place.setText(str(one.place))
    place.setMinimumWidth(TOUCH_PX // 2)
    name.setText(one.name)
    level.setText(one.level)
    points.setText(grouped(one.points))
    points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for words in (name, level, points):
        words.setWordWrap(False)
    said = tr("Place {place}: {name}, {points}", place=one.place, name=one.name,
              points=tr_many("1 point", "{n} points", one.points))  # fmt: skip
    made.setAccessibleName(said)
    inside.addWidget(place)
    inside.addWidget(name, 1)
    inside.addWidget(level)
    inside.addWidget(points)
    return made
