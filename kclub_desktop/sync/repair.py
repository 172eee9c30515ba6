"""Putting this copy right when it differs from another that has seen the same: the hub's whole log is read once more.

Of each field the latest write in the log is what must stand here, unless an edit of ours that has not been sent is later,
or what stands was written later and this hub does not know it: it was put back, and the writer has not handed it in again.
Where something else stands it is written, under the stamp it was made with; nothing is taken away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from kclub_desktop.store import Library, Op, Origin
from kclub_desktop.store.declare import Kind, Table
from kclub_desktop.store.moving import moved
from kclub_desktop.store.tables import BY_NAME
from kclub_desktop.sync.endpoint import Endpoint
from kclub_desktop.sync.wire import fields_from_wire, neutral
from kclub_protocol.changes import ChangeSet

_Key = tuple[type[Table], int]
_Winner = tuple[int, int, int, Any]
"""(stamp, node, at, value)."""


def repair(
    library: Library, endpoint: Endpoint, pushed: int, completing: Collection[tuple[str, str]] = ()
) -> int:
    """Make every row what the endpoint's log says; how many rows were put right. Raises as Endpoint.catch_up.

    pushed      id of our last change set the endpoint has
    completing  (table, column) that this version has only now come to know, facts' as well
    """
    wanted = _folded(endpoint)
    unsent = _unsent(library, pushed)
    wrong: dict[tuple[int, int, int], dict[_Key, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for key, fields in wanted.items():
        present = _present(library, *key)
        if present is not None and all(present[field] == value for field, (*_, value) in fields.items()):
            continue
        made = key[0].replication is not Kind.FACT or _is_made(library, *key)
        if present is not None and not made:
            # An erasure, or a merge, came here before the fact it is about could be seen.
            fields = _made_at_once(key[0], fields)
        elif present is not None and key[0].replication is Kind.FACT:
            # What happened is not edited, whoever says so; it may be completed, and whom it speaks of follows a merge.
            table, may = key[0].name_of_table(), moved(key[0])
            fields = {
                name: winner for name, winner in fields.items() if name in may or (table, name) in completing
            }
        elif key[0].replication is Kind.FACT:
            fields = _made_at_once(key[0], fields)
        for field, (stamp, node, at, value) in fields.items():
            if present is not None and present[field] == value:
                continue
            known = (
                present is not None
                and made
                and _is_later(library, *key, field, present[field], (stamp, node))
            )
            if not known and (key[0].number, key[1], field) not in unsent:
                wrong[stamp, node, at][key][field] = value
    for (stamp, node, at), rows in sorted(wrong.items(), key=lambda item: item[0]):
        with library.write(Op.SYNC, origin=Origin.SYNC, as_of=(stamp, node, at)) as opened:
            for key, fields in rows.items():
                _put_right(library, opened.id, *key, fields)
    return len({key for rows in wrong.values() for key in rows})


def _folded(endpoint: Endpoint) -> dict[_Key, dict[str, _Winner]]:
    found: dict[_Key, dict[str, _Winner]] = defaultdict(dict)
    for page in endpoint.catch_up(0, own=True):
        for change_set in page.change_sets:
            _fold(found, change_set)
    return found


def _fold(found: dict[_Key, dict[str, _Winner]], change_set: ChangeSet) -> None:
    for change in change_set.changes:
        model = BY_NAME.get(change.entity)
        if model is None:
            continue
        fields = found[model, change.row]
        written = change_set.stamp, change_set.node
        for field, value in fields_from_wire(model, change.fields, change.made).items():
            if field not in fields or written > fields[field][:2]:
                fields[field] = (*written, change_set.at, value)


def _made_at_once(model: type[Table], fields: dict[str, _Winner]) -> dict[str, _Winner]:
    """All that a fact says under the stamp of its making, since it cannot be edited later: not even by the erasure that
    has emptied some of it. Whom it speaks of keeps the stamp of the merge that said so."""
    may = moved(model)
    stamp, node, at, _ = min((winner for winner in fields.values()), key=lambda winner: winner[:2])
    return {name: winner if name in may else (stamp, node, at, winner[3]) for name, winner in fields.items()}


def _is_made(library: Library, model: type[Table], row: int) -> bool:
    """Did a fact's making come here?"""
    found = library.value(
        "SELECT 1 FROM change WHERE row = ? AND entity = ? AND field = ''", (row, model.number)
    )
    return found is not None


def _unsent(library: Library, pushed: int) -> set[tuple[int, int, str]]:
    return set(
        library.rows(
            "SELECT c.entity, c.row, c.field FROM change_set s JOIN change c ON c.change_set = s.id"
            " AND c.id BETWEEN s.log_from AND s.log_to WHERE s.id > ? AND s.origin = ?",
            (pushed, Origin.HERE),
        )
    )


def _is_later(
    library: Library, model: type[Table], row: int, field: str, value: Any, written: tuple[int, int]
) -> bool:
    """Does the value that stands come from an edit, or the row's making, after what was written so, by this copy's log?

    Its own change set is here and is not merged again when the hub gets it: what it says must not be given up before.
    Only a row whose id is derived is made twice; one that a repair made says nothing of what the log did not tell.
    """
    return bool(
        library.value(
            "SELECT 1 FROM change c JOIN change_set s ON s.id = c.change_set WHERE c.row = ? AND c.entity = ?"
            " AND (c.field = ? AND c.after IS ? OR c.field = '' AND c.row < 0 AND s.operation <> ?) AND c.applied = 1"
            " AND (s.stamp, s.node) > (?, ?) LIMIT 1",
            (row, model.number, field, value, Op.SYNC, *written),
        )
    )


def _present(library: Library, model: type[Table], row: int) -> dict[str, Any] | None:
    columns = model.columns()
    listed = ", ".join(f'"{column}"' for column in columns)
    found = library.rows(f'SELECT {listed} FROM "{model.name_of_table()}" WHERE id = ?', (row,))
    return dict(zip(columns, found[0], strict=True)) if found else None


def _put_right(
    library: Library, change_set: int, model: type[Table], row: int, fields: dict[str, Any]
) -> None:
    table = model.name_of_table()
    if _present(library, model, row) is None:
        values = {**neutral(model), **fields}
        listed = ", ".join(f'"{column}"' for column in ("id", *values))
        marks = ", ".join("?" * (len(values) + 1))
        library.execute_sql(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', (row, *values.values()))
        return
    settings = ", ".join(f'"{field}" = ?' for field in fields)
    library.execute_sql(f'UPDATE "{table}" SET {settings} WHERE id = ?', (*fields.values(), row))
    if model.replication is Kind.FACT and not _is_made(library, model, row):
        _note_making(library, change_set, model, row)


def _note_making(library: Library, change_set: int, model: type[Table], row: int) -> None:
    """It came to be what it was from the beginning: what a trigger took for a merge is none."""
    library.execute_sql(
        "DELETE FROM change WHERE change_set = ? AND entity = ? AND row = ?", (change_set, model.number, row)
    )
    library.execute_sql(
        "INSERT INTO change (change_set, entity, row, field) VALUES (?, ?, ?, '')",
        (change_set, model.number, row),
    )
