"""The library: one community's file, opened, read and written. The one way to write is `Library.write`.

SQLite keeps the rule by generated triggers (triggers.py); this module opens and closes the gate. Rows are added
and changed by rows.py, undone by undo.py; what a change means to another device is sync's business.
"""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import peewee

from kclub_desktop.clock import Clock
from kclub_desktop.errors import LibraryBusy, LibraryNotWritable, LibraryUnreadable
from kclub_desktop.store import in_step, moneyless
from kclub_desktop.store.changes import (
    OF_BOOKS,
    ChangeGroup,
    Changes,
    ChangeSet,
    Op,
    Origin,
    told,
    touched_by,
)
from kclub_desktop.store.connections import Connections
from kclub_desktop.store.declare import Table
from kclub_desktop.store.encryption import cipher
from kclub_desktop.store.exchange import FILE_NAME as FILE_NAME
from kclub_desktop.store.lock import FolderLock
from kclub_desktop.store.tables import BY_NUMBER
from kclub_protocol.ids import IdMaker
from kclub_protocol.stamps import next_stamp

_BUSY_MS = 5000
_USUAL_PAGES, _MUCH_PAGES = 1_000, 16_000
"""Of the write-ahead log, after which a commit moves it into the file; the first is SQLite's own."""
_PRAGMAS = {
    "journal_mode": "wal",
    # FULL: what was committed is there after a power cut; 1,200 commits a second are enough for people.
    "synchronous": "full",
    # 64 MB at most: a log of a million entries and its index are written at random, and half of that made it a fifth slower.
    "cache_size": -64_000,
    "mmap_size": 256 * 1024 * 1024,
    "temp_store": "memory",
}

_peewee_errors = peewee.__exception_wrapper__  # type: ignore[attr-defined]  # the stubs leave it out

_OF_THE_DISK = ("OperationalError", "DatabaseError")
"""By name: those of peewee, of Python's SQLite and of SQLCipher's."""
_SPOILED_TEXT = "Could not decode to UTF-8"
_DAMAGE = ("malformed", "not a database", "file is encrypted")


