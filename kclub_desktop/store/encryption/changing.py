"""Encrypting a library, decrypting it, and changing its passphrase. Nobody else has it open meanwhile.

The new file is made beside, read whole and compared before it takes the old one's place; then the plain one is wiped
as far as the disk lets it go, and so are plain backups, which are locked instead.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from kclub_desktop.clock import Clock
from kclub_desktop.errors import (
    EncryptedAlready,
    FileNotWritable,
    NotALibrary,
    NotEncrypted,
    PassphraseTooShort,
)
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import disk, exchange
from kclub_desktop.store.backup import all_backups, choices, listing
from kclub_desktop.store.backup.checking import contents_of
from kclub_desktop.store.backup.making import FOLDER, lock_file
from kclub_desktop.store.encryption import cipher, key_file, locks
from kclub_desktop.store.encryption.locks import Lock
from kclub_desktop.store.library import Library
from kclub_desktop.store.opening import is_library, key_of

log = logging.getLogger(__name__)


def encrypt(folder: Path, passphrase: str, *, clock: Clock, secrets: Secrets) -> bool:
    """Encrypt a plain library; True if the keyring holds its key, so that it opens by itself on this computer.

    passphrase  opens it everywhere; '' leaves the key to the keyring alone, for a kiosk
    Raises EncryptedAlready, NotALibrary, PassphraseTooShort, NoKeyring (only without a passphrase),
    LibraryOpenElsewhere, FileNotWritable, BackupDamaged if the file itself is damaged.
    """
    folder = Path(folder)
    file = folder / exchange.FILE_NAME
    if not is_library(folder):
        raise NotALibrary(str(folder))
    if cipher.is_encrypted(file):
        raise EncryptedAlready(str(folder))
    with exchange.sole_use(folder, None):
        exchange.finish(folder)
        key = locks.new_key()
        lock = locks.new_lock(key, passphrase)
        if passphrase:
            held = key_file.keep(secrets, lock, key)
        else:
            secrets.put(key_file.secret_name(lock), key.hex())
            held = True
        staged = exported(file, None, key)
        key_file.write(folder, [lock])
        exchange.put_in_place(folder, staged, clock.now(), wiped=True)
        lock_copies(plain_copies(folder), key, lock)
        _lock_second(folder, clock, key, lock)
    return held


def decrypt(folder: Path, *, clock: Clock, secrets: Secrets, passphrase: str = "") -> None:
    """Make an encrypted library plain again. Its locked backups stay locked.

    Raises NotEncrypted, PassphraseNeeded, WrongPassphrase, LibraryOpenElsewhere, FileNotWritable.
    """
    folder = Path(folder)
    file = folder / exchange.FILE_NAME
    key = key_of(folder, secrets, passphrase)
    if key is None:
        raise NotEncrypted(str(folder))
    with exchange.sole_use(folder, key):
        exchange.finish(folder)
        staged = exported(file, key, None)
        exchange.put_in_place(folder, staged, clock.now(), wiped=True)
        key_file.forget(folder)


def change_passphrase(folder: Path, new: str, *, secrets: Secrets, passphrase: str = "") -> None:
    """Another passphrase for the same key; the library may be open. Backups made until now keep the old one.

    passphrase  the old one, for a computer whose keyring does not hold the key
    Raises NotEncrypted, PassphraseTooShort, PassphraseNeeded, WrongPassphrase, FileNotWritable.
    """
    file = Path(folder) / exchange.FILE_NAME
    if not cipher.is_encrypted(file):
        raise NotEncrypted(str(folder))
    if not new:
        raise PassphraseTooShort(locks.LEAST_LETTERS)
    key, lock = key_file.find(file, secrets, passphrase)
    key_file.write(Path(folder), [locks.new_lock(key, new, lock.id)])


def exported(file: Path, key: bytes | None, new_key: bytes | None) -> Path:
    """A copy of a library's file under another key, read whole and compared; None = plain. Inside sole_use.

    Raises FileNotWritable, BackupDamaged.
    """
    staged = file.parent / exchange.STAGED
    exported_to(file, key, staged, new_key)
    return staged


def exported_to(file: Path, key: bytes | None, made: Path, new_key: bytes | None) -> None:
    """As exported, under a name of the caller's; what was there is wiped."""
    disk.wipe(made)
    was = contents_of(file, key)
    _export(file, key, made, new_key)
    became = contents_of(made, new_key, str(file))
    if was != became:
        disk.wipe(made)
        raise FileNotWritable(str(made), "the copy differs")


def _export(file: Path, key: bytes | None, staged: Path, new_key: bytes | None) -> None:
    from sqlcipher3 import dbapi2

    with closing(dbapi2.connect(str(file), isolation_level=None)) as connection:
        connection.execute("PRAGMA cipher_log = off")
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        told = f"x'{new_key.hex()}'" if new_key is not None else ""
        try:
            connection.execute("ATTACH DATABASE ? AS made KEY ?", (str(staged), told))
            with disk.writing_named(staged):
                staged.chmod(0o600)
            # It is no library's file yet: it reaches the disk as a whole before it takes one's place.
            connection.execute("PRAGMA made.journal_mode = off").fetchone()
            connection.execute("PRAGMA made.synchronous = off")
            connection.execute("SELECT sqlcipher_export('made')").fetchall()
            for pragma in ("application_id", "user_version"):
                value = connection.execute(f"PRAGMA main.{pragma}").fetchone()[0]
                connection.execute(f"PRAGMA made.{pragma} = {value}")
            connection.execute("DETACH DATABASE made")
        except dbapi2.OperationalError as error:
            raise FileNotWritable(str(staged), str(error)) from error


def plain_copies(folder: Path, second: Path | None = None) -> list[Path]:
    """What was kept of a plain library and would say all that the encrypted one hides: backups and replaced files."""
    folders = [folder / FOLDER, *([second] if second else [])]
    replaced = folder / exchange.REPLACED
    return [each.path for each in all_backups(*folders) if not each.locked] + [
        kept for kept in sorted(replaced.glob("*.kclub")) if not cipher.is_encrypted(kept)
    ]


def lock_copies(copies: Iterable[Path], key: bytes, lock: Lock) -> None:
    """Lock each beside itself and wipe it. One that cannot be written to raises FileNotWritable, and stays."""
    for plain in copies:
        backup = next((each for each in all_backups(plain.parent) if each.path == plain), None)
        locked = plain.with_name(plain.name + "-locked")
        made = disk.part_of(locked)
        with disk.writing_named(locked):
            lock_file(plain, made, key, lock)
            if backup:
                # Before it has its name: a backup nobody noted cannot be told from a spoiled one without the passphrase.
                listing.note(listing.relocked(backup, made, locked))
            disk.take_place(made, locked)
            # Half overwritten the plain one would be listed as damaged: it loses its name first.
            going = disk.part_of(plain)
            plain.replace(going)
        disk.wipe(going)


def _lock_second(folder: Path, clock: Clock, key: bytes, lock: Lock) -> None:
    """Those in the folder that gets every daily backup too. A stick that is away or full: doctor sees it later."""
    library = Library(folder, clock, key=key)
    try:
        second = choices.second_folder(library)
    finally:
        library.shut()
    for backup in all_backups(second) if second else ():
        if not backup.locked:
            try:
                lock_copies([backup.path], key, lock)
            except FileNotWritable as error:
                log.warning("a backup in the second folder stays plain: %s", error.reason)
