"""A field edited in its place: Enter or leaving keeps it, Escape brings the old value back, a refusal stands under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.phone_field import read_number
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for


class _Line(QLineEdit):
    left = Signal()
    given_up = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)


class Editable(QWidget):
    """A named value in the inspector. Emits `kept(field, value)` when the person changed it."""

    kept = Signal(str, str)

    def __init__(self, field: str, name: str, value: str, *, framed: bool = False) -> None:
        """framed: with the frame of a form's field, not only while the pointer is on it."""
        super().__init__()
        self.field, self.value = field, value
        layout = parts.column(self, gap=4)
        self.line = _Line(value)
        self.line.setObjectName("" if framed else "in_place")
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText("" if framed else "–")
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        label = parts.text(name, "secondary")
        label.setBuddy(self.line)
        label.setFixedWidth(scaled(88))
        layout.addLayout(parts.row(label, self.line))
        layout.addWidget(self.error)
        self.line.returnPressed.connect(self._keep)
        self.line.left.connect(self._keep)
        self.line.given_up.connect(self.give_up)

    def refuse(self, words: str, typed: str | None = None) -> None:
        """Show under the field why the value is not taken; what was typed stays, and is there again if the field was
        filled anew meanwhile."""
        if typed is not None and self.line.text().strip() == self.value:
            self.line.setText(typed)
        self.error.setText(words)
        self.error.show()
        self.line.setProperty("refused", True)
        self._restyle()

    def accept(self, value: str) -> None:
        """This is now the value; what was typed while it was being written is not yet."""
        self.value = value
        self._clear()

    def follow(self, value: str) -> None:
        """The stored value is another now, as another device wrote it; what is being typed stays."""
        if self.line.text().strip() == self.value and value != self.value:
            self.line.setText(value)
            self.value = value

    def give_up(self) -> None:
        """Back to the value that is stored."""
        self.line.setText(self.value)
        self._clear()

    def _keep(self) -> None:
        # What was said of an earlier try is over either way.
        self._clear()
        if self.line.text().strip() != self.value:
            self.kept.emit(self.field, self.line.text().strip())

    def _clear(self) -> None:
        self.error.hide()
        self.line.setProperty("refused", False)
        self._restyle()

    def _restyle(self) -> None:
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)


def not_kept(who: str, what: str, value: str, error: KClubError) -> str:
    """What was typed and why it is not kept, for whoever does not see the field any more."""
    return tr(
        "{who}, {what}: “{value}” was not kept. {why}", who=who, what=what, value=value, why=words_for(error)
    )


def editable(field: str, name: str, value: str, region: str | None = None) -> Editable:
    """A value edited in its place; region: that of a phone number, None for what is none."""
    return Editable(field, name, value) if region is None else EditablePhone(field, name, value, region)


class EditablePhone(Editable):
    """A phone number edited in its place: what cannot be one is refused before it is handed on, with what is wrong with it."""

    def __init__(self, field: str, name: str, value: str, region: str) -> None:
        """region: where a number without a country code is taken to be from."""
        super().__init__(field, name, value)
        self._region = region

    def _keep(self) -> None:
        typed = self.line.text().strip()
        if typed and typed != self.value:
            found = read_number(typed, self._region)
            if found.refused:
                self.refuse(found.refused)
                return
            self.line.setText(found.number)
        super()._keep()
