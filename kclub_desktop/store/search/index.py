"""Keeping the index: made from the declarations, in step inside each write (what a sync brings by the
hundred waits: waiting.py), made anew when asked, forgetful.

It is this device's own, never synced. Per searched table there is `search_X` (id, text) and a full-text index over
the terms of that text, without content and without positions: a posting costs two or three bytes. SQLite 3.40 takes a
row out of such an index only when it is told the old terms, which follow from the kept text (entry.py). Whole words
stand in a third table, by length, to compare mistyped ones with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import peewee

from kclub_desktop.progress import Progress
from kclub_desktop.store.changes import Origin
from kclub_desktop.store.declare import Table
from kclub_desktop.store.search import waiting
from kclub_desktop.store.search.declared import SEARCHED, Searched
from kclub_desktop.store.search.entry import FORM, TOKEN_CHARACTERS, terms_of, text_of, whole_words

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_SLICE = 500
_REBUILD_SLICE = 5_000


def install(database: peewee.SqliteDatabase) -> None:
    """Make the file's index tables those that are declared, filled; what is there in the right form stays.

    Needs an open transaction: it is part of a migration.
    """
    made = _forms(database)
    for searched in SEARCHED.values():
        if made.pop(searched.texts, None) != _made_from(searched):
            _make(database, searched)
            for _done in _fill(database, searched):
                pass
    for name in made:
        _drop(database, name)


def is_current(database: peewee.SqliteDatabase) -> bool:
    """Is the index of the form that this version writes?"""
    made = _forms(database)
    return made == {each.texts: _made_from(each) for each in SEARCHED.values()}


def _forms(database: peewee.SqliteDatabase) -> dict[str, str]:
    # Asked of the library it would bring in what waits before the window is open.
    found = waiting.ask(database, "SELECT name, made_from FROM search_state").fetchall()
    return {name: waiting.form_of(kept) for name, kept in found}


def refresh(library: Library, first_change: int, touched: Mapping[int, Collection[str]]) -> None:
    """Bring in what the open change set touched (log entries with a larger id than first_change).

    touched  number of table → the fields of it in those entries
    """
    for searched in SEARCHED.values():
        if touched.keys().isdisjoint(searched.numbers):
            continue
        rows = set(_touched(library, touched, searched.model, "row", _watched(searched), first_change))
        for part in searched.parts:
            owner = f'(SELECT "{part.owner}" FROM "{part.model.name_of_table()}" p WHERE p.id = row)'
            watched = (part.owner, *part.columns.all, *part.gone)
            rows.update(_touched(library, touched, part.model, owner, watched, first_change))
            if part.owner in touched.get(part.model.number, ()):
                rows.update(_touched(library, touched, part.model, "before", (part.owner,), first_change))
        if library.open_change_set.origin is Origin.SYNC:
            made = set(_touched(library, touched, searched.model, "row", (), first_change))
            if len(made) >= waiting.MANY:
                waiting.postpone(library, searched, made)
                rows -= made
        update(library, searched, sorted(row for row in rows if row))


def update(library: peewee.SqliteDatabase, searched: Searched, rows: Sequence[int]) -> None:
    """Make the entries of these rows what the rows now say."""
    for start in range(0, len(rows), _SLICE):
        part = rows[start : start + _SLICE]
        marks = ",".join("?" * len(part))
        asked = f"SELECT id, text FROM {searched.texts} WHERE id IN ({marks})"
        had = dict(waiting.ask(library, asked, part).fetchall())
        now = dict(_texts(library, searched, f"id IN ({marks})", part))
        write(library, searched, had, now)


def write(
    library: peewee.SqliteDatabase, searched: Searched, had: dict[int, str], now: dict[int, str]
) -> None:
    """Replace texts and their terms. had: the entries that are there; now: those that shall be, by row."""
    many = library.connection().executemany
    # Each term once: a sixth of them come twice, and to the index that says nothing more.
    out = {row: dict.fromkeys(terms_of(text)) for row, text in had.items() if now.get(row) != text}
    new = {row: dict.fromkeys(terms_of(text)) for row, text in now.items() if had.get(row) != text}
    if out:
        many(
            f"INSERT INTO {searched.terms} ({searched.terms}, rowid, terms) VALUES ('delete', ?, ?)",
            [(row, " ".join(terms)) for row, terms in out.items()],
        )
        many(f"DELETE FROM {searched.texts} WHERE id = ?", [(row,) for row in out if row not in now])
    if new:
        many(
            f"INSERT INTO {searched.texts} (id, text) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
            [(row, now[row]) for row in new],
        )
        many(
            f"INSERT INTO {searched.terms} (rowid, terms) VALUES (?, ?)",
            [(row, " ".join(terms)) for row, terms in new.items()],
        )
    added = {word for terms in new.values() for word in whole_words(terms)}
    removed = {word for terms in out.values() for word in whole_words(terms)}
    many(
        f"INSERT INTO {searched.vocabulary} (size, word) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(len(word), word) for word in sorted(added)],
    )
    many(
        f"DELETE FROM {searched.vocabulary} WHERE size = ? AND word = ?"
        f" AND NOT EXISTS (SELECT 1 FROM {searched.terms} WHERE {searched.terms} MATCH ?)",
        [(len(word), word, f'"~{word}"') for word in sorted(removed - added)],
    )


def rebuild(library: Library, progress: Progress | None = None) -> None:
    """Make the whole index anew from the rows, in one transaction; readers see the old one until it is done.

    100,000 members take some ten seconds. Raises Cancelled: then the old index stays.
    """
    progress = progress or Progress()
    counts = {each: _count(library, each) for each in SEARCHED.values()}
    progress.expect(sum(counts.values()))
    with library.atomic("IMMEDIATE"):
        for searched in SEARCHED.values():
            _make(library, searched)
            for done in _fill(library, searched):
                progress.advance(done)


def tidy(library: Library) -> None:
    """Merge each index into one piece: older pieces still hold the terms of what was taken out."""
    for searched in SEARCHED.values():
        library.execute_sql(f"INSERT INTO {searched.terms} ({searched.terms}) VALUES ('optimize')")


def expected(library: peewee.SqliteDatabase, searched: Searched) -> Iterator[tuple[int, str]]:
    """(row, text) as the rows of a table say it now, by id."""
    return _texts(library, searched, "1", ())


def _touched(
    library: Library, touched: Mapping[int, Collection[str]], model: type[Table], which: str,
    watched: Sequence[str], first_change: int,
) -> list[Any]:  # fmt: skip
    """Values of SQL `which` for the log entries of a table's watched columns; [] without asking if there are none."""
    fields = set(touched.get(model.number, ())).intersection(("", *watched))
    if not fields:
        return []
    # Not DISTINCT by itself: SQLite would walk the index by row, the whole log, instead of its newest entries.
    found = library.rows(
        f"SELECT {which} FROM change WHERE id > ? AND entity = ? AND field IN ({','.join('?' * len(fields))})",
        (first_change, model.number, *fields),
    )
    return list({value for (value,) in found})


