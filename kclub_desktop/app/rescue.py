"""A library that cannot be read: its newest backup that can, and going back to it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kclub_desktop.cli import places
from kclub_desktop.clock import Clock
from kclub_desktop.secrets import SystemSecrets
from kclub_desktop.store.backup import Backup, newest_good
from kclub_desktop.store.surroundings import copies_beside
from kclub_desktop.words import tr

__all__ = ["newest_good", "restored", "warning", "words_for_offer"]


def words_for_offer(backup: Backup) -> str:
    """When it was made and what is in it, in this computer's time."""
    when = f"{datetime.fromtimestamp(backup.at):%Y-%m-%d %H:%M}"
    return tr(
        "There is a good backup of {when}. The damaged file is kept beside when it is restored.", when=when
    )


def restored(folder: Path, backup: Backup, clock: Clock) -> str:
    """Go back to it and say so. Raises as restore."""
    from kclub_desktop.store.backup.restoring import restore

    done = restore(folder, backup.path, clock=clock, secrets=SystemSecrets(places.configuration_folder()))
    return tr("Restored. What was there before is kept in {file}", file=done.kept)


def warning(folder: Path) -> str:
    """What to say when the window opens, '' for nothing: a cloud drive has kept another computer's edits beside."""
    copies = copies_beside(folder)
    if not copies:
        return ""
    return tr(
        "Beside the library lies {files}, probably with edits of another computer: see Settings, Storage",
        files=copies[0].name,
    )
