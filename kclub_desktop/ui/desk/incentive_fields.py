"""The fields the Incentives page asks with: a whole number that may be left empty, a choice of codes, a form with its error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for


class NumberField(QLineEdit):
    """A whole number; None while it is empty or not one. Qt's own spin box cannot be empty."""

    changed = Signal()

    def __init__(self, name: str, value: int | None, most: int, hint: str = "", least: int = 1) -> None:
        """name: for who cannot see its label; hint: what empty means."""
        super().__init__("" if value is None else str(value))
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setValidator(QIntValidator(least, most, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(scaled(64))
        self.textChanged.connect(lambda _text: self.changed.emit())

    @property
    def value(self) -> int | None:
        """The number typed."""
        return int(self.text()) if self.text() and self.hasAcceptableInput() else None


class Select(QComboBox):
    """One of a few codes, shown in words."""

    def __init__(self, name: str, options: Iterable[tuple[Any, str]], current: Any) -> None:
        """options: (code, words); a current code that is not among them is the first."""
        super().__init__()
        self.setAccessibleName(name)
        for code, words in options:
            self.addItem(words, code)
        self.setCurrentIndex(max(0, self.findData(current)))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)

    @property
    def code(self) -> Any:
        """The code chosen."""
        return self.currentData()


def labelled(name: str, widget: QWidget) -> QVBoxLayout:
    """A field with its name above."""
    layout = parts.column(gap=4)
    label = parts.text(name, "secondary", wrap=True)
    label.setBuddy(widget)
    layout.addWidget(label)
    layout.addWidget(widget)
    return layout


class Form(QFrame):
    """A card that asks for a few things: a title, fields, what was refused, and Save beside Cancel."""

    def __init__(
        self, title: str, save: Callable[[], Any], cancel: Callable[[], Any], words: str = ""
    ) -> None:
        """words: on the button, “Save” otherwise."""
        super().__init__()
        self.setObjectName("card")
        layout = parts.column(self, parts.CARD, 12)
        layout.addWidget(parts.text(title, "section", wrap=True))
        self.fields = parts.column(gap=12)
        layout.addLayout(self.fields)
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        layout.addWidget(self.error)
        self.save = parts.button(words or tr("Save"), save, kind="primary")
        layout.addLayout(parts.row(parts.button(tr("Cancel"), cancel), self.save, None))

    def ask(self, name: str, widget: QWidget) -> None:
        """One more field."""
        self.fields.addLayout(labelled(name, widget))

    def ask_beside(self, *fields: tuple[str, QWidget]) -> None:
        """Fields that share a line."""
        beside = parts.row(gap=12)
        for name, widget in fields:
            beside.addLayout(labelled(name, widget), 1)
        self.fields.addLayout(beside)

    def refuse(self, error: KClubError) -> None:
        """Say why it was not taken; what was typed stays."""
        self.error.setText(words_for(error))
        self.error.show()
