"""Attachments' files that no row uses any more, and files that are missing or damaged.

A file is kept for a while after its last row was deleted, so that an undo finds it; what belonged to an erased person
goes at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kclub_desktop.store import disk
from kclub_protocol.ids import node_of

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

FOLDER = "attachments"
GRACE_SECONDS = 30 * 86_400


@dataclass(frozen=True)
class Collected:
    """How many files went, and how many bytes."""

    files: int = 0
    size: int = 0


def unused(library: Library) -> list[Path]:
    """Files that no live row has used for GRACE_SECONDS, and what was cut off while it was copied."""
    now = library.clock.now()
    wanted = {
        name
        for (name,) in library.rows(
            "SELECT sha256 FROM attachment WHERE deleted_at IS NULL OR deleted_at > ?", (now - GRACE_SECONDS,)
        )
    }
    return [
        file
        for file in _files(library)
        if file.name not in wanted and file.stat().st_mtime < now - GRACE_SECONDS
    ]


def collect(library: Library) -> Collected:
    """Remove what is unused. Raises FileNotWritable."""
    files, size = unused(library), 0
    for file in files:
        size += file.stat().st_size
        with disk.writing_named(file):
            file.unlink(missing_ok=True)
    return Collected(len(files), size)


def drop(library: Library, hashes: Iterable[str]) -> None:
    """Remove the bytes of these hashes at once, but for those that another live row uses. Raises FileNotWritable."""
    for sha256 in {each for each in hashes if each}:
        if library.value("SELECT 1 FROM attachment WHERE sha256 = ? AND deleted_at IS NULL", (sha256,)):
            continue
        file = library.folder / FOLDER / sha256[:2] / sha256
        with disk.writing_named(file):
            file.unlink(missing_ok=True)


def missing(library: Library) -> Iterator[tuple[str, Path]]:
    """(name, where it should be) of attachments that were added on this device and whose bytes are gone."""
    here = _added_here(library)
    yield from ((name, file) for name, file in _not_here(library) if file.name in here)


def elsewhere(library: Library) -> Iterator[tuple[str, Path]]:
    """As missing, of attachments added on another device: their names come with a sync, their bytes some time after."""
    here = _added_here(library)
    yield from ((name, file) for name, file in _not_here(library) if file.name not in here)


def damaged(library: Library) -> Iterator[tuple[str, Path]]:
    """(name, file) of attachments whose bytes are not those that were added; reads all of them."""
    for name, sha256 in _named(library):
        file = library.folder / FOLDER / sha256[:2] / sha256
        if file.is_file() and disk.sha256_of(file) != sha256:
            yield name, file


def _not_here(library: Library) -> Iterator[tuple[str, Path]]:
    for name, sha256 in _named(library):
        file = library.folder / FOLDER / sha256[:2] / sha256
        if not file.is_file():
            yield name, file


def _added_here(library: Library) -> set[str]:
    live = library.rows("SELECT id, sha256 FROM attachment WHERE deleted_at IS NULL AND sha256 <> ''")
    return {str(sha256) for row, sha256 in live if node_of(row) == library.node}


def _named(library: Library) -> list[tuple[str, str]]:
    return [
        (str(name), str(sha256))
        for name, sha256 in library.rows(
            "SELECT min(name), sha256 FROM attachment WHERE deleted_at IS NULL AND sha256 <> '' GROUP BY sha256"
        )
    ]


def _files(library: Library) -> Iterator[Path]:
    for file in sorted((library.folder / FOLDER).rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield file
