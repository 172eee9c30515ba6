"""Money leaves this copy: its rows, what the history says of them, the figures made from them, and their bytes.

Rows are taken away here, which nothing else may do, so the triggers that forbid it make way and are put back within one
transaction. What was written on this device and has not been sent stays: it is nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from kclub_desktop.store import attachments, moneyless, triggers
from kclub_desktop.store.changes import told, touched_by
from kclub_desktop.store.declare import Table
from kclub_desktop.store.library import Library
from kclub_desktop.store.log import OF_SET
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.segments import figures
from kclub_desktop.store.tables import BY_NAME, Attachment
from kclub_protocol import scopes

_HIDDEN = ", ".join(f"'{name}'" for name in sorted(scopes.HIDDEN))
"""The tables of money, as SQL lists them."""


def hide(library: Library, unsent: Collection[int]) -> int:
    """Take all money out of this copy and note that this device sees none; how many rows had any.

    unsent  ids of change sets of this device that the hub does not have: what they wrote stays
    Raises LibraryBusy, LibraryNotWritable, FileNotWritable; the file is cleaned afterwards (privacy/cleaning.py).
    """
    with library.atomic("IMMEDIATE"):
        _mark_unsent(library, unsent)
        files = _files_of_money(library)
        gone = sum(_empty(library, BY_NAME[name]) for name in sorted(scopes.HIDDEN) if name in BY_NAME)
        gone += sum(_empty_about(library, model) for model in BY_NAME.values())
        for name, columns in scopes.HIDDEN_COLUMNS.items():
            gone += sum(_blank(library, BY_NAME[name], column) for column in columns)
        _forget_touched(library)
        library.execute_sql("DROP TABLE temp.unsent_row")
        figures.rebuild(library)
        moneyless.note(library, sees=False)
        if gone:
            cleaning.mark_due(library)
    attachments.drop(library, files)
    return gone


def _files_of_money(library: Library) -> set[str]:
    """Hashes of the files about rows of money."""
    found = library.rows(
        f"SELECT sha256 FROM attachment WHERE entity IN ({_HIDDEN}) AND id NOT IN ({_unsent(Attachment)})"
    )
    return {sha256 for (sha256,) in found}


def _mark_unsent(library: Library, unsent: Collection[int]) -> None:
    library.execute_sql("DROP TABLE IF EXISTS temp.unsent_row")
    library.execute_sql(
        "CREATE TEMP TABLE unsent_row (entity INTEGER, row INTEGER, PRIMARY KEY (entity, row))"
    )
    library.connection().executemany(
        "INSERT INTO temp.unsent_row SELECT DISTINCT c.entity, c.row FROM change_set s"
        f" JOIN change c ON {OF_SET} WHERE s.id = ? ON CONFLICT DO NOTHING",
        [(each,) for each in unsent],
    )


def _unsent(model: type[Table]) -> str:
    return f"SELECT row FROM temp.unsent_row WHERE entity = {model.number}"


def _empty(library: Library, model: type[Table], which: str = "") -> int:
    """Take away the rows of a table, or those for which SQL `which` holds, and all that is kept of them elsewhere."""
    table = model.name_of_table()
    rows = f"row NOT IN ({_unsent(model)})"
    if which:
        rows += f' AND row IN (SELECT id FROM "{table}" WHERE {which})'
    library.execute_sql(f"DELETE FROM change WHERE entity = ? AND {rows}", (model.number,))
    library.execute_sql(f"DELETE FROM conflict WHERE entity = ? AND {rows}", (model.number,))
    library.execute_sql(f"DELETE FROM unknown_change WHERE entity = ? AND {rows}", (table,))
    with _making_way(library, f"{table}__no_delete"):
        gone = library.execute_sql(
            f'DELETE FROM "{table}" WHERE id NOT IN ({_unsent(model)}) AND {which or "1"}'
        )
    return int(gone.rowcount)


def _empty_about(library: Library, model: type[Table]) -> int:
    """Take away notes, files and the like that are about a row of money."""
    named_by = scopes.about(model.name_of_table())
    return _empty(library, model, f'"{named_by}" IN ({_HIDDEN})') if named_by else 0


def _blank(library: Library, model: type[Table], column: str) -> int:
    """Give a column back what it holds where nobody said anything."""
    table, usual = model.name_of_table(), model.default_of(column)
    if usual is None and not model.column(column).null:
        usual = 0
    said = f"entity = ? AND field = ? AND row NOT IN ({_unsent(model)})"
    library.execute_sql(f"DELETE FROM change WHERE {said}", (model.number, column))
    library.execute_sql(f"DELETE FROM conflict WHERE {said}", (model.number, column))
    with _making_way(library, f"{table}__edit_{column}"):
        done = library.execute_sql(
            f'UPDATE "{table}" SET "{column}" = ?1 WHERE "{column}" IS NOT ?1 AND id NOT IN ({_unsent(model)})',
            (usual,),
        )
    return int(done.rowcount)


def _forget_touched(library: Library) -> None:
    """The history has no line for a step of which nothing is left."""
    numbers = {BY_NAME[name].number for name in scopes.HIDDEN if name in BY_NAME}
    lines = []
    for change_set, kept in library.rows("SELECT id, touched FROM change_set WHERE touched <> ''"):
        touched = touched_by(kept)
        left = {number: rows for number, rows in touched.items() if number not in numbers}
        if left != touched and not _has_entries(library, change_set, numbers):
            lines.append((told(left), change_set))
    library.connection().executemany("UPDATE change_set SET touched = ? WHERE id = ?", lines)


def _has_entries(library: Library, change_set: int, numbers: Collection[int]) -> bool:
    """Was it kept since it was not sent yet?"""
    listed = ", ".join(map(str, numbers))
    found = library.value(
        f"SELECT 1 FROM change_set s JOIN change c ON {OF_SET} WHERE s.id = ? AND c.entity IN ({listed}) LIMIT 1",
        (change_set,),
    )
    return found is not None


@contextmanager
def _making_way(library: Library, trigger: str) -> Iterator[None]:
    """Without a trigger, inside a transaction that puts it back."""
    library.execute_sql(f'DROP TRIGGER "{trigger}"')
    yield
    library.execute_sql(triggers.generated()[trigger])