class Library(peewee.SqliteDatabase):
    """One community's file. Reading works from any thread, each with its own connection; writing is serialised."""

    def __init__(
        self, folder: Path, clock: Clock, lock: FolderLock | None = None, key: bytes | None = None
    ) -> None:
        """Use open_library or make_library. lock: released when the library is closed; key: of an encrypted file."""
        super().__init__(
            str(folder / FILE_NAME), pragmas=_PRAGMAS, timeout=_BUSY_MS / 1000, check_same_thread=False
        )
        self.folder = folder
        self.clock = clock
        self.key = key
        self.is_again = False
        """Opened beside a desk of this program that has it (again.py) and rewrites the file itself when that is due."""
        self._held_lock = lock
        self._writing = threading.RLock()
        self._open: ChangeSet | None = None
        self._together: list[Changes] | None = None
        self._ids: IdMaker | None = None
        self._listeners: list[Callable[[Changes], None]] = []
        self._connections = Connections(self._connect_anew)
        self._own: set[int] = set()
        self._written = threading.local()
        self._seen = 0
        self._data_version = 0

    @property
    def file(self) -> Path:
        """The community's file."""
        return self.folder / FILE_NAME

    def _connect(self) -> Any:
        return self._connections.lend()

    def _close(self, _connection: Any) -> None:
        self._connections.take_back()

    def _connect_anew(self) -> Any:
        connection = cipher.connect(self.file, self.key, timeout=_BUSY_MS / 1000)
        try:
            self._add_conn_hooks(connection)  # type: ignore[attr-defined]  # the stubs leave it out
        except BaseException:
            connection.close()
            raise
        cipher.in_use(self.file, self.key)
        return connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.shut()

    def shut(self) -> None:
        """Close every thread's connection and let go of the lock."""
        with self._writing:
            self.close()
            for _ in range(self._connections.close()):
                cipher.out_of_use(self.file)
            if self._held_lock:
                self._held_lock.release()

    # Reading

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a read, fetched in slices so that a long one never holds the interpreter for 90 ms."""
        cursor = self.execute_sql(sql, tuple(params))
        found: list[tuple[Any, ...]] = []
        try:
            while part := cursor.fetchmany(500):
                found.extend(part)
        except cipher.database_errors(self.key) as error:
            raise self._unless_told(error) from error
        return found

    def value(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """First column of the first row; None if there is none."""
        cursor = self.execute_sql(sql, tuple(params))
        try:
            row = cursor.fetchone()
        except cipher.database_errors(self.key) as error:
            raise self._unless_told(error) from error
        return row[0] if row else None

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """As peewee's, at half its cost; a damaged file raises LibraryUnreadable and one that another program locks LibraryBusy.

        Whoever reads the search's index reads all of it: what a sync left for later is brought in first.
        """
        if in_step.MENTIONED in sql and (self._is_written or not self.connection().in_transaction):
            in_step.complete(self)
        try:
            with _peewee_errors:
                return self.connection().execute(sql, params or ())
        except peewee.DatabaseError as error:
            raise self._unless_told(error) from error

    def note(self, sql: str, params: Sequence[Any] = (), *, waits: bool = True) -> None:
        """One statement that changes what is only this device's own (settings, cursors), inside a transaction or not.

        Raises LibraryBusy (without waiting, where waits is False: while anybody writes), LibraryNotWritable.
        """
        with self._errors_named():
            if self.connection().in_transaction:
                self.execute_sql(sql, params)
                return
            if not self._writing.acquire(blocking=waits):
                raise LibraryBusy(str(self.folder))
            try:
                self._as_soon_as_free(sql, params, waits=waits)
            finally:
                self._writing.release()

    def _unless_told(self, error: Exception) -> Exception:
        """What to raise for an error of the database: LibraryBusy, LibraryUnreadable for a damaged file, else the error itself."""
        said = str(error)
        if said.startswith(_SPOILED_TEXT):
            # The rest of the sentence is the text itself, which is nobody's business in a log.
            return LibraryUnreadable(str(self.folder), "a text is not UTF-8")
        if type(error).__name__ == "OperationalError" and ("locked" in said or "busy" in said):
            return LibraryBusy(str(self.folder))
        if any(words in said for words in _DAMAGE):
            return LibraryUnreadable(str(self.folder), said)
        return error

    @property
    def name(self) -> str:
        """The community's name."""
        return str(self.value("SELECT name FROM library_state"))

    @property
    def zone(self) -> str:
        """IANA name of the community's time zone."""
        return str(self.value("SELECT zone FROM library_state"))

    @property
    def currency(self) -> str:
        """Code of the currency the community thinks in."""
        return str(self.value("SELECT currency FROM library_state"))

    @property
    def node(self) -> int:
        """This device's node; 0 for the founding device."""
        return int(self.value("SELECT node FROM library_state"))

    # Writing

    @contextmanager
    def write(
        self,
        op: Op | str,
        *,
        origin: Origin = Origin.HERE,
        initiator: object | None = None,
        group: ChangeGroup | None = None,
        as_of: tuple[int, int, int] | None = None,
        undoes: int | None = None,
    ) -> Iterator[ChangeSet]:
        """One transaction = one change set = one line of history and one step of undo. Nested calls join the outer one.

        group   undo takes back all change sets of a group together
        as_of   (stamp, node, at) of a change set made elsewhere; only with Origin.SYNC
        undoes  the step that this one takes back; undo.py's business
        A write that changes nothing leaves no change set. Raises LibraryBusy, LibraryNotWritable, and MoneyNotHere for an
        operation of money on a device that sees none.
        """
        if op in OF_BOOKS and origin is Origin.HERE:
            moneyless.require(self)
        with self._writing:
            if self._open is not None:
                with self.savepoint():
                    yield self._open
                return
            with self._errors_named():
                self.begin_immediate()
            try:
                self._open = self._open_change_set(str(op), origin, group, as_of, undoes)
                yield self._open
                touched, written = self._close_change_set(self._open, group), self._open.id
                with self._errors_named():
                    self.commit_writing()
            except BaseException as error:
                self.roll_back_writing()
                if type(error).__name__ in _OF_THE_DISK:
                    raise self._named(error) from error  # type: ignore[arg-type]
                raise
            finally:
                self._open = None
        if touched:
            if group and group.id is None:
                group.id = written
            self._written.change_set = written
            self._tell(Changes(touched, origin, initiator))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several writes in one transaction, each a change set of its own: one wait for the disk instead of many.

        All or nothing, and told of as one change; for what comes from other devices. Keep it under 50 ms.
        """
        with self._writing:
            if self._is_written:
                yield
                return
            with self._errors_named():
                self.begin_immediate()
            self._together = []
            try:
                yield
                told, self._together = self._together, None
                with self._errors_named():
                    self.commit_writing()
            except BaseException:
                self._together = None
                self.roll_back_writing()
                raise
        if told:
            models = frozenset(model for changes in told for model in changes.models)
            self._announce(Changes(models, told[0].origin))

    @property
    def _is_written(self) -> bool:
        """Is a transaction of the gate open, of whichever thread?"""
        return self._open is not None or self._together is not None

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """While much is written by this thread none of its commits stops to move the write-ahead log into the file, up
        to 64 MB of it; `move_log` does, when it is over."""
        self.execute_sql(f"PRAGMA wal_autocheckpoint = {_MUCH_PAGES}")
        try:
            yield
        finally:
            self.execute_sql(f"PRAGMA wal_autocheckpoint = {_USUAL_PAGES}")

    def move_log(self) -> None:
        """Move the write-ahead log into the file, as far as nobody reads it; whoever writes meanwhile need not wait."""
        with self._errors_named():
            self.execute_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Keep this process's other threads from writing; False inside a transaction of this thread that is not a write's."""
        with self._writing:
            yield self._is_written or not self.connection().in_transaction

    def _tell(self, changes: Changes) -> None:
        """Announce a write, or wait with it until those it belongs to are committed."""
        if self._together is not None:
            self._together.append(changes)
        else:
            self._announce(changes)

    @property
    def last_written(self) -> int | None:
        """Id of the change set this very thread wrote last, whatever others wrote meanwhile; what an Undo button undoes."""
        return getattr(self._written, "change_set", None)

    def begin_immediate(self) -> None:
        """Take the write lock now, not at commit: another process is waited for here, as long as busy_timeout says.

        SQLite itself would ask some fifty times in five seconds, and find a program that writes without pause (an
        import) at it each time; asking every few milliseconds finds the gap between two of its transactions.
        """
        if self._together is not None:
            self.execute_sql("SAVEPOINT one_of_several")
            return
        self._as_soon_as_free("BEGIN IMMEDIATE")

    def begin(self, lock_type: str | None = None) -> None:
        """As peewee's for its `atomic`; another program is waited for as by a write. Raises LibraryBusy."""
        self._as_soon_as_free(f"BEGIN {lock_type or ''}")

    def _as_soon_as_free(self, sql: str, params: Sequence[Any] = (), *, waits: bool = True) -> None:
        patience_ms = int(self.value("PRAGMA busy_timeout"))
        deadline = time.monotonic() + (patience_ms / 1000 if waits else 0)
        self.execute_sql("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self.execute_sql(sql, params)
                    return
                except LibraryBusy:
                    if time.monotonic() >= deadline:
                        raise
                time.sleep(random.uniform(0.001, 0.005))
        finally:
            self.execute_sql(f"PRAGMA busy_timeout = {patience_ms}")

    def commit_writing(self) -> None:
        """End the transaction of the gate."""
        self.execute_sql("COMMIT" if self._together is None else "RELEASE one_of_several")

    def roll_back_writing(self) -> None:
        """Undo the transaction of the gate, if SQLite has not done so itself (a full disk)."""
        if not self.connection().in_transaction:
            return
        if self._together is None:
            self.execute_sql("ROLLBACK")
        else:
            self.execute_sql("ROLLBACK TO one_of_several")
            self.execute_sql("RELEASE one_of_several")

    def rewrite(self) -> bool:
        """Write the file anew without what its free pages still hold, and empty the write-ahead log; False while a
        reader keeps that log in use. Costs about as long as copying the file. Raises LibraryBusy, LibraryNotWritable."""
        with self._writing, self._errors_named():
            if self.key is None:
                # The copy made on the way would not fit into memory for a large file. One of an encrypted file stays there.
                self.execute_sql("PRAGMA temp_store = file")
            try:
                self._as_soon_as_free("VACUUM")
                return int(self.value("PRAGMA wal_checkpoint(TRUNCATE)")) == 0
            finally:
                self.execute_sql(f"PRAGMA temp_store = {_PRAGMAS['temp_store']}")

    @property
    def open_change_set(self) -> ChangeSet:
        """The change set being written. Raises RuntimeError outside `write`."""
        if self._open is None:
            raise RuntimeError("write outside library.write()")
        return self._open

    def new_id(self) -> int:
        """A Snowflake of this device; only inside `write`, where no other process can make the same."""
        if self._open is None or self._ids is None:
            raise RuntimeError("new_id outside library.write()")
        return self._ids.make(self.clock.milliseconds())

    def _open_change_set(
        self,
        op: str,
        origin: Origin,
        group: ChangeGroup | None,
        as_of: tuple[int, int, int] | None,
        undoes: int | None,
    ) -> ChangeSet:
        node, last_stamp, last_id = self.rows("SELECT node, last_stamp, last_id FROM library_state")[0]
        self._ids = IdMaker(node, last_id)
        if as_of is None:
            as_of = next_stamp(last_stamp, self.clock.milliseconds()), node, self.clock.now()
        stamp, made_by, at = as_of
        first_change = self.value("SELECT coalesce(max(id), 0) FROM change")
        cursor = self.execute_sql(
            "INSERT INTO change_set (stamp, node, operation, origin, change_group, at, undoes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (stamp, made_by, op, str(origin), group.id if group else None, at, undoes),
        )
        opened = int(cursor.lastrowid)
        self.execute_sql("UPDATE library_state SET open_change_set = ?", (opened,))
        return ChangeSet(opened, stamp, made_by, origin, at, first_change)

    def _close_change_set(self, opened: ChangeSet, group: ChangeGroup | None) -> frozenset[type[Table]]:
        counted = "SELECT entity, count(DISTINCT row) FROM change WHERE id > ? GROUP BY entity"
        touched = dict(self.rows(counted, (opened.first_change,)))
        if touched:
            in_step.refresh(self, opened.first_change)
        if touched or opened.origin is not Origin.HERE:
            self._keep_change_set(opened, group, told(touched))
        else:
            # Nobody may remember this id, a group least of all: the next change set can get it again.
            self.execute_sql("DELETE FROM change_set WHERE id = ?", (opened.id,))
        assert self._ids is not None
        self.execute_sql(
            "UPDATE library_state SET open_change_set = NULL, last_stamp = max(last_stamp, ?), last_id = ?",
            (opened.stamp, self._ids.last),
        )
        return frozenset(BY_NUMBER[number] for number in touched)

    def _keep_change_set(self, opened: ChangeSet, group: ChangeGroup | None, touched: str) -> None:
        """Note which run of the log is its own, and that it begins its group if nothing of that was written yet."""
        first_of_group = opened.id if group and group.id is None and touched else None
        self.execute_sql(
            "UPDATE change_set SET touched = ?, change_group = coalesce(change_group, ?), log_from = ?,"
            " log_to = (SELECT coalesce(max(id), 0) FROM change) WHERE id = ?",
            (touched, first_of_group, opened.first_change + 1, opened.id),
        )
        self._own.add(opened.id)

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except peewee.DatabaseError as error:
            raise self._named(error) from error

    def _named(self, error: Exception) -> Exception:
        """error as one of ours; itself if it is none."""
        said = str(error)
        if any(word in said for word in ("full", "readonly", "I/O", "unable to open")):
            return LibraryNotWritable(str(self.folder), said)
        return self._unless_told(error)

    # Hearing of changes

    def on_changes(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call listener after each commit, on the thread that wrote. Returns what stops it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def announce(self, changes: Changes) -> None:
        """Tell the listeners of what was changed past the gate: what this device is shown of the community."""
        self._tell(changes)

    def poll(self) -> None:
        """Announce what other processes have written since the last call; costs microseconds when nothing came."""
        version = self.value("PRAGMA data_version")
        if version == self._data_version:
            return
        first_time = self._data_version == 0
        self._data_version = version
        newest = self.value("SELECT coalesce(max(id), 0) FROM change_set")
        if not first_time and newest > self._seen:
            self._announce_foreign(self._seen)
        self._seen = newest
        self._own = {own for own in self._own if own > newest}

    def _announce_foreign(self, after: int) -> None:
        found = self.rows("SELECT id, origin, touched FROM change_set WHERE id > ?", (after,))
        by_origin: dict[Origin, set[type[Table]]] = defaultdict(set)
        for change_set, origin, touched in found:
            if change_set not in self._own:
                # What another process merged is no less of another device than what this one does.
                of = Origin.SYNC if origin == Origin.SYNC else Origin.OTHER_PROCESS
                by_origin[of] |= {BY_NUMBER[number] for number in touched_by(touched)}
        for of, models in by_origin.items():
            if models:
                self._announce(Changes(frozenset(models), of))

    def _announce(self, changes: Changes) -> None:
        for listener in list(self._listeners):
            listener(changes)
