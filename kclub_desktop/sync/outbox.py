"""What this device has to say: its own change sets that the endpoint has not acknowledged, in order.

A made row travels with its values as at its making; later edits travel as edits, with their own stamps.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from kclub_desktop.store import Library
from kclub_desktop.store.declare import Table
from kclub_desktop.store.log import OF_SET, STEP
from kclub_desktop.store.tables import BY_NUMBER
from kclub_desktop.sync import state
from kclub_desktop.sync.wire import fields_to_wire
from kclub_protocol.changes import ERASING, MAX_ROW_CHANGES, ChangeSet, RowChange, Undoes
from kclub_protocol.scopes import Role

_ROWS_AT_ONCE = 1_000
"""Rows from which on a batch is full, though it may be larger: what is packed in one go holds the interpreter, and the
window with it, for some 5 ms."""


def waiting(library: Library, pushed: int) -> int:
    """Change sets of this device after the one with id `pushed`."""
    return int(library.value("SELECT count(*) FROM change_set WHERE id > ? AND origin = 'here'", (pushed,)))


def rows_waiting(library: Library, pushed: int) -> int:
    """Entries of the log that they are, about as many as the fields in them."""
    sql = "SELECT coalesce(sum(log_to - log_from + 1), 0) FROM change_set WHERE id > ? AND origin = 'here'"
    return int(library.value(sql, (pushed,)))


def kept_back(library: Library) -> set[int]:
    """Ids of change sets that do not go out: by which a kiosk obeyed an erasure. Every device does that by itself, and
    a kiosk may not edit members."""
    if state.role(library) != Role.KIOSK:
        return set()
    marks = ", ".join("?" * len(ERASING))
    found = library.rows(
        f"SELECT id FROM change_set WHERE origin = 'here' AND operation IN ({marks})", tuple(ERASING)
    )
    return {change_set for (change_set,) in found}


def collect(
    library: Library, pushed: int, limit: int, skipped: Collection[int] = ()
) -> tuple[list[int], list[ChangeSet], int]:
    """The next change sets to send: their ids, what they say, and the id up to which this is all; ([], [], pushed) if none.

    skipped  ids that are left out
    """
    found = library.rows(
        "SELECT id, stamp, node, operation, at, undoes FROM change_set WHERE id > ? AND origin = 'here' ORDER BY id LIMIT ?",
        (pushed, limit),
    )
    ids: list[int] = []
    sets: list[ChangeSet] = []
    last, rows = pushed, 0
    for change_set, stamp, node, operation, at, undoes in found:
        if change_set not in skipped:
            changes = tuple(_changes(library, change_set))
            rows += len(changes)
            if sets and rows > MAX_ROW_CHANGES:
                break
            ids.append(change_set)
            sets.append(
                ChangeSet(stamp, node, operation, at, changes, undoes_of(library, change_set, undoes))
            )
        last = change_set
        if rows >= _ROWS_AT_ONCE:
            break
    return ids, sets, last


def undoes_of(library: Library, change_set: int, step: int | None) -> Undoes | None:
    """What a change set says of the step that it takes back; None if it is none, or of one that is not here."""
    if step is None:
        return None
    found = library.rows(
        f"SELECT u.stamp, u.node, u.undone_by IS (SELECT {STEP} FROM change_set s WHERE s.id = ?) FROM change_set u"
        " WHERE u.id = ?",
        (change_set, step),
    )
    return Undoes(found[0][0], found[0][1], bool(found[0][2])) if found else None


def _changes(library: Library, change_set: int) -> list[RowChange]:
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    made: dict[int, dict[int, int]] = {}
    log = library.rows(
        f"SELECT c.id, c.entity, c.row, c.field, c.after FROM change_set s JOIN change c ON {OF_SET}"
        " WHERE s.id = ? AND c.applied = 1 ORDER BY c.id",
        (change_set,),
    )
    for change, entity, row, field, after in log:
        edits = rows.setdefault((entity, row), {})
        if field == "":
            made.setdefault(entity, {})[row] = change
        else:
            edits[field] = after
    for entity, of_table in made.items():
        for row, fields in as_made(library, BY_NUMBER[entity], of_table).items():
            # What the same change set edited after the making belongs to it.
            rows[entity, row] = fields | rows[entity, row]
    found = []
    names = {entity: BY_NUMBER[entity].name_of_table() for entity in {entity for entity, _ in rows}}
    for (entity, row), fields in rows.items():
        is_made = row in made.get(entity, ())
        told = fields_to_wire(BY_NUMBER[entity], fields, is_made)
        found.append(RowChange(names[entity], row, is_made, told))
    return found


def as_made(library: Library, model: type[Table], made: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """The values that rows of one table were made with: what stands now, with every edit after the making taken back.

    made  row → id of the log entry of its making
    """
    ids, columns = json.dumps(list(made)), model.columns()
    listed = ", ".join(f'"{column}"' for column in ("id", *columns))
    found = library.rows(
        f'SELECT {listed} FROM "{model.name_of_table()}" WHERE id IN (SELECT value FROM json_each(?))', (ids,)
    )
    values = {row: dict(zip(columns, rest, strict=True)) for row, *rest in found}
    later = library.rows(
        "SELECT c.row, c.id, c.field, c.before FROM change c WHERE c.row IN (SELECT value FROM json_each(?))"
        " AND c.entity = ? AND c.id > ? AND c.applied = 1 AND c.field <> '' ORDER BY c.id DESC",
        (ids, model.number, min(made.values())),
    )
    for row, change, field, before in later:  # newest first, so that the earliest `before` is what remains
        if change > made[row]:
            values[row][field] = before
    return values
