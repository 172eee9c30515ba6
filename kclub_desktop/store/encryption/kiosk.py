"""A kiosk's copy stands at the door, where it can be carried away: it is encrypted, without asking anybody.

Its key is in the keyring of that computer, or in the locked secrets where it has none, and nowhere else: a kiosk that
loses it is paired anew.
"""

from __future__ import annotations

import logging
from pathlib import Path

from kclub_desktop.clock import Clock
from kclub_desktop.secrets import Secrets
from kclub_desktop.store.encryption.changing import encrypt
from kclub_desktop.store.library import Library
from kclub_desktop.store.opening import open_library

KIOSK = "kiosk"
log = logging.getLogger(__name__)


def must_be_encrypted(library: Library) -> bool:
    """Is it the copy of a device that was paired as a kiosk, and plain?"""
    if library.key is not None:
        return False
    role = library.value(
        "SELECT role FROM device WHERE node = ? AND deleted_at IS NULL ORDER BY id LIMIT 1", (library.node,)
    )
    return role == KIOSK


def opened_at_the_door(folder: Path, clock: Clock, secrets: Secrets) -> Library:
    """Open a library for the kiosk; one that was paired as a kiosk's is encrypted first if it is not.

    Raises as open_library and encrypt: without a place for the key, or while somebody else works in it, it stays shut.
    """
    library = open_library(folder, clock=clock, face=KIOSK, secrets=secrets)
    if not must_be_encrypted(library):
        return library
    library.shut()
    encrypt(folder, "", clock=clock, secrets=secrets)
    log.info("the kiosk's copy was encrypted")
    return open_library(folder, clock=clock, face=KIOSK, secrets=secrets)
