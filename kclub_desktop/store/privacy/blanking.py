"""Blanking rows so that nothing of a person is left in them, in the change log, in conflicts or in the search index.

It is one change set: its edits travel to other devices, which obey them like any edit, and tell the hub which values to
drop from its log. Afterwards the log says of every earlier edit of such a field only that it happened. The bytes that
SQLite still holds in free pages are cleaning.py's business.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kclub_desktop.store.declare import Table
from kclub_desktop.store.privacy import forgotten
from kclub_desktop.store.privacy.belonging import Belongings, in_parts
from kclub_desktop.store.privacy.blank import blanks
from kclub_desktop.store.tables import BY_NAME, Member

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

Spoken = dict[type[Table], dict[str, list[int]]]
"""Table -> column -> ids of the rows where the column, or the log of it, still says something."""


@dataclass
class Blanked:
    """How much was (or would be) blanked. rows and kept: by table; kept rows stay as they are, for the books."""

    rows: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    fields: int = 0
    log: int = 0
    conflicts: int = 0
    unknown: int = 0


def spoken(library: Library, owned: Belongings, log_after: int = 0) -> Spoken:
    """Where rows still speak of a person: the value itself, or one in the log of change sets after `log_after`."""
    return {
        model: found for model, ids in owned.items() if (found := _spoken_in(library, model, ids, log_after))
    }


def count(library: Library, owned: Belongings) -> Blanked:
    """What blanking these rows would do; writes nothing."""
    said = spoken(library, owned)
    result = Blanked()
    for model, ids in owned.items():
        speaking = {row for rows in said.get(model, {}).values() for row in rows}
        if speaking:
            result.rows[model.name_of_table()] = len(speaking)
        if len(ids) > len(speaking):
            result.kept[model.name_of_table()] = len(ids) - len(speaking)
        result.fields += sum(len(rows) for rows in said.get(model, {}).values())
        for part in in_parts(ids):
            listed = json.dumps(part)
            result.log += library.value(_count_log(model), (model.number, listed))
            result.conflicts += library.value(
                _OF_ROWS.format("SELECT count(*)", "conflict"), (model.number, listed)
            )
            result.unknown += library.value(
                _OF_ROWS.format("SELECT count(*)", "unknown_change"), (model.name_of_table(), listed)
            )
    return result


def blank(library: Library, owned: Belongings, log_after: int = 0) -> None:
    """Blank these rows under the open change set, which must be an erasure or a retention."""
    opened = library.open_change_set
    for model, fields in spoken(library, owned, log_after).items():
        _blank_values(library, opened.id, model, fields)
    for model, ids in owned.items():
        for part in in_parts(ids):
            if model.goes_whole:
                library.execute_sql(
                    f'UPDATE "{model.name_of_table()}" SET deleted_at = ? WHERE deleted_at IS NULL'
                    " AND id IN (SELECT value FROM json_each(?))",
                    (opened.at, json.dumps(part)),
                )
            _scrub_log(library, model, part)
            listed = json.dumps(part)
            library.execute_sql(_OF_ROWS.format("DELETE", "conflict"), (model.number, listed))
            forgotten.delete(library, _OF_THESE, (model.name_of_table(), listed))
    _forget_unknown(library, owned.get(Member, []))


def scrub(library: Library, model: type[Table], row: int, fields: Mapping[str, Any], stamp: int) -> bool:
    """Obey an erasing change set of another device in the log here: what was written up to its stamp is not told.

    Only for fields that it set to what an erasure leaves. True if there was anything.
    """
    after, changed = blanks(model), 0
    for column in {name for name, value in fields.items() if name in after and value == after[name]}:
        changed += library.execute_sql(
            "UPDATE change SET before = ?1,"
            " after = CASE WHEN (SELECT stamp FROM change_set WHERE id = change_set) <= ?2 THEN ?1 ELSE after END"
            " WHERE row = ?3 AND entity = ?4 AND field = ?5 AND (before IS NOT ?1 OR after IS NOT ?1)",
            (after[column], stamp, row, model.number, column),
        ).rowcount
    return changed > 0


def said_in(library: Library, owned: Belongings, model: type[Table], column: str) -> set[Any]:
    """Every value that a column of these rows has, or had as far as the log knows."""
    found: set[Any] = set()
    for part in in_parts(owned.get(model, [])):
        listed = json.dumps(part)
        here = library.rows(
            f'SELECT "{column}" FROM "{model.name_of_table()}" WHERE id IN (SELECT value FROM json_each(?))',
            (listed,),
        )
        found |= {value for (value,) in here}
        logged = library.rows(
            "SELECT before, after FROM change WHERE entity = ? AND field = ?"
            " AND row IN (SELECT value FROM json_each(?))",
            (model.number, column, listed),
        )
        found |= {value for pair in logged for value in pair}
    return found


_OF_THESE = "entity = ? AND row IN (SELECT value FROM json_each(?))"
_OF_ROWS = f"{{}} FROM {{}} WHERE {_OF_THESE}"


def _spoken_in(library: Library, model: type[Table], ids: list[int], log_after: int) -> dict[str, list[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    after = blanks(model)
    for part in in_parts(ids):
        listed = json.dumps(part)
        for column, nothing in after.items():
            sql = (
                f'SELECT id FROM "{model.name_of_table()}" WHERE id IN (SELECT value FROM json_each(?))'
                f' AND "{column}" IS NOT ?'
            )
            found[column].update(row for (row,) in library.rows(sql, (listed, nothing)))
        for row, column, before, value in library.rows(
            "SELECT row, field, before, after FROM change"
            " WHERE entity = ? AND row IN (SELECT value FROM json_each(?)) AND change_set > ? AND field <> ''",
            (model.number, listed, log_after),
        ):
            if column in after and any(said not in (None, after[column]) for said in (before, value)):
                found[column].add(row)
    return {column: sorted(rows) for column, rows in found.items() if rows}


def _blank_values(
    library: Library, change_set: int, model: type[Table], fields: Mapping[str, Iterable[int]]
) -> None:
    """Set the columns of the rows that say something, and note it where no trigger does: facts, and values long gone."""
    after = blanks(model)
    for column, rows in fields.items():
        for part in in_parts(list(rows)):
            listed = json.dumps(part)
            library.execute_sql(
                f'UPDATE "{model.name_of_table()}" SET "{column}" = ?1'
                f' WHERE id IN (SELECT value FROM json_each(?2)) AND "{column}" IS NOT ?1',
                (after[column], listed),
            )
            library.execute_sql(
                "INSERT INTO change (change_set, entity, row, field, before, after)"
                " SELECT ?1, ?2, value, ?3, ?4, ?4 FROM json_each(?5) WHERE NOT EXISTS (SELECT 1 FROM change"
                " WHERE row = value AND entity = ?2 AND field = ?3 AND change_set = ?1)",
                (change_set, model.number, column, after[column], listed),
            )


def _scrub_log(library: Library, model: type[Table], ids: Iterable[int]) -> None:
    listed = json.dumps(list(ids))
    for column, nothing in blanks(model).items():
        library.execute_sql(
            "UPDATE change SET before = ?1, after = ?1 WHERE entity = ?2"
            " AND row IN (SELECT value FROM json_each(?3)) AND field = ?4 AND (before IS NOT ?1 OR after IS NOT ?1)",
            (nothing, model.number, listed, column),
        )


def _forget_unknown(library: Library, members: list[int]) -> None:
    """Rows of tables that only a newer version knows and that name the person: that version erases them itself."""
    known: list[Any] = sorted(BY_NAME)
    forgotten.delete(
        library,
        "entity NOT IN (SELECT value FROM json_each(?1)) AND (entity, row) IN"
        " (SELECT entity, row FROM unknown_change WHERE value IN (SELECT value FROM json_each(?2)))",
        (json.dumps(known), json.dumps([str(member) for member in members])),
    )


def _count_log(model: type[Table]) -> str:
    columns = ", ".join(f"'{column}'" for column in blanks(model)) or "NULL"
    return (
        "SELECT count(*) FROM change WHERE entity = ? AND row IN (SELECT value FROM json_each(?))"
        f" AND field IN ({columns}) AND (before IS NOT NULL OR after IS NOT NULL)"
    )
