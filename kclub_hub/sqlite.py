"""The hub's database as one SQLite file, as it is by default: one process or a few on one machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

_BUSY_SECONDS = 10.0
_REWRITTEN_BYTES = 256 * 1024 * 1024
"""Up to this size the file is written anew after an erasure, in less time than a device waits for an answer."""
_SETTLED_BYTES = 4 * 1024 * 1024
_LOG_PAGES = 8_000
"""Of the write-ahead log, 32 MB: from here on whoever commits moves it into the file, if `settle` never came to it."""
_SPELT = {
    "INT64": "INTEGER",
    "OCTETS": "BLOB",
    "STRICT_WITHOUT_ROWID": "STRICT, WITHOUT ROWID",
    "STRICT_TABLE": "STRICT",
}


class SqliteConnection:
    """A connection that knows what the hub asks of one: execute, insert_many, begin, commit, roll back."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._raw.execute("PRAGMA journal_mode = WAL")
        self._raw.execute("PRAGMA synchronous = FULL")
        self._raw.execute("PRAGMA secure_delete = ON")
        self._raw.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        # So that its size says how much of it is new: when it begins again from its start, it is cut to this.
        self._raw.execute(f"PRAGMA journal_size_limit = {_SETTLED_BYTES}")
        self._path = path

    def execute(self, sql: str, params: Sequence[Any] = ()) -> sqlite3.Cursor:
        """One statement with ? for its parameters."""
        if sql.lstrip().startswith(("CREATE", "ALTER")):
            for word, spelt in _SPELT.items():
                sql = sql.replace(word, spelt)
        return self._raw.execute(sql, params)

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Many new rows of one table."""
        listed = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        self._raw.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)

    def begin(self, write: bool, lock: str) -> None:
        """Start a transaction; a writing one holds the file's write lock from here on."""
        self._raw.execute("BEGIN IMMEDIATE" if write else "BEGIN")

    def commit(self, ring: str = "") -> None:
        """Keep what was written. ring: nothing to do, since who waits looks at the file."""
        self._raw.execute("COMMIT")

    def roll_back(self) -> None:
        """Forget what was written."""
        if self._raw.in_transaction:
            self._raw.execute("ROLLBACK")

    def clean(self) -> None:
        """Make what was erased leave the file and its write-ahead log.

        What is replaced is overwritten at once (`secure_delete`); a small file is written anew as well. While another
        process reads, the write-ahead log keeps its pages until the next time.
        """
        if self._path.stat().st_size < _REWRITTEN_BYTES:
            self._raw.execute("VACUUM")
        self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def settle(self) -> None:
        """Move what was written into the file itself, beside whoever reads and writes, once that is worth it: nobody who
        hands something in has to wait for it."""
        log = Path(f"{self._path}-wal")
        if log.is_file() and log.stat().st_size > _SETTLED_BYTES:
            self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    @property
    def usable(self) -> bool:
        """Can it be used again?"""
        return True


class NotAHub(ValueError):
    """The file is no database, or another program's."""


class SqliteEngine:
    """Opens connections to one file and tells when another connection wrote to it."""

    failures: tuple[type[BaseException], ...] = (sqlite3.OperationalError,)
    """What means that the database cannot be reached now."""

    def __init__(self, path: Path) -> None:
        """Raises NotAHub: a library named by mistake must not get the hub's tables."""
        self.path = path
        _not_anothers(path)
        path.parent.mkdir(parents=True, exist_ok=True)

    def connect(self) -> SqliteConnection:
        """A new connection."""
        return SqliteConnection(self.path)

    def watch(self) -> _FileWatch:
        """Something that tells of commits by others."""
        return _FileWatch(self.path)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(part.stat().st_size for part in (self.path, Path(f"{self.path}-wal")) if part.is_file())


def _not_anothers(path: Path) -> None:
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            marked = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.OperationalError:
        # It cannot be looked at now; opening it will say why.
        return
    except sqlite3.DatabaseError as error:
        raise NotAHub(str(error)) from error
    if marked:
        raise NotAHub(f"application_id {marked:#x}")


class _FileWatch:
    """Looks at the file's data version: 2 µs, whoever wrote."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
        self._version = self._look()

    def wait(self, seconds: float) -> list[str]:
        """Communities that were written to: '' stands for any of them; empty if there was nothing."""
        import time

        time.sleep(min(seconds, 0.05))
        before, self._version = self._version, self._look()
        return [""] if before != self._version else []

    def close(self) -> None:
        """Stop looking."""
        self._raw.close()

    def _look(self) -> int:
        return int(self._raw.execute("PRAGMA data_version").fetchone()[0])
