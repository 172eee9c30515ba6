"""Which backups there are: their names by UTC time and reason, and a line for each in the folder's list.

The list is a file of lines, each written once and never changed; a line that a power cut spoiled costs what it knew of
one backup, never the backup.
"""

from __future__ import annotations

import enum
import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kclub_desktop.store import disk

LIST = "backups.jsonl"
PLAIN, LOCKED = ".kclub", ".kclub-locked"
_KINDS = {"sha256": str, "version": int, "change": int, "counts": dict}
"""What a line adds to the file's own name and size; anybody may have written into the list."""
_NAME = re.compile(r"community-(\d{8}T\d{6})Z-([a-z_]+)(?:-\d+)?(\.kclub(?:-locked)?)")


class Reason(enum.StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    MANUAL = "manual"
    MIGRATION = "migration"
    IMPORT = "import"
    ERASE = "erase"
    MERGE = "merge"
    RESTORE = "restore"
    OTHER = "other"


@dataclass(frozen=True)
class Backup:
    """One backup. at: UTC seconds; size: bytes; sha256 '' and no counts where the list knows nothing of the file.

    change  newest change set in it; version: of the file inside; locked: needs a key
    """

    file: str
    at: int
    reason: str
    size: int
    locked: bool
    sha256: str = ""
    version: int = 0
    change: int = 0
    counts: dict[str, int] = field(default_factory=dict, hash=False)

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.file)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def name_for(folder: Path, at: int, reason: str, locked: bool) -> str:
    """A name that is free in the folder."""
    base = f"community-{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%S}Z-{reason}"
    end = LOCKED if locked else PLAIN
    name, number = base + end, 2
    while (folder / name).exists():
        name, number = f"{base}-{number}{end}", number + 1
    return name


def parsed(name: str) -> tuple[int, str, bool] | None:
    """(time, reason, locked) of a backup's name; None for a file that is none of ours."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    try:
        at = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(at.timestamp()), found[2], found[3] == LOCKED


def note(backup: Backup) -> None:
    """Add a line for a backup that is in its place. Raises FileNotWritable."""
    told = backup.as_json() | {"file": backup.path.name}
    where = backup.path.parent / LIST
    with disk.writing_named(where), open(where, "ab") as out:
        # A line that was cut off must not spoil this one.
        out.write(b"\n" * (out.tell() > 0) + json.dumps(told, ensure_ascii=False).encode())
        disk.settle(out)


def relocked(backup: Backup, made: Path, file: Path) -> Backup:
    """The same backup locked. made: the locked file, which will have the name `file`."""
    return replace(backup, file=str(file), size=made.stat().st_size, locked=True, sha256=disk.sha256_of(made))


def all_backups(*folders: Path) -> list[Backup]:
    """The backups in these folders, newest first. Folders that are not there now hold none."""
    found = [each for folder in folders for each in _in(folder)]
    return sorted(found, key=lambda each: (each.at, each.file), reverse=True)


def _in(folder: Path) -> list[Backup]:
    known = _noted(folder)
    try:
        entries = list(folder.iterdir())
    except OSError:
        return []
    found = []
    for entry in entries:
        name, told = entry.name, parsed(entry.name)
        # A link to something that is gone, or a folder, must not hide the backups beside it.
        if told is None or not entry.is_file():
            continue
        size = entry.stat().st_size
        at, reason, locked = told
        noted = known.get(name, {})
        found.append(Backup(**{**noted, "file": str(folder / name), "at": at, "reason": reason, "size": size,
                               "locked": locked}))  # fmt: skip
    return found


def _noted(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        lines = (folder / LIST).read_bytes().splitlines()
    except OSError:
        return {}
    known: dict[str, dict[str, Any]] = {}
    for line in lines:
        try:
            told = json.loads(line)
            known[told["file"]] = {
                name: told[name] for name, kind in _KINDS.items() if isinstance(told.get(name), kind)
            }
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return known
