"""What a person chose for the backups of this device: a second folder, and a passphrase. Never synced.

The folder stands in the library's local settings. Of the passphrase only a lock is kept, beside the backups; the key it
opens is in the keyring, so that a backup at night asks nobody.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from kclub_desktop.errors import EncryptedAlready, PassphraseNeeded
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import disk, setting
from kclub_desktop.store.backup.making import FOLDER
from kclub_desktop.store.encryption import key_file, locks
from kclub_desktop.store.encryption.locks import Lock, lock_from_json
from kclub_desktop.store.library import Library

_FOLDER = "backup.folder"
LOCK = "backups.key"


def second_folder(library: Library) -> Path | None:
    """Where every daily backup goes as well; a folder of this community's own inside the chosen one."""
    chosen = setting.get(library, _FOLDER)
    return Path(chosen) / f"kclub-{community(library)}" if chosen else None


def chosen_folder(library: Library) -> Path | None:
    """The folder as the person chose it."""
    chosen = setting.get(library, _FOLDER)
    return Path(chosen) if chosen else None


def choose_folder(library: Library, folder: Path | None) -> None:
    """From now on daily backups go there too; None ends it. Raises FileNotWritable."""
    if folder is not None:
        with disk.writing_named(folder):
            (folder / f"kclub-{community(library)}").mkdir(parents=True, exist_ok=True)
    setting.put(library, _FOLDER, str(folder or ""))


def community(library: Library) -> str:
    """A short name of the community that no other has."""
    return str(library.value("SELECT key FROM library_state"))[:8]


def has_passphrase(library: Library) -> bool:
    """Are backups of this library locked by a passphrase of their own?"""
    return _lock(library) is not None


def set_passphrase(library: Library, passphrase: str, secrets: Secrets) -> None:
    """Lock every backup from now on; '' ends it. Older backups stay as they are.

    Raises PassphraseTooShort, EncryptedAlready (an encrypted library's key locks its backups), NoKeyring.
    """
    file = library.folder / FOLDER / LOCK
    if library.key is not None:
        raise EncryptedAlready(str(library.folder))
    if not passphrase:
        with disk.writing_named(file):
            file.unlink(missing_ok=True)
        return
    key = locks.new_key()
    lock = locks.new_lock(key, passphrase)
    secrets.put(key_file.secret_name(lock), key.hex())
    with disk.writing_named(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    disk.write_whole(file, json.dumps(lock.as_json()).encode())


def locked_by(library: Library, secrets: Secrets) -> tuple[bytes, Lock] | None:
    """The key and lock of a new backup; None = it stays readable for everybody.

    An encrypted library's backups are locked by its own key. Raises PassphraseNeeded if the keyring has lost the key.
    """
    if library.key is not None:
        found = key_file.read(library.folder)
        if not found:
            raise PassphraseNeeded(str(library.folder / key_file.NAME))
        return library.key, found[0]
    lock = _lock(library)
    if lock is None:
        if os.path.lexists(library.folder / FOLDER / LOCK):
            # Damaged, it still says that no backup may be readable for everybody.
            raise PassphraseNeeded(str(library.folder / FOLDER / LOCK))
        return None
    key = key_file.held(secrets, lock)
    if key is None:
        raise PassphraseNeeded(str(library.folder / FOLDER))
    return key, lock


def _lock(library: Library) -> Lock | None:
    file = library.folder / FOLDER / LOCK
    try:
        return lock_from_json(json.loads(file.read_bytes()))
    except (OSError, ValueError):
        return None
