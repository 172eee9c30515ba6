"""What happened to who may do what, line by line: pairings, revocations, refused tries. Opaque ids only, no person's data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from kclub_hub.database import HubDatabase

MAX_LINES = 10_000
"""Lines kept per community; the oldest go first."""


class Action(enum.StrEnum):
    """What was done or tried."""

    CODE = "code_made"
    PAIRED = "paired"
    REVOKED = "revoked"
    TOKEN = "token_renewed"
    OUT_OF_SCOPE = "out_of_scope"
    COMPACTED = "compacted"
    RESTORED = "restored"


@dataclass(frozen=True)
class Line:
    """One line. at: Unix seconds; device: who did it, '' at the hub itself; detail: role, device or table."""

    at: int
    device: str
    action: str
    detail: str


def note(db: Any, at: int, community: str, device: str, action: Action, detail: str) -> None:
    """Write a line inside a transaction of the hub."""
    db.execute(
        "INSERT INTO audit (community, at, device, action, detail) VALUES (?, ?, ?, ?, ?)",
        (community, at, device, str(action), detail),
    )


def refused(hub: HubDatabase, community: str, device: str, detail: str) -> None:
    """Write that a device asked for more than it may, in a transaction of its own, and let go of lines beyond the limit."""
    with hub.writing() as db:
        note(db, hub.now(), community, device, Action.OUT_OF_SCOPE, detail)
        db.execute(
            "DELETE FROM audit WHERE community = ? AND at < (SELECT at FROM audit WHERE community = ?"
            " ORDER BY at DESC LIMIT 1 OFFSET ?)",
            (community, community, MAX_LINES),
        )


def lines(hub: HubDatabase, community: str, limit: int = 100) -> list[Line]:
    """The latest lines of a community, newest first."""
    with hub.reading() as db:
        found = db.execute(
            "SELECT at, device, action, detail FROM audit WHERE community = ? ORDER BY at DESC LIMIT ?",
            (community, limit),
        ).fetchall()
    return [Line(*row) for row in found]
