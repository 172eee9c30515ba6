"""Who belongs to which community: one-time codes, devices with their nodes, tokens, revoking.

A code is 8 characters: 3 that find it and 5 that are secret, so that a wrong guess is counted against the one code it
was aimed at and nobody can use up the codes of others. Of codes and tokens only a hash is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from kclub_hub import audit
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.ids import MAX_NODE
from kclub_protocol.scopes import Role, Sees

CODE_MINUTES = 10
CODE_TRIES = 5
ROLES = tuple(str(role) for role in Role)
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
    """A device as the hub knows it; times in Unix seconds.

    money       may a staff device write orders and payments?
    seen_at     when it last asked for changes, to the minute
    cursor      how far in the log it has come
    sees_money  False: a staff device gets nothing of money
    """

    community: str
    id: str
    node: int
    name: str
    role: str
    added_at: int
    revoked_at: int | None
    money: bool
    seen_at: int | None
    cursor: int
    sees_money: bool = True

    @property
    def granted(self) -> Sees:
        """Both in one, as it is kept."""
        return Sees.of(self.money, self.sees_money)


DEVICE = "community, id, node, name, role, added_at, revoked_at, money, seen_at, cursor"
"""The columns of KnownDevice, in its order."""


def new_community(hub: HubDatabase, name: str) -> str:
    """Make a community on this hub and return its id."""
    made = secrets.token_hex(16)
    with hub.writing() as db:
        log = db.execute("SELECT coalesce(max(log), 0) + 1 FROM community").fetchone()[0]
        db.execute(
            "INSERT INTO community (id, name, added_at, log, life) VALUES (?, ?, ?, ?, ?)",
            (made, name, hub.now(), log, secrets.token_hex(8)),
        )
    return made


def communities(hub: HubDatabase) -> list[tuple[str, str]]:
    """(id, name) of every community on this hub, oldest first."""
    with hub.reading() as db:
        return [tuple(row) for row in db.execute("SELECT id, name FROM community ORDER BY added_at, id")]


def new_code(
    hub: HubDatabase,
    community: str,
    role: str = "owner",
    money: bool = False,
    by: str = "",
    *,
    sees_money: bool = True,
) -> str:
    """A one-time code of 8 characters, good for ten minutes and five tries. Raises ValueError on another role or id.

    money       lets a staff device write orders and payments; an owner's may anyway
    by          the device that asked, '' at the hub itself
    sees_money  False: a staff device gets nothing of money
    """
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    granted = Sees.WRITES if money else Sees.READS
    if role == Role.STAFF and not sees_money:
        granted = Sees.NOTHING
    secret = _letters(_SECRET)
    with hub.writing() as db:
        if not db.execute("SELECT 1 FROM community WHERE id = ?", (community,)).fetchone():
            raise ValueError(f"no such community: {community}")
        db.execute("DELETE FROM pairing_code WHERE expires_at <= ?", (hub.now(),))
        selector = _letters(_SELECTOR)
        while db.execute("SELECT 1 FROM pairing_code WHERE selector = ?", (selector,)).fetchone():
            selector = _letters(_SELECTOR)
        db.execute(
            "INSERT INTO pairing_code (selector, community, secret_hash, role, money, expires_at, tries_left)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                selector, community, _hash(secret), role, int(granted), hub.now() + CODE_MINUTES * 60, CODE_TRIES,
            ),
        )  # fmt: skip
        audit.note(db, hub.now(), community, by, audit.Action.CODE, role)
    return selector + secret


def pair(
    hub: HubDatabase,
    code: str,
    device_name: str,
    *,
    founding: Founder | None = None,
    returning: tuple[str, int] | None = None,
    restored: bool = False,
    joining: bool = False,
    attempt: str = "",
) -> Paired:
    """Let a device in.

    founding    the device brings a library with content: node 0, once per community and before any change of others
    returning   (community, node) the device had before; it gets a new token for the same node, the old one ends
    restored    it returns from a backup, and gets a new node instead; the old device goes on if there still is one
    joining     it wants a copy of what is there, and is told when there is nothing: the code stays good for who founds it
    attempt     its own secret word for this pairing: with the same code and word it is let in again, as the same device,
                as long as the code would be good and it has asked for nothing yet, since then the answer was lost
    Raises Problem: 403 code-refused, 409 already-founded, another-community or not-founded.
    """
    said = "".join(letter for letter in code.upper() if letter.isalnum())
    with hub.writing() as db:
        found = _code_row(hub, db, said, attempt)
        if found:
            community, role, money, came = found
            if came:
                from kclub_hub.renewal import again

                paired = again(db, community, came)
            else:
                if joining and not _is_founded(db, community):
                    raise Problem(409, "not-founded", "No library has founded this community yet")
                paired = _let_in(
                    hub, db, community, (role, money), device_name, founding, returning, restored
                )
                _use_up(db, said, attempt, paired.device)
            audit.note(db, hub.now(), community, paired.device, audit.Action.PAIRED, role)
            return paired
    raise Problem(403, "code-refused", "The code is wrong, used up or too old")


def device_of(hub: HubDatabase, token: str) -> KnownDevice:
    """The device that holds a token. The first use of a rotated one ends the old. Raises Problem 401."""
    hashed = _hash(token)
    with hub.reading() as db:
        row = db.execute(
            f"SELECT {DEVICE}, token_hash FROM device WHERE token_hash = ? OR next_token_hash = ?",
            (hashed, hashed),
        ).fetchone()
    if row is None:
        raise Problem(401, "unknown-token", "The hub does not know this device")
    known = device_from(row[:-1])
    if known.revoked_at is not None:
        raise Problem(401, "revoked", "This device was removed from the hub")
    if row[-1] != hashed:
        with hub.writing() as db:
            db.execute(
                "UPDATE device SET token_hash = ?, next_token_hash = NULL WHERE next_token_hash = ?",
                (hashed, hashed),
            )
    return known


def rotate_token(hub: HubDatabase, device: KnownDevice) -> str:
    """A new token for a device that holds a good one; the old one goes on until the new one is used, so none is lost."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with hub.writing() as db:
        db.execute(
            "UPDATE device SET next_token_hash = ? WHERE community = ? AND id = ?",
            (_hash(token), device.community, device.id),
        )
        audit.note(db, hub.now(), device.community, device.id, audit.Action.TOKEN, "")
    return token


