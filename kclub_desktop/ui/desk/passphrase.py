"""Asking for a passphrase: a new one, typed twice with what it means to lose it, or the one that opens a library."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kclub_desktop.store.encryption.locks import LEAST_LETTERS
from kclub_desktop.ui.desk import parts
from kclub_desktop.words import tr


class NewPassphrase(QDialog):
    """Two fields that must agree. chosen: called with the passphrase when the person goes on."""

    def __init__(
        self, parent: QWidget, title: str, words: str, go: str, chosen: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.setWindowTitle(title)
        self.setFixedWidth(440)
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(title, "section"))
        layout.addWidget(parts.text(words, "secondary", wrap=True))
        self.first, self.again = _hidden(tr("Passphrase")), _hidden(tr("The same again"))
        self.first.setPlaceholderText(tr("Passphrase, {least} characters or more", least=LEAST_LETTERS))
        self.wrong = parts.text("", "field_error", wrap=True)
        self.wrong.hide()
        for widget in (self.first, self.again, self.wrong):
            layout.addWidget(widget)
        self.go = parts.button(go, self.finish, kind="primary")
        self.go.setDefault(True)
        layout.addSpacing(4)
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), self.go))

    def finish(self) -> None:
        """Go on if the two agree and are long enough."""
        passphrase = self.first.text()
        if len(passphrase) < LEAST_LETTERS:
            self._refuse(
                tr(
                    "A passphrase needs at least {least} characters; a few words that nobody guesses are best.",
                    least=LEAST_LETTERS,
                )
            )
        elif passphrase != self.again.text():
            self._refuse(tr("The two are not the same."))
        else:
            self.accept()
            self._chosen(passphrase)

    def _refuse(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.show()


class AskPassphrase(QDialog):
    """The passphrase of something that is locked. open_with: tries one and returns words of refusal, '' if it opened."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        words: str,
        open_with: Callable[[str], str],
    ) -> None:
        super().__init__(parent)
        self._open_with = open_with
        self.setWindowTitle(title)
        self.setFixedWidth(440)
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(title, "section"))
        layout.addWidget(parts.text(words, "secondary", wrap=True))
        self.line = _hidden(tr("Passphrase"))
        self.wrong = parts.text("", "field_error", wrap=True)
        self.wrong.hide()
        layout.addWidget(self.line)
        layout.addWidget(self.wrong)
        self.go = parts.button(tr("Open"), self.try_it, kind="primary")
        self.go.setDefault(True)
        layout.addSpacing(4)
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), self.go))

    def try_it(self) -> None:
        """Open with what was typed, or say why not."""
        refused = self._open_with(self.line.text()) if self.line.text() else tr("It cannot be empty.")
        if not refused:
            self.accept()
            return
        self.wrong.setText(refused)
        self.wrong.show()
        self.line.selectAll()
        self.line.setFocus()


def _hidden(hint: str) -> QLineEdit:
    made = parts.field(hint)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
