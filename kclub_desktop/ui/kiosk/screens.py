"""The screens before an answer: the inviting one, and finding one's name. What is done on them is said by signals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kclub_desktop.ui.kiosk.kiosk_query import Found, long_enough
from kclub_desktop.ui.kiosk.parts import (
    GAP_PX,
    LETTERS,
    MAIN_PX,
    MARGIN_PX,
    TOUCH_PX,
    Keys,
    Typed,
    button,
    empty,
    label,
    set_icon,
)
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.icons import icon
from kclub_desktop.words import tr

_LONGEST_NAME = 24
_WIDEST_PX = 15 * TOUCH_PX
_START_PX = 7 * TOUCH_PX
_BESIDE_PX = 5 * TOUCH_PX
_TILE_PX = 22 * t.GRID
_NAME_PX = (9 * MAIN_PX // 6, 14 * MAIN_PX // 6)


class Screen(QWidget):
    """One screen of the kiosk."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, MARGIN_PX * 2 // 3)
        self.column.setSpacing(GAP_PX)

    def middle(self, gap_px: int = GAP_PX) -> QVBoxLayout:
        """A column in the middle of the screen, no wider than the eye takes in."""
        held = QWidget()
        held.setMaximumWidth(_WIDEST_PX)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap_px)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(held, 100)
        row.addStretch(1)
        self.column.addLayout(row)
        return column

    def wipe(self) -> None:
        """Forget everything a person has left here."""

    def retranslate(self) -> None:
        """Say every word again in the current language."""


class Attract(Screen):
    """What everybody sees: which event this is, the one button, and quieter ones for whoever is new and for who has the most points."""

    pressed = Signal()
    sign_up_pressed = Signal()
    board_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tile = QLabel()
        self._tile.setObjectName("kiosk_tile")
        self._tile.setFixedSize(QSize(_TILE_PX, _TILE_PX))
        self._tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label("kiosk_hero")
        self.when = label("kiosk_quiet")
        self.start = button(self.pressed.emit, main=True)
        self.start.setMinimumWidth(_START_PX)
        self.hint = label("kiosk_quiet")
        self.sign_up = button(self.sign_up_pressed.emit)
        self.board = button(self.board_pressed.emit)
        self.offer_board(False)
        beside = QHBoxLayout()
        beside.setSpacing(GAP_PX)
        for place in (None, self.sign_up, self.board, None):
            if place is None:
                beside.addStretch(1)
            else:
                beside.addWidget(place)
        self.column.addStretch(3)
        self.column.addWidget(self._tile, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.column.addSpacing(GAP_PX)
        self.column.addWidget(self.title)
        self.column.addWidget(self.when)
        self.column.addStretch(2)
        self.column.addWidget(self.start, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.column.addSpacing(GAP_PX // 2)
        self.column.addLayout(beside)
        self.column.addSpacing(GAP_PX // 2)
        self.column.addWidget(self.hint)
        self.column.addStretch(3)
        self.retranslate()

    def show_event(self, title: str, when: str) -> None:
        """Say which event it is; when: day, time and place in one line."""
        self.title.setText(title)
        self.when.setText(when)

    def offer_board(self, offered: bool) -> None:
        """Is there a leaderboard to be seen?"""
        self.board.setVisible(offered)
        for each in (self.sign_up, self.board):
            each.setMinimumWidth(_BESIDE_PX if offered else _START_PX)

    def retranslate(self) -> None:
        """Both languages stand on the button, so that everybody finds in."""
        self._tile.setPixmap(icon("qr-code", "accent").pixmap(QSize(_TILE_PX // 2, _TILE_PX // 2)))
        self.start.setText(tr("Check in / 签到"))
        self.sign_up.setText(tr("I am new here / 我是新朋友"))
        self.board.setText(tr("Most points / 积分榜"))
        self.hint.setText(tr("Or hold the code of your ticket under the scanner."))


class FindName(Screen):
    """Typing the beginning of one's name, in letters, pinyin or initials, and tapping the masked name."""

    asked = Signal(str)
    chosen = Signal(object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.title = label("kiosk_title")
        self.to_start = button(self.back.emit, quiet=True)
        self.typed = Typed()
        self.said = label("kiosk_quiet")
        self._names = QHBoxLayout()
        self._names.setSpacing(GAP_PX * 3 // 4)
        self.keys = Keys(LETTERS, staggered=True)
        self.keys.typed.connect(self.type)
        self.keys.erased.connect(self.erase)
        self._lay_out()
        self.retranslate()
        self.wipe()

    def _lay_out(self) -> None:
        asking = QHBoxLayout()
        asking.setSpacing(GAP_PX)
        asking.addWidget(self.to_start)
        asking.addWidget(self.typed, 1)
        answers = QWidget()
        answers.setFixedHeight(MAIN_PX)
        inside = QVBoxLayout(answers)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._names)
        inside.addWidget(self.said)
        column = self.middle()
        column.addWidget(self.title)
        column.addLayout(asking)
        column.addStretch(1)
        column.addWidget(answers)
        column.addStretch(1)
        column.addWidget(self.keys, 4)

    def type(self, letters: str) -> None:
        """Add letters to what is looked for."""
        self.text = (self.text + letters)[:_LONGEST_NAME]
        self._ask()

    def erase(self) -> None:
        """Take the last letter back."""
        self.text = self.text[:-1]
        self._ask()

    def show_found(self, found: Sequence[Found]) -> None:
        """Show masked names to tap; or what to do when there is none."""
        empty(self._names)
        for each in found:
            name = button(partial(self.chosen.emit, each))
            name.setText(f"{each.name}\n{each.tail}" if each.tail else each.name)
            name.setMinimumSize(_NAME_PX[0], MAIN_PX)
            name.setMaximumWidth(_NAME_PX[1])
            self._names.addWidget(name)
        self.said.setVisible(not found)
        self._say_found()

    def name_buttons(self) -> list[QPushButton]:
        """The names that are shown now."""
        items = [self._names.itemAt(place) for place in range(self._names.count())]
        return [w for item in items if item and isinstance(w := item.widget(), QPushButton)]

    def wipe(self) -> None:
        """Forget the letters and the names."""
        self.text = ""
        self._show_typed()
        self.show_found(())

    def retranslate(self) -> None:
        """Say every word again."""
        self.to_start.setText(tr("Back"))
        set_icon(self.to_start, "arrow-left", "secondary")
        self.keys.retranslate()
        self._show_typed()
        self._say_found()

    def _ask(self) -> None:
        self._show_typed()
        self.asked.emit(self.text)

    def _show_typed(self) -> None:
        self.typed.show_typed(self.text, tr("Letters, pinyin or initials"))

    def _say_found(self) -> None:
        names = bool(self.name_buttons())
        self.title.setText(tr("Tap your name") if names else tr("What is your name?"))
        nobody = tr("No name on the list begins like this. The people at the door will help you.")
        self.said.setText(nobody if long_enough(self.text) and not names else "")
