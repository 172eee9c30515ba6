"""Exchanging a library's file for another one: nobody else has it open meanwhile, and at no moment is there none.

The one that goes is kept beside or wiped, as the caller says; what the new one holds is for the caller to check.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kclub_desktop.errors import LibraryInUse, LibraryNotWritable, LibraryOpenElsewhere
from kclub_desktop.store import disk, lock
from kclub_desktop.store.encryption import cipher

FILE_NAME = "community.kclub"
REPLACED = "replaced"
STAGED = ".staged.part"
_GOING = ".going.part"
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
"""Where SQLite locks a file it has open. Source: sqlite.org/lockingv3, os.h."""


@contextmanager
def sole_use(folder: Path, key: bytes | None) -> Iterator[None]:
    """Nobody has the library open and nobody can open it inside; its log is folded into the file if that can be read.

    key  of the file as it is
    Raises LibraryOpenElsewhere, LibraryNotWritable.
    """
    with ExitStack() as held:
        try:
            held.callback(lock.desk_lock(folder).release)
            held.callback(lock.alone(folder).release)
        except LibraryInUse as error:
            raise LibraryOpenElsewhere(str(folder)) from error
        _fold(folder, key)
        yield


def put_in_place(folder: Path, made: Path, now: int, *, wiped: bool = False) -> Path | None:
    """Let a finished file be the library's, in one step; inside sole_use.

    wiped  overwrite the one that goes; otherwise it is kept in the folder `replaced`
    Returns where the old one is kept, None if there was none or it was wiped. Raises FileNotWritable.
    """
    file = folder / FILE_NAME
    kept: Path | None = None
    with disk.writing_named(file):
        if file.exists():
            kept = folder / _GOING if wiped else _free_name(folder, now)
            kept.parent.mkdir(exist_ok=True)
            kept.unlink(missing_ok=True)
            disk.keep_beside(file, kept)
            _keep_log(file, kept)
        disk.take_place(made, file)
    if wiped:
        finish(folder)
        return None
    return kept


def finish(folder: Path) -> None:
    """Wipe what an exchange that was cut short left behind. Raises FileNotWritable."""
    going, file = folder / _GOING, folder / FILE_NAME
    if going.exists() and file.exists() and going.samefile(file):
        # It was cut short before the new file took the place: this is a second name of the only one there is.
        with disk.writing_named(going):
            going.unlink()
    disk.wipe(going)
    for end in ("", "-journal", "-wal", "-shm"):
        disk.wipe(folder / (STAGED + end))
    for left in _left_over(folder):
        disk.wipe(left)


def unfinished(folder: Path) -> bool:
    """Was an exchange cut short here?"""
    return any((folder / name).exists() for name in (_GOING, STAGED)) or bool(_left_over(folder))


def _left_over(folder: Path) -> list[Path]:
    """A key file not finished, and replaced files that were being locked."""
    key = disk.part_of(folder / cipher.KEY_FILE)
    return [each for each in (key, *(folder / REPLACED).glob(".*.part")) if each.exists()]


def _fold(folder: Path, key: bytes | None) -> None:
    file = folder / FILE_NAME
    if not file.exists():
        return
    damaged = False
    try:
        with closing(cipher.connect(file, key, timeout=2.0)) as connection:
            # Only the one connection there is can end the log; and it is gone with all that was in it written over.
            connection.execute("PRAGMA journal_mode = delete").fetchone()
    except cipher.database_errors(key) as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            raise LibraryOpenElsewhere(str(folder)) from error
        if disk.refuses(said):
            raise LibraryNotWritable(str(folder), said) from error
        damaged = True
    if damaged:
        _none_has_open(folder)


def _keep_log(file: Path, kept: Path) -> None:
    """A damaged file's log goes with it: it must not be taken for one of the new file."""
    for end in ("-wal", "-shm", "-journal"):
        left = file.with_name(file.name + end)
        if left.exists():
            left.replace(kept.with_name(kept.name + end))


def _none_has_open(folder: Path) -> None:
    """A damaged file tells SQLite nothing any more, but whoever has it open holds a lock on it."""
    if sys.platform == "win32":
        return
    import fcntl

    with open(folder / FILE_NAME, "rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError as error:
            raise LibraryOpenElsewhere(str(folder)) from error


def _free_name(folder: Path, now: int) -> Path:
    base = f"community-{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"
    kept, number = folder / REPLACED / f"{base}.kclub", 2
    while kept.exists():
        kept, number = folder / REPLACED / f"{base}-{number}.kclub", number + 1
    return kept
