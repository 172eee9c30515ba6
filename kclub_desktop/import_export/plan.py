"""What a slice of rows will do, before anything is done: new rows, filled fields, and what is said of each line.

Here is what all subjects share: existing data wins over an empty cell, a value is only ever put into an empty
field, a differing one is listed. Who a row is about is in known.py, the rules of a subject in plan_*.py, writing in apply.py.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from kclub_desktop.import_export.parse import Remark, Row
from kclub_desktop.store import Library
from kclub_desktop.store.declare import Table
from kclub_desktop.store.tables import ExternalId


class Difference(NamedTuple):
    """A value of the file that is not the library's; the library's was kept."""

    line: int
    field: str
    here: Any
    file: Any


class Review(NamedTuple):
    """Two that may be one, for a person to look at.

    first_line  line of this file that brought the other one; None if the library had it before
    member      id of the other one; None while it is not written
    """

    first_line: int | None
    second_line: int
    member: int | None
    why: str


@dataclass
class Slice:
    """Plan of at most 500 rows. Numbers below zero in it stand for rows that have no id yet.

    new       table -> rows to add; those of tables with Snowflakes carry their planned number as "id"
    filled    table -> id -> fields to set
    """

    rows: int = 0
    last_line: int = 0
    new: dict[type[Table], list[dict[str, Any]]] = field(default_factory=dict)
    filled: dict[type[Table], dict[int, dict[str, Any]]] = field(default_factory=dict)
    created: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    skipped: list[Remark] = field(default_factory=list)
    rejected: list[Remark] = field(default_factory=list)
    rejected_cells: list[tuple[int, list[str]]] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)

    def add(self, model: type[Table], values: dict[str, Any]) -> None:
        """Plan a new row."""
        self.new.setdefault(model, []).append(values)

    def fill(self, model: type[Table], row_id: int, values: Mapping[str, Any]) -> None:
        """Plan to set fields of a row that is written already."""
        if values:
            self.filled.setdefault(model, {}).setdefault(row_id, {}).update(values)

    def reject(self, row: Row, reasons: list[Remark]) -> None:
        """This line is not taken; every fault is listed."""
        self.rejected.extend(reasons)
        self.rejected_cells.append((row.line, row.cells))

    def in_line_order(self) -> None:
        """Sort what is said of lines as the file has them; it was found out in two passes."""
        self.rejected.sort(key=lambda remark: remark.line)
        self.rejected_cells.sort(key=lambda rejected: rejected[0])

    @property
    def writes(self) -> bool:
        """Is there anything to write?"""
        return bool(self.new or self.filled)


class Planner(Protocol):
    """Plans the rows of one file, slice by slice."""

    def plan(self, rows: list[Row], into: Slice) -> None:
        """Add what these rows do to a slice, and remember it for the next ones."""
        ...


class Current:
    """Values that rows have now, with what is planned for them already; read a slice at a time, one query."""

    def __init__(
        self, library: Library, model: type[Table], names: Iterable[str], keep_planned: bool
    ) -> None:
        """keep_planned: nothing will be written (a dry run), so planned rows must be remembered to the end."""
        self._library, self._model, self._names = library, model, tuple(names)
        self._keep = keep_planned
        self._planned: dict[int, dict[str, Any]] = {}
        self._read: dict[int, dict[str, Any]] = {}

    def load(self, ids: Iterable[int]) -> None:
        """Start a slice: forget the last one, read these rows."""
        self._read.clear()
        if not self._keep:
            self._planned.clear()
        wanted = {row_id for row_id in ids if row_id not in self._planned}
        if wanted:
            listed = ", ".join(f'"{name}"' for name in self._names)
            sql = (
                f'SELECT id, {listed} FROM "{self._model.name_of_table()}"'
                " WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))"
            )
            for row_id, *values in self._library.rows(sql, (json.dumps(list(wanted)),)):
                self._read[row_id] = dict(zip(self._names, values, strict=True))

    def of(self, number: int) -> dict[str, Any] | None:
        """Values of a row; the very dict that is planned, if it is planned. None if there is no such row."""
        found = self._planned.get(number)
        return self._read.get(number) if found is None else found

    def plan(self, number: int, values: dict[str, Any]) -> None:
        """A row that will be there."""
        self._planned[number] = values


def compare(
    line: int,
    here: dict[str, Any],
    file: Mapping[str, Any],
    fillable: frozenset[str],
    headers: Mapping[str, str],
) -> tuple[dict[str, Any], list[Difference]]:
    """What a file's values would fill in, and where they differ. An empty value of the file says nothing.

    fillable: columns in which '' and None mean that nothing is known; in any other column a value is never set here.
    """
    fills, differences = {}, []
    for name, value in file.items():
        mine = here.get(name)
        if mine == value or value in ("", None):
            continue
        if name in fillable and mine in ("", None):
            fills[name] = value
        else:
            differences.append(Difference(line, headers.get(name, name), mine, value))
    return fills, differences


def new_ids(into: Slice, kind: str, number: int, ids: Iterable[tuple[str, str]]) -> None:
    """Plan what other systems call a row."""
    for endpoint, external in ids:
        into.add(ExternalId, {"endpoint": endpoint, "kind": kind, "external": external, "row": number})
