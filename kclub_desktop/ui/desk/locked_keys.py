"""A computer without a keyring: a person's passphrase locks this device's keys in a file, asked for when it is needed.

Where they are kept is decided in secrets.py; a library's own passphrase is another matter (encryption).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from kclub_desktop.errors import KClubError, NoKeyring
from kclub_desktop.secrets import Secrets, SystemSecrets
from kclub_desktop.ui.desk.passphrase import AskPassphrase, NewPassphrase
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for


def helps(error: KClubError | None, secrets: Secrets | None) -> bool:
    """Would a passphrase let it go on?"""
    return isinstance(error, NoKeyring) and isinstance(secrets, SystemSecrets)


def ask(parent: QWidget, secrets: SystemSecrets, then: Callable[[], None]) -> QDialog:
    """Ask for the passphrase of the locked keys, or for a new one where there are none yet; then: go on."""
    made: QDialog
    if secrets.is_locked:
        title = tr("Unlock this device’s keys")
        words = tr(
            "This computer has no keyring, so the key to your hub is in a file that your passphrase locks. KClub asks for it"
            " once after each start."
        )
        made = AskPassphrase(parent, title, words, lambda said: _refused(secrets, said))
        made.accepted.connect(then)
    else:
        title = tr("A passphrase for this device’s keys")
        words = tr(
            "This computer has no keyring to keep the key to your hub in. A passphrase locks it in a file instead; KClub asks"
            " for it once after each start. If you forget it, pair this device again with a new code."
        )

        def chosen(passphrase: str) -> None:
            secrets.unlock(passphrase)
            then()

        made = NewPassphrase(parent, title, words, tr("Go on"), chosen)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.open()
    return made


def _refused(secrets: SystemSecrets, passphrase: str) -> str:
    """Words of refusal; '' if it opened them."""
    try:
        secrets.unlock(passphrase)
    except KClubError as error:
        return words_for(error)
    return ""
