"""What an owner changes about devices after pairing: the name, whether staff may write money, and letting one in again.

Pairing, tokens and removing are in communities.py.
"""

from __future__ import annotations

from typing import Any

from kclub_hub import audit
from kclub_hub.communities import DEVICE, KnownDevice, device_from
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.scopes import Role, Sees


def change(
    hub: HubDatabase,
    community: str,
    device: str,
    *,
    by: str,
    name: str | None = None,
    money: bool | None = None,
    revoked: bool | None = None,
    sees_money: bool | None = None,
) -> KnownDevice:
    """Change what is not None of a device, and say how it stands now. by: the device that asks, '' at the hub itself.

    money, sees_money  of a staff device; who writes money sees it, and who sees none writes none
    revoked  False lets a removed device in again, with the token it had; True removes it
    Raises Problem 404 no-such-device, 409 succeeded where it went on as another device after a restore.
    """
    with hub.writing() as db:
        known = _found(db, community, device)
        if revoked is False and known.revoked_at is not None:
            _check_not_succeeded(db, known)
            _set(db, known, "revoked_at", None)
            audit.note(db, hub.now(), community, by, audit.Action.REINSTATED, device)
        if revoked and known.revoked_at is None:
            _set(db, known, "revoked_at", hub.now())
            audit.note(db, hub.now(), community, by, audit.Action.REVOKED, device)
        granted = _granted(known, money, sees_money)
        if granted != known.granted:
            _set(db, known, "money", int(granted))
            audit.note(db, hub.now(), community, by, _DONE[granted, known.granted], device)
        if name is not None and name != known.name:
            _set(db, known, "name", name)
            audit.note(db, hub.now(), community, by, audit.Action.RENAMED, device)
        return _found(db, community, device)


_DONE = {
    (Sees.WRITES, Sees.READS): audit.Action.MONEY_GRANTED,
    (Sees.WRITES, Sees.NOTHING): audit.Action.MONEY_GRANTED,
    (Sees.READS, Sees.WRITES): audit.Action.MONEY_TAKEN,
    (Sees.READS, Sees.NOTHING): audit.Action.MONEY_SHOWN,
    (Sees.NOTHING, Sees.READS): audit.Action.MONEY_HIDDEN,
    (Sees.NOTHING, Sees.WRITES): audit.Action.MONEY_HIDDEN,
}
"""(now, before) → what the audit log calls it."""


def _granted(known: KnownDevice, money: bool | None, sees_money: bool | None) -> Sees:
    """What the device has afterwards; None stays as it was."""
    if money:
        return Sees.WRITES
    if sees_money is False and known.role == Role.STAFF:
        return Sees.NOTHING
    if not known.sees_money and not sees_money:
        return Sees.NOTHING
    return Sees.WRITES if known.money and money is None else Sees.READS


def _found(db: Any, community: str, device: str) -> KnownDevice:
    row = db.execute(
        f"SELECT {DEVICE} FROM device WHERE community = ? AND id = ?", (community, device)
    ).fetchone()
    if row is None:
        raise Problem(404, "no-such-device", "There is no such device")
    return device_from(row)


def _set(db: Any, known: KnownDevice, column: str, value: object) -> None:
    """column is one of this file's own words."""
    db.execute(
        f"UPDATE device SET {column} = ? WHERE community = ? AND id = ?", (value, known.community, known.id)
    )


def _check_not_succeeded(db: Any, known: KnownDevice) -> None:
    """Two devices with one history would give out the same ids: who went on as another stays removed."""
    found = db.execute(
        "SELECT 1 FROM predecessor WHERE community = ? AND node = ? LIMIT 1", (known.community, known.node)
    ).fetchone()
    if found:
        raise Problem(409, "succeeded", "It was restored from a backup and went on as another device")
