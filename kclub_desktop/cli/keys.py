"""This device's keys for a command: on a computer without a keyring whoever sits at the terminal is asked for a passphrase."""

from __future__ import annotations

import sys

from kclub_desktop.cli import places
from kclub_desktop.cli.say import typed
from kclub_desktop.secrets import SystemSecrets
from kclub_desktop.words import tr


def secrets() -> SystemSecrets:
    """Where they are kept. Raises WrongPassphrase, FileNotReadable."""
    from kclub_desktop.errors import NoKeyring

    kept = SystemSecrets(places.configuration_folder())
    if sys.stdin.isatty():
        try:
            kept.get("pairing")
        except NoKeyring:
            kept.unlock(typed(tr("Passphrase of this device’s keys")))
    return kept
