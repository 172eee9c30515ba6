"""The hub's database in PostgreSQL: any number of processes side by side, without one having to know another.

The order of a community's log comes from a counter that is read and moved under an advisory lock, so commits become
visible in that order; who waits for something is told by NOTIFY.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import psycopg

_SPELT = {"INT64": "BIGINT", "OCTETS": "BYTEA", "STRICT_WITHOUT_ROWID": "", "STRICT_TABLE": ""}
_CHANNEL = "kclub_hub"
_SCHEMES = ("postgresql://", "postgres://")
_CONNECT_SECONDS = 5


def is_address(where: str) -> bool:
    """Is it the address of a PostgreSQL database, not a file?"""
    return where.startswith(_SCHEMES)


class PostgresConnection:
    """A connection that knows what the hub asks of one: execute, insert_many, begin, commit, roll back."""

    def __init__(self, address: str) -> None:
        self._raw = psycopg.connect(address, autocommit=True, connect_timeout=_CONNECT_SECONDS)

    def execute(self, sql: str, params: Sequence[Any] = ()) -> psycopg.Cursor[Any]:
        """One statement with ? for its parameters."""
        return self._raw.execute(_spelt(sql), params or None)

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Many new rows of one table, by COPY: twenty times as fast as statements."""
        listed = ", ".join(f'"{column}"' for column in columns)
        with self._raw.cursor() as cursor, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def begin(self, write: bool, lock: str) -> None:
        """Start a transaction. A writing one waits here for the others that hold the same lock."""
        if not write:
            self._raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return
        self._raw.execute("BEGIN")
        self._raw.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"kclub:{lock}",))

    def commit(self, ring: str = "") -> None:
        """Keep what was written. ring: the community whose waiting devices are to be told."""
        if ring:
            self._raw.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, ring))
        self._raw.execute("COMMIT")

    def roll_back(self) -> None:
        """Forget what was written; a connection that is gone has forgotten already."""
        if self.usable:
            self._raw.execute("ROLLBACK")

    def clean(self) -> None:
        """Let the server write over what was erased; its own write-ahead log and backups are its keeper's to expire."""
        self._raw.execute("VACUUM log_change")

    def settle(self) -> None:
        """Nothing: the server does it."""

    def close(self) -> None:
        """End the connection."""
        self._raw.close()

    @property
    def usable(self) -> bool:
        """Can it be used again?"""
        return not (self._raw.closed or self._raw.broken)


class PostgresEngine:
    """Opens connections to one database and listens for what other processes write."""

    failures: tuple[type[BaseException], ...] = (psycopg.OperationalError,)
    """What means that the database cannot be reached now."""

    def __init__(self, address: str) -> None:
        self.address = address

    def connect(self) -> PostgresConnection:
        """A new connection."""
        return PostgresConnection(self.address)

    def watch(self) -> _Listener:
        """Something that tells of commits by others."""
        return _Listener(self.address)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        connection = self.connect()
        try:
            return int(connection.execute("SELECT pg_database_size(current_database())").fetchone()[0])  # type: ignore[index]
        finally:
            connection.close()


class _Listener:
    """LISTEN on a connection of its own."""

    def __init__(self, address: str) -> None:
        self._raw = psycopg.connect(address, autocommit=True, connect_timeout=_CONNECT_SECONDS)
        self._raw.execute(f"LISTEN {_CHANNEL}")

    def wait(self, seconds: float) -> list[str]:
        """Communities that were written to; empty if there was nothing."""
        return [told.payload for told in self._raw.notifies(timeout=seconds, stop_after=1)]

    def close(self) -> None:
        """Stop listening."""
        self._raw.close()


@lru_cache(maxsize=500)
def _spelt(sql: str) -> str:
    if sql.lstrip().startswith(("CREATE", "ALTER")):
        for word, spelt in _SPELT.items():
            sql = sql.replace(word, spelt)
    return sql.replace("%", "%%").replace("?", "%s")
