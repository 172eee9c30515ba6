"""Making a new copy of a community that is elsewhere: an empty library, paired; what it holds comes with its first sync.

Where pairing is refused nothing is left behind, so that the next try begins where this one did.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kclub_desktop.clock import Clock
from kclub_desktop.errors import KClubError
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import is_library, make_library
from kclub_desktop.sync.link import Invitation
from kclub_desktop.sync.pairing import pair


def new_copy(folder: Path, invited: Invitation, secrets: Secrets, clock: Clock, name: str = "") -> None:
    """Make a library in a folder that holds none, and pair it. name: of this device.

    Raises as make_library and pairing.pair.
    """
    was_there = folder.exists()
    library = make_library(folder, name="", clock=clock)
    try:
        pair(library, invited.url, invited.code, secrets, name)
    except KClubError:
        library.shut()
        if not was_there:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            _take_out(folder)
        raise
    library.shut()


def _take_out(folder: Path) -> None:
    """Only what was just made goes: the folder was there before, and empty of any library."""
    from kclub_desktop.store.library import FILE_NAME

    if is_library(folder):
        for file in folder.glob(f"{FILE_NAME}*"):
            file.unlink(missing_ok=True)
