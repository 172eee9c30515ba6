"""What an owner changes about devices after pairing: the name, whether staff may write money, and letting one in again.

Pairing, tokens and removing are in communities.py.
"""

from __future__ import annotations

from typing import Any

from kclub_hub import audit
from kclub_hub.communities import DEVICE, KnownDevice, device_from
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem


def change(
    hub: HubDatabase,
    community: str,
    device: str,
    *,
    by: str,
    name: str | None = None,
    money: bool | None = None,
    revoked: bool | None = None,
) -> KnownDevice:
    """Change what is not None of a device, and say how it stands now. by: the device that asks, '' at the hub itself.

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
        if money is not None and money != known.money:
            _set(db, known, "money", int(money))
            done = audit.Action.MONEY_GRANTED if money else audit.Action.MONEY_TAKEN
            audit.note(db, hub.now(), community, by, done, device)
        if name is not None and name != known.name:
            _set(db, known, "name", name)
            audit.note(db, hub.now(), community, by, audit.Action.RENAMED, device)
        return _found(db, community, device)


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
