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
    REINSTATED = "let_in_again"
    RENAMED = "renamed"
    MONEY_GRANTED = "money_granted"
    MONEY_TAKEN = "money_taken"
    MONEY_HIDDEN = "money_hidden"
    MONEY_SHOWN = "money_shown"
    TOKEN = "token_renewed"
    OUT_OF_SCOPE = "out_of_scope"
    COMPACTED = "compacted"
    RESTORED = "restored"
    HANDED_IN = "handed_in_for_others"


@dataclass(frozen=True)
class Line:
    """One line. at: Unix seconds; device: who did it, '' at the hub itself; detail: role, device or table."""

    at: int
    device: str
    action: str
    detail: str


def note(db: Any, at: int, community: str, device: str, action: Action, detail: str) -> None:
    """Write a line inside a transaction of the hub that holds no single community's lock."""
    line = db.execute(
        "SELECT coalesce(max(line), 0) + 1 FROM audit WHERE community = ?", (community,)
    ).fetchone()[0]
    db.execute(
        "INSERT INTO audit (community, line, at, device, action, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (community, line, at, device, str(action), detail),
    )
    db.execute("DELETE FROM audit WHERE community = ? AND line <= ?", (community, line - MAX_LINES))


def refused(hub: HubDatabase, community: str, device: str, detail: str) -> None:
    """Write that a device asked for more than it may, in a transaction of its own."""
    with hub.writing() as db:
        note(db, hub.now(), community, device, Action.OUT_OF_SCOPE, detail)


def handed_in(hub: HubDatabase, community: str, device: str, change_sets: int) -> None:
    """Write that an owner's device handed in what others wrote, in a transaction of its own."""
    with hub.writing() as db:
        note(db, hub.now(), community, device, Action.HANDED_IN, str(change_sets))


def lines(hub: HubDatabase, community: str, limit: int = 100) -> list[Line]:
    """The latest lines of a community, newest first."""
    with hub.reading() as db:
        found = db.execute(
            "SELECT at, device, action, detail FROM audit WHERE community = ? ORDER BY line DESC LIMIT ?",
            (community, limit),
        ).fetchall()
    return [Line(*row) for row in found]