def _watched(searched: Searched) -> tuple[str, ...]:
    return (*searched.columns.all, *searched.gone, *searched.later)


def _made_from(searched: Searched) -> str:
    """The declaration as text, so that another one is noticed."""
    parts = [f"{part.model.name_of_table()} {part.owner} {part.columns.of_kind}" for part in searched.parts]
    return f"{FORM} {searched.columns.of_kind} {searched.gone} {searched.later} {parts}"


def _make(database: peewee.SqliteDatabase, searched: Searched) -> None:
    _drop(database, searched.texts)
    database.execute_sql(f"CREATE TABLE {searched.texts} (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    database.execute_sql(
        f"CREATE VIRTUAL TABLE {searched.terms} USING fts5 (terms, content = '', detail = none, columnsize = 0,"
        f" tokenize = \"ascii tokenchars '{TOKEN_CHARACTERS}'\")"
    )
    # Pieces are merged by eight instead of four: an import writes a third less, a look-up costs the same.
    database.execute_sql(f"INSERT INTO {searched.terms} ({searched.terms}, rank) VALUES ('automerge', 8)")
    database.execute_sql(
        f"CREATE TABLE {searched.vocabulary} (size INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (size, word))"
        " STRICT, WITHOUT ROWID"
    )
    database.execute_sql(
        "INSERT INTO search_state (name, made_from) VALUES (?, ?)", (searched.texts, _made_from(searched))
    )


def _drop(database: peewee.SqliteDatabase, texts: str) -> None:
    for name in (f"{texts}_words", f"{texts}_terms", texts):
        database.execute_sql(f"DROP TABLE IF EXISTS {name}")
    database.execute_sql("DELETE FROM search_state WHERE name = ?", (texts,))


def _fill(database: peewee.SqliteDatabase, searched: Searched) -> Iterator[int]:
    """Index every row; gives the number of rows after each slice."""
    waiting: dict[int, str] = {}
    for row, text in list(expected(database, searched)):
        waiting[row] = text
        if len(waiting) == _REBUILD_SLICE:
            write(database, searched, {}, waiting)
            yield len(waiting)
            waiting = {}
    write(database, searched, {}, waiting)
    yield len(waiting)


def _count(library: Library, searched: Searched) -> int:
    return int(library.value(f'SELECT count(*) FROM "{searched.model.name_of_table()}"'))


def _texts(
    library: peewee.SqliteDatabase, searched: Searched, which: str, params: Sequence[Any]
) -> Iterator[tuple[int, str]]:
    columns = "".join(f', "{column}"' for column in searched.columns.all)
    later = " OR ".join(f'"{column}" IS NOT NULL' for column in searched.later) or "0"
    here = " AND ".join(f'"{column}" IS NULL' for column in searched.gone) or "1"
    kinds = [kind for kind, _column in searched.columns.of_kind]
    cursor = library.execute_sql(
        f'SELECT id, {later}{columns} FROM "{searched.model.name_of_table()}" WHERE {here} AND {which} ORDER BY id',
        params,
    )
    while batch := cursor.fetchmany(_SLICE):
        more = _of_parts(library, searched, [row[0] for row in batch])
        for row, is_later, *values in batch:
            own = zip(kinds, values, strict=True)
            yield row, text_of([*own, *more.get(row, ())], bool(is_later))


def _of_parts(
    library: peewee.SqliteDatabase, searched: Searched, rows: Sequence[int]
) -> dict[int, list[tuple[str, str]]]:
    """(kind, value) that the parts of these rows add, by row."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for part in searched.parts:
        columns = "".join(f', "{column}"' for column in part.columns.all)
        here = "".join(f' AND "{column}" IS NULL' for column in part.gone)
        cursor = library.execute_sql(
            f'SELECT "{part.owner}"{columns} FROM "{part.model.name_of_table()}"'
            f' WHERE "{part.owner}" IN ({",".join("?" * len(rows))}){here} ORDER BY id',
            rows,
        )
        kinds = [kind for kind, _column in part.columns.of_kind]
        for owner, *values in cursor.fetchall():
            found[owner] += zip(kinds, values, strict=True)
    return found
