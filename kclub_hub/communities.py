"""Who belongs to which community: one-time codes, devices with their nodes, tokens, revoking.

A code is 8 characters: 3 that find it and 5 that are secret, so that a wrong guess is counted against the one code it
was aimed at and nobody can use up the codes of others. Of codes and tokens only a hash is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass

from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.ids import MAX_NODE

CODE_MINUTES = 10
CODE_TRIES = 5
ROLES = ("owner", "staff")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SELECTOR, _SECRET = 3, 5
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Paired:
    """What a device is told at pairing; the token is told once and never again."""

    token: str
    device: str
    node: int
    role: str
    community: str
    name: str
    zone: str
    currency: str


@dataclass(frozen=True)
class Founder:
    """What the founding device says of its community: name, IANA zone, ISO currency; later devices are told."""

    name: str
    zone: str
    currency: str


@dataclass(frozen=True)
class KnownDevice:
    """A device as the hub knows it; times in Unix seconds."""

    community: str
    id: str
    node: int
    name: str
    role: str
    added_at: int
    revoked_at: int | None


def new_community(hub: HubDatabase, name: str) -> str:
    """Make a community on this hub and return its id."""
    made = secrets.token_hex(16)
    with hub.writing() as db:
        db.execute("INSERT INTO community (id, name, added_at) VALUES (?, ?, ?)", (made, name, hub.now()))
    return made


def communities(hub: HubDatabase) -> list[tuple[str, str]]:
    """(id, name) of every community on this hub, oldest first."""
    with hub.reading() as db:
        return db.execute("SELECT id, name FROM community ORDER BY added_at, id").fetchall()


def new_code(hub: HubDatabase, community: str, role: str = "owner") -> str:
    """A one-time code of 8 characters, good for ten minutes and five tries. Raises ValueError on another role or id."""
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    secret = _letters(_SECRET)
    with hub.writing() as db:
        if not db.execute("SELECT 1 FROM community WHERE id = ?", (community,)).fetchone():
            raise ValueError(f"no such community: {community}")
        db.execute("DELETE FROM pairing_code WHERE expires_at <= ?", (hub.now(),))
        selector = _letters(_SELECTOR)
        while db.execute("SELECT 1 FROM pairing_code WHERE selector = ?", (selector,)).fetchone():
            selector = _letters(_SELECTOR)
        db.execute(
            "INSERT INTO pairing_code (selector, community, secret_hash, role, expires_at, tries_left)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (selector, community, _hash(secret), role, hub.now() + CODE_MINUTES * 60, CODE_TRIES),
        )
    return selector + secret


def pair(
    hub: HubDatabase,
    code: str,
    device_name: str,
    *,
    founding: Founder | None = None,
    returning: tuple[str, int] | None = None,
    restored: bool = False,
) -> Paired:
    """Let a device in.

    founding    the device brings a library with content: node 0, once per community and before any change of others
    returning   (community, node) the device had before; it gets a new token for the same node, the old one ends
    restored    it returns from a backup, and gets a new node instead; the old device goes on if there still is one
    Raises Problem: 403 code-refused, 409 already-founded or another-community.
    """
    said = "".join(letter for letter in code.upper() if letter.isalnum())
    with hub.writing() as db:
        found = _code_row(hub, db, said)
        if found:
            community, role = found
            paired = _let_in(hub, db, community, role, device_name, founding, returning, restored)
            db.execute("DELETE FROM pairing_code WHERE selector = ?", (said[:_SELECTOR],))
            return paired
    raise Problem(403, "code-refused", "The code is wrong, used up or too old")


def device_of(hub: HubDatabase, token: str) -> KnownDevice:
    """The device that holds a token. Raises Problem 401 unknown-token or revoked."""
    with hub.reading() as db:
        row = db.execute(
            "SELECT community, id, node, name, role, added_at, revoked_at FROM device WHERE token_hash = ?",
            (_hash(token),),
        ).fetchone()
    if row is None:
        raise Problem(401, "unknown-token", "The hub does not know this device")
    known = KnownDevice(*row)
    if known.revoked_at is not None:
        raise Problem(401, "revoked", "This device was removed from the hub")
    return known


def devices(hub: HubDatabase, community: str) -> list[KnownDevice]:
    """All devices of a community, revoked ones too, in the order of their nodes."""
    with hub.reading() as db:
        found = db.execute(
            "SELECT community, id, node, name, role, added_at, revoked_at FROM device"
            " WHERE community = ? ORDER BY node",
            (community,),
        ).fetchall()
    return [KnownDevice(*row) for row in found]


def revoke(hub: HubDatabase, community: str, device: str) -> None:
    """Let a device in no more; harmless twice. Raises Problem 404."""
    with hub.writing() as db:
        changed = db.execute(
            "UPDATE device SET revoked_at = coalesce(revoked_at, ?) WHERE community = ? AND id = ?",
            (hub.now(), community, device),
        )
        if not changed.rowcount:
            raise Problem(404, "no-such-device", "There is no such device")


def reissue_token(hub: HubDatabase, community: str, device: str) -> str:
    """A new token for a known device, for who sits at the hub's own machine; the old one ends. Raises LookupError."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with hub.writing() as db:
        changed = db.execute(
            "UPDATE device SET token_hash = ?, revoked_at = NULL WHERE community = ? AND id = ?",
            (_hash(token), community, device),
        )
        if not changed.rowcount:
            raise LookupError(f"no device {device}")
    return token


