"""Making a library and opening one: the folder, its lock, the file's version, and clear words when it cannot be."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex

import peewee

from kclub_desktop.clock import Clock
from kclub_desktop.errors import (
    AlreadyALibrary,
    LibraryNotWritable,
    LibraryTooNew,
    LibraryUnreadable,
    NotALibrary,
)
from kclub_desktop.secrets import PASSPHRASE_VARIABLE, Secrets, SystemSecrets, configuration_folder
from kclub_desktop.store import exchange, lock, migrations, search
from kclub_desktop.store.backup import Reason, all_backups, before
from kclub_desktop.store.backup.checking import APPLICATION_ID
from kclub_desktop.store.backup.making import FOLDER
from kclub_desktop.store.encryption import cipher, key_file
from kclub_desktop.store.library import FILE_NAME, Library

DESK = "desk"


def is_library(folder: Path) -> bool:
    """Does the folder hold a finished community file? An encrypted one counts, whoever can open it."""
    file = Path(folder) / FILE_NAME
    try:
        return cipher.is_encrypted(file) or _version(file, None) > 0
    except sqlite3.OperationalError:
        return _looks_like_one(file)
    except (sqlite3.DatabaseError, OSError):
        return False


def _looks_like_one(file: Path) -> bool:
    """Where nothing may be written SQLite cannot join in reading a library; taken as never changing it can be looked at."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            return bool(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return False


def make_library(
    folder: Path | str,
    *,
    name: str,
    clock: Clock,
    zone: str = "Asia/Shanghai",
    currency: str = "CNY",
    face: str = "command",
) -> Library:
    """Make a new library in a folder and open it. Raises AlreadyALibrary, LibraryNotWritable, LibraryUnreadable."""
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryNotWritable(str(folder), error.strerror or str(error)) from error
    with _alone(folder), _unreadable_named(folder):
        if is_library(folder):
            raise AlreadyALibrary(str(folder))
        _not_emptied(folder)
        library = Library(folder, clock)
        with library.atomic("EXCLUSIVE"):
            library.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.migrate(library)
            library.execute_sql(
                "INSERT INTO library_state (id, key, name, zone, currency) VALUES (1, ?, ?, ?, ?)",
                (token_hex(16), name, zone, currency),
            )
        library.shut()
    return open_library(folder, clock=clock, face=face)


def open_library(
    folder: Path | str,
    *,
    clock: Clock,
    face: str = "command",
    secrets: Secrets | None = None,
    passphrase: str = "",
) -> Library:
    """Open the library of a folder, migrating it when it is older; what it was before is backed up first.

    face        "desk" takes the desk's lock; "kiosk" and "command" work beside it
    secrets     where the key of an encrypted library is looked for; by default this computer's keyring
    passphrase  opens an encrypted library whose key is not there; by default the environment's KCLUB_PASSPHRASE
    Raises NotALibrary, LibraryTooNew, LibraryInUse, LibraryUnreadable, LibraryNotWritable, PassphraseNeeded,
    WrongPassphrase.
    """
    folder = Path(folder)
    if not (folder / FILE_NAME).is_file():
        raise NotALibrary(str(folder))
    held = lock.desk_lock(folder) if face == DESK else None
    try:
        # Nobody exchanges the file between the look at it and the first connection to it.
        with _alone(folder), _unreadable_named(folder):
            library = _opened(folder, clock, held, secrets, passphrase)
    except BaseException:
        if held:
            held.release()
        raise
    return library


def _opened(
    folder: Path, clock: Clock, held: lock.FolderLock | None, secrets: Secrets | None, passphrase: str
) -> Library:
    key = key_of(folder, secrets, passphrase)
    if exchange.unfinished(folder):
        exchange.finish(folder)
    version = _version(folder / FILE_NAME, key)
    if version == 0:
        _not_emptied(folder)
        raise NotALibrary(str(folder))
    if version > migrations.CURRENT:
        raise LibraryTooNew(str(folder), version, migrations.CURRENT)
    library = Library(folder, clock, held, key)
    try:
        if version < migrations.CURRENT:
            before(library, Reason.MIGRATION, secrets=secrets)
        if version < migrations.CURRENT or not search.is_current(library):
            migrations.migrate(library)
        if library.value("SELECT node FROM library_state") is None:
            raise LibraryUnreadable(str(folder), "library_state is empty")
        library.poll()
    except BaseException:
        library.shut()
        raise
    return library


def _not_emptied(folder: Path) -> None:
    """A file of nothing beside backups was a library once. Raises LibraryUnreadable."""
    file = folder / FILE_NAME
    if file.is_file() and file.stat().st_size == 0 and all_backups(folder / FOLDER):
        raise LibraryUnreadable(str(folder), "file is empty")


def key_of(folder: Path, secrets: Secrets | None = None, passphrase: str = "") -> bytes | None:
    """The key of a folder's library; None if it is plain. Raises PassphraseNeeded, WrongPassphrase, LibraryUnreadable."""
    file = folder / FILE_NAME
    try:
        if not cipher.is_encrypted(file):
            return None
    except OSError as error:
        raise LibraryUnreadable(str(folder), error.strerror or str(error)) from error
    if key := cipher.key_in_use(file):
        return key
    said = passphrase or os.environ.get(PASSPHRASE_VARIABLE, "")
    key, its_lock = key_file.find(file, secrets or SystemSecrets(configuration_folder()), said)
    key_file.tidy(folder, its_lock)
    return key


def _version(file: Path, key: bytes | None) -> int:
    if not file.is_file():
        return 0
    try:
        return _version_told(file, key, read_only=True)
    except cipher.database_errors(key) as error:
        # What a program that was killed left half-written is rolled back first, and a reader cannot do that.
        if "readonly" not in str(error):
            raise
        return _version_told(file, key, read_only=False)


def _version_told(file: Path, key: bytes | None, read_only: bool) -> int:
    with closing(cipher.connect(file, key, read_only=read_only)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    held = lock.alone(folder)
    try:
        yield
    finally:
        held.release()


@contextmanager
def _unreadable_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        raise LibraryUnreadable(str(folder), str(error)) from error
    except cipher.database_errors(b"") as error:
        raise LibraryUnreadable(str(folder), str(error)) from error
