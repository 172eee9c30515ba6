"""Making a new copy of a community that is elsewhere: an empty library, paired; what it holds comes with its first sync.

It is made aside and put into its place when it is paired. Where that is refused, or the program ended while it waited,
there is no library, and the next try begins where this one did.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kclub_desktop.clock import Clock
from kclub_desktop.errors import AlreadyALibrary, KClubError, LibraryNotWritable
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import is_library, make_library
from kclub_desktop.sync.link import Invitation
from kclub_desktop.sync.pairing import pair

_ASIDE = ".joining"


def new_copy(folder: Path, invited: Invitation, secrets: Secrets, clock: Clock, name: str = "") -> None:
    """Make a library in a folder that holds none, and pair it. name: of this device.

    Raises as make_library and pairing.pair.
    """
    if is_library(folder):
        raise AlreadyALibrary(str(folder))
    was_there, aside = folder.exists(), folder / _ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    try:
        library = make_library(aside, name="", clock=clock)
        try:
            pair(library, invited.url, invited.code, secrets, name, joining=True)
        finally:
            library.shut()
        _put_in_place(aside, folder)
    except KClubError:
        shutil.rmtree(aside, ignore_errors=True)
        if not was_there:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _put_in_place(aside: Path, folder: Path) -> None:
    try:
        for made in aside.iterdir():
            made.replace(folder / made.name)
        aside.rmdir()
    except OSError as error:
        raise LibraryNotWritable(str(folder), error.strerror or str(error)) from error
