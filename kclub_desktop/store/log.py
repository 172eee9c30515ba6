"""Reading the change log of a step: a change set, or all change sets of a group that are undone together.

A step is known by the id of its first change set. A change set owns a run of log ids; there is no index by change
set, so whoever asks for its entries joins by OF_SET.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kclub_desktop.errors import UnknownChange
from kclub_desktop.store.changes import touched_by
from kclub_desktop.store.declare import Kind
from kclub_desktop.store.library import Library
from kclub_desktop.store.tables import BY_NUMBER

OF_SET = "c.id BETWEEN s.log_from AND s.log_to AND c.change_set = s.id"
"""For `change c JOIN change_set s ON …`: the entries of a change set by their run of ids."""
STEP = "coalesce(s.change_group, s.id)"
"""Id of the step that the change set s belongs to."""


class Entry(NamedTuple):
    """One line of the log. field '' = the row was made."""

    id: int
    entity: int
    row: int
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class StepHead:
    """What undo has to know of a step before it reads the log. sets: its change sets, newest first."""

    id: int
    operation: str
    undoes: int | None
    undone_by: int | None
    sets: list[int]
    touched: dict[int, int]

    @property
    def only_facts(self) -> bool:
        """Did it record nothing but facts?"""
        return all(BY_NUMBER[number].replication is Kind.FACT for number in self.touched)


def step_of(library: Library, change_set: int) -> StepHead:
    """The step that a change set belongs to. Raises UnknownChange."""
    found = library.rows(
        f"SELECT {STEP}, s.operation, s.undoes, s.undone_by FROM change_set s WHERE s.id = ?", (change_set,)
    )
    if not found:
        raise UnknownChange(change_set)
    step, operation, undoes, undone_by = found[0]
    sets = library.rows(
        "SELECT id, touched FROM change_set WHERE id = ? OR change_group = ? ORDER BY id DESC", (step, step)
    )
    touched: dict[int, int] = {}
    for _, kept in sets:
        for number, rows in touched_by(kept).items():
            touched[number] = touched.get(number, 0) + rows
    return StepHead(step, operation, undoes, undone_by, [number for number, _ in sets], touched)


def length(library: Library, step: StepHead) -> int:
    """Entries in the log of a step, from the runs of ids: an upper bound that costs no reading."""
    return int(
        library.value(
            "SELECT coalesce(sum(log_to - log_from + 1), 0) FROM change_set WHERE id = ? OR change_group = ?",
            (step.id, step.id),
        )
    )


def slices(library: Library, step: StepHead, size: int) -> Iterator[list[Entry]]:
    """The applied entries of a step, newest first, at most `size` at a time; no cursor stays open between two slices."""
    waiting: list[Entry] = []
    for change_set in step.sets:
        before = 1 << 62
        while found := entries(library, change_set, before, size):
            before = found[-1].id
            waiting += found
            while len(waiting) >= size:
                yield waiting[:size]
                waiting = waiting[size:]
    if waiting:
        yield waiting


def entries(library: Library, change_set: int, before: int = 1 << 62, limit: int = -1) -> list[Entry]:
    """The applied entries of a change set, newest first: those before an id, at most so many; -1: all."""
    return [
        Entry(*row)
        for row in library.rows(
            f"SELECT c.id, c.entity, c.row, c.field, c.before, c.after FROM change_set s JOIN change c ON {OF_SET}"
            " WHERE s.id = ? AND c.id < ? AND c.applied = 1 ORDER BY c.id DESC LIMIT ?",
            (change_set, before, limit),
        )
    ]
