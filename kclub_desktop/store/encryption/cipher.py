"""Connecting to a library's file: by Python's own SQLite where it is plain, by SQLCipher where it is encrypted.

Both are whole SQLites of their own, and the locks of one are unknown to the other: whatever closes a file in a process
takes away all locks of that process on it. So which of the two a file needs is remembered while a library is open,
and never found out by looking into a file that is.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

PLAIN = b"SQLite format 3\x00"
KEY_FILE = "community.key"
_known: dict[str, tuple[bytes | None, int]] = {}
_lock = threading.Lock()


def is_encrypted(file: Path) -> bool:
    """Is it a file that only a key opens? False where there is none. Raises OSError."""
    with _lock:
        if known := _known.get(_name(file)):
            return known[0] is not None
    if not file.is_file():
        return False
    with open(file, "rb") as opened:
        begins = opened.read(len(PLAIN))
    # A file of nothing is what SQLite makes before it writes; one that was zeroed is damaged and not encrypted.
    return bool(begins.strip(b"\x00")) and begins != PLAIN and (file.parent / KEY_FILE).is_file()


def key_in_use(file: Path) -> bytes | None:
    """The key under which this process has the file open; None if it has not or the file is plain."""
    with _lock:
        return _known.get(_name(file), (None, 0))[0]


def in_use(file: Path, key: bytes | None) -> None:
    """A library of this process begins to work in the file."""
    with _lock:
        _known[_name(file)] = key, _known.get(_name(file), (None, 0))[1] + 1


def out_of_use(file: Path) -> None:
    """A library of this process has closed the file."""
    with _lock:
        key, count = _known.get(_name(file), (None, 0))
        if count > 1:
            _known[_name(file)] = key, count - 1
        else:
            _known.pop(_name(file), None)


def connect(file: Path | str, key: bytes | None, *, read_only: bool = False, timeout: float = 5.0) -> Any:
    """A connection in autocommit; key None = plain. Raises the database errors of its own SQLite, see `errors`."""
    name, uri = str(file), False
    if read_only:
        name, uri = f"{Path(file).absolute().as_uri()}?mode=ro", True
    if key is None:
        return sqlite3.connect(name, timeout=timeout, isolation_level=None, uri=uri, check_same_thread=False)
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(name, timeout=timeout, isolation_level=None, uri=uri, check_same_thread=False)
    # It would write to the terminal of whoever mistypes a passphrase.
    connection.execute("PRAGMA cipher_log = off")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def database_errors(key: bytes | None) -> tuple[type[Exception], ...]:
    """The errors a connection of `connect` raises."""
    if key is None:
        return (sqlite3.DatabaseError,)
    from sqlcipher3 import dbapi2

    return (sqlite3.DatabaseError, dbapi2.DatabaseError)


def opens(file: Path, key: bytes) -> bool:
    """Does the key open the file?"""
    connection = None
    try:
        connection = connect(file, key, read_only=True)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except database_errors(key) as error:
        if "not a database" in str(error):
            return False
        raise
    finally:
        if connection:
            connection.close()
    return True


def _name(file: Path) -> str:
    return str(Path(file).absolute())
