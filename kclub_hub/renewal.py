"""A new node for a device that was restored from a backup, so that no id and no stamp is given out a second time.

To the hub it is a new device: so it is sent what it wrote itself before, as everybody else is, and what it has not got
comes back. The one it was stays in the list, revoked, and may be spoken for: change sets it made and never sent are
taken from the new one.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from kclub_hub import audit
from kclub_hub.communities import DEVICE, KnownDevice, Paired, device_from
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.ids import MAX_NODE

_TOKEN_BYTES = 32


def renew(hub: HubDatabase, token: str, key: str) -> Paired:
    """A new device in place of the one that holds a token; the old one ends.

    key  the device's own word for this restore: asked again with it, since the answer was lost, the hub answers with
         the same device and a new token
    Raises Problem 401, or 409 no-more-nodes.
    """
    with hub.writing() as db:
        row = db.execute(
            f"SELECT {DEVICE} FROM device WHERE token_hash = ? OR next_token_hash = ?",
            (_hash(token), _hash(token)),
        ).fetchone()
        if row is None:
            raise Problem(401, "unknown-token", "The hub does not know this device")
        old = device_from(row)
        made = db.execute(
            "SELECT made FROM renewal WHERE community = ? AND device = ? AND key = ?",
            (old.community, old.id, key),
        ).fetchone()
        if made:
            return again(db, old.community, made[0])
        if old.revoked_at is not None:
            if unused := _never_used(db, old):
                # The answer to an earlier try was lost, and then another backup was put back, which has its own word.
                _note(db, old, key, unused)
                return again(db, old.community, unused)
            raise Problem(401, "revoked", "This device was removed from the hub")
        paired = successor(hub, db, old, old.name)
        _note(db, old, key, paired.device)
        db.execute(
            "UPDATE device SET revoked_at = ? WHERE community = ? AND id = ?",
            (hub.now(), old.community, old.id),
        )
        audit.note(db, hub.now(), old.community, paired.device, audit.Action.PAIRED, old.role)
        return paired


def _note(db: Any, old: KnownDevice, key: str, made: str) -> None:
    db.execute(
        "INSERT INTO renewal (community, device, key, made) VALUES (?, ?, ?, ?)",
        (old.community, old.id, key, made),
    )


def _never_used(db: Any, old: KnownDevice) -> str | None:
    """A successor that was made for this device and has neither asked nor sent anything since, nor was removed."""
    found = db.execute(
        "SELECT d.id FROM renewal r JOIN device d ON d.community = r.community AND d.id = r.made"
        " WHERE r.community = ? AND r.device = ? AND d.seen_at IS NULL AND d.last_stamp = 0 AND d.revoked_at IS NULL",
        (old.community, old.id),
    ).fetchone()
    return str(found[0]) if found else None


def successor(hub: HubDatabase, db: Any, old: KnownDevice, name: str) -> Paired:
    """A new device with a node of its own that may speak for an old one's. Inside a writing transaction."""
    (node,) = db.execute("SELECT next_node FROM community WHERE id = ?", (old.community,)).fetchone()
    if node > MAX_NODE:
        raise Problem(409, "no-more-nodes", "This community has used up its devices")
    db.execute("UPDATE community SET next_node = ? WHERE id = ?", (node + 1, old.community))
    token, device = secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_hex(8)
    db.execute(
        "INSERT INTO device (community, id, node, name, role, money, token_hash, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (old.community, device, node, name, old.role, int(old.granted), _hash(token), hub.now()),
    )
    db.execute(
        "INSERT INTO predecessor (community, device, node) SELECT community, ?, node FROM predecessor"
        " WHERE community = ? AND device = ?",
        (device, old.community, old.id),
    )
    db.execute(
        "INSERT INTO predecessor (community, device, node) VALUES (?, ?, ?)",
        (old.community, device, old.node),
    )
    return _paired(db, old.community, device, token)


def nodes(db: Any, device: KnownDevice) -> set[int]:
    """The nodes whose change sets a device may hand in: its own and those it had before."""
    before = db.execute(
        "SELECT node FROM predecessor WHERE community = ? AND device = ?", (device.community, device.id)
    )
    return {device.node, *(node for (node,) in before.fetchall())}


def again(db: Any, community: str, made: str) -> Paired:
    """A new token for a device whose own never arrived. Inside a writing transaction. Raises Problem 401."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    changed = db.execute(
        "UPDATE device SET token_hash = ? WHERE community = ? AND id = ? AND revoked_at IS NULL",
        (_hash(token), community, made),
    )
    if not changed.rowcount:
        raise Problem(401, "revoked", "This device was removed from the hub")
    return _paired(db, community, made, token)


def _paired(db: Any, community: str, device: str, token: str) -> Paired:
    name, zone, currency = db.execute(
        "SELECT name, zone, currency FROM community WHERE id = ?", (community,)
    ).fetchone()
    node, role = db.execute(
        "SELECT node, role FROM device WHERE community = ? AND id = ?", (community, device)
    ).fetchone()
    return Paired(token, device, node, role, community, name, zone, currency)


def _hash(token: str) -> str:
    """As communities.py keeps it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
