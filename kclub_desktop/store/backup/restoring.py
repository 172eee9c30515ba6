"""Going back to a backup: it is made ready and checked beside the library, then takes its place in one step.

Nothing is destroyed: the library as it was is kept in the folder `replaced`. What a restored copy must do before it
talks to a hub again is in sync/renewal.py; whoever else has something to say to every restored library adds a function
to `after_restore`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

import peewee

from kclub_desktop.clock import Clock
from kclub_desktop.errors import (
    BackupDamaged,
    BackupOfAnother,
    BackupTooNew,
    FileNotWritable,
    LibraryUnreadable,
    PassphraseNeeded,
    WrongPassphrase,
)
from kclub_desktop.secrets import Secrets, SystemSecrets, configuration_folder
from kclub_desktop.store import disk, exchange, migrations
from kclub_desktop.store.backup import reading
from kclub_desktop.store.backup.checking import Contents, contents_of
from kclub_desktop.store.encryption import cipher, key_file
from kclub_desktop.store.encryption.changing import exported
from kclub_desktop.store.encryption.locks import Lock
from kclub_desktop.store.library import Library
from kclub_desktop.store.opening import key_of
from kclub_desktop.store.privacy import erased_list, erasing

WORKING = ".restoring"
_OWN_SETTINGS = ("language", "theme", "desk.", "kiosk", "backup.")
"""What this device chose for itself; all other settings say how far the data itself has come."""
after_restore: list[Callable[[Library, Path], None]] = []
"""Called with the restored library, open and of the current version but not in its place yet, and with the folder it
will be in. An exception ends the restore with nothing changed."""


@dataclass(frozen=True)
class Restored:
    """What came back. kept: where the library that was replaced is, '' if there was none."""

    folder: str
    file: str
    kept: str
    encrypted: bool
    counts: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class _Present:
    """What the library that is there now must hand on: its key, whose it is, how far its stamps and ids have come,
    this device's own settings, and the endpoints it is paired with (endpoint, url, community, device)."""

    key: bytes | None = None
    community: str = ""
    last_stamp: int = 0
    last_id: int = 0
    settings: tuple[tuple[str, str], ...] = ()
    paired: tuple[tuple[str, str, str, str], ...] = ()


def restore(
    folder: Path | str,
    file: Path | str,
    *,
    clock: Clock,
    secrets: Secrets | None = None,
    passphrase: str = "",
) -> Restored:
    """Put a backup, an archive or a replaced file in the place of a folder's library, which need not exist.

    passphrase  of a locked backup whose key this computer does not hold
    An encrypted library stays encrypted. Raises before anything is changed: NotABackup, BackupDamaged, BackupTooNew,
    BackupOfAnother, ArchiveRefused, PassphraseNeeded, WrongPassphrase, LibraryOpenElsewhere, FileNotReadable,
    FileNotWritable.
    """
    folder, file = Path(folder), Path(file)
    secrets = secrets or SystemSecrets(configuration_folder())
    with disk.writing_named(folder):
        folder.mkdir(parents=True, exist_ok=True)
    key = _key_now(folder, secrets, passphrase)
    with exchange.sole_use(folder, key):
        exchange.finish(folder)
        working = _empty(folder / WORKING)
        try:
            present = _present(folder, key)
            taken = reading.take_out(file, working, secrets, passphrase, beside=folder)
            contents = _checked(file, folder, working, taken.key, present)
            with _damage_named(file, taken.key):
                _made_current(working, taken.key, clock, present, folder)
            kept, encrypted = _put(folder, working, taken, present, clock, secrets)
        finally:
            shutil.rmtree(working, ignore_errors=True)
    return Restored(str(folder), str(file), str(kept or ""), encrypted, contents.counts)


def _key_now(folder: Path, secrets: Secrets, passphrase: str) -> bytes | None:
    """The key of the library that will be replaced; None too where nobody can open it any more."""
    try:
        return key_of(folder, secrets, passphrase)
    except (PassphraseNeeded, WrongPassphrase, LibraryUnreadable):
        return None


def _empty(working: Path) -> Path:
    with disk.writing_named(working):
        if working.exists():
            shutil.rmtree(working)
        working.mkdir(mode=0o700)
    return working


def _present(folder: Path, key: bytes | None) -> _Present:
    file = folder / exchange.FILE_NAME
    if not file.is_file():
        return _Present()
    try:
        with closing(cipher.connect(file, key, read_only=True)) as connection:
            state = connection.execute("SELECT key, last_stamp, last_id FROM library_state").fetchone()
            if state is None:
                return _Present(key)
            community, stamp, last_id = state
            told = connection.execute("SELECT name, value FROM setting").fetchall()
            settings = tuple((name, value) for name, value in told if name.startswith(_OWN_SETTINGS))
            paired = connection.execute("SELECT endpoint, url, community, device FROM sync_state").fetchall()
            return _Present(key, community, stamp, last_id, settings, tuple(paired))
    except cipher.database_errors(key):
        # It is damaged, or nobody can open it: that is what a backup is for.
        return _Present()


