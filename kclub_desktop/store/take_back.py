"""What taking back a piece of the log would change: decided against what stands now, written by whoever asks.

A field is set back only while it still has the value that the step gave it; a row is taken away only while no later
step that stands has changed it. Everything else is left and told. Facts are counted: they happened; only whom one speaks
of is set back, as a merge had moved it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kclub_desktop.store.changes import BY_ITSELF, Op
from kclub_desktop.store.declare import Kind, Table
from kclub_desktop.store.library import Library
from kclub_desktop.store.log import STEP, Entry
from kclub_desktop.store.tables import BY_NUMBER

MOST_TOLD = 50
"""Things left alone that are named one by one; the rest is counted."""
_Key = tuple[int, int, str]


@dataclass(frozen=True)
class Left:
    """One thing that is left as it is. field '' = the row itself, made by the step; now and wanted are values of the field."""

    model: type[Table]
    row: int
    field: str
    now: Any
    wanted: Any


@dataclass
class Taken:
    """How many fields and rows are set back, are left since they changed again later, and are facts."""

    taken_back: int = 0
    left: int = 0
    facts: int = 0
    which: list[Left] = field(default_factory=list)

    def leave(self, model: type[Table], row: int, name: str, now: Any, wanted: Any) -> None:
        """Count one thing that stays, and tell which while there are few."""
        self.left += 1
        if len(self.which) < MOST_TOLD:
            self.which.append(Left(model, row, name, now, wanted))


@dataclass
class Settings:
    """Values to be set, by table and column: row -> value."""

    values: dict[tuple[int, str], dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))

    def write(self, library: Library) -> None:
        """Set them all in the open change set."""
        for (entity, name), rows in self.values.items():
            library.connection().executemany(
                f'UPDATE "{BY_NUMBER[entity].name_of_table()}" SET "{name}" = ? WHERE id = ?',
                # In the order of ids, so that neighbours lie on one page.
                [(rows[row], row) for row in sorted(rows)],
            )

    @property
    def empty(self) -> bool:
        """Is there nothing to set?"""
        return not any(self.values.values())


@dataclass
class _Wish:
    """One field of one row: from the value that the slice left to the one it found; whole unless others came between."""

    after: Any
    before: Any
    whole: bool = True


def decide(
    library: Library,
    step: int,
    entries: Iterable[Entry],
    told: Taken,
    already: dict[_Key, Any] | None = None,
) -> Settings:
    """What to set so that these entries, newest first, are taken back; counts go into told.

    already  values as earlier slices would have set them, when nothing is written in between; added to
    """
    wishes: dict[tuple[int, str], dict[int, _Wish]] = defaultdict(dict)
    made: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.field == "" and BY_NUMBER[entry.entity].replication is not Kind.RECORD:
            told.facts += 1
        elif entry.field == "":
            made[entry.entity].append(entry.row)
        else:
            _wish(wishes[entry.entity, entry.field], entry)
    settings = Settings()
    for (entity, name), rows in wishes.items():
        _set_back(library, entity, name, rows, told, settings, already)
    for entity, row_ids in made.items():
        _take_away(library, step, entity, row_ids, told, settings)
    return settings


def _wish(rows: dict[int, _Wish], entry: Entry) -> None:
    """Entries of one field in one slice become one wish, as long as each begins where the one before it ended."""
    later = rows.get(entry.row)
    if later is None:
        rows[entry.row] = _Wish(entry.after, entry.before)
    elif later.whole and entry.after == later.before:
        later.before = entry.before
    else:
        later.whole = False


def _set_back(
    library: Library,
    entity: int,
    name: str,
    rows: dict[int, _Wish],
    told: Taken,
    settings: Settings,
    already: dict[_Key, Any] | None,
) -> None:
    model = BY_NUMBER[entity]
    for row, stands in _standing(library, model, name, rows):
        wish, now = rows[row], stands
        if already is not None:
            now = already.get((entity, row, name), stands)
        if not wish.whole or now not in (wish.after, wish.before):
            told.leave(model, row, name, now, wish.before)
        elif now != wish.before:
            settings.values[entity, name][row] = wish.before
            told.taken_back += 1
            if already is not None:
                already[entity, row, name] = wish.before


def _take_away(
    library: Library, step: int, entity: int, row_ids: list[int], told: Taken, settings: Settings
) -> None:
    model = BY_NUMBER[entity]
    worked_on = _worked_on(library, step, entity, row_ids)
    for row, deleted_at in _standing(library, model, "deleted_at", row_ids):
        if deleted_at is not None:
            continue
        if row in worked_on:
            told.leave(model, row, "", None, None)
        else:
            settings.values[entity, "deleted_at"][row] = library.clock.now()
            told.taken_back += 1


def _standing(
    library: Library, model: type[Table], name: str, row_ids: Iterable[int]
) -> Iterator[tuple[int, Any]]:
    yield from library.rows(
        f'SELECT id, "{name}" FROM "{model.name_of_table()}" WHERE id IN (SELECT value FROM json_each(?))',
        (json.dumps(list(row_ids)),),
    )


def _worked_on(library: Library, step: int, entity: int, row_ids: list[int]) -> set[int]:
    """Rows that another step changed, which itself stands; an undo, its redo and what the program counts are nobody's work."""
    return {
        row
        for (row,) in library.rows(
            "SELECT j.value FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM change c CROSS JOIN change_set s"
            " ON s.id = c.change_set WHERE c.row = j.value AND c.entity = ? AND c.applied = 1 AND c.field <> ''"
            f" AND s.undone_by IS NULL AND s.operation NOT IN (SELECT value FROM json_each(?)) AND {STEP} <> ?)",
            (json.dumps(row_ids), entity, json.dumps([Op.UNDO, Op.REDO, *sorted(BY_ITSELF)]), step),
        )
    }
