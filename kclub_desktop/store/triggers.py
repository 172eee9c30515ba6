"""The triggers by which SQLite itself keeps the write gate, generated from the declarations.

Every change of a replicated column is noted in the change log under the open change set; with none open the note, and
with it the write, aborts, whoever tries it. A trigger per column: SQLite leaves out those whose column a statement does
not set, so that one edited field costs one note. Nothing here may use OR IGNORE or OR REPLACE: an outer upsert would
override it. A rebuilt table loses its triggers, so `install` runs after every migration.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import peewee

from kclub_desktop.store.changes import Op
from kclub_desktop.store.declare import Kind, Table
from kclub_desktop.store.moving import MOVING, moved
from kclub_desktop.store.tables import REPLICATED

CLOSED_GATE = "write outside library.write()"
_OPEN = "(SELECT open_change_set FROM library_state)"
# The gate itself: the open change set, or the end of the statement. Part of the note and not a trigger of its own,
# since a BEFORE trigger makes SQLite read every row once more.
_GATE = f"ifnull({_OPEN}, RAISE(ABORT, '{CLOSED_GATE}'))"
_NOT_ERASING = (
    f"NOT EXISTS (SELECT 1 FROM change_set s WHERE s.id = {_OPEN} AND (s.operation IN ('{Op.ERASE}', '{Op.RETENTION}')"
    " OR EXISTS (SELECT 1 FROM change_set e WHERE e.stamp = s.stamp AND e.node = s.node AND e.id < s.id)))"
)
"""What a fact says is edited in three cases only: an erasure blanks what it says of a person; the rest of a change set
that is here already, of which this version has only now come to know the columns, completes it; and so does its making,
when the erasure came here first."""
_MADE_HERE = (
    "(EXISTS (SELECT 1 FROM change c WHERE c.row = OLD.id AND c.entity = {} AND c.field = '')"
    f" OR NOT EXISTS (SELECT 1 FROM change_set s WHERE s.id = {_OPEN} AND s.origin = 'sync'))"
)
_OPERATION = f"coalesce((SELECT operation FROM change_set WHERE id = {_OPEN}), '')"
_NOT_MOVING = f"{_OPERATION} NOT IN ({', '.join(repr(str(op)) for op in sorted((*MOVING, Op.SYNC)))})"
"""Whom it speaks of follows a merge of two members, also where a sync puts a copy right."""


def generated() -> dict[str, str]:
    """Trigger name -> CREATE TRIGGER statement, for all replicated tables."""
    return {name: sql for model in REPLICATED for name, sql in _triggers_of(model)}


def install(database: peewee.SqliteDatabase) -> None:
    """Make the file's triggers exactly the generated ones."""
    _make_exactly(database, generated())


def mend(database: peewee.SqliteDatabase) -> None:
    """As `install` for the tables that are there: one that a damaged file has lost leaves no other without its gate."""
    there = {name for (name,) in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = [model for model in REPLICATED if model.name_of_table() in there]
    _make_exactly(database, {name: sql for model in tables for name, sql in _triggers_of(model)})


def _make_exactly(database: peewee.SqliteDatabase, wanted: dict[str, str]) -> None:
    present = dict(
        database.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    )
    for name in present.keys() - wanted.keys():
        database.execute_sql(f'DROP TRIGGER "{name}"')
    for name, sql in wanted.items():
        if present.get(name) != sql:
            if name in present:
                database.execute_sql(f'DROP TRIGGER "{name}"')
            database.execute_sql(sql)


def _triggers_of(model: type[Table]) -> Iterator[tuple[str, str]]:
    table = model.name_of_table()
    yield _refusal(table, "delete", "DELETE", "deleting is a field")
    yield _note_made(table, model.number)
    if model.replication is Kind.FACT:
        yield from _fact_kept(model)
        return
    yield _refusal(table, "update_of_id", "UPDATE OF ID", "an id is never edited")
    for column in model.columns():
        yield _note_edit(table, model.number, column)


def _fact_kept(model: type[Table]) -> Iterator[tuple[str, str]]:
    table, moving = model.name_of_table(), moved(model)
    kept = ("id", *(column for column in model.columns() if column not in moving))
    why = "a fact is never edited"
    closed = f"{_NOT_ERASING} AND {_MADE_HERE.format(model.number)}"
    yield _refusal(
        table, "update", f"UPDATE OF {_listed(kept)}" if moving else "UPDATE", why, f"WHEN {closed} "
    )
    if moving:
        yield _refusal(
            table, "move", f"UPDATE OF {_listed(moving)}", why, f"WHEN {_NOT_MOVING} AND {closed} "
        )
    for column in moving:
        yield _note_edit(table, model.number, column)


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _refusal(table: str, what: str, event: str, why: str, when: str = "") -> tuple[str, str]:
    name = f"{table}__no_{what}"
    return name, (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" {when}BEGIN SELECT RAISE(ABORT, \'{why}\'); END'
    )


def _note_made(table: str, number: int) -> tuple[str, str]:
    name = f"{table}__made"
    return name, (
        f'CREATE TRIGGER "{name}" AFTER INSERT ON "{table}" BEGIN '
        f"INSERT INTO change (change_set, entity, row, field) VALUES ({_GATE}, {number}, NEW.id, ''); END"
    )


def _note_edit(table: str, number: int, column: str) -> tuple[str, str]:
    name = f"{table}__edit_{column}"
    return name, (
        f'CREATE TRIGGER "{name}" AFTER UPDATE OF "{column}" ON "{table}" '
        f'WHEN OLD."{column}" IS NOT NEW."{column}" BEGIN '
        f"INSERT INTO change (change_set, entity, row, field, before, after) "
        f'VALUES ({_GATE}, {number}, NEW.id, \'{column}\', OLD."{column}", NEW."{column}"); END'
    )
