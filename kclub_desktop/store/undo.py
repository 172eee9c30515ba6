"""Taking back a change set or a group of them: the same log read backwards, written as one more change set.

A field that somebody changed again later is left as it is and counted, never overwritten. A fact cannot be taken
back here; the rule that made it offers a correcting fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kclub_desktop.store.changes import ChangeGroup, Op
from kclub_desktop.store.declare import Kind
from kclub_desktop.store.library import Library
from kclub_desktop.store.tables import BY_NUMBER


@dataclass
class Undone:
    """How many fields and rows were taken back, and how many were left since they changed again later."""

    taken_back: int = 0
    left: int = 0


def undo(library: Library, change_set: int, *, initiator: object | None = None) -> Undone:
    """Take back a change set with all others of its group."""
    group = library.value("SELECT coalesce(change_group, id) FROM change_set WHERE id = ?", (change_set,))
    log = library.rows(
        "SELECT c.entity, c.row, c.field, c.before, c.after FROM change c JOIN change_set s ON s.id = c.change_set"
        " WHERE (s.id = ? OR s.change_group = ?) AND c.applied = 1 ORDER BY c.id DESC",
        (group, group),
    )
    result = Undone()
    with library.write(Op.UNDO, initiator=initiator):
        for entity, row, field, before, after in log:
            _take_back(library, result, entity, row, field, before, after)
    return result


def last_undoable(library: Library) -> int | None:
    """Id of the newest change set made here that is not itself an undo."""
    return library.value(  # type: ignore[no-any-return]
        "SELECT max(id) FROM change_set WHERE origin = 'here' AND operation NOT IN (?, ?)", (Op.UNDO, Op.PAIR)
    )


def group_of(group: ChangeGroup) -> int:
    """Any change set of a group that was written, for `undo`. Raises ValueError if nothing was."""
    if group.id is None:
        raise ValueError("nothing was written in this group")
    return group.id


def _take_back(
    library: Library, result: Undone, entity: int, row: int, field: str, before: Any, after: Any
) -> None:
    model = BY_NUMBER[entity]
    if model.replication is not Kind.RECORD:
        result.left += 1
        return
    table = model.name_of_table()
    if field == "":
        cursor = library.execute_sql(
            f'UPDATE "{table}" SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL',
            (library.clock.now(), row),
        )
    else:
        cursor = library.execute_sql(
            f'UPDATE "{table}" SET "{field}" = ? WHERE id = ? AND "{field}" IS ?', (before, row, after)
        )
    if cursor.rowcount:
        result.taken_back += 1
    else:
        result.left += 1
