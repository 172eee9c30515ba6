"""Opening a library at the desk, asking for its passphrase when this computer's keyring does not hold the key."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QDialog

from kclub_desktop.clock import Clock
from kclub_desktop.errors import KClubError, PassphraseNeeded, WrongPassphrase
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library, open_library
from kclub_desktop.ui.desk.passphrase import AskPassphrase
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for


def opened(folder: Path, clock: Clock, secrets: Secrets) -> Library:
    """The library, opened for the desk. Raises as open_library; PassphraseNeeded if the person did not say it."""
    try:
        return open_library(folder, clock=clock, face="desk", secrets=secrets)
    except (PassphraseNeeded, WrongPassphrase) as error:
        if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
            raise
        needed = PassphraseNeeded(str(folder))
        return _asked(folder, clock, secrets, needed if isinstance(error, WrongPassphrase) else error)


def _asked(folder: Path, clock: Clock, secrets: Secrets, needed: KClubError) -> Library:
    found: list[Library] = []

    def open_with(passphrase: str) -> str:
        try:
            found.append(
                open_library(folder, clock=clock, face="desk", secrets=secrets, passphrase=passphrase)
            )
        except WrongPassphrase as error:
            return words_for(error)
        return ""

    if ask(folder, open_with).exec() == QDialog.DialogCode.Accepted and found:
        return found[0]
    raise needed


def ask(folder: Path, open_with: object) -> AskPassphrase:
    """The dialog, in the desk's looks though no window is open yet."""
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if isinstance(application, QApplication):
        apply_theme(application, "system")
    words = tr(
        "{folder} is encrypted, and this computer does not hold its key yet. It will remember it if it has a keyring.",
        folder=folder,
    )
    return AskPassphrase(None, tr("Open the library"), words, open_with)  # type: ignore[arg-type]
