"""The hub's own file: its tables and a few connections to it. What is in them is for communities.py and log.py to say.

Every key begins with the community, so that a query that forgets it finds nothing of its neighbours by accident.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kclub_hub.clocks import system_milliseconds

_REWRITTEN_BYTES = 256 * 1024 * 1024
"""Up to this size the file is written anew after an erasure, in less time than a device waits for an answer."""
_BUSY_SECONDS = 10.0

_TABLES = """
CREATE TABLE IF NOT EXISTS community (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL DEFAULT '',
    next_node INTEGER NOT NULL DEFAULT 1,
    founded_at INTEGER,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pairing_code (
    selector TEXT PRIMARY KEY,
    community TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    tries_left INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS device (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    node INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (community, id),
    UNIQUE (community, node)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batch (
    community TEXT NOT NULL,
    device TEXT NOT NULL,
    number INTEGER NOT NULL,
    contents TEXT NOT NULL,
    taken INTEGER NOT NULL,
    PRIMARY KEY (community, device, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS change_set (
    community TEXT NOT NULL,
    seq INTEGER NOT NULL,
    device TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (community, seq)
) STRICT;
CREATE TABLE IF NOT EXISTS erased (
    community TEXT NOT NULL,
    row TEXT NOT NULL,
    entity TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (community, row, entity)
) STRICT, WITHOUT ROWID;
"""


class HubDatabase:
    """One hub's file. Several of these, in one process or in many, may work on the same file at the same time."""

    def __init__(self, path: Path | str, clock: Callable[[], int] = system_milliseconds) -> None:
        """Make the file where there is none. clock: tells Unix milliseconds."""
        self.path = Path(path)
        self.clock = clock
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = self._connect()
        connection.executescript(_TABLES)
        self._idle.append(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection whose statements all see the same moment."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection that holds the write lock; all or nothing."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def clean(self) -> None:
        """Make the bytes of something erased leave the file and its write-ahead log.

        What is replaced is overwritten at once (`secure_delete`); a small file is written anew as well. While another
        process reads, the write-ahead log keeps its pages until the next time.
        """
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            if self.path.stat().st_size < _REWRITTEN_BYTES:
                connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            with self._lock:
                self._idle.append(connection)

    def now(self) -> int:
        """Unix seconds by the hub's clock."""
        return self.clock() // 1000

    def close(self) -> None:
        """Close all connections that are not in use."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            connection.execute(begin)
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            with self._lock:
                self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        return connection