def _checked(file: Path, folder: Path, working: Path, key: bytes | None, present: _Present) -> Contents:
    contents = contents_of(working / exchange.FILE_NAME, key, str(file))
    if contents.version > migrations.CURRENT:
        raise BackupTooNew(str(file), contents.version, migrations.CURRENT)
    if present.community and contents.community != present.community:
        raise BackupOfAnother(str(file), str(folder))
    return contents


@contextmanager
def _damage_named(file: Path, key: bytes | None) -> Iterator[None]:
    """What the check of every page does not see comes up when the file is worked in: its rules may be no SQL, say."""
    try:
        yield
    except LibraryUnreadable as error:
        raise BackupDamaged(str(file), error.reason) from error
    except (UnicodeDecodeError, peewee.DatabaseError) as error:
        raise BackupDamaged(str(file), "contents") from error
    except cipher.database_errors(key) as error:
        raise BackupDamaged(str(file), "contents") from error


def _made_current(working: Path, key: bytes | None, clock: Clock, present: _Present, folder: Path) -> None:
    library = Library(working, clock, key=key)
    try:
        migrations.migrate(library)
        with library.atomic("IMMEDIATE"):
            _hand_on(library, present)
        _erase_again(library, folder)
        for each in after_restore:
            each(library, folder)
        library.execute_sql("PRAGMA journal_mode = delete")
    except peewee.OperationalError as error:
        if not disk.refuses(str(error)):
            raise
        raise FileNotWritable(str(working), str(error)) from error
    finally:
        library.shut()


def _hand_on(library: Library, present: _Present) -> None:
    library.execute_sql(
        # Ids and stamps go on from the later of the two, so that nothing made since is made a second time.
        "UPDATE library_state SET restored_at = ?, restored_key = ?, open_change_set = NULL,"
        " last_stamp = max(last_stamp, ?), last_id = max(last_id, ?)",
        (library.clock.now(), token_hex(16), present.last_stamp, present.last_id),
    )
    for setting in present.settings:
        library.execute_sql(
            "INSERT INTO setting (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            setting,
        )
    for pairing in present.paired:
        # A backup from before the pairing: what the hub has of this device comes back from it.
        library.execute_sql(
            "INSERT INTO sync_state (endpoint, url, community, device) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (endpoint) DO NOTHING",
            pairing,
        )


def _erase_again(library: Library, folder: Path) -> None:
    """Whoever was erased after the backup was made is erased in what comes back, before anybody sees it."""
    erased_list.add(library.folder, erased_list.read(folder))
    erasing.after_restore(library)
    erased_list.add(folder, erased_list.read(library.folder))


def _put(
    folder: Path, working: Path, taken: reading.Taken, present: _Present, clock: Clock, secrets: Secrets
) -> tuple[Path | None, bool]:
    made, now = working / exchange.FILE_NAME, clock.now()
    _attachments(folder, taken.attachments)
    before = key_file.read(folder)
    if taken.key is None and present.key is not None:
        plain, made = made, exported(made, None, present.key)
        disk.wipe(plain)
    elif taken.key is not None and taken.key != present.key:
        assert taken.lock is not None
        key_file.write(folder, [taken.lock, *before])
        key_file.keep(secrets, taken.lock, taken.key)
    kept = exchange.put_in_place(folder, made, now)
    _settle_locks(folder, taken, present, before, kept)
    return kept, taken.key is not None or present.key is not None


def _settle_locks(
    folder: Path, taken: reading.Taken, present: _Present, before: list[Lock], kept: Path | None
) -> None:
    if kept and before:
        known = {lock.id: lock for lock in [*key_file.read(kept.parent), *before]}
        key_file.write(kept.parent, list(known.values()))
    if taken.key is not None and taken.key != present.key and taken.lock is not None:
        key_file.write(folder, [taken.lock])
    elif taken.key is None and present.key is None and before:
        # Nobody could open what was there; what is there now is plain.
        key_file.forget(folder)


def _attachments(folder: Path, brought: Path | None) -> None:
    """Files that an archive brings are added; each is named by its content, so none can take another's place."""
    if brought is None:
        return
    for source in sorted(brought.rglob("*")):
        target = folder / "attachments" / source.relative_to(brought)
        if source.is_file() and not target.exists():
            with disk.writing_named(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                disk.copy_checked(source, target)
