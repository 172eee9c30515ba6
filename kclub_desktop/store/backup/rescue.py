"""Which backup a damaged library can go back to: the newest that is as it was written."""

from __future__ import annotations

from pathlib import Path

from kclub_desktop.errors import KClubError
from kclub_desktop.store import disk
from kclub_desktop.store.backup.checking import contents_of
from kclub_desktop.store.backup.listing import Backup, all_backups
from kclub_desktop.store.backup.making import FOLDER


def newest_good(folder: Path) -> Backup | None:
    """The newest backup in a library's own folder that is whole; None if there is none.

    A locked one is whole if it has the hash it was written with; whether somebody can open it is seen when they do.
    """
    return next((each for each in all_backups(Path(folder) / FOLDER) if is_good(each)), None)


def is_good(backup: Backup) -> bool:
    """Is it as it was written?"""
    try:
        if backup.sha256:
            return disk.sha256_of(backup.path) == backup.sha256
        if backup.locked:
            return False
        contents_of(backup.path)
    except (KClubError, OSError):
        return False
    return True
