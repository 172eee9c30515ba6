"""Making a library and opening one: the folder, its lock, the file's version, and clear words when it cannot be."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from kclub_desktop.clock import Clock
from kclub_desktop.errors import (
    AlreadyALibrary,
    LibraryNotWritable,
    LibraryTooNew,
    LibraryUnreadable,
    NotALibrary,
)
from kclub_desktop.store import lock, migrations, search
from kclub_desktop.store.library import FILE_NAME, Library

_APPLICATION_ID = 0x4B434C42  # "KCLB", so that `file` and we ourselves know the file
DESK = "desk"


def is_library(folder: Path) -> bool:
    """Does the folder hold a finished community file?"""
    try:
        return _version(Path(folder)) > 0
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
        if _version(folder) > 0:
            raise AlreadyALibrary(str(folder))
        library = Library(folder, clock)
        with library.atomic("EXCLUSIVE"):
            library.execute_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
            migrations.migrate(library)
            library.execute_sql(
                "INSERT INTO library_state (id, key, name, zone, currency) VALUES (1, ?, ?, ?, ?)",
                (secrets.token_hex(16), name, zone, currency),
            )
        library.shut()
    return open_library(folder, clock=clock, face=face)


def open_library(folder: Path | str, *, clock: Clock, face: str = "command") -> Library:
    """Open the library of a folder, migrating it when it is older.

    face  "desk" takes the desk's lock; "kiosk" and "command" work beside it.
    Raises NotALibrary, LibraryTooNew, LibraryInUse, LibraryUnreadable, LibraryNotWritable.
    """
    folder = Path(folder)
    if not (folder / FILE_NAME).is_file():
        raise NotALibrary(str(folder))
    held = lock.desk_lock(folder) if face == DESK else None
    try:
        with _unreadable_named(folder):
            version = _version(folder)
            if version == 0:
                raise NotALibrary(str(folder))
            if version > migrations.CURRENT:
                raise LibraryTooNew(str(folder), version, migrations.CURRENT)
            library = Library(folder, clock, held)
            if version < migrations.CURRENT or not search.is_current(library):
                with _alone(folder):
                    migrations.migrate(library)
            library.value("SELECT node FROM library_state")
            library.poll()
    except BaseException:
        if held:
            held.release()
        raise
    return library


def _version(folder: Path) -> int:
    file = folder / FILE_NAME
    if not file.is_file():
        return 0
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


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