def _code_row(hub: HubDatabase, db: sqlite3.Connection, said: str) -> tuple[str, str] | None:
    """(community, role) of a good code. A wrong one costs a try, which must be kept: so no exception in here."""
    selector, secret = said[:_SELECTOR], said[_SELECTOR:]
    row = db.execute(
        "SELECT community, role, secret_hash FROM pairing_code"
        " WHERE selector = ? AND expires_at > ? AND tries_left > 0",
        (selector, hub.now()),
    ).fetchone()
    if row is None:
        return None
    community, role, secret_hash = row
    if hmac.compare_digest(secret_hash, _hash(secret)):
        return community, role
    db.execute("UPDATE pairing_code SET tries_left = tries_left - 1 WHERE selector = ?", (selector,))
    return None


def _let_in(
    hub: HubDatabase,
    db: sqlite3.Connection,
    community: str,
    role: str,
    device_name: str,
    founding: Founder | None,
    returning: tuple[str, int] | None,
    restored: bool,
) -> Paired:
    name, zone, currency, next_node, founded_at = db.execute(
        "SELECT name, zone, currency, next_node, founded_at FROM community WHERE id = ?", (community,)
    ).fetchone()
    token, device = secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_hex(8)
    if returning:
        node = returning[1]
        known = db.execute(
            "SELECT id FROM device WHERE community = ? AND node = ?", (community, node)
        ).fetchone()
        if returning[0] != community or known is None:
            raise Problem(409, "another-community", "This library belongs to another community")
        device = known[0]
        if restored:
            from kclub_hub.renewal import successor

            old = KnownDevice(community, device, node, device_name, role, hub.now(), None)
            return successor(hub, db, old, device_name)
        db.execute("DELETE FROM device WHERE community = ? AND id = ?", (community, device))
    elif founding:
        used = db.execute("SELECT 1 FROM change_set WHERE community = ? LIMIT 1", (community,)).fetchone()
        if founded_at is not None or used:
            raise Problem(409, "already-founded", "This community already has its founding device")
        node = 0
        name, zone, currency = founding.name, founding.zone, founding.currency
        db.execute(
            "UPDATE community SET founded_at = ?, name = ?, zone = ?, currency = ? WHERE id = ?",
            (hub.now(), name, zone, currency, community),
        )
    else:
        node = next_node
        if node > MAX_NODE:
            raise Problem(409, "no-more-nodes", "This community has used up its devices")
        db.execute("UPDATE community SET next_node = ? WHERE id = ?", (node + 1, community))
    db.execute(
        "INSERT INTO device (community, id, node, name, role, token_hash, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (community, device, node, device_name, role, _hash(token), hub.now()),
    )
    return Paired(token, device, node, role, community, name, zone, currency)


def _letters(n: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(n))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
