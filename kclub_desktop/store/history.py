"""History: what was done, one line per step, and how one record came to be what it is. Read from the one change log.

Who a device is and what a row is called is data and told here; sentences are in words_for_history.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kclub_desktop.store.changes import NOT_UNDOABLE, Op, touched_by
from kclub_desktop.store.declare import Kind, Reference, Table
from kclub_desktop.store.library import Library
from kclub_desktop.store.log import STEP
from kclub_desktop.store.naming import devices, name_of, own_name
from kclub_desktop.store.tables import BY_NAME, BY_NUMBER


@dataclass(frozen=True)
class Step:
    """One line of the history: a change set, or a group of them.

    id        of its first change set; what undo takes
    device    name of the device it was made on, '' if that is not known
    here      was it made on this device?
    rows      table -> how many rows it touched; a row that several slices touched counts in each
    what      name of the first thing it touched, '' if that has none
    undone    does an undo of it stand? undoable: may somebody take it back now?
    undoes    the step that it took back or did again; of: the operation that was taken back or done again
    """

    id: int
    at: int
    node: int
    device: str
    here: bool
    operation: str
    rows: Mapping[type[Table], int]
    what: str
    undone: bool
    undoable: bool
    undoes: int | None
    of: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field of a record, from before to after.

    name_before, name_after  what a reference points to
    currency                 code of an amount's currency, as it is now
    applied                  False: a later edit of another device stood against it
    """

    field: str
    before: Any
    after: Any
    name_before: str = ""
    name_after: str = ""
    currency: str = ""
    applied: bool = True


@dataclass(frozen=True)
class RecordStep:
    """What one change set did to one record.

    step       of the change set, for undo
    made       it came into being; its fields then go from None to what they were
    """

    change_set: int
    step: int
    at: int
    node: int
    device: str
    here: bool
    operation: str
    made: bool
    undone: bool
    undoable: bool
    fields: tuple[FieldChange, ...] = field(default=())


def steps(library: Library, *, before: int | None = None, limit: int = 50) -> list[Step]:
    """The newest steps, newest first; before: id of a step, for the page after it. One look-up per step beside the list."""
    found = library.rows(
        "SELECT id, at, node, origin, operation, change_group, touched, undone_by, undoes, log_from FROM change_set"
        " WHERE (change_group IS NULL OR change_group = id) AND touched <> '' AND id < ? ORDER BY id DESC LIMIT ?",
        (before if before is not None else 1 << 62, limit),
    )
    names = devices(library)
    listed = []
    for step, at, node, origin, operation, group, touched, undone_by, undoes, log_from in found:
        counts = touched_by(touched) if group is None else _touched_by_group(library, group)
        listed.append(
            Step(
                step,
                at,
                node,
                names.get(node, ""),
                origin == "here",
                operation,
                {BY_NUMBER[number]: rows for number, rows in counts.items()},
                _first_thing(library, log_from),
                undone_by is not None,
                undoable(library, operation, undone_by, undoes, counts),
                undoes,
                _operation_behind(library, undoes),
            )
        )
    return listed


def of_record(
    library: Library, model: type[Table], row: int, *, before: int | None = None, limit: int = 50
) -> list[RecordStep]:
    """The newest changes of one record, newest first, down to its making.

    before  id of a change set, for the page after it
    limit   entries of the log that are read; a change set is never told in part
    """
    log = library.rows(
        f"SELECT c.change_set, c.id, c.field, c.before, c.after, c.applied, {STEP}, s.at, s.node, s.origin,"
        " s.operation, s.undone_by, s.undoes, s.touched FROM change c CROSS JOIN change_set s ON s.id = c.change_set"
        " WHERE c.row = ? AND c.entity = ? AND c.change_set < ? ORDER BY c.id DESC LIMIT ?",
        (row, model.number, before if before is not None else 1 << 62, limit + 1),
    )
    groups = [list(entries) for _, entries in groupby(log, key=lambda entry: entry[0])]
    if len(log) > limit and len(groups) > 1:
        groups.pop()
    names = devices(library)
    return [_record_step(library, model, row, entries, names) for entries in groups]