def devices(hub: HubDatabase, community: str) -> list[KnownDevice]:
    """All devices of a community, revoked ones too, in the order of their nodes."""
    with hub.reading() as db:
        found = db.execute(
            f"SELECT {DEVICE} FROM device WHERE community = ? ORDER BY node", (community,)
        ).fetchall()
    return [device_from(row) for row in found]


def revoke(hub: HubDatabase, community: str, device: str, by: str = "") -> None:
    """Let a device in no more; harmless twice. by: the device that asked, '' at the hub itself. Raises Problem 404."""
    with hub.writing() as db:
        changed = db.execute(
            "UPDATE device SET revoked_at = coalesce(revoked_at, ?) WHERE community = ? AND id = ?",
            (hub.now(), community, device),
        )
        if not changed.rowcount:
            raise Problem(404, "no-such-device", "There is no such device")
        audit.note(db, hub.now(), community, by, audit.Action.REVOKED, device)


def device_from(row: Any) -> KnownDevice:
    """A device from its columns, in the order of DEVICE."""
    community, device, node, name, role, added_at, revoked_at, money, seen_at, cursor = row
    return KnownDevice(
        community, device, node, name, role, added_at, revoked_at, money == Sees.WRITES, seen_at, cursor,
        money != Sees.NOTHING,
    )  # fmt: skip


