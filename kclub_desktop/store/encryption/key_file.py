"""The key file beside an encrypted library: whose key it is, locked by the passphrase; and finding the key to open it.

The keyring is asked first, since that takes no stretching; then the passphrase. While a library is exchanged for one
under another key the file holds both locks, so that either file can be opened whenever the power fails.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from kclub_desktop.errors import (
    FileNotReadable,
    FileNotWritable,
    NoKeyring,
    PassphraseNeeded,
    WrongPassphrase,
)
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import disk
from kclub_desktop.store.encryption import cipher
from kclub_desktop.store.encryption.locks import KEY_BYTES, Lock, lock_from_json, opened

NAME = cipher.KEY_FILE


def read(folder: Path) -> list[Lock]:
    """The locks of a library's key file, the newest first; none if there is no file. Raises FileNotReadable."""
    file = folder / NAME
    if not file.is_file():
        return []
    with disk.reading_named(file):
        told = file.read_bytes()
    try:
        return [lock_from_json(each) for each in json.loads(told)["locks"]]
    except (ValueError, KeyError, TypeError):
        return []


def write(folder: Path, locks: Sequence[Lock]) -> None:
    """Keep these locks. Raises FileNotWritable."""
    told = json.dumps({"locks": [lock.as_json() for lock in locks]}, indent=1)
    disk.write_whole(folder / NAME, told.encode())


def forget(folder: Path) -> None:
    """The library is not encrypted any more. Raises FileNotWritable."""
    with disk.writing_named(folder / NAME):
        (folder / NAME).unlink(missing_ok=True)


def keep(secrets: Secrets, lock: Lock, key: bytes) -> bool:
    """Let the keyring hold the key, so that the library opens by itself on this computer. False if it cannot."""
    try:
        secrets.put(secret_name(lock), key.hex())
    except (NoKeyring, FileNotReadable, FileNotWritable):
        return False
    return True


def held(secrets: Secrets, lock: Lock) -> bytes | None:
    """The key as the keyring holds it; None if it does not."""
    try:
        found = secrets.get(secret_name(lock)) or ""
        key = bytes.fromhex(found)
    except (NoKeyring, WrongPassphrase, FileNotReadable, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def secret_name(lock: Lock) -> str:
    """Under which name the keyring holds the key of a lock."""
    return f"library:{lock.id}"


def find(
    file: Path, secrets: Secrets, passphrase: str = "", *, locks_of: Path | None = None
) -> tuple[bytes, Lock]:
    """The key that opens an encrypted file and its lock, by the keyring or else the passphrase.

    locks_of  the folder of the key file; by default the file's own
    Raises PassphraseNeeded, WrongPassphrase.
    """
    folder = file.parent if locks_of is None else locks_of
    locks = read(folder)
    found = _by_keyring(file, locks, secrets) or _by_passphrase(file, locks, secrets, passphrase)
    if found is None:
        raise WrongPassphrase(str(folder)) if passphrase else PassphraseNeeded(str(folder))
    return found


def tidy(folder: Path, key_lock: Lock) -> None:
    """Take away a second lock that an exchange left behind. Raises FileNotWritable."""
    if len(read(folder)) > 1:
        write(folder, [key_lock])


def _by_keyring(file: Path, locks: Sequence[Lock], secrets: Secrets) -> tuple[bytes, Lock] | None:
    for lock in locks:
        key = held(secrets, lock)
        if key and cipher.opens(file, key):
            return key, lock
    return None


def _by_passphrase(
    file: Path, locks: Sequence[Lock], secrets: Secrets, passphrase: str
) -> tuple[bytes, Lock] | None:
    for lock in locks:
        if not (passphrase and lock.locked):
            continue
        try:
            key = opened(lock, passphrase, str(file.parent))
        except WrongPassphrase:
            continue
        if cipher.opens(file, key):
            keep(secrets, lock, key)
            return key, lock
    return None
