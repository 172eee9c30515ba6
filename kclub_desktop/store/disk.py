"""Files that are whole or not there: written to the disk before they get their name, copied with a check, wiped.

What is in them is for others to say. Every failure of the system becomes FileNotWritable or FileNotReadable here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kclub_desktop.errors import FileNotReadable, FileNotWritable

PIECE = 1 << 20
"""Bytes handled at once: memory stays the same whatever the size of a file."""


def refuses(said: str) -> bool:
    """Does SQLite say that the disk takes nothing, rather than that the file is wrong?"""
    return any(words in said for words in ("readonly", "full", "I/O", "unable to open"))


@contextmanager
def writing_named(file: Path) -> Iterator[None]:
    """Turn the system's refusal inside into FileNotWritable."""
    try:
        yield
    except OSError as error:
        raise FileNotWritable(str(file), error.strerror or str(error)) from error


@contextmanager
def reading_named(file: Path) -> Iterator[None]:
    """Turn the system's refusal inside into FileNotReadable."""
    try:
        yield
    except OSError as error:
        raise FileNotReadable(str(file), error.strerror or str(error)) from error


def settle(file: BinaryIO) -> None:
    """Everything written so far is on the disk, not in a buffer, when this returns."""
    file.flush()
    os.fsync(file.fileno())


def settle_file(path: Path) -> None:
    """As settle, for a file that others wrote."""
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def settle_folder(folder: Path) -> None:
    """The names in a folder survive a power cut; systems that do not know this keep them by themselves."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network folders cannot do it.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)


def part_of(file: Path) -> Path:
    """Under which name a file is made before it takes its place; what is found under it later was cut short."""
    return file.with_name(f".{file.name}.part")


def take_place(made: Path, file: Path) -> None:
    """Let a finished file appear under its name at once, in place of what was there."""
    settle_file(made)
    os.replace(made, file)
    settle_folder(file.parent)


def write_whole(file: Path, content: bytes, mode: int = 0o600) -> None:
    """A small file, whole or not at all. Raises FileNotWritable."""
    made = part_of(file)
    with writing_named(file):
        made.unlink(missing_ok=True)
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(content)
            settle(out)
        os.replace(made, file)
        settle_folder(file.parent)


def keep_beside(file: Path, kept: Path) -> None:
    """The same file under a second name, without a moment in which it has none."""
    try:
        os.link(file, kept)
    except OSError:
        # Not every disk knows second names.
        shutil.copy2(file, kept)
        settle_file(kept)
    settle_folder(kept.parent)


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file's bytes from where it stands, PIECE by PIECE."""
    while piece := file.read(PIECE):
        yield piece


def sha256_of(path: Path) -> str:
    """Hash of a file's bytes as hexadecimal digits."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in pieces(file):
            digest.update(piece)
    return digest.hexdigest()


def copy_checked(source: Path, target: Path) -> None:
    """Copy a file under another name, whole or not at all, and read it again. Raises FileNotWritable."""
    made = part_of(target)
    with writing_named(target):
        try:
            shutil.copyfile(source, made)
            settle_file(made)
            if sha256_of(source) != sha256_of(made):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            os.replace(made, target)
            settle_folder(target.parent)
        except BaseException:
            made.unlink(missing_ok=True)
            raise


def wipe(file: Path) -> None:
    """Overwrite a file and remove it, as far as the disk lets its bytes go; harmless where there is none."""
    if not os.path.lexists(file):
        return
    with writing_named(file):
        if file.is_symlink():
            # Somebody put it there: what it names is not ours to overwrite.
            file.unlink()
            return
        left = file.stat().st_size
        with open(file, "rb+") as out:
            while left > 0:
                left -= out.write(bytes(min(PIECE, left)))
            settle(out)
        file.unlink()
