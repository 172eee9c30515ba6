"""Merging the rows of one received change set, a table at a time: a few statements for any number of rows.

A row that is not here is inserted as it came; of one that is, each field is decided by (stamp, node) of its last write.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from kclub_desktop.store import Library, Origin
from kclub_desktop.store.changes import ChangeSet as OpenChangeSet
from kclub_desktop.store.declare import Kind, Table
from kclub_desktop.store.moving import moved
from kclub_desktop.store.privacy.blank import blanks
from kclub_desktop.store.tables import BY_NAME
from kclub_desktop.sync.wire import fields_from_wire, neutral
from kclub_protocol.changes import RowChange

Written = tuple[int, int]
"""(stamp, node) of an edit."""


@dataclass(frozen=True)
class Arriving:
    """What a received change set is to its rows.

    opened   the change set it becomes here
    written  its (stamp, node)
    pushed   id of our last change set the other side had seen
    late     it is the part of one that is here already which this version has only now come to know
    erasing  what it says stands against everything, and a fact may be edited
    moving   it may make a fact speak of another member: two were merged, or a merge was taken back
    """

    opened: OpenChangeSet
    written: Written
    pushed: int
    late: bool
    erasing: bool
    moving: bool = False


class _Row(NamedTuple):
    """A row change in this library's terms."""

    id: int
    made: bool
    fields: Mapping[str, Any]


def wins(theirs: Written, ours: Written) -> bool:
    """Does their value replace ours? The later stamp, then the higher node; the same edit again does not."""
    return theirs > ours


def merge_rows(library: Library, arriving: Arriving, changes: Iterable[RowChange]) -> int:
    """Merge changes of different rows under the open change set; how many fields were in conflict."""
    unknown: list[tuple[Any, ...]] = []
    tables: dict[type[Table], list[_Row]] = defaultdict(list)
    for change in changes:
        model = BY_NAME.get(change.entity)
        known = neutral(model) if model else {}
        if not change.fields.keys() <= known.keys():
            unknown += [
                (arriving.opened.id, change.entity, change.row, field, value)
                for field, value in change.fields.items()
                if field not in known
            ]
        if model:
            fields = fields_from_wire(model, change.fields, change.made and not arriving.late)
            tables[model].append(_Row(change.row, change.made, fields))
    library.connection().executemany(
        "INSERT INTO unknown_change (change_set, entity, row, field, value) VALUES (?, ?, ?, ?, ?)", unknown
    )
    return sum(_OneTable(library, arriving, model).merge(rows) for model, rows in tables.items())


