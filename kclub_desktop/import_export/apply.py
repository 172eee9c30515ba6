"""Writing a planned slice: one transaction, one change set of the import's group. Decides nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kclub_desktop.import_export.known import Known
from kclub_desktop.import_export.plan import Slice
from kclub_desktop.store import ChangeGroup, Library, Op, rows
from kclub_desktop.store.declare import Table

_POINTERS = ("row", "member", "course")


def apply(library: Library, plan: Slice, known: Known, group: ChangeGroup, initiator: object | None) -> None:
    """Write a slice; a slice that writes nothing leaves no trace. Raises LibraryBusy, LibraryNotWritable."""
    if not plan.writes:
        return
    with library.write(Op.IMPORT, group=group, initiator=initiator):
        for model, items in plan.new.items():
            if model.natural_key:
                rows.put_many(library, model, [_pointed(known, item) for item in items])
            else:
                _add(library, model, items, known)
        for model, changes in plan.filled.items():
            for same_fields in _by_fields(changes):
                rows.change_many(library, model, same_fields)


def _add(library: Library, model: type[Table], items: list[dict[str, Any]], known: Known) -> None:
    for item in items:
        planned, item["id"] = item["id"], library.new_id()
        known.written(planned, item["id"])
    rows.add_many(library, model, [_pointed(known, item) for item in items])


def _pointed(known: Known, item: dict[str, Any]) -> dict[str, Any]:
    return {name: known.id_of(value) if name in _POINTERS else value for name, value in item.items()}


def _by_fields(changes: dict[int, dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Changes in groups that name the same columns, as `change_many` wants them."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row_id, values in changes.items():
        groups[tuple(sorted(values))].append({"id": row_id, **values})
    return list(groups.values())
