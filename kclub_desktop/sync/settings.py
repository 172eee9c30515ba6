"""What sync remembers for itself, in the library's own table of local settings."""

from __future__ import annotations

from kclub_desktop.store import Library, setting

LIFE = "sync.life"
"""Life of the hub's log that the cursors belong to."""
COMPARED_AT = "sync.compared_at"
"""UTC seconds of the last comparison of digests."""

TOKEN_AT = "sync.token_at"
"""UTC seconds since when this device has its token."""
DIFFERS = "sync.differs"
"""Tables in which another copy differs though this one is what the hub's log says."""
FOR_OTHERS = "sync.for_others"
"""Set while what others wrote is to be handed in for them, since the hub was put back."""
LET_IN_UPTO = "sync.let_in_upto"
"""Id of the newest change set that was looked at for removed devices that were paired again."""
REMOVED_IN = "sync.removed_in"
"""Life of the hub's log in which it was seen to that removed devices are still removed."""
PARTED = "sync.parted"
"""Id of the newest entry of the log that was looked at for merges that hold no more."""


def get(library: Library, name: str) -> str:
    """The value, '' if there is none."""
    return setting.get(library, name)


def put(library: Library, name: str, value: str) -> None:
    """Remember a value; '' forgets it. Raises LibraryBusy, LibraryNotWritable."""
    if value:
        setting.put(library, name, value)
    else:
        setting.forget(library, name)
