"""Making a backup: a copy of one moment while others go on writing, opened and read whole before it gets its name.

Nothing is ever written under a backup's name but a finished one. When one is due is in due.py, how one comes back in
restoring.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import peewee

from kclub_desktop.errors import BackupDamaged, FileNotWritable
from kclub_desktop.store import disk
from kclub_desktop.store.backup import checking, listing, rotation
from kclub_desktop.store.backup.listing import Backup, Reason, all_backups
from kclub_desktop.store.encryption import cipher, container
from kclub_desktop.store.encryption.locks import Lock
from kclub_desktop.store.library import Library
from kclub_desktop.store.lock import FolderLock

FOLDER = "backups"
_WAIT_SECONDS = 600.0


def make(
    library: Library,
    reason: Reason,
    *,
    folder: Path | None = None,
    locked_by: tuple[bytes, Lock] | None = None,
) -> Backup:
    """Make one backup, checked, and let go of those that rotation does not keep.

    folder     where; by default the library's own `backups`
    locked_by  the key that locks it; an encrypted library's must be given
    Takes as long as reading and writing the file once or twice; memory stays the same. Never inside a write.
    Raises FileNotWritable, BackupDamaged if what was written could not be read back, LibraryUnreadable.
    """
    target = folder or library.folder / FOLDER
    with disk.writing_named(target):
        target.mkdir(parents=True, exist_ok=True)
    with copy_of(library) as copy:
        contents = checking.contents_of(copy, library.key, just_made=True)
        made = _placed(library, copy, target, reason, locked_by, contents)
        listing.note(made)
        _rotate(target)
    return made


@contextmanager
def copy_of(library: Library) -> Iterator[Path]:
    """A copy of this moment, under the library's own key, in its backups' folder; gone when this ends.

    Raises FileNotWritable, BackupDamaged.
    """
    own = library.folder / FOLDER
    with disk.writing_named(own):
        own.mkdir(parents=True, exist_ok=True)
    with _alone(own):
        copy = own / ".making.part"
        try:
            _copy(library, copy)
            yield copy
        finally:
            copy.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two backups at a time would take each other's unfinished files for left-overs."""
    held = FolderLock(folder, "making.lock", _WAIT_SECONDS)
    try:
        yield
    finally:
        held.release()


def _copy(library: Library, copy: Path) -> None:
    for left in copy.parent.glob(".*.part*"):
        disk.wipe(left)
    least = library.value("SELECT coalesce(max(id), 0) FROM change_set")
    try:
        library.execute_sql("VACUUM INTO ?", (str(copy),))
    except peewee.OperationalError as error:
        raise FileNotWritable(str(copy.parent), str(error)) from error
    with disk.writing_named(copy):
        copy.chmod(0o600)
    with closing(cipher.connect(copy, library.key, read_only=True)) as connection:
        if connection.execute("SELECT coalesce(max(id), 0) FROM change_set").fetchone()[0] < least:
            raise BackupDamaged(str(copy), "contents")


def _placed(
    library: Library,
    copy: Path,
    target: Path,
    reason: Reason,
    locked_by: tuple[bytes, Lock] | None,
    contents: checking.Contents,
) -> Backup:
    at = library.clock.now()
    file = target / listing.name_for(target, at, reason, locked_by is not None)
    if locked_by is not None:
        sealed = copy.with_name(".locked.part")
        try:
            with disk.writing_named(file):
                lock_file(copy, sealed, *locked_by)
                _move(sealed, file)
        finally:
            sealed.unlink(missing_ok=True)
    else:
        with disk.writing_named(file):
            _move(copy, file)
    return Backup(
        str(file),
        at,
        reason,
        file.stat().st_size,
        locked_by is not None,
        disk.sha256_of(file),
        contents.version,
        contents.change,
        contents.counts,
    )


def lock_file(plain: Path, sealed: Path, key: bytes, lock: Lock) -> None:
    """Write a file locked under another name and read it back. Raises OSError, BackupDamaged."""
    with open(plain, "rb") as source, open(sealed, "wb") as out:
        container.lock_into(source, out, key, lock)
        disk.settle(out)
    with open(sealed, "rb") as written, open(plain, "rb") as source:
        header = container.read_header(written, str(sealed))
        same = _Same(source)
        container.unlock_into(written, same, key, header, str(sealed))  # type: ignore[arg-type]
        same.finish(str(sealed))


class _Same:
    """Compares what is written to it with a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._same = True

    def write(self, piece: bytes) -> int:
        self._same = self._same and self._file.read(len(piece)) == piece
        return len(piece)

    def finish(self, name: str) -> None:
        if not self._same or self._file.read(1):
            raise BackupDamaged(name, "contents")


def _move(made: Path, file: Path) -> None:
    if made.parent == file.parent:
        disk.take_place(made, file)
    else:
        disk.copy_checked(made, file)


def _rotate(folder: Path) -> None:
    there = all_backups(folder)
    stay = rotation.kept(there)
    for each in there:
        if each not in stay:
            # One that cannot be removed now goes with the next.
            try:
                each.path.unlink(missing_ok=True)
            except OSError:
                continue


def copied_to(backup: Backup, folder: Path) -> Backup:
    """The same backup once more, in a folder of the person's own. Raises FileNotWritable."""
    with disk.writing_named(folder):
        folder.mkdir(parents=True, exist_ok=True)
    file = folder / backup.path.name
    disk.copy_checked(backup.path, file)
    copy = replace(backup, file=str(file))
    listing.note(copy)
    _rotate(folder)
    return copy
