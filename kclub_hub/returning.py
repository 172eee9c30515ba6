"""What a hub lost when it was put back from a backup, and any owner's device still has, comes back.

Else only who wrote a change set hands it in, and what was written on a device that is gone would be on some copies and not on
others. So what the log does not have, and is from before it was put back, is taken from owners for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kclub_hub.communities import KnownDevice
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.changes import ChangeSet
from kclub_protocol.scopes import Role
from kclub_protocol.stamps import MAX_AHEAD_MS, stamp_at

MAX_ASKED = 5_000
"""Change sets that are asked about at once."""


def lost(hub: HubDatabase, community: str, written: Sequence[tuple[int, int]]) -> list[int]:
    """Of change sets named by (node, stamp), the places of those that the log may have lost when it was put back.

    Compaction takes whole change sets, too; they are not told apart, and harmless: of each field the later value stands.
    """
    until = _until(hub, community)
    with hub.reading() as db:
        log = db.execute("SELECT log FROM community WHERE id = ?", (community,)).fetchone()[0]
        return [
            place
            for place, (node, stamp) in enumerate(written)
            if stamp <= until
            and not db.execute(
                "SELECT 1 FROM log_set WHERE log = ? AND node = ? AND stamp = ?", (log, node, stamp)
            ).fetchone()
        ]


def check(hub: HubDatabase, device: KnownDevice, change_sets: Iterable[ChangeSet]) -> None:
    """Raises Problem 403 not-yours unless these may have been lost and an owner's device hands them in."""
    until = _until(hub, device.community) if device.role == Role.OWNER else -1
    for index, each in enumerate(change_sets):
        if each.stamp > until:
            raise Problem(403, "not-yours", "A device sends only what was written on it", change_set=index)


def note_taken(db: Any, community: str, change_sets: Iterable[ChangeSet]) -> None:
    """Whoever wrote these may have been put back, too, and is to notice that the hub knows more of it than it does."""
    newest: dict[int, int] = {}
    for each in change_sets:
        newest[each.node] = max(each.stamp, newest.get(each.node, 0))
    for node, stamp in newest.items():
        db.execute(
            "UPDATE device SET last_stamp = ? WHERE community = ? AND node = ? AND last_stamp < ?",
            (stamp, community, node, stamp),
        )


def _until(hub: HubDatabase, community: str) -> int:
    """The latest stamp that can have been lost; -1 if the hub was never put back."""
    with hub.reading() as db:
        (at,) = db.execute("SELECT restored_at FROM community WHERE id = ?", (community,)).fetchone()
    return -1 if at is None else stamp_at((at + 1) * 1000 + MAX_AHEAD_MS)
