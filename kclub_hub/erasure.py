"""Erasure in the hub's log: the values of an erasing change set replace what earlier ones say of its fields.

Of an erased person later ones too: a device that did not know yet may still send what it had. What a retention rule
emptied may be written anew. Only what the schema names as left by an erasure is obeyed, so that nobody can
empty the books by calling it an erasure.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from kclub_protocol.changes import ERASE, ERASING, ChangeSet, Value
from kclub_protocol.schema import is_erasure

_ROW = re.compile(r'"row": ?"(-?\d+)"')

Blanks = dict[tuple[str, str], dict[str, Value]]
"""(entity, row id as text) -> field -> what stands there now."""


def erase(db: sqlite3.Connection, community: str, change_sets: Iterable[ChangeSet]) -> None:
    """Replace what is erased wherever the community's log still says it, in one pass over the log, and remember it."""
    erasing = [(each, _obeyed(each)) for each in change_sets if each.operation in ERASING]
    _remember(db, community, [blanks for each, blanks in erasing if each.operation == ERASE])
    rows = {row for _, blanks in erasing for _, row in blanks}
    changed = []
    for seq, body in db.execute("SELECT seq, body FROM change_set WHERE community = ?", (community,)):
        if rows.isdisjoint(_ROW.findall(body)):
            continue
        read = json.loads(body)
        emptied = [
            _blank(read, blanks)
            for each, blanks in erasing
            if each.operation == ERASE or int(read["stamp"]) <= each.stamp
        ]
        if any(emptied):
            changed.append((json.dumps(read, ensure_ascii=False), community, seq))
    db.executemany("UPDATE change_set SET body = ? WHERE community = ? AND seq = ?", changed)


def _obeyed(erasing: ChangeSet) -> Blanks:
    blanks: Blanks = {}
    for change in erasing.changes:
        fields = {
            name: value for name, value in change.fields.items() if is_erasure(change.entity, name, value)
        }
        if fields:
            blanks.setdefault((change.entity, str(change.row)), {}).update(fields)
    return blanks


def _remember(db: sqlite3.Connection, community: str, erased: Iterable[Blanks]) -> None:
    db.executemany(
        "INSERT INTO erased (community, entity, row, fields) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, row, entity) DO UPDATE SET fields = json_patch(fields, excluded.fields)",
        (
            (community, entity, row, json.dumps(_storable(fields)))
            for blanks in erased
            for (entity, row), fields in blanks.items()
        ),
    )


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
