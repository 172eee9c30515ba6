"""History: what was done, one line per step. How one record came to be what it is: record_history.py.

Who a device is and what a row is called is data and told here; sentences are in words_for_history.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kclub_desktop.errors import UnknownChange
from kclub_desktop.store.changes import BY_FACTS, NOT_UNDOABLE, Op, touched_by
from kclub_desktop.store.declare import Kind, Table
from kclub_desktop.store.library import Library
from kclub_desktop.store.naming import devices, name_of
from kclub_desktop.store.tables import BY_NUMBER


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
    undone_on name of the other device that took it back, '' if it was this one or none
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
    undone_on: str = ""

    @property
    def only_facts(self) -> bool:
        """Did it record nothing but facts?"""
        return all(model.replication is Kind.FACT for model in self.rows)


def steps(
    library: Library,
    *,
    before: int | None = None,
    limit: int = 50,
    since: int | None = None,
    until: int | None = None,
) -> list[Step]:
    """The newest steps, newest first; before: id of a step, for the page after it. One look-up per step beside the list.

    since, until  UTC seconds: steps done in [since, until) alone, by the clock of the device that did them
    """
    found = library.rows(
        "SELECT id, at, node, origin, operation, change_group, touched, undone_by, undoes, log_from FROM change_set"
        " WHERE (change_group IS NULL OR change_group = id) AND touched <> '' AND id < ? AND at >= ? AND at < ?"
        " ORDER BY id DESC LIMIT ?",
        (
            before if before is not None else 1 << 62,
            since if since is not None else -(1 << 62),
            until if until is not None else 1 << 62,
            limit,
        ),
    )
    names = devices(library)
    listed = []
    for step, at, node, origin, operation, group, touched, undone_by, undoes, log_from in found:
        counts = touched_by(touched) if group is None else touched_by_group(library, group)
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
                _undone_on(library, undone_by, names),
            )
        )
    return listed


def step_named(library: Library, number: int, *, first: bool = False) -> Step:
    """One line of the history by the id of its step; first: for an undo or redo, the step that it is about in the end.

    Raises UnknownChange.
    """
    found = steps(library, before=number + 1, limit=1)
    if not found or found[0].id != number:
        raise UnknownChange(number)
    if first and found[0].undoes is not None:
        return step_named(library, found[0].undoes, first=True)
    return found[0]


def undoable(
    library: Library, operation: str, undone_by: int | None, undoes: int | None, touched: Iterable[int]
) -> bool:
    """Would undo of such a step be taken, rather than refused?"""
    if undone_by is None and operation in BY_FACTS:
        return True
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


def _undone_on(library: Library, undone_by: int | None, names: Mapping[int, str]) -> str:
    if undone_by is None:
        return ""
    found = library.rows("SELECT node, origin FROM change_set WHERE id = ?", (undone_by,))
    return names.get(found[0][0], "") if found and found[0][1] != "here" else ""


def _operation_behind(library: Library, undoes: int | None) -> str:
    """The operation that an undo or a redo is about."""
    operation = ""
    while undoes is not None:
        operation, undoes = library.rows("SELECT operation, undoes FROM change_set WHERE id = ?", (undoes,))[
            0
        ]
    return operation


def touched_by_group(library: Library, group: int) -> dict[int, int]:
    """Number of table -> rows, summed over the change sets of a group."""
    counts: dict[int, int] = {}
    for (touched,) in library.rows("SELECT touched FROM change_set WHERE change_group = ?", (group,)):
        for number, rows in touched_by(touched).items():
            counts[number] = counts.get(number, 0) + rows
    return counts


def _first_thing(library: Library, log_from: int) -> str:
    found = library.rows("SELECT entity, row FROM change WHERE id >= ? ORDER BY id LIMIT 1", (log_from,))
    return name_of(library, BY_NUMBER[found[0][0]], found[0][1]) if found else ""
