"""Who may have a library open: any number of processes to work in it, one desk, and alone whoever makes or migrates it.

Locks are the operating system's, so a killed process leaves none behind.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import IO

from kclub_desktop.errors import LibraryInUse, LibraryNotWritable

_WAIT_SECONDS = 10.0


class FolderLock:
    """An exclusive lock on a file of the library's folder, held until `release`."""

    def __init__(self, folder: Path, name: str, wait_seconds: float = 0.0) -> None:
        """Raises LibraryInUse if somebody else holds it for longer than wait_seconds."""
        try:
            self._file: IO[bytes] | None = open(folder / name, "ab")  # noqa: SIM115 held as long as the lock
        except OSError as error:
            raise LibraryNotWritable(str(folder), error.strerror or str(error)) from error
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(self._file):
            if time.monotonic() >= deadline:
                self.release()
                raise LibraryInUse(str(folder))
            time.sleep(0.05)

    def release(self) -> None:
        """Let others have it; harmless twice."""
        if self._file:
            self._file.close()
            self._file = None


def desk_lock(folder: Path) -> FolderLock:
    """Only one desk per library."""
    return FolderLock(folder, "desk.lock")


def alone(folder: Path) -> FolderLock:
    """For making and migrating a file; waits for another that does the same."""
    return FolderLock(folder, "library.lock", _WAIT_SECONDS)


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
