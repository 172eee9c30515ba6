"""Going back to a backup: what will happen, the passphrase if it needs one, and then it happens with the window closed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.store.backup import all_backups
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for


class RestoreDialog(QDialog):
    """Says what comes back and what is kept; restores on request."""

    def __init__(self, parent: QWidget, session: Session, file: Path) -> None:
        super().__init__(parent)
        self._session, self._file = session, file
        self.setWindowTitle(tr("Restore"))
        self.setFixedWidth(480)
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(self._what(), "section", wrap=True))
        words = tr(
            "The library goes back to that moment. As it is now it is kept in the folder “replaced”, so this can be"
            " taken back by restoring that. The window closes and opens again."
        )
        layout.addWidget(parts.text(words, "secondary", wrap=True))
        self.passphrase = parts.field(tr("Passphrase of the backup"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.wrong = parts.text("", "field_error", wrap=True)
        self.go = parts.button(tr("Restore"), self.restore, kind="primary")
        self.go.setDefault(True)
        layout.addWidget(self.passphrase)
        layout.addWidget(self.wrong)
        layout.addSpacing(4)
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), self.go))
        self._ask_for_passphrase()

    def _what(self) -> str:
        known = {each.path: each for each in all_backups(self._file.parent)}.get(self._file)
        if known is None:
            return tr("Restore {file}", file=self._file.name)
        when = shown.moment(known.at, self._session.library.zone)
        if "member" not in known.counts:
            return tr("Restore the backup of {when}", when=when)
        people = tr_many("1 member", "{n} members", known.counts["member"])
        return tr("Restore the backup of {when} with {people}", when=when, people=people)

    def _ask_for_passphrase(self) -> None:
        from kclub_desktop.store.backup.reading import needs_passphrase

        needed, words = False, ""
        try:
            needed = needs_passphrase(self._file, self._session.secrets, beside=self._session.library.folder)
        except KClubError as error:
            words = words_for(error)
            self.go.setEnabled(False)
        self.passphrase.setVisible(needed)
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def restore(self) -> None:
        """Close the window, restore, and open it again."""
        from kclub_desktop.store.backup.restoring import restore

        folder, clock, secrets = self._session.library.folder, self._session.clock, self._session.secrets
        file, passphrase = self._file, self.passphrase.text()

        def work() -> str:
            restored = restore(folder, file, clock=clock, secrets=secrets, passphrase=passphrase)
            return tr("Restored. What was there before is kept in {file}", file=restored.kept)

        self.accept()
        self._session.between(work)
