"""The file itself: its pages, its triggers, its gate, its write-ahead log, and where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kclub_desktop.store import surroundings, triggers
from kclub_desktop.store.backup import all_backups, choices, is_good
from kclub_desktop.store.backup.making import FOLDER as BACKUPS
from kclub_desktop.store.doctor.finding import Finding, State
from kclub_desktop.store.encryption import changing, key_file
from kclub_desktop.store.privacy import cleaning

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_SHOWN = 5
_LARGE_LOG_BYTES = 64 * 1024 * 1024


def damage(library: Library) -> Iterator[Finding]:
    """Pages and indices that contradict each other."""
    said = [str(line) for (line,) in library.rows("PRAGMA integrity_check(100)")]
    if said != ["ok"]:
        code = "index_wrong" if all("index" in line for line in said) else "damaged"
        yield Finding(code, {"n": len(said), "first": "; ".join(said[:_SHOWN])})


def reindex(library: Library) -> None:
    """Make all indices anew from their tables; of no use against damage in a table."""
    library.execute_sql("REINDEX")


def trigger_differences(library: Library) -> Iterator[Finding]:
    """Triggers that are missing, changed or too many: without them the write gate does not hold."""
    wanted = triggers.generated()
    present = dict(library.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    differing = {name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)}
    if differing:
        yield Finding("triggers_wrong", {"n": len(differing)})


def gate(library: Library) -> Iterator[Finding]:
    """A gate that is open while nobody writes: only another tool can have left it so."""
    library.begin_immediate()
    try:
        if library.value("SELECT open_change_set FROM library_state") is not None:
            yield Finding("gate_open")
    finally:
        library.roll_back_writing()


def close_gate(library: Library) -> None:
    """Shut it."""
    library.execute_sql("UPDATE library_state SET open_change_set = NULL")


def large_log(library: Library) -> Iterator[Finding]:
    """A write-ahead log that has grown since somebody keeps reading."""
    log = library.file.with_name(f"{library.file.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > _LARGE_LOG_BYTES:
        yield Finding("log_large", {"megabytes": size // 1_000_000}, State.NOTICE)


def empty_log(library: Library) -> None:
    """Move what the log holds into the file."""
    library.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def surroundings_of(library: Library) -> Iterator[Finding]:
    """A cloud drive that keeps the folder in step, and the copies it made of edits on two computers."""
    if drive := surroundings.cloud_drive(library.folder):
        yield Finding("cloud_drive", {"drive": drive}, State.NOTICE)
    if copies := surroundings.copies_beside(library.folder):
        names = ", ".join(file.name for file in copies[:_SHOWN])
        yield Finding("copies_beside", {"n": len(copies), "names": names})


def bad_backups(library: Library) -> Iterator[Finding]:
    """Backups that are not as they were written."""
    second = choices.second_folder(library)
    folders = [library.folder / BACKUPS, *([second] if second else [])]
    bad = [backup for backup in all_backups(*folders) if not is_good(backup)]
    if bad:
        names = ", ".join(backup.path.name for backup in bad[:_SHOWN])
        yield Finding("backup_damaged", {"n": len(bad), "names": names})


def plain_copies(library: Library) -> Iterator[Finding]:
    """Copies of an encrypted library that anybody can read: its encryption was cut short, or a stick was away."""
    plain = _plain(library) if library.key is not None else []
    if plain:
        names = ", ".join(path.name for path in plain[:_SHOWN])
        yield Finding("copies_plain", {"n": len(plain), "names": names})


def lock_plain_copies(library: Library) -> None:
    """Lock them by the library's own key."""
    found = key_file.read(library.folder)
    if library.key is not None and found:
        changing.lock_copies(_plain(library), library.key, found[0])


def _plain(library: Library) -> list[Path]:
    return changing.plain_copies(library.folder, choices.second_folder(library))


def erased_bytes(library: Library) -> Iterator[Finding]:
    """Bytes of something erased that could not be cleaned out of the file yet."""
    if cleaning.is_due(library):
        yield Finding("cleaning_due")
