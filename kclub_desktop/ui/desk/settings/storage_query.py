"""What the storage section asks: sizes, encryption, and whether a cloud drive keeps the folder in step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import peewee

from kclub_desktop.store import Library
from kclub_desktop.store.backup import all_backups
from kclub_desktop.store.backup.making import FOLDER
from kclub_desktop.store.surroundings import cloud_drive, copies_beside

_MEASURED_UP_TO = 300_000_000
"""Measuring the parts of a file means reading all of it; of a larger one only the whole is told."""


@dataclass(frozen=True)
class Storage:
    """Sizes in bytes; search None = not measured. cloud: a drive's name or ''; copies: names of files beside."""

    folder: str
    file: int
    log: int
    attachments: int
    backups: int
    search: int | None
    encrypted: bool
    cloud: str
    copies: list[str]


def storage(library: Library) -> Storage:
    """Ask for the whole section."""
    file = library.file
    return Storage(
        folder=str(library.folder.absolute()),
        file=_size(file),
        log=_size(file.with_name(file.name + "-wal")),
        attachments=sum(_size(each) for each in (library.folder / "attachments").rglob("*")),
        backups=sum(each.size for each in all_backups(library.folder / FOLDER)),
        search=_search(library, _size(file)),
        encrypted=library.key is not None,
        cloud=cloud_drive(library.folder),
        copies=[each.name for each in copies_beside(library.folder)],
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0


def _search(library: Library, size: int) -> int | None:
    if size > _MEASURED_UP_TO:
        return None
    try:
        return int(library.value("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE '%search%'"))
    except peewee.OperationalError:
        # Not every SQLite is built with it.
        return None