class _OneTable:
    """Merges rows of one table."""

    def __init__(self, library: Library, arriving: Arriving, model: type[Table]) -> None:
        self._library, self._arriving, self._model = library, arriving, model
        self._table = model.name_of_table()
        self._notes: list[tuple[Any, ...]] = []
        self._conflicts: list[tuple[Any, ...]] = []

    def merge(self, rows: Sequence[_Row]) -> int:
        """Insert those that are not here, change the others; how many fields were in conflict."""
        here = {
            row
            for (row,) in self._library.rows(
                f'SELECT id FROM "{self._table}" WHERE id IN (SELECT value FROM json_each(?))', (_ids(rows),)
            )
        }
        self._insert([row for row in rows if row.id not in here])
        there = [row for row in rows if row.id in here]
        if there and self._model.replication is Kind.RECORD:
            self._change(there)
        elif there and self._arriving.erasing:
            self._blank_facts(there)
        elif there and self._arriving.late:
            self._complete_facts(there)
        elif there:
            self._make_facts([row for row in there if row.made])
            if self._arriving.moving:
                self._move_facts([row for row in there if not row.made])
        self._write_down()
        return len(self._conflicts)

    def _insert(self, rows: Sequence[_Row]) -> None:
        """An edit may arrive before the row it edits: the rest gets neutral values until the making arrives."""
        if not rows:
            return
        columns, usual = self._model.columns(), neutral(self._model)
        listed = ", ".join(f'"{column}"' for column in ("id", *columns))
        # A row that is made has all of them already, in the order of the columns (wire.py).
        whole = not self._arriving.late
        lines = [
            (row.id, *(row.fields if row.made and whole else {**usual, **row.fields}).values())
            for row in rows
        ]
        self._at_once(f'INSERT INTO "{self._table}" ({listed}) VALUES {{}}', lines)
        edited = [row for row in rows if not row.made]
        # The trigger noted a making; it was edits of some fields, and only those carry this stamp.
        self._many(
            "DELETE FROM change WHERE change_set = ? AND entity = ? AND row = ? AND field = ''",
            [(self._arriving.opened.id, self._model.number, row.id) for row in edited],
        )
        for row in edited:
            for field, value in row.fields.items():
                self._note(row.id, field, value, applied=1)

    def _change(self, rows: Sequence[_Row]) -> None:
        touched = sorted({field for row in rows for field in row.fields})
        values, standing = self._values(rows, touched), self._standing(rows, touched)
        updates: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows:
            if row.made:
                self._note(row.id, "", None, applied=0)
            won = {}
            for field, theirs in row.fields.items():
                ours = values[row.id][field]
                last = max(standing.get((row.id, field), _NEVER), standing.get((row.id, ""), _NEVER))
                if self._decide(row.id, field, theirs, ours, last):
                    won[field] = theirs
            updates[tuple(won)].append((*won.values(), row.id))
        for fields, lines in updates.items():
            if fields:
                told = ", ".join(f'"{field}" = v.column{at}' for at, field in enumerate(fields, 1))
                self._at_once(
                    f'UPDATE "{self._table}" SET {told} FROM (VALUES {{}}) v'
                    f' WHERE "{self._table}".id = v.column{len(fields) + 1}',
                    lines,
                )

    def _decide(self, row: int, field: str, theirs: Any, ours: Any, last: tuple[int, ...]) -> bool:
        """Is the value to be written? What loses, and an equal value with a later stamp, is noted instead."""
        arriving, before = self._arriving, (last[0], last[1])
        # What is late belongs to the very change set that made the row, if that is the last one to have written.
        won = wins(arriving.written, before) or (arriving.late and arriving.written == before)
        mine = last[2] > arriving.pushed and not self._model.worked_out
        if mine and theirs != ours and not arriving.erasing:
            self._note_conflict(row, field, theirs, ours, before, won)
        if won and theirs != ours:
            return True
        self._note(row, field, theirs, applied=int(won))
        return False

    def _values(self, rows: Sequence[_Row], fields: Sequence[str]) -> dict[int, dict[str, Any]]:
        listed = ", ".join(f'"{field}"' for field in ("id", *fields))
        found = self._library.rows(
            f'SELECT {listed} FROM "{self._table}" WHERE id IN (SELECT value FROM json_each(?))',
            (_ids(rows),),
        )
        return {row: dict(zip(fields, rest, strict=True)) for row, *rest in found}

    def _standing(
        self, rows: Sequence[_Row], fields: Sequence[str]
    ) -> dict[tuple[int, str], tuple[int, ...]]:
        """(row, field) → (stamp, node, id of our own change set or 0) of its last write; field '' = the making."""
        found = self._library.rows(
            "SELECT c.row, c.field, s.stamp, s.node, CASE s.origin WHEN ? THEN s.id ELSE 0 END FROM change c"
            " JOIN change_set s ON s.id = c.change_set WHERE c.row IN (SELECT value FROM json_each(?))"
            " AND c.entity = ? AND s.id <> ? AND (c.field = '' OR c.field IN (SELECT value FROM json_each(?)))"
            " ORDER BY s.stamp, s.node",
            (Origin.HERE, _ids(rows), self._model.number, self._arriving.opened.id, json.dumps(fields)),
        )
        return {(row, field): (stamp, node, own) for row, field, stamp, node, own in found}

    def _blank_facts(self, rows: Sequence[_Row]) -> None:
        """The one edit a fact knows; whatever else is said of it is not believed."""
        allowed = blanks(self._model)
        for row in rows:
            for field, value in row.fields.items():
                if field in allowed and value == allowed[field]:
                    self._many(f'UPDATE "{self._table}" SET "{field}" = ? WHERE id = ?', [(value, row.id)])
                    self._note(row.id, field, value, applied=1)

    def _move_facts(self, rows: Sequence[_Row]) -> None:
        """Whom a fact speaks of is decided like a field of a record; nothing else of it is believed."""
        may = moved(self._model)
        told = [
            _Row(row.id, False, {field: value for field, value in row.fields.items() if field in may})
            for row in rows
        ]
        if told := [row for row in told if row.fields]:
            self._change(told)

    def _complete_facts(self, rows: Sequence[_Row]) -> None:
        """What an older version of this program could not keep in the row: nobody can have said anything else since."""
        for row in rows:
            for field, value in row.fields.items():
                self._many(f'UPDATE "{self._table}" SET "{field}" = ? WHERE id = ?', [(value, row.id)])
                self._note(row.id, field, value, applied=1)
        self._forget_moves(rows)

    def _make_facts(self, rows: Sequence[_Row]) -> None:
        """The making of a fact that an erasure came before: what that blanked stays, the rest is what was said."""
        said = self._library.rows(
            "SELECT row, field FROM change WHERE row IN (SELECT value FROM json_each(?)) AND entity = ?",
            (_ids(rows), self._model.number),
        )
        blanked = {(row, field) for row, field in said}
        for row in rows:
            if (row.id, "") in blanked:
                continue
            self._note(row.id, "", None, applied=0)
            fields = {name: value for name, value in row.fields.items() if (row.id, name) not in blanked}
            settings = ", ".join(f'"{field}" = ?' for field in fields)
            self._many(f'UPDATE "{self._table}" SET {settings} WHERE id = ?', [(*fields.values(), row.id)])
        self._forget_moves(rows)

    def _forget_moves(self, rows: Sequence[_Row]) -> None:
        """What a trigger took for a merge: the fact only came to be what it was from the beginning."""
        self._many(
            "DELETE FROM change WHERE change_set = ? AND entity = ? AND row = ? AND field <> ''",
            [(self._arriving.opened.id, self._model.number, row.id) for row in rows],
        )

    def _note(self, row: int, field: str, value: Any, applied: int) -> None:
        """Keep in the log what no trigger saw."""
        self._notes.append((self._arriving.opened.id, self._model.number, row, field, value, value, applied))

    def _note_conflict(self, row: int, field: str, theirs: Any, ours: Any, last: Written, won: bool) -> None:
        sides = [(theirs, *self._arriving.written), (ours, *last)]
        (kept, kept_at, kept_by), (lost, lost_at, lost_by) = sides if won else reversed(sides)
        self._conflicts.append(
            (self._model.number, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at)
        )

    def _write_down(self) -> None:
        self._many(
            "INSERT INTO change (change_set, entity, row, field, before, after, applied) VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._notes,
        )
        self._many(
            "INSERT INTO conflict (entity, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._conflicts,
        )

    def _at_once(self, sql: str, lines: Sequence[tuple[Any, ...]]) -> None:
        """Run SQL with the lines as VALUES in place of {}, many in one statement: for each that a trigger may refuse
        SQLite keeps aside whatever page it touches."""
        step = min(_LINES_AT_ONCE, _MOST_VALUES // len(lines[0]))
        one = f"({', '.join('?' * len(lines[0]))})"
        connection = self._library.connection()
        for start in range(0, len(lines), step):
            part = lines[start : start + step]
            values = list(chain.from_iterable(part))
            connection.execute(sql.format(", ".join([one] * len(part))), values)

    def _many(self, sql: str, lines: Sequence[tuple[Any, ...]]) -> None:
        if lines:
            self._library.connection().executemany(sql, lines)


_NEVER = (-1, -1, 0)
_LINES_AT_ONCE, _MOST_VALUES = 200, 20_000
"""SQLite takes 32,766 values in one statement."""


def _ids(rows: Iterable[_Row]) -> str:
    return json.dumps([row.id for row in rows])