def _code_row(hub: HubDatabase, db: Any, said: str, attempt: str) -> tuple[str, str, Sees, str] | None:
    """(community, role, what it sees of money, the device it let in already or '') of a good code. A wrong one costs a try,
    which must be kept: so no exception in here."""
    selector, secret = said[:_SELECTOR], said[_SELECTOR:]
    row = db.execute(
        "SELECT community, role, money, secret_hash, attempt_hash, device FROM pairing_code"
        " WHERE selector = ? AND expires_at > ? AND tries_left > 0",
        (selector, hub.now()),
    ).fetchone()
    if row is None:
        return None
    community, role, money, secret_hash, attempt_hash, device = row
    is_its = not device or (
        hmac.compare_digest(attempt_hash, _hash(attempt)) and _never_came(db, community, device)
    )
    if hmac.compare_digest(secret_hash, _hash(secret)) and is_its:
        return community, role, Sees(money), device
    db.execute("UPDATE pairing_code SET tries_left = tries_left - 1 WHERE selector = ?", (selector,))
    return None


def _never_came(db: Any, community: str, device: str) -> bool:
    """Has a device that was let in asked for nothing since? Whoever has its token has."""
    here = "SELECT 1 FROM device WHERE community = ? AND id = ? AND seen_at IS NULL AND revoked_at IS NULL"
    return db.execute(here, (community, device)).fetchone() is not None


def _use_up(db: Any, said: str, attempt: str, device: str) -> None:
    """A code lets in one device; it is kept for one that may ask again."""
    selector = said[:_SELECTOR]
    if attempt:
        db.execute(
            "UPDATE pairing_code SET device = ?, attempt_hash = ? WHERE selector = ?",
            (device, _hash(attempt), selector),
        )
    else:
        db.execute("DELETE FROM pairing_code WHERE selector = ?", (selector,))


def _is_founded(db: Any, community: str) -> bool:
    founded_at, last_seq = db.execute(
        "SELECT founded_at, last_seq FROM community WHERE id = ?", (community,)
    ).fetchone()
    return founded_at is not None or bool(last_seq)


def _founder_is_lost(db: Any, community: str) -> bool:
    """Did the founding device never come back? Then its answer was lost on the way, and it does not know that it has founded."""
    seen = db.execute("SELECT seen_at FROM device WHERE community = ? AND node = 0", (community,)).fetchone()
    return seen is None or seen[0] is None


def _let_in(
    hub: HubDatabase,
    db: Any,
    community: str,
    granted: tuple[str, Sees],
    device_name: str,
    founding: Founder | None,
    returning: tuple[str, int] | None,
    restored: bool,
) -> Paired:
    name, zone, currency, next_node, founded_at, last_seq = db.execute(
        "SELECT name, zone, currency, next_node, founded_at, last_seq FROM community WHERE id = ?",
        (community,),
    ).fetchone()
    token, device = secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_hex(8)
    role, money = granted
    cursor = last_stamp = 0
    if returning:
        node = returning[1]
        known = db.execute(
            "SELECT id, cursor, last_stamp, role FROM device WHERE community = ? AND node = ?",
            (community, node),
        ).fetchone()
        # A hub restored from a backup has not heard of a device that was paired since; its node is still its own.
        if returning[0] != community or (known is None and not 0 < node < next_node):
            raise Problem(409, "another-community", "This library belongs to another community")
        device, cursor, last_stamp, before = known or (device, 0, 0, role)
        # Else a kiosk's code would be enough to put the owner's own device out.
        if role not in (before, Role.OWNER):
            raise Problem(403, "code-refused", "The code is for a device of another role")
        if restored:
            from kclub_hub.renewal import successor

            old = KnownDevice(community, device, node, device_name, role, hub.now(), None, money == Sees.WRITES, None, 0,
                              money != Sees.NOTHING)  # fmt: skip
            return successor(hub, db, old, device_name)
        db.execute("DELETE FROM device WHERE community = ? AND id = ?", (community, device))
    elif founding:
        if last_seq or (
            founded_at is not None and not (role == Role.OWNER and _founder_is_lost(db, community))
        ):
            raise Problem(409, "already-founded", "This community already has its founding device")
        db.execute("DELETE FROM device WHERE community = ? AND node = 0", (community,))
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
        "INSERT INTO device (community, id, node, name, role, money, token_hash, added_at, cursor, last_stamp)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            community, device, node, device_name, role, int(money), _hash(token), hub.now(), cursor, last_stamp,
        ),
    )  # fmt: skip
    return Paired(token, device, node, role, community, name, zone, currency)


def _letters(n: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(n))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
