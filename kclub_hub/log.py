"""The community's log: batches in, change sets out in one order for all. It is kept as given, whatever the fields mean."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kclub_hub import erasure
from kclub_hub.communities import KnownDevice
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem
from kclub_protocol.changes import ERASING, MAX_ROW_CHANGES, ChangeSet, MalformedChange, change_set_from_json
from kclub_protocol.stamps import StampTooFarAhead, check_ahead

MAX_CHANGE_SETS = 500
_PAGE_CHARACTERS = 8_000_000


@dataclass(frozen=True)
class Page:
    """Some change sets with their place in the order. next: cursor to go on from; more: is there more right now?"""

    changes: list[dict[str, Any]]
    next: int
    more: bool


def take(
    hub: HubDatabase, device: KnownDevice, number: int, bodies: Sequence[Any], after: int | None = None
) -> int:
    """Put a batch at the end of the log, all or nothing, and return how many change sets it held.

    number   of the batch; one that was taken before is answered again and nothing is written
    after    cursor of the device: if others have written since, the batch is refused with `pull-first`, so that of two
             concurrent edits the later sender always sees the other and can keep what loses
    Raises Problem: 403 not-yours, 422 malformed or clock, 413 too-large, 409 pull-first or batch-differs.
    """
    change_sets = _read(hub, bodies)
    if any(each.node != device.node for each in change_sets):
        raise Problem(403, "not-yours", "A device sends only what was written on it")
    contents = _fingerprint(change_sets)
    erasing = any(each.operation in ERASING for each in change_sets)
    with hub.writing() as db:
        known = db.execute(
            "SELECT contents, taken FROM batch WHERE community = ? AND device = ? AND number = ?",
            (device.community, device.id, number),
        ).fetchone()
        if known:
            if known[0] != contents:
                raise Problem(409, "batch-differs", "Another batch of this number was taken before")
            return int(known[1])
        last = _last(db, device.community)
        if after is not None and _others_after(db, device, after):
            raise Problem(409, "pull-first", "Others have written since", last=last)
        bodies = erasure.blanked(db, device.community, bodies)
        db.executemany(
            "INSERT INTO change_set (community, seq, device, body) VALUES (?, ?, ?, ?)",
            (
                (device.community, last + 1 + i, device.id, json.dumps(body, ensure_ascii=False))
                for i, body in enumerate(bodies)
            ),
        )
        db.execute(
            "INSERT INTO batch (community, device, number, contents, taken) VALUES (?, ?, ?, ?, ?)",
            (device.community, device.id, number, contents, len(bodies)),
        )
        if erasing:
            erasure.erase(db, device.community, change_sets)
    if erasing:
        hub.clean()
    return len(bodies)


def page_after(hub: HubDatabase, device: KnownDevice, after: int, limit: int) -> Page:
    """What others have written after a cursor, oldest first: at most limit change sets and some 8 MB, but at least one."""
    changes: list[dict[str, Any]] = []
    size = 0
    with hub.reading() as db:
        last = _last(db, device.community)
        for seq, body in db.execute(
            "SELECT seq, body FROM change_set WHERE community = ? AND seq > ? AND device <> ? ORDER BY seq",
            (device.community, after, device.id),
        ):
            size += len(body)
            if changes and (len(changes) >= limit or size > _PAGE_CHARACTERS):
                return Page(changes, changes[-1]["seq"], True)
            changes.append({"seq": seq, "change_set": json.loads(body)})
    return Page(changes, max(last, after), False)


def anything_after(hub: HubDatabase, device: KnownDevice, after: int) -> bool:
    """Has anybody else written after a cursor?"""
    with hub.reading() as db:
        return _others_after(db, device, after)


def _read(hub: HubDatabase, bodies: Sequence[Any]) -> list[ChangeSet]:
    if len(bodies) > MAX_CHANGE_SETS:
        raise Problem(413, "too-large", "Too many change sets in one batch")
    try:
        change_sets = [change_set_from_json(body, f"change_sets[{i}]") for i, body in enumerate(bodies)]
    except MalformedChange as error:
        raise Problem(
            422, "malformed", "A change does not have the agreed shape", detail=str(error)
        ) from error
    if len(change_sets) > 1 and sum(len(each.changes) for each in change_sets) > MAX_ROW_CHANGES:
        raise Problem(413, "too-large", "Too many changed rows in one batch")
    try:
        for each in change_sets:
            check_ahead(each.stamp, hub.clock())
    except StampTooFarAhead as error:
        ahead = error.ahead_ms // 1000
        raise Problem(422, "clock", "The device's clock is fast", ahead=ahead) from error
    return change_sets


def _fingerprint(change_sets: Sequence[ChangeSet]) -> str:
    """Of which change sets a batch consists. Not of their fields: a newer program may know more of them at a retry."""
    return hashlib.sha256(json.dumps([[each.stamp, each.node] for each in change_sets]).encode()).hexdigest()


def _last(db: sqlite3.Connection, community: str) -> int:
    row = db.execute(
        "SELECT coalesce(max(seq), 0) FROM change_set WHERE community = ?", (community,)
    ).fetchone()
    return int(row[0])


def _others_after(db: sqlite3.Connection, device: KnownDevice, after: int) -> bool:
    found = db.execute(
        "SELECT 1 FROM change_set WHERE community = ? AND seq > ? AND device <> ? LIMIT 1",
        (device.community, after, device.id),
    ).fetchone()
    return found is not None
