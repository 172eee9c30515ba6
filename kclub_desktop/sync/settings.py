"""What sync remembers for itself, in the library's own table of local settings."""

from __future__ import annotations

from kclub_desktop.store import setting

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

get, put = setting.get, setting.put_or_forget
