"""Erasure in the hub's log: the values of an erasing change set replace what earlier and later ones say of its fields.

The hub needs not know what a field means; the device that erases says what is to stand there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kclub_hub.tables import dumped
from kclub_protocol.changes import ERASING, MARKS, ChangeSet, Value


def erase(db: Any, log: int, change_sets: Iterable[ChangeSet]) -> None:
    """Remember what is erased and replace it wherever the community's log still says it."""
    for each in change_sets:
        if each.operation in ERASING:
            for change in each.changes:
                fields = {name: value for name, value in change.fields.items() if name not in MARKS}
                _remember(db, log, change.entity, change.row, fields)
                _replace(db, log, change.entity, change.row, fields)


def blanked(db: Any, log: int, bodies: Sequence[Any]) -> None:
    """Take out of change sets that come later what was erased before. They were read by the strict reader already."""
    if not db.execute("SELECT 1 FROM erased WHERE log = ? LIMIT 1", (log,)).fetchone():
        return
    for body in bodies:
        if body["operation"] in ERASING:
            continue
        for change in body["changes"]:
            _blank(change["fields"], _erased(db, log, change["entity"], int(change["row"])))


def _remember(db: Any, log: int, entity: str, row: int, fields: dict[str, Value]) -> None:
    known = _erased(db, log, entity, row)
    db.execute(
        'INSERT INTO erased (log, entity, "row", fields) VALUES (?, ?, ?, ?)'
        ' ON CONFLICT (log, entity, "row") DO UPDATE SET fields = excluded.fields',
        (log, entity, row, dumped(known | fields)),
    )


def _replace(db: Any, log: int, entity: str, row: int, fields: dict[str, Value]) -> None:
    where = 'WHERE log = ? AND entity = ? AND "row" = ?'
    lines = db.execute(f"SELECT seq, part, body FROM log_change {where}", (log, entity, row)).fetchall()
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
