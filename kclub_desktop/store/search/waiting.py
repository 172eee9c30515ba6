"""Rows that a sync brought by the hundred and that are not in the index yet: it is brought up to date after the sync.

The mark of it stands before the form of the index in `search_state`, so that it lives and dies with the rows in the same
transaction: "waiting ROW FORM". From that row on, whoever has no entry waits for one. A version that does not know the
mark sees an index of another form and makes it anew. Who reads the index through `Library` never notices: the
library completes it first (library.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import peewee

from kclub_desktop.store.search.declared import SEARCHED, Searched

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

MANY = 200
"""Rows that one change set must make for them to wait."""
_MARK = "waiting "
_SLICE = 250


def form_of(kept: str) -> str:
    """The form that an index has, from what `search_state` keeps of it."""
    return kept.split(" ", 2)[2] if kept.startswith(_MARK) else kept


def postpone(library: Library, searched: Searched, rows: Collection[int]) -> None:
    """Leave rows that were just made for later, with the open transaction."""
    first, form = _state(library, searched)
    _mark(library, searched, min(rows) if first is None else min(first, *rows), form)


def is_any(library: Library) -> bool:
    """Does anything wait? Some 10 µs."""
    asked = "SELECT EXISTS (SELECT 1 FROM search_state WHERE made_from >= ?)"
    return bool(ask(library, asked, (_MARK,)).fetchone()[0])


def complete(library: Library) -> None:
    """Make the entries of all rows that wait, 250 at a time, so that others can write in between. Nothing is lost if it
    ends in the midst. Raises LibraryBusy, LibraryNotWritable."""
    if is_any(library):
        for searched in SEARCHED.values():
            while _slice_done(library, searched):
                pass


def _slice_done(library: Library, searched: Searched) -> bool:
    """Are there more?"""
    from kclub_desktop.store.search.index import update

    with library.together():
        first, form = _state(library, searched)
        if first is None:
            return False
        here = "".join(f' AND t."{column}" IS NULL' for column in searched.gone)
        found = ask(
            library,
            f'SELECT t.id FROM "{searched.model.name_of_table()}" t WHERE t.id >= ?{here}'
            f" AND NOT EXISTS (SELECT 1 FROM {searched.texts} s WHERE s.id = t.id) ORDER BY t.id LIMIT ?",
            (first, _SLICE),
        )
        rows = [row for (row,) in found.fetchall()]
        update(library, searched, rows)
        more = len(rows) == _SLICE
        _mark(library, searched, rows[-1] + 1 if more else None, form)
        return more


def _state(library: Library, searched: Searched) -> tuple[int | None, str]:
    """The first row that may wait, None if none does; the form of the index."""
    asked = "SELECT made_from FROM search_state WHERE name = ?"
    (kept,) = ask(library, asked, (searched.texts,)).fetchone()
    return (int(kept.split(" ", 2)[1]) if kept.startswith(_MARK) else None), form_of(kept)


def _mark(library: Library, searched: Searched, first: int | None, form: str) -> None:
    kept = form if first is None else f"{_MARK}{first} {form}"
    ask(library, "UPDATE search_state SET made_from = ? WHERE name = ?", (kept, searched.texts))


def ask(library: peewee.SqliteDatabase, sql: str, params: Sequence[Any] = ()) -> Any:
    """Past the library's own door, which would complete the index first."""
    return peewee.SqliteDatabase.execute_sql(library, sql, params)
