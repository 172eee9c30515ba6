"""Merging what another device changed: last writer wins, field by field, by (clock stamp, node); facts are united.

Nothing that loses is dropped: it stays in the change log, and is a conflict if the two edits had not seen each
other. A field this version does not know is kept for one that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kclub_desktop.store import ChangeGroup, Library, Origin
from kclub_desktop.store.changes import ChangeSet as OpenChangeSet
from kclub_desktop.store.declare import Kind, Table
from kclub_desktop.store.privacy.blank import blanks
from kclub_desktop.store.privacy.erasing import ERASING
from kclub_desktop.store.tables import BY_NAME
from kclub_desktop.sync.wire import from_wire
from kclub_protocol.changes import ChangeSet, RowChange

Written = tuple[int, int]
"""(stamp, node) of an edit."""


@dataclass
class Merged:
    """How many change sets were new here and how many fields were in conflict."""

    change_sets: int = 0
    conflicts: int = 0


def wins(theirs: Written, ours: Written) -> bool:
    """Does their value replace ours? The later stamp, then the higher node; the same edit again does not."""
    return theirs > ours


def merge(
    library: Library,
    received: ChangeSet,
    pushed: int,
    result: Merged,
    group: ChangeGroup | None = None,
    *,
    late: bool = False,
) -> None:
    """Apply one change set of another device as one of ours, or nothing of it if it is here already.

    pushed  id of our last change set the endpoint has; edits after it had not been seen by the other side
    late    this is the part of one that is here already which this version has only now come to know
    """
    written = received.stamp, received.node
    if not late and library.value("SELECT 1 FROM change_set WHERE stamp = ? AND node = ?", written):
        return
    with library.write(
        received.operation, origin=Origin.SYNC, as_of=(*written, received.at), group=group
    ) as opened:
        erasing = received.operation in ERASING
        for change in received.changes:
            _Row(library, opened, written, pushed, result, late, erasing).apply(change)
    result.change_sets += 1


class _Row:
    """Applies the changes of one row under the open change set."""

    def __init__(
        self,
        library: Library,
        opened: OpenChangeSet,
        written: Written,
        pushed: int,
        result: Merged,
        late: bool,
        erasing: bool,
    ) -> None:
        self.library, self.opened, self.written = library, opened, written
        self.pushed, self.result, self.late = pushed, result, late
        self.erasing = erasing

    def apply(self, change: RowChange) -> None:
        model = BY_NAME.get(change.entity)
        if model is None:
            self._keep_unknown(change, change.fields)
            return
        columns = set(model.columns())
        self._keep_unknown(change, {f: v for f, v in change.fields.items() if f not in columns})
        fields = {f: from_wire(model, f, v) for f, v in change.fields.items() if f in columns}
        here = self.library.value(f'SELECT 1 FROM "{model.name_of_table()}" WHERE id = ?', (change.row,))
        if not here:
            self._insert(model, change.row, fields, change.made)
        elif model.replication is Kind.RECORD:
            self._change(model, change.row, fields, change.made)
        elif self.erasing:
            self._blank_fact(model, change.row, fields)

    def _blank_fact(self, model: type[Table], row: int, fields: dict[str, Any]) -> None:
        """The one edit a fact knows; whatever else is said of it is not believed."""
        allowed = blanks(model)
        for field, value in fields.items():
            if field in allowed and value == allowed[field]:
                self.library.execute_sql(
                    f'UPDATE "{model.name_of_table()}" SET "{field}" = ? WHERE id = ?', (value, row)
                )
                self._note(model, row, field, value, applied=1)

    def _insert(self, model: type[Table], row: int, fields: dict[str, Any], made: bool) -> None:
        """An edit may arrive before the row it edits: the rest gets neutral values until the making arrives."""
        columns = model.columns()
        values = [fields.get(c, _neutral(model, c)) for c in columns]
        listed = ", ".join(f'"{c}"' for c in ("id", *columns))
        self.library.execute_sql(
            f'INSERT INTO "{model.name_of_table()}" ({listed}) VALUES ({", ".join("?" * (len(columns) + 1))})',
            (row, *values),
        )
        if not made:
            # The trigger noted a making; it was edits of some fields, and only those carry this stamp.
            self.library.execute_sql(
                "DELETE FROM change WHERE change_set = ? AND entity = ? AND row = ? AND field = ''",
                (self.opened.id, model.number, row),
            )
            for field, value in fields.items():
                self._note(model, row, field, value, applied=1)

    def _change(self, model: type[Table], row: int, fields: dict[str, Any], made: bool) -> None:
        present = self.library.rows(
            f'SELECT {", ".join(_quoted(fields))} FROM "{model.name_of_table()}" WHERE id = ?', (row,)
        )[0] if fields else ()  # fmt: skip
        if made:
            self._note(model, row, "", None, applied=0)
        for (field, theirs), ours in zip(fields.items(), present, strict=True):
            self._merge_field(model, row, field, theirs, ours)

    def _merge_field(self, model: type[Table], row: int, field: str, theirs: Any, ours: Any) -> None:
        last, mine = self._last_write(model, row, field)
        # What is late belongs to the very change set that made the row, if that is the last one to have written.
        won = wins(self.written, last) or (self.late and self.written == last)
        if mine and theirs != ours and not self.erasing:
            self._note_conflict(model, row, field, theirs, ours, last, won)
        if won and theirs != ours:
            self.library.execute_sql(
                f'UPDATE "{model.name_of_table()}" SET "{field}" = ? WHERE id = ?', (theirs, row)
            )
        else:
            self._note(model, row, field, theirs, applied=int(won))

    def _last_write(self, model: type[Table], row: int, field: str) -> tuple[Written, bool]:
        """(stamp, node) under which the field's value stands, and whether it is an edit of ours not sent yet."""
        found = self.library.rows(
            "SELECT s.stamp, s.node, s.id, s.origin FROM change c JOIN change_set s ON s.id = c.change_set"
            " WHERE c.row = ? AND c.entity = ? AND c.field IN ('', ?) AND s.id <> ?"
            " ORDER BY s.stamp DESC, s.node DESC LIMIT 1",
            (row, model.number, field, self.opened.id),
        )
        if not found:
            return (-1, -1), False
        stamp, node, change_set, origin = found[0]
        return (stamp, node), origin == Origin.HERE and change_set > self.pushed

    def _note(self, model: type[Table], row: int, field: str, value: Any, applied: int) -> None:
        """Keep in the log what no trigger saw: an equal value with a later stamp, or the one that lost."""
        self.library.execute_sql(
            "INSERT INTO change (change_set, entity, row, field, before, after, applied) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.opened.id, model.number, row, field, value, value, applied),
        )

    def _note_conflict(
        self, model: type[Table], row: int, field: str, theirs: Any, ours: Any, last: Written, won: bool
    ) -> None:
        sides = [(theirs, *self.written), (ours, *last)]
        (kept, kept_at, kept_by), (lost, lost_at, lost_by) = sides if won else reversed(sides)
        self.library.execute_sql(
            "INSERT INTO conflict (entity, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (model.number, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at),
        )
        self.result.conflicts += 1

    def _keep_unknown(self, change: RowChange, fields: Any) -> None:
        self.library.connection().executemany(
            "INSERT INTO unknown_change (change_set, entity, row, field, value) VALUES (?, ?, ?, ?, ?)",
            [(self.opened.id, change.entity, change.row, field, value) for field, value in fields.items()],
        )


def _quoted(fields: dict[str, Any]) -> list[str]:
    return [f'"{field}"' for field in fields]


def _neutral(model: type[Table], column: str) -> Any:
    default = model.default_of(column)
    if default is None and not model.column(column).null:
        return 0
    return default
