"""Signing up at the kiosk, one question at a time: what one is called, how one is reached, whether one may be written to.

Nothing typed here is compared with anybody: whoever is known already is not told so.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kclub_desktop.community import contact
from kclub_desktop.community.signing_up import reached_by
from kclub_desktop.errors import FieldRefused
from kclub_desktop.ui.kiosk.parts import GAP_PX, MAIN_PX, TOUCH_PX, Keys, Typed, button, label, set_icon
from kclub_desktop.ui.kiosk.screens import Screen
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import field_reason

_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL@", "ZXCVBNM._-")
_LONGEST = 80
_SENTENCE_PX = 11 * TOUCH_PX
"""A sentence that could be narrower would ask for more height than a small screen has."""
NAME, REACHED, CONSENT = range(3)


@dataclass(frozen=True)
class Asked:
    """What somebody said. reached: e-mail or phone as typed; agreed: to be written to, in these words."""

    name: str
    reached: str
    agreed: bool
    wording: str


class SignUp(Screen):
    """Three steps; `given` says what was answered, `back` that somebody went away."""

    given = Signal(object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wording = ""
        """The community's own sentence for consent; '' for the program's."""
        self.step, self.texts = NAME, ["", ""]
        self.title = label("kiosk_title")
        self.to_start = button(self._back, quiet=True)
        self.typed = Typed()
        self.next = button(self.go_on)
        self.next.setMinimumHeight(TOUCH_PX)
        self.said = label("kiosk_quiet")
        self.keys = Keys(_ROWS)
        self.keys.typed.connect(self.type)
        self.keys.erased.connect(self.erase)
        self.space = button(lambda: self.type(" "))
        self.space.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.agree = button(lambda: self._answer(True), main=True)
        self.refuse = button(lambda: self._answer(False))
        self.refuse.setMinimumHeight(MAIN_PX)
        self._lay_out()
        self.retranslate()
        self.wipe()

    def _lay_out(self) -> None:
        asking = QHBoxLayout()
        asking.setSpacing(GAP_PX)
        asking.addWidget(self.to_start)
        asking.addWidget(self.typed, 1)
        asking.addWidget(self.next)
        asking.addStretch(0)
        self.to_start.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._keyboard = QWidget()
        keys = QVBoxLayout(self._keyboard)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.addWidget(self.keys, 4)
        keys.addWidget(self.space)
        self._choice = QWidget()
        choice = QVBoxLayout(self._choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(GAP_PX)
        self.sentence = label("kiosk_note")
        self.sentence.setMinimumWidth(_SENTENCE_PX)
        choice.addStretch(1)
        choice.addWidget(self.sentence)
        choice.addStretch(1)
        for each in (self.agree, self.refuse):
            choice.addWidget(each)
        choice.addStretch(1)
        column = self.middle(GAP_PX // 2)
        for thing in (self.title, self.said):
            column.addWidget(thing)
        column.addLayout(asking)
        column.addWidget(self._keyboard, 4)
        column.addWidget(self._choice, 4)

    # What is typed

    @property
    def text(self) -> str:
        """What stands in the field of this step."""
        return self.texts[self.step] if self.step < CONSENT else ""

    def type(self, letters: str) -> None:
        """Add letters: a name with its capitals, an address in small ones."""
        if self.step == CONSENT:
            return
        before = self.texts[self.step]
        if self.step == NAME:
            begins = not before or before[-1] in " -"
            letters = letters.upper() if begins else letters.lower()
        else:
            letters = letters.lower()
        self.texts[self.step] = (before + letters)[:_LONGEST]
        self._show()

    def erase(self) -> None:
        """Take the last letter back."""
        if self.step < CONSENT:
            self.texts[self.step] = self.texts[self.step][:-1]
            self._show()

    def go_on(self) -> None:
        """To the next question, if this one is answered."""
        try:
            if self.step == NAME:
                contact.text("name", self.text, required=True)
            elif self.step == REACHED:
                reached_by(self.text)
        except FieldRefused as error:
            self.said.setText(field_reason(error.why))
            return
        self.step = min(self.step + 1, CONSENT)
        self._show()

    def _back(self) -> None:
        if self.step == NAME:
            self.back.emit()
        else:
            self.step -= 1
            self._show()

    def _answer(self, agreed: bool) -> None:
        self.given.emit(
            Asked(self.texts[NAME].strip(), self.texts[REACHED].strip(), agreed, self.sentence.text())
        )

    # What is seen

    def wipe(self) -> None:
        """Forget everything that was typed."""
        self.step, self.texts = NAME, ["", ""]
        self._show()

    def retranslate(self) -> None:
        """Say every word again."""
        self.to_start.setText(tr("Back"))
        set_icon(self.to_start, "arrow-left", "secondary")
        self.next.setText(tr("Next"))
        self.space.setText(tr("Space"))
        self.agree.setText(tr("Yes, write to me"))
        self.refuse.setText(tr("No, thank you"))
        self.keys.retranslate()
        self._show()

    def _show(self) -> None:
        consent = self.step == CONSENT
        self.title.setText(
            (tr("What is your name?"), tr("How do we reach you?"), tr("May we write to you?"))[self.step]
        )
        self.said.setText("")
        self.said.setVisible(not consent)
        self.sentence.setText(
            self.wording
            or tr("I agree to get e-mail about courses and events. I can take this back at any time.")
        )
        # What goes first makes room, or a small screen would be asked for more than it has.
        for part, seen in sorted(
            ((self._keyboard, not consent), (self._choice, consent)), key=lambda it: it[1]
        ):
            part.setVisible(seen)
        self.next.setVisible(not consent)
        self.typed.setVisible(not consent)
        hint = tr("First and last name") if self.step == NAME else tr("E-mail or phone number")
        self.typed.show_typed(self.text, hint)


class SignedUp(Screen):
    """Whoever has signed up may come in at once, or leave it at that."""

    coming_in = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name, self._event = "", ""
        self.title = label("kiosk_hero")
        self.title.setMinimumWidth(_SENTENCE_PX)
        self.note = label("kiosk_quiet")
        self.come_in = button(self.coming_in.emit, main=True)
        self.come_in.setMinimumWidth(7 * TOUCH_PX)
        self.done = button(self.closed.emit)
        self.done.setMinimumHeight(TOUCH_PX)
        self.done.setMinimumWidth(3 * TOUCH_PX)
        self.column.addStretch(2)
        self.column.addWidget(self.title)
        self.column.addWidget(self.note)
        self.column.addStretch(1)
        for each in (self.come_in, self.done):
            self.column.addWidget(each, alignment=Qt.AlignmentFlag.AlignHCenter)
            self.column.addSpacing(GAP_PX // 2)
        self.column.addStretch(2)
        self.retranslate()

    def show_person(self, name: str, event: str) -> None:
        """Greet somebody by the name they typed."""
        self._name, self._event = name, event
        self.retranslate()

    def wipe(self) -> None:
        """Forget the name."""
        self.show_person("", self._event)

    def retranslate(self) -> None:
        """Say every word again."""
        self.title.setText(tr("Welcome, {name}", name=self._name) if self._name else "")
        self.note.setText(tr("You are signed up."))
        self.come_in.setText(tr("Check in to this event"))
        self.done.setText(tr("Done"))
