"""Erasure in the hub's log: the values of an erasing change set replace what earlier and later ones say of its fields.

The hub needs not know what a field means; the device that erases says what is to stand there.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from kclub_protocol.changes import ERASING, ChangeSet, Value

_ROW = re.compile(r'"row": ?"(-?\d+)"')

Blanks = dict[tuple[str, str], dict[str, Value]]
"""(entity, row id as text) -> field -> what stands there now."""


def erase(db: sqlite3.Connection, community: str, change_sets: Iterable[ChangeSet]) -> None:
    """Remember what is erased and replace it wherever the community's log still says it; one pass over the log."""
    blanks: Blanks = {}
    for each in change_sets:
        if each.operation in ERASING:
            for change in each.changes:
                blanks.setdefault((change.entity, str(change.row)), {}).update(change.fields)
    db.executemany(
        "INSERT INTO erased (community, entity, row, fields) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, row, entity) DO UPDATE SET fields = json_patch(fields, excluded.fields)",
        ((community, entity, row, json.dumps(_storable(fields))) for (entity, row), fields in blanks.items()),
    )
    ids = {row for _, row in blanks}
    changed = []
    for seq, body in db.execute("SELECT seq, body FROM change_set WHERE community = ?", (community,)):
        if ids.isdisjoint(_ROW.findall(body)):
            continue
        read = json.loads(body)
        if _blank(read, blanks):
            changed.append((json.dumps(read, ensure_ascii=False), community, seq))
    db.executemany("UPDATE change_set SET body = ? WHERE community = ? AND seq = ?", changed)


def blanked(db: sqlite3.Connection, community: str, bodies: Sequence[Any]) -> Sequence[Any]:
    """Change sets as they are to be kept: without what was erased before they came. Read by the strict reader already."""
    if not db.execute("SELECT 1 FROM erased WHERE community = ? LIMIT 1", (community,)).fetchone():
        return bodies
    for body in bodies:
        if body["operation"] not in ERASING:
            _blank(body, _of_rows(db, community, {change["row"] for change in body["changes"]}))
    return bodies


def _of_rows(db: sqlite3.Connection, community: str, rows: Iterable[str]) -> Blanks:
    found = db.execute(
        "SELECT entity, row, fields FROM erased WHERE community = ? AND row IN (SELECT value FROM json_each(?))",
        (community, json.dumps(sorted(rows))),
    )
    return {(entity, row): _read(fields) for entity, row, fields in found}


def _blank(body: dict[str, Any], blanks: Blanks) -> bool:
    changed = False
    for change in body["changes"]:
        wanted = blanks.get((change["entity"], change["row"]), {})
        for field, value in wanted.items():
            if field in change["fields"] and change["fields"][field] != value:
                change["fields"][field] = value
                changed = True
    return changed


def _storable(fields: dict[str, Value]) -> dict[str, list[Value]]:
    """In a list, since json_patch takes a null for a deletion."""
    return {field: [value] for field, value in fields.items()}


def _read(fields: str) -> dict[str, Value]:
    return {field: kept[0] for field, kept in json.loads(fields).items()}
