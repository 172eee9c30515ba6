"""After an update of the program: what newer devices had sent before this one knew it becomes data at last.

Each field is merged under the stamp it was written with, so that whatever was edited here since then stands if it is later.
"""

from __future__ import annotations

from typing import Any

from kclub_desktop.store import ChangeGroup, Library
from kclub_desktop.store.rows import id_for
from kclub_desktop.store.tables import BY_NAME
from kclub_desktop.sync.merge import Merged, merge
from kclub_desktop.sync.wire import fields_from_wire, fields_to_wire, neutral
from kclub_protocol.changes import ChangeSet, RowChange


def take_up(library: Library, pushed: int, result: Merged) -> None:
    """Merge every kept field that this version knows; the others go on waiting. Costs one look-up when none is kept.

    pushed  id of our last change set the endpoint has
    """
    group = ChangeGroup()
    for change_set in [
        row[0] for row in library.rows("SELECT DISTINCT change_set FROM unknown_change ORDER BY 1")
    ]:
        known = [kept for kept in _kept(library, change_set) if is_known(kept[1], kept[3])]
        if known:
            merge(library, _as_sent(library, change_set, known), pushed, result, group, late=True)
            library.connection().executemany(
                "DELETE FROM unknown_change WHERE id = ?", [(kept[0],) for kept in known]
            )


def is_known(entity: str, field: str) -> bool:
    """Does this version know the column?"""
    return entity in BY_NAME and field in BY_NAME[entity].columns()


def _kept(library: Library, change_set: int) -> list[tuple[Any, ...]]:
    return library.rows(
        "SELECT id, entity, row, field, value FROM unknown_change WHERE change_set = ? ORDER BY id",
        (change_set,),
    )


def _as_sent(library: Library, change_set: int, known: list[tuple[Any, ...]]) -> ChangeSet:
    fields: dict[tuple[str, int], dict[str, Any]] = {}
    for _, entity, row, field, value in known:
        fields.setdefault((entity, row), {})[field] = value
    there = {
        (entity, row)
        for entity, row in fields
        if library.value(f'SELECT 1 FROM "{BY_NAME[entity].name_of_table()}" WHERE id = ?', (row,))
    }
    stamp, node, operation, at = library.rows(
        "SELECT stamp, node, operation, at FROM change_set WHERE id = ?", (change_set,)
    )[0]
    # A row of a table nobody knew was kept from its making on, in the order of arrival; unless an erasure took that.
    changes = [_row_as_sent(*key, said, key in there) for key, said in fields.items()]
    return ChangeSet(stamp, node, operation, at, tuple(changes))


def _row_as_sent(entity: str, row: int, said: dict[str, Any], there: bool) -> RowChange:
    model, made = BY_NAME[entity], _makes(entity, row, said)
    if row < 0 and model.natural_key and made:
        # Two may have made it, and the later one says of every field what it did not mention: that a row which was
        # deleted in between is there again.
        said = {**fields_to_wire(model, neutral(model), made=False), **said}
    return RowChange(entity, row, made and not there, said)


def _makes(entity: str, row: int, said: dict[str, Any]) -> bool:
    """Is it the making? Of a row with a derived id that says the natural key; of others it is taken to be."""
    model = BY_NAME[entity]
    return row >= 0 or not model.natural_key or id_for(model, fields_from_wire(model, said, True)) == row
