"""The list of who was erased, kept beside the file and not in it: a backup from before knows nothing of an erasure.

It holds ids and times only. After a restore everybody on it is erased again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from kclub_desktop.store import disk

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


def of(library: Library) -> dict[int, int]:
    """Everybody the file knows as erased, with the time."""
    return dict(library.rows("SELECT member, min(erased_at) FROM erasure GROUP BY member"))


def write(library: Library) -> None:
    """Put everybody the file knows as erased on the list; nobody is ever taken off it. Raises FileNotWritable."""
    add(library.folder, of(library))


def add(folder: Path, erased: dict[int, int]) -> None:
    """Put members on the list of a folder. Raises FileNotWritable."""
    listed = read(folder)
    wanted = {**erased, **listed}
    if wanted == listed:
        return
    entries = [{"member": str(member), "at": at} for member, at in sorted(wanted.items())]
    disk.write_whole(folder / FILE_NAME, json.dumps({"erased": entries}, indent=1).encode())
