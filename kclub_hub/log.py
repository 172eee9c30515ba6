"""The community's log: batches in, change sets out in one order for all. It is kept as given, whatever the fields mean.

Each changed row has a line of its own (tables.py), so that scopes, compaction and erasure find it. Which part of it a
kiosk may see is decided in kiosk_view.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kclub_hub import blobs, erasure, renewal, returning, tables
from kclub_hub.communities import KnownDevice
from kclub_hub.database import HubDatabase
from kclub_hub.kiosk_view import KioskView
from kclub_hub.moneyless_view import MoneylessView
from kclub_hub.problems import Problem
from kclub_protocol.changes import ERASING, MAX_ROW_CHANGES, ChangeSet, MalformedChange, change_set_from_json
from kclub_protocol.scopes import Role, may_write
from kclub_protocol.stamps import StampTooFarAhead, check_ahead

MAX_CHANGE_SETS = 500
_PAGE_CHARACTERS = 8_000_000
_SEEN_EVERY_SECONDS = 60


@dataclass(frozen=True)
class Taken:
    """What became of a batch.

    last  up to this seq the device has now seen everything, its own included
    new   change sets that were not known before
    """

    taken: int
    last: int
    new: int


@dataclass(frozen=True)
class Page:
    """Some change sets with their place in the order.

    changes  (seq, the change set as JSON text)
    next     cursor to go on from; more: is there more right now?
    own      latest stamp the hub has of this device's node, 0 if none: by it a device sees that it was restored
    life     of the log: another one after the hub was restored from a backup
    sees_money  False: what is of money was left out
    """

    changes: list[tuple[int, str]]
    next: int
    more: bool
    own: int
    life: str
    sees_money: bool = True


def take(
    hub: HubDatabase,
    device: KnownDevice,
    bodies: Sequence[Any],
    after: int | None = None,
    life: str = "",
    *,
    of_others: bool = False,
) -> Taken:
    """Put a batch at the end of the log, all or nothing. A change set that is there already is not written again.

    after    cursor of the device: if others have written since, the batch is refused with `pull-first`, so that of two
             concurrent edits the later sender always sees the other and can keep what loses
    life     of the log as the device knows it: a hub restored from a backup begins another
    of_others  an owner's device hands in what others wrote and the hub lost when it was put back (returning.py)
    Raises Problem: 403 not-yours or out-of-scope, 422 malformed or clock, 413 too-large, 409 pull-first or another-life.
    """
    change_sets = _read(hub, bodies)
    if of_others:
        returning.check(hub, device, change_sets)
    else:
        with hub.reading() as db:
            own = renewal.nodes(db, device)
        _check_scope(device, own, change_sets)
    with hub.writing(device.community) as db:
        log, last, now_living = db.execute(
            "SELECT log, last_seq, life FROM community WHERE id = ?", (device.community,)
        ).fetchone()
        _check_life(life, now_living)
        known = _known(db, log, change_sets)
        new = [(s, b) for s, b in zip(change_sets, bodies, strict=True) if (s.node, s.stamp) not in known]
        seen = after is not None and not _others_after(db, log, device.id, after)
        if new:
            if after is not None and not seen:
                raise Problem(409, "pull-first", "Others have written since", last=last)
            erasure.blanked(db, log, [body for _, body in new])
            try:
                for seq, (_, body) in enumerate(new, last + 1):
                    tables.put_set(db, log, seq, device.id, body)
            except ValueError as error:
                raise Problem(422, "malformed", "A number is not one") from error
            last += len(new)
            _note_taken(db, device, last, [each.stamp for each, _ in new if each.node == device.node])
            if of_others:
                returning.note_taken(db, device.community, [each for each, _ in new])
            erasure.erase(db, log, [each for each, _ in new])
            if any(each.operation in ERASING for each, _ in new):
                blobs.sweep_erased(db, log)
    if any(each.operation in ERASING for each, _ in new):
        hub.clean()
    return Taken(len(bodies), last if seen else after or 0, len(new))


def page_after(
    hub: HubDatabase, device: KnownDevice, after: int, limit: int, *, own: bool = False, life: str = ""
) -> Page:
    """What others have written after a cursor, oldest first: at most limit change sets and some 8 MB, but at least one.

    own  what the device itself wrote, too
    A kiosk gets its part of it, a device that sees no money all but that. That it has come this far is noted, for compaction. Raises Problem 409 another-life.
    """
    with hub.reading() as db:
        log, last, now_living, cursor, seen_at, last_stamp = db.execute(
            "SELECT c.log, c.last_seq, c.life, d.cursor, coalesce(d.seen_at, 0), d.last_stamp FROM device d"
            " JOIN community c ON c.id = d.community WHERE d.community = ? AND d.id = ?",
            (device.community, device.id),
        ).fetchone()
        _check_life(life, now_living)
        view = _view(hub, db, log, device)
        changes, upto = _changes(db, log, "" if own else device.id, after, limit, view)
    more = upto is not None
    if after > cursor or hub.now() - seen_at > _SEEN_EVERY_SECONDS:
        _note_seen(hub, device, max(after, cursor))
    return Page(changes, upto if upto is not None else max(last, after), more, last_stamp, now_living,
                device.sees_money)  # fmt: skip


def _view(hub: HubDatabase, db: Any, log: int, device: KnownDevice) -> KioskView | MoneylessView | None:
    if device.role == Role.KIOSK:
        return KioskView(db, log, hub.now())
    return None if device.sees_money else MoneylessView(db, log)


def anything_after(hub: HubDatabase, device: KnownDevice, after: int) -> bool:
    """Has anybody else written after a cursor?"""
    with hub.reading() as db:
        log = db.execute("SELECT log FROM community WHERE id = ?", (device.community,)).fetchone()[0]
        return _others_after(db, log, device.id, after)


def _changes(
    db: Any, log: int, device: str, after: int, limit: int, view: KioskView | MoneylessView | None
) -> tuple[list[tuple[int, str]], int | None]:
    """Change sets of all devices but one as JSON, and the seq after which the next page begins, None if this is the last."""
    sets = db.execute(
        "SELECT seq, stamp, node, body, device FROM log_set WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?",
        (log, after, limit + 1),
    ).fetchall()
    cut = len(sets) > limit
    sets = sets[:limit]
    if not sets:
        return [], None
    rows = db.execute(
        'SELECT seq, entity, "row", body FROM log_change WHERE log = ? AND seq > ? AND seq <= ? ORDER BY seq, part',
        (log, after, sets[-1][0]),
    )
    found: list[tuple[int, str]] = []
    size, upto, row = 0, after, rows.fetchone()
    for seq, stamp, node, body, by in sets:
        parts: list[str] = []
        while row and row[0] == seq:
            if by != device:
                parts += view.of(seq, *row[1:]) if view else (_row_text(*row[1:]),)
            row = rows.fetchone()
        upto = seq
        if by == device or (view and not parts):
            continue
        body = view.set_body(body) if view else body
        text = f'{{"stamp":"{stamp}","node":{node},{body[1:-1]},"changes":[{",".join(parts)}]}}'
        found.append((seq, text))
        size += len(text)
        if size > _PAGE_CHARACTERS:
            return found, upto if cut or seq != sets[-1][0] else None
    return found, upto if cut else None


def _row_text(entity: str, row: int, body: str) -> str:
    return f'{{"entity":"{entity}","row":"{row}",{body[1:]}'


def _known(db: Any, log: int, change_sets: Sequence[ChangeSet]) -> set[tuple[int, int]]:
    """(node, stamp) of those that are in the log already."""
    known: set[tuple[int, int]] = set()
    for node in {each.node for each in change_sets}:
        stamps = [each.stamp for each in change_sets if each.node == node]
        found = db.execute(
            "SELECT node, stamp FROM log_set WHERE log = ? AND node = ? AND stamp >= ? AND stamp <= ?",
            (log, node, min(stamps), max(stamps)),
        )
        known |= {(row[0], row[1]) for row in found.fetchall()}
    return known


def _note_taken(db: Any, device: KnownDevice, last: int, stamps: Sequence[int]) -> None:
    """stamps: of its own node, not of one it had before a restore."""
    db.execute("UPDATE community SET last_seq = ? WHERE id = ?", (last, device.community))
    newest = max(stamps, default=0)
    db.execute(
        "UPDATE device SET last_stamp = ? WHERE community = ? AND id = ? AND last_stamp < ?",
        (newest, device.community, device.id, newest),
    )


def _check_life(told: str, now_living: str) -> None:
    if told and told != now_living:
        raise Problem(409, "another-life", "The hub was restored from a backup", life=now_living)


def _note_seen(hub: HubDatabase, device: KnownDevice, cursor: int) -> None:
    with hub.writing() as db:
        db.execute(
            "UPDATE device SET cursor = ?, seen_at = ? WHERE community = ? AND id = ?",
            (cursor, hub.now(), device.community, device.id),
        )


def _read(hub: HubDatabase, bodies: Sequence[Any]) -> list[ChangeSet]:
    if len(bodies) > MAX_CHANGE_SETS:
        raise Problem(413, "too-large", "Too many change sets in one batch")
    try:
        change_sets = [change_set_from_json(body, f"change_sets[{i}]") for i, body in enumerate(bodies)]
    except MalformedChange as error:
        raise Problem(
            422,
            "malformed",
            "A change does not have the agreed shape",
            detail=str(error),
            change_set=_index(error),
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


def _index(error: MalformedChange) -> int:
    """Which change set of the batch it was, so that a device can set that one aside."""
    return int(error.where.partition("[")[2].partition("]")[0])


def _check_scope(device: KnownDevice, own: set[int], change_sets: Sequence[ChangeSet]) -> None:
    for index, each in enumerate(change_sets):
        if each.node not in own:
            raise Problem(403, "not-yours", "A device sends only what was written on it", change_set=index)
        for change in each.changes:
            granted = device.money, each.node, change, each.operation
            if not may_write(device.role, *granted, sees_money=device.sees_money):
                raise Problem(
                    403,
                    "out-of-scope",
                    "This device may not change that",
                    change_set=index,
                    entity=change.entity,
                )


def _others_after(db: Any, log: int, device: str, after: int) -> bool:
    found = db.execute(
        "SELECT 1 FROM log_set WHERE log = ? AND seq > ? AND device <> ? LIMIT 1", (log, after, device)
    ).fetchone()
    return found is not None
