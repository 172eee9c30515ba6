"""What this device has to say: its own change sets that the endpoint has not acknowledged, in order.

A made row travels with its values as at its making; later edits travel as edits, with their own stamps.
"""

from __future__ import annotations

from typing import Any

from kclub_desktop.store import Library
from kclub_desktop.store.log import OF_SET
from kclub_desktop.store.record_history import as_made
from kclub_desktop.store.tables import BY_NUMBER
from kclub_desktop.sync.wire import to_wire
from kclub_protocol.changes import MAX_ROW_CHANGES, ChangeSet, RowChange, Value


def waiting(library: Library, pushed: int) -> int:
    """Change sets of this device after the one with id `pushed`."""
    return int(library.value("SELECT count(*) FROM change_set WHERE id > ? AND origin = 'here'", (pushed,)))


def collect(
    library: Library, pushed: int, limit: int, up_to: int | None = None
) -> tuple[list[ChangeSet], int]:
    """The next change sets to send and the id of the last one; ([], pushed) if there are none.

    up_to  send exactly what an unacknowledged batch held, though more has been written since
    """
    found = library.rows(
        "SELECT id, stamp, node, operation, at FROM change_set WHERE id > ? AND id <= ? AND origin = 'here'"
        " ORDER BY id LIMIT ?",
        (pushed, up_to if up_to is not None else 1 << 62, limit),
    )
    sets: list[ChangeSet] = []
    last, rows = pushed, 0
    for change_set, stamp, node, operation, at in found:
        changes = tuple(_changes(library, change_set))
        rows += len(changes)
        if sets and rows > MAX_ROW_CHANGES:
            break
        sets.append(ChangeSet(stamp, node, operation, at, changes))
        last = change_set
    return sets, last


def _changes(library: Library, change_set: int) -> list[RowChange]:
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    made: set[tuple[int, int]] = set()
    log = library.rows(
        f"SELECT c.id, c.entity, c.row, c.field, c.after FROM change_set s JOIN change c ON {OF_SET}"
        " WHERE s.id = ? AND c.applied = 1 ORDER BY c.id",
        (change_set,),
    )
    for change, entity, row, field, after in log:
        key = entity, row
        if field == "":
            made.add(key)
            rows[key] = as_made(library, BY_NUMBER[entity], row, change)
        else:
            rows.setdefault(key, {})[field] = after
    return [
        RowChange(BY_NUMBER[entity].name_of_table(), row, (entity, row) in made, _wired(entity, fields))
        for (entity, row), fields in rows.items()
    ]


def _wired(entity: int, fields: dict[str, Any]) -> dict[str, Value]:
    return {field: to_wire(BY_NUMBER[entity], field, value) for field, value in fields.items()}
