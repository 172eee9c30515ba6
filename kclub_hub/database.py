"""The hub's own database: a SQLite file by default, PostgreSQL by its address, behind the same few calls.

Every key begins with the community, so that a query that forgets it finds nothing of its neighbours by accident.
SQL here and in the rules is what both engines take; what differs is in sqlite.py and postgres.py.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kclub_hub import tables
from kclub_hub.bell import Bell
from kclub_hub.clocks import system_milliseconds
from kclub_hub.sqlite import SqliteEngine

_HUB_WIDE = "hub"
log = logging.getLogger(__name__)


class HubTooNew(Exception):
    """The database was written by a newer hub."""


class HubDown(Exception):
    """The database cannot be reached or is busy for longer than we wait."""


class HubDatabase:
    """One hub's database. Several of these, in one process or in many, may work on the same one at the same time."""

    def __init__(self, where: Path | str, clock: Callable[[], int] = system_milliseconds) -> None:
        """Open the database at a path or a postgresql:// address, and make or migrate its tables.

        clock  tells Unix milliseconds
        Raises HubTooNew, HubDown.
        """
        self.where = str(where)
        self.clock = clock
        self._engine = _engine(where)
        self.bell = Bell(self._engine.watch, self._engine.failures)
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        with self.writing() as db:
            _migrate(db)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A connection whose statements all see the same moment. Raises HubDown."""
        with self._transaction(write=False, lock="", ring="") as connection:
            yield connection

    @contextmanager
    def writing(self, community: str = "") -> Iterator[Any]:
        """A connection that alone writes to a community, or to what belongs to no single one; all or nothing.

        Who waits for the community's changes is told after commit. Raises HubDown.
        """
        with self._transaction(write=True, lock=community or _HUB_WIDE, ring=community) as connection:
            yield connection
        if community:
            self.bell.ring(community)

    def clean(self) -> None:
        """Make the bytes of something erased leave the disk, as far as the engine can. Raises HubDown."""
        connection = self._connect()
        try:
            connection.clean()
        except self._engine.failures as error:
            raise HubDown(str(error)) from error
        finally:
            connection.close()

    def settle(self) -> None:
        """What is to be done after something was written, once who wrote it has the answer."""
        try:
            with self._connection() as connection:
                connection.settle()
        except HubDown as error:
            log.warning("settling: %s", error)

    def now(self) -> int:
        """Unix seconds by the hub's clock."""
        return self.clock() // 1000

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self._engine.size

    @property
    def file(self) -> Path | None:
        """The file, if it is one."""
        return self._engine.path if isinstance(self._engine, SqliteEngine) else None

    def close(self) -> None:
        """Close all connections that are not in use."""
        self.bell.close()
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    @contextmanager
    def _transaction(self, write: bool, lock: str, ring: str) -> Iterator[Any]:
        with self._connection() as connection:
            connection.begin(write, lock)
            yield connection
            connection.commit(ring)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            yield connection
        except self._engine.failures as error:
            connection.roll_back()
            raise HubDown(str(error)) from error
        except BaseException:
            connection.roll_back()
            raise
        finally:
            if connection.usable:
                with self._lock:
                    self._idle.append(connection)
            else:
                connection.close()

    def _connect(self) -> Any:
        try:
            return self._engine.connect()
        except self._engine.failures as error:
            raise HubDown(str(error)) from error


def _engine(where: Path | str) -> Any:
    if "://" not in str(where):
        return SqliteEngine(Path(where))
    # psycopg is loaded only where it is used: an embedded hub has no need of it.
    from kclub_hub import postgres

    if not postgres.is_address(str(where)):
        raise ValueError("a path or a postgresql:// address is expected")
    return postgres.PostgresEngine(str(where))


def _migrate(db: Any) -> None:
    db.execute("CREATE TABLE IF NOT EXISTS hub_state (version INT64 NOT NULL) STRICT_TABLE")
    found = db.execute("SELECT version FROM hub_state").fetchone()
    version = found[0] if found else 0
    if version > len(tables.STEPS):
        raise HubTooNew(f"version {version}, this program knows {len(tables.STEPS)}")
    for step in tables.STEPS[version:]:
        step(db)
    if not found:
        db.execute("INSERT INTO hub_state (version) VALUES (?)", (len(tables.STEPS),))
    elif version < len(tables.STEPS):
        db.execute("UPDATE hub_state SET version = ?", (len(tables.STEPS),))
