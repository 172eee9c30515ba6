"""A one-line field that says under itself what is wrong, for fields that know what they hold: money, phone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kclub_desktop.ui.widgets.blocks import column, row, text


class CheckedField(QWidget):
    """Base of fields that judge what was typed. `check` is called when the field is left or Enter pressed."""

    changed = Signal()
    """What it holds is another value now, or none."""

    def __init__(self, name: str, hint: str = "", *before: QWidget, parent: QWidget | None = None) -> None:
        """name: what the field is, for who cannot see its label; before: what stands at its left."""
        super().__init__(parent)
        layout = column(self, gap=4)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.error = text("", "field_error", wrap=True)
        self.error.hide()
        self.doubt = text("", "secondary", wrap=True)
        """Taken, but worth a second look."""
        self.doubt.hide()
        beside = row(*before, self.line)
        beside.setStretch(len(before), 1)
        layout.addLayout(beside)
        layout.addWidget(self.error)
        layout.addWidget(self.doubt)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self.check)
        self.line.textEdited.connect(lambda _text: self.clear_error())

    @property
    def refused(self) -> bool:
        """Is there something typed that cannot be kept?"""
        return not self.error.isHidden()

    def check(self) -> None:
        """Judge what was typed; a subclass says what is wrong, or tidies what is right."""

    def refuse(self, words: str) -> None:
        """Say under the field why the value is not taken; what was typed stays."""
        self.error.setText(words)
        self.error.show()
        self._show_refused(True, words)

    def wonder(self, words: str) -> None:
        """Say that the value is taken, though it looks odd."""
        self.doubt.setText(words)
        self.doubt.show()

    def clear_error(self) -> None:
        """Nothing is wrong, or not known yet."""
        self.doubt.hide()
        if self.refused:
            self.error.hide()
            self._show_refused(False, "")

    def _show_refused(self, refused: bool, words: str) -> None:
        self.line.setAccessibleDescription(words)
        self.line.setProperty("refused", refused)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)
