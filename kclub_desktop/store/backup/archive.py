"""The full archive: one zip file with the library, its attachments, and a list of it all with hashes and sizes.

It is what a person keeps for years or takes to another system; a zip that anybody's tools open. Reading one trusts
nothing: every name, size and hash is checked before the library in it is looked at.
"""

from __future__ import annotations

import errno
import json
import lzma
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kclub_desktop import __version__
from kclub_desktop.errors import ArchiveRefused, BackupDamaged, FileNotWritable, FileThere
from kclub_desktop.progress import Progress
from kclub_desktop.store import disk
from kclub_desktop.store.backup.checking import contents_of
from kclub_desktop.store.backup.making import copy_of
from kclub_desktop.store.encryption.changing import exported_to
from kclub_desktop.store.exchange import FILE_NAME
from kclub_desktop.store.library import Library
from kclub_desktop.store.privacy import erased_list

SUFFIX = ".kclub-archive"
MANIFEST = "manifest.json"
ATTACHMENTS = "attachments"
FORMAT = 1
_MOST_MANIFEST = 64 << 20
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    UnicodeDecodeError,
    NotImplementedError,
    RuntimeError,
)
"""What Python's zip reader says of a file that is not as it was written, or is of a kind we never write."""
_KEPT = re.compile(rf"{ATTACHMENTS}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})")
_MOST_RATIO = 1000
"""Deflate cannot shrink anything more than 1,032 times: a list that claims more is made to fill the disk."""


@dataclass(frozen=True)
class Archived:
    """What was written. files: library and attachments; size: bytes of the archive."""

    file: str
    files: int
    size: int
    counts: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"file": self.file, "files": self.files, "size": self.size, "counts": self.counts}


def archive(library: Library, file: Path | str, *, progress: Progress | None = None) -> Archived:
    """Write everything of a library into one file, readable by everybody, whole or not at all; others go on writing.

    Raises FileThere, FileNotWritable, BackupDamaged, LibraryUnreadable; Cancelled leaves no file.
    """
    file, progress = Path(file), progress or Progress()
    if os.path.lexists(file):
        # It may be anything, the library itself not excepted.
        raise FileThere(str(file))
    made = disk.part_of(file)
    try:
        with copy_of(library) as copy, disk.writing_named(file):
            plain = copy
            if library.key is not None:
                plain = copy.with_name(".plain.part")
                exported_to(copy, library.key, plain, None)
            try:
                archived = _write(library, plain, made, file, progress)
            finally:
                if plain != copy:
                    disk.wipe(plain)
            disk.take_place(made, file)
    finally:
        made.unlink(missing_ok=True)
    return archived


def _write(library: Library, copy: Path, made: Path, file: Path, progress: Progress) -> Archived:
    contents = contents_of(copy)
    entries = [(FILE_NAME, copy), *_attachments(library.folder)]
    listed = []
    progress.expect(len(entries))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped:
        for name, source in entries:
            size, digest = source.stat().st_size, disk.sha256_of(source)
            zipped.write(source, name)
            listed.append({"name": name, "size": size, "sha256": digest})
            progress.advance()
        erased = erased_list.read(library.folder)
        told = {
            "format": FORMAT,
            "program": __version__,
            "made_at": library.clock.now(),
            "community": contents.community,
            "name": library.name,
            "file_version": contents.version,
            "counts": contents.counts,
            "erased": [{"member": str(member), "at": at} for member, at in sorted(erased.items())],
            "files": listed,
        }
        zipped.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
    return Archived(str(file), len(listed), made.stat().st_size, contents.counts)


def _attachments(folder: Path) -> Iterator[tuple[str, Path]]:
    root = folder / ATTACHMENTS
    for source in sorted(root.rglob("*")):
        name = source.relative_to(folder).as_posix()
        # What others left in the folder, a system's thumbnails say, is no attachment.
        if _KEPT.fullmatch(name) and source.is_file() and not source.is_symlink():
            yield name, source


def unpack(file: Path, working: Path) -> Path | None:
    """Lay an archive's library and attachments into a working folder, each checked by size and hash.

    Returns the folder of the attachments, None if there are none. Raises ArchiveRefused, BackupDamaged,
    FileNotReadable, FileNotWritable (also before anything is laid there, if it would not find room).
    """
    try:
        with disk.reading_named(file), zipfile.ZipFile(file) as zipped:
            listed, erased = _listed(zipped, file)
            if sum(size for _name, size, _digest in listed) > shutil.disk_usage(working).free:
                raise FileNotWritable(str(working), os.strerror(errno.ENOSPC))
            erased_list.add(working, erased)
            for name, size, digest in listed:
                _unpack_one(zipped, name, size, digest, working, file)
    except _UNREADABLE as error:
        raise BackupDamaged(str(file), "contents") from error
    found = working / ATTACHMENTS
    return found if found.is_dir() else None


def _listed(zipped: zipfile.ZipFile, file: Path) -> tuple[list[tuple[str, int, str]], dict[int, int]]:
    """(name, size, hash) of every file and who was erased when, after the list and the zip's own directory were found to agree."""
    try:
        entry = zipped.getinfo(MANIFEST)
        if entry.file_size > _MOST_MANIFEST:
            raise ArchiveRefused(str(file), "size", MANIFEST)
        told = json.loads(zipped.read(entry))
        listed = [(str(each["name"]), int(each["size"]), str(each["sha256"])) for each in told["files"]]
        erased = {int(each["member"]): int(each["at"]) for each in told["erased"]}
        newer = int(told["format"]) > FORMAT
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveRefused(str(file), "manifest") from error
    if newer or FILE_NAME not in {name for name, _size, _digest in listed}:
        raise ArchiveRefused(str(file), "manifest")
    present = {info.filename: info for info in zipped.infolist()}
    for name, size, _digest in listed:
        if not _belongs(name):
            raise ArchiveRefused(str(file), "name", name)
        info = present.get(name)
        if info is None:
            raise BackupDamaged(str(file), "contents")
        if info.file_size != size or size > max(1, info.compress_size) * _MOST_RATIO + 4096:
            raise ArchiveRefused(str(file), "size", name)
    if len(present) != len(zipped.infolist()) or present.keys() - {n for n, _, _ in listed} - {MANIFEST}:
        raise ArchiveRefused(
            str(file), "name", next(iter(present.keys() - {n for n, _, _ in listed} - {MANIFEST}), "")
        )
    return listed, erased


def _belongs(name: str) -> bool:
    """The library itself, or an attachment under the hash of its bytes: nothing that could leave the folder."""
    return name == FILE_NAME or _KEPT.fullmatch(name) is not None


def _unpack_one(
    zipped: zipfile.ZipFile, name: str, size: int, digest: str, working: Path, file: Path
) -> None:
    target = working.joinpath(*name.split("/"))
    with disk.writing_named(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipped.open(name) as source, open(target, "wb") as out:
            copied = _copy_at_most(source, out, size)  # type: ignore[arg-type]
            disk.settle(out)
    if copied != size:
        raise ArchiveRefused(str(file), "size", name)
    if disk.sha256_of(target) != digest:
        raise BackupDamaged(str(file), "hash")


def _copy_at_most(source: BinaryIO, out: BinaryIO, size: int) -> int:
    """Copy until the end, or one byte more than said: a zip that lies about a size is not unpacked to its end."""
    copied = 0
    while copied <= size and (piece := source.read(min(disk.PIECE, size + 1 - copied))):
        out.write(piece)
        copied += len(piece)
    return copied
