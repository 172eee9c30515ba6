"""The list of who was erased, kept beside the file and not in it: a backup from before knows nothing of an erasure.

It holds ids and times only. After a restore everybody on it is erased again.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kclub_desktop.errors import LibraryNotWritable

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

FILE_NAME = "erased.json"


def read(folder: Path) -> dict[int, int]:
    """Member -> UTC seconds of the erasure; empty if there is no list or it cannot be understood."""
    try:
        told = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return {int(entry["member"]): int(entry["at"]) for entry in told["erased"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def write(library: Library) -> None:
    """Put everybody the file knows as erased on the list; nobody is ever taken off it. Raises LibraryNotWritable."""
    here = dict(library.rows("SELECT member, min(erased_at) FROM erasure GROUP BY member"))
    add(library.folder, here)


def add(folder: Path, erased: dict[int, int]) -> None:
    """Put members on the list, for example from the manifest of an archive. Raises LibraryNotWritable."""
    listed = read(folder)
    wanted = {**erased, **listed}
    if wanted == listed:
        return
    entries = [{"member": str(member), "at": at} for member, at in sorted(wanted.items())]
    file = folder / FILE_NAME
    partial = folder / f".{FILE_NAME}.{os.getpid()}"
    try:
        with open(partial, "w", encoding="utf-8") as handle:
            json.dump({"erased": entries}, handle, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(partial, file)
    except OSError as error:
        raise LibraryNotWritable(str(folder), error.strerror or str(error)) from error
