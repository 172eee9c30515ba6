"""What the backup section asks: the backups there are, when the next is due, the second folder, and the lock."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.store import Library
from kclub_desktop.store.backup import Backup, all_backups, choices, next_due
from kclub_desktop.store.backup.making import FOLDER


@dataclass(frozen=True)
class Backups:
    """newest first, those in the second folder only where the library's own has not got them. second: '' if none was
    chosen; away: it is not there now. lock: library, passphrase or ''."""

    there: list[Backup]
    next_due: int
    second: str
    away: bool
    lock: str


def backups(library: Library) -> Backups:
    """Ask for the whole section."""
    own = all_backups(library.folder / FOLDER)
    second, chosen = choices.second_folder(library), choices.chosen_folder(library)
    names = {each.path.name for each in own}
    more = [each for each in all_backups(second) if each.path.name not in names] if second else []
    lock = "library" if library.key is not None else "passphrase" if choices.has_passphrase(library) else ""
    return Backups(
        there=sorted([*own, *more], key=lambda each: each.at, reverse=True),
        next_due=next_due(library),
        second=str(chosen) if chosen else "",
        away=bool(chosen and not chosen.is_dir()),
        lock=lock,
    )