def as_made(library: Library, model: type[Table], row: int, made: int) -> dict[str, Any]:
    """The values a row was made with: what stands now, with every edit after the making taken back.

    made  id of the log entry of its making
    """
    columns = model.columns()
    listed = ", ".join(f'"{column}"' for column in columns)
    found = library.rows(f'SELECT {listed} FROM "{model.name_of_table()}" WHERE id = ?', (row,))
    fields = dict(zip(columns, found[0], strict=True)) if found else {}
    later = library.rows(
        "SELECT field, before FROM change WHERE row = ? AND entity = ? AND id > ? AND applied = 1 AND field <> ''"
        " ORDER BY id DESC",
        (row, model.number, made),
    )
    fields.update(later)  # newest first, so that the earliest `before` is what remains
    return fields


def undoable(
    library: Library, operation: str, undone_by: int | None, undoes: int | None, touched: Iterable[int]
) -> bool:
    """Would undo of such a step be taken, rather than refused?"""
    if undone_by is not None or operation in NOT_UNDOABLE:
        return False
    if all(BY_NUMBER[number].replication is Kind.FACT for number in touched):
        return False
    if operation == Op.REDO and undoes is not None:
        # Undo of a redo is undo of what it brought back, which may have been taken back again.
        return (
            library.value(
                "SELECT 1 FROM change_set undo JOIN change_set step ON step.id = undo.undoes"
                " WHERE undo.id = ? AND step.undone_by IS NOT NULL",
                (undoes,),
            )
            is None
        )
    return True


def _operation_behind(library: Library, undoes: int | None) -> str:
    """The operation that an undo or a redo is about."""
    operation = ""
    while undoes is not None:
        operation, undoes = library.rows("SELECT operation, undoes FROM change_set WHERE id = ?", (undoes,))[
            0
        ]
    return operation


def _touched_by_group(library: Library, group: int) -> dict[int, int]:
    counts: dict[int, int] = {}
    for (touched,) in library.rows("SELECT touched FROM change_set WHERE change_group = ?", (group,)):
        for number, rows in touched_by(touched).items():
            counts[number] = counts.get(number, 0) + rows
    return counts


def _first_thing(library: Library, log_from: int) -> str:
    found = library.rows("SELECT entity, row FROM change WHERE id >= ? ORDER BY id LIMIT 1", (log_from,))
    return name_of(library, BY_NUMBER[found[0][0]], found[0][1]) if found else ""


def _record_step(
    library: Library, model: type[Table], row: int, entries: list[tuple[Any, ...]], names: Mapping[int, str]
) -> RecordStep:
    step, at, node, origin, operation, undone_by, undoes, touched = entries[0][6:]
    made = next((entry[1] for entry in entries if entry[2] == "" and entry[5]), None)
    if made is None:
        fields = _edits(library, model, row, [entry[2:6] for entry in reversed(entries) if entry[2]])
    else:
        values = as_made(library, model, row, made)
        given = [(name, None, value, 1) for name, value in values.items() if value not in (None, "")]
        fields = _edits(library, model, row, given)
    return RecordStep(
        entries[0][0],
        step,
        at,
        node,
        names.get(node, ""),
        origin == "here",
        operation,
        made is not None,
        undone_by is not None,
        undoable(library, operation, undone_by, undoes, touched_by(touched)),
        fields,
    )


def _edits(
    library: Library, model: type[Table], row: int, entries: Iterable[tuple[str, Any, Any, int]]
) -> tuple[FieldChange, ...]:
    """One change per field: a field set twice in one change set goes from its first value to its last."""
    told: dict[str, FieldChange] = {}
    for name, before, after, applied in entries:
        if name not in model.columns():
            continue
        first = told[name].before if name in told else before
        told[name] = FieldChange(
            name,
            first,
            after,
            _pointed_to(library, model, name, first),
            _pointed_to(library, model, name, after),
            _currency(library, model, row, name),
            bool(applied),
        )
    return tuple(told.values())


def _pointed_to(library: Library, model: type[Table], name: str, value: Any) -> str:
    column = model.column(name)
    if value is None or not isinstance(column, Reference) or column.to not in BY_NAME:
        return ""
    return own_name(library, BY_NAME[column.to], value)


def _currency(library: Library, model: type[Table], row: int, name: str) -> str:
    column = getattr(model.column(name), "currency", None)
    if column is None:
        return ""
    return str(library.value(f'SELECT "{column}" FROM "{model.name_of_table()}" WHERE id = ?', (row,)) or "")
