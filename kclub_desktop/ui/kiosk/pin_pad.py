"""The screens with digits: choosing the PIN at the first start, and giving it to leave. What a PIN is: pin.py."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from kclub_desktop.ui.kiosk.parts import DIGITS, GAP_PX, MAIN_PX, TOUCH_PX, Keys, button, label, set_icon
from kclub_desktop.ui.kiosk.pin import LONGEST, SHORTEST
from kclub_desktop.ui.kiosk.screens import Screen
from kclub_desktop.ui.theme.icons import icon
from kclub_desktop.words import tr

_PAD_PX = 5 * TOUCH_PX
_BESIDE_PX = 7 * TOUCH_PX


class PinPad(Screen):
    """Digits and a sentence. choosing: the first start, where a PIN is made; otherwise the one to leave with."""

    given = Signal(str)
    back = Signal()

    def __init__(self, choosing: bool) -> None:
        super().__init__()
        self.choosing = choosing
        self.text = ""
        self._lock = QLabel()
        self.title = label("kiosk_title", centred=False)
        self.dots = label("kiosk_hero", centred=False)
        self.said = label("kiosk_quiet", centred=False)
        self.said.setMinimumHeight(TOUCH_PX)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.keys = Keys(DIGITS)
        self.keys.setFixedWidth(_PAD_PX)
        self.keys.typed.connect(self.type)
        self.keys.erased.connect(self.erase)
        self.done = button(self.give, main=True)
        self.cancel = button(self.back.emit, quiet=True)
        self._lay_out()
        self.retranslate()
        self.wipe()

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(GAP_PX)
        for part in (self._lock, self.title, self.dots, self.said, self.done):
            part.setFixedWidth(_BESIDE_PX)
            beside.addWidget(part)
        beside.addWidget(self.cancel, alignment=Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(MAIN_PX)
        row.addStretch(1)
        row.addLayout(beside)
        row.addWidget(self.keys, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.column.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def type(self, digit: str) -> None:
        """One more digit."""
        if digit.isascii() and digit.isdigit():
            self.text = (self.text + digit)[:LONGEST]
            self.said.setText("")
            self._show()

    def erase(self) -> None:
        """Take the last digit back."""
        self.text = self.text[:-1]
        self._show()

    def give(self) -> None:
        """Hand over the digits, if they are enough for a PIN."""
        if len(self.text) >= SHORTEST:
            self.given.emit(self.text)

    def say(self, words: str) -> None:
        """A sentence under the dots; begins anew."""
        self.wipe()
        self.said.setText(words)

    def wipe(self) -> None:
        """Forget the digits."""
        self.text = ""
        self.said.setText(tr("4 to 8 digits. You need it to close the kiosk.") if self.choosing else "")
        self._show()

    def retranslate(self) -> None:
        """Say every word again; the sentence under the dots goes."""
        self._lock.setPixmap(icon("lock-key", "accent").pixmap(QSize(TOUCH_PX, TOUCH_PX)))
        self.title.setText(
            tr("Choose a PIN to leave the kiosk with") if self.choosing else tr("PIN to leave the kiosk")
        )
        self.done.setText(tr("Keep this PIN") if self.choosing else tr("Leave the kiosk"))
        self.cancel.setText(tr("Not now") if self.choosing else tr("Back"))
        set_icon(self.cancel, "arrow-left", "secondary")
        self.keys.retranslate()
        self.wipe()

    def _show(self) -> None:
        left = SHORTEST - len(self.text)
        self.dots.setText("●" * len(self.text) + "○" * left)
        self.done.setEnabled(left <= 0)
