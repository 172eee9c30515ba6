"""The history of one record, and what a step did to each thing it touched: fields from old to new, from the change log.

How a record was made is told by what it was made with. Whole steps are listed in history.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kclub_desktop.store.changes import touched_by
from kclub_desktop.store.declare import Money, Reference, RowOf, Table
from kclub_desktop.store.history import touched_by_group, undoable
from kclub_desktop.store.library import Library
from kclub_desktop.store.log import OF_SET, STEP, step_of
from kclub_desktop.store.naming import devices, name_of, own_name
from kclub_desktop.store.tables import BY_NAME, BY_NUMBER

_FIELDS_READ = 25
"""Entries of the log read per row that is to be shown: more fields than a person edits at once."""


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
    made       it came into being; its fields then go from None to what they were, where that is no default
    rows       how many rows the whole step touched, this one included
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
    fields: tuple[FieldChange, ...]
    rows: int


@dataclass(frozen=True)
class Thing:
    """A row that a step touched. name: what a person calls it, '' if it has none; made, fields: as of a RecordStep."""

    model: type[Table]
    row: int
    name: str
    made: bool
    fields: tuple[FieldChange, ...]


def of_record(
    library: Library, model: type[Table], row: int, *, before: int | None = None, limit: int = 50
) -> list[RecordStep]:
    """The newest changes of one record, newest first, down to its making.

    before  id of a change set, for the page after it
    limit   entries of the log that are read; a change set is never told in part
    """
    log = library.rows(
        f"SELECT c.change_set, c.id, c.field, c.before, c.after, c.applied, {STEP}, s.at, s.node, s.origin,"
        " s.operation, s.undone_by, s.undoes, s.touched, s.change_group FROM change c CROSS JOIN change_set s ON s.id = c.change_set"
        " WHERE c.row = ? AND c.entity = ? AND c.change_set < ? ORDER BY c.id DESC LIMIT ?",
        (row, model.number, before if before is not None else 1 << 62, limit + 1),
    )
    groups = [list(entries) for _, entries in groupby(log, key=lambda entry: entry[0])]
    if len(log) > limit and len(groups) > 1:
        groups.pop()
    names = devices(library)
    return [_record_step(library, model, row, entries, names) for entries in groups]


def things_of(library: Library, change_set: int, limit: int = 20) -> list[Thing]:
    """The first rows that a step touched, in the order of its work, each with its fields from before to after.

    Raises UnknownChange. Reads at most a few hundred entries of the log, whatever the step is.
    """
    step, found = step_of(library, change_set), dict[tuple[int, int], list[tuple[Any, ...]]]()
    for part in reversed(step.sets):
        log = library.rows(
            f"SELECT c.entity, c.row, c.id, c.field, c.before, c.after, c.applied FROM change_set s JOIN change c"
            f" ON {OF_SET} WHERE s.id = ? ORDER BY c.id LIMIT ?",
            (part, limit * _FIELDS_READ),
        )
        for entity, row, *entry in log:
            if len(found) < limit or (entity, row) in found:
                found.setdefault((entity, row), []).append((0, *entry))
        if len(found) >= limit:
            break
    return [_thing(library, BY_NUMBER[entity], row, entries) for (entity, row), entries in found.items()]


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


def _record_step(
    library: Library, model: type[Table], row: int, entries: list[tuple[Any, ...]], names: Mapping[int, str]
) -> RecordStep:
    step, at, node, origin, operation, undone_by, undoes, touched, group = entries[0][6:]
    counts = touched_by(touched) if group is None else touched_by_group(library, group)
    made, fields = _what_changed(library, model, row, entries)
    return RecordStep(
        entries[0][0],
        step,
        at,
        node,
        names.get(node, ""),
        origin == "here",
        operation,
        made,
        undone_by is not None,
        undoable(library, operation, undone_by, undoes, counts),
        fields,
        sum(counts.values()),
    )


def _thing(library: Library, model: type[Table], row: int, entries: list[tuple[Any, ...]]) -> Thing:
    made, fields = _what_changed(library, model, row, entries[::-1])
    return Thing(model, row, name_of(library, model, row), made, fields)


def _what_changed(
    library: Library, model: type[Table], row: int, entries: list[tuple[Any, ...]]
) -> tuple[bool, tuple[FieldChange, ...]]:
    """Was the row made, and its fields; entries (…, id, field, before, after, applied, …), newest first."""
    made = next((entry[1] for entry in entries if entry[2] == "" and entry[5]), None)
    if made is None:
        return False, _edits(library, model, row, [entry[2:6] for entry in reversed(entries) if entry[2]])
    values = as_made(library, model, row, made)
    # What every new row has says nothing of this one, and when it was created is when the step was.
    given = [
        (name, None, value, 1)
        for name, value in values.items()
        if value not in (None, "", model.default_of(name)) and name != "created_at"
    ]
    return True, _edits(library, model, row, given)


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
            pointed_to(library, model, row, name, first),
            pointed_to(library, model, row, name, after),
            currency_of(library, model, row, name),
            bool(applied),
        )
    return tuple(told.values())


def pointed_to(library: Library, model: type[Table], row: int, name: str, value: Any) -> str:
    """What the row is called that a field's value refers to; '' for a field that refers to none."""
    column, to = model.column(name), ""
    if value is None:
        return ""
    if isinstance(column, Reference):
        to = column.to
    elif isinstance(column, RowOf):
        to = str(
            library.value(f'SELECT "{column.named_by}" FROM "{model.name_of_table()}" WHERE id = ?', (row,))
        )
    return own_name(library, BY_NAME[to], value) if to in BY_NAME else ""


def currency_of(library: Library, model: type[Table], row: int, name: str) -> str:
    """Code of the currency of a row's amount, as it is now; '' for a field that is none."""
    column = model.column(name)
    if not isinstance(column, Money):
        return ""
    return str(
        library.value(f'SELECT "{column.currency}" FROM "{model.name_of_table()}" WHERE id = ?', (row,)) or ""
    )
