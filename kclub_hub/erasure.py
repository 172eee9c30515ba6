"""Erasure in the hub's log: the values of an erasing change set replace what earlier ones say of its fields.

Of an erased person later ones too: a device that did not know yet may still send what it had. What a retention rule
emptied may be written anew. Only what the schema names as left by an erasure is obeyed, so that nobody can
empty the books by calling it an erasure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kclub_hub.tables import dumped
from kclub_protocol.changes import ERASE, ERASING, ChangeSet, RowChange, Value
from kclub_protocol.schema import is_erasure

_ANY_STAMP = (1 << 63) - 1


def erase(db: Any, log: int, change_sets: Iterable[ChangeSet]) -> None:
    """Replace what is erased wherever the community's log still says it, and remember the people's."""
    for each in change_sets:
        if each.operation not in ERASING:
            continue
        for change in each.changes:
            if not (fields := _obeyed(change)):
                continue
            for_good = each.operation == ERASE
            if for_good:
                _remember(db, log, change.entity, change.row, fields)
            _replace(db, log, change.entity, change.row, fields, _ANY_STAMP if for_good else each.stamp)


def blanked(db: Any, log: int, bodies: Sequence[Any]) -> None:
    """Take out of change sets that come later what was erased before. They were read by the strict reader already."""
    if not db.execute("SELECT 1 FROM erased WHERE log = ? LIMIT 1", (log,)).fetchone():
        return
    for body in bodies:
        if body["operation"] in ERASING:
            continue
        for change in body["changes"]:
            _blank(change["fields"], _erased(db, log, change["entity"], int(change["row"])))


def _obeyed(change: RowChange) -> dict[str, Value]:
    return {name: value for name, value in change.fields.items() if is_erasure(change.entity, name, value)}


def _remember(db: Any, log: int, entity: str, row: int, fields: dict[str, Value]) -> None:
    known = _erased(db, log, entity, row)
    db.execute(
        'INSERT INTO erased (log, entity, "row", fields) VALUES (?, ?, ?, ?)'
        ' ON CONFLICT (log, entity, "row") DO UPDATE SET fields = excluded.fields',
        (log, entity, row, dumped(known | fields)),
    )


def _replace(db: Any, log: int, entity: str, row: int, fields: dict[str, Value], up_to: int) -> None:
    """Blank the fields in the log's lines of a row that were written at or before the stamp `up_to`."""
    lines = db.execute(
        "SELECT c.seq, c.part, c.body FROM log_change c JOIN log_set s ON s.log = c.log AND s.seq = c.seq"
        ' WHERE c.log = ? AND c.entity = ? AND c."row" = ? AND s.stamp <= ?',
        (log, entity, row, up_to),
    ).fetchall()
    for seq, part, body in lines:
        change = json.loads(body)
        if _blank(change["fields"], fields):
            db.execute(
                "UPDATE log_change SET body = ? WHERE log = ? AND seq = ? AND part = ?",
                (dumped(change), log, seq, part),
            )


def _erased(db: Any, log: int, entity: str, row: int) -> dict[str, Value]:
    found = db.execute(
        'SELECT fields FROM erased WHERE log = ? AND entity = ? AND "row" = ?', (log, entity, row)
    ).fetchone()
    return dict(json.loads(found[0])) if found else {}


def _blank(fields: dict[str, Any], wanted: dict[str, Value]) -> bool:
    changed = False
    for field, value in wanted.items():
        if field in fields and fields[field] != value:
            fields[field] = value
            changed = True
    return changed
