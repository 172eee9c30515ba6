"""What each replicated table of this copy comes to, in a few bytes, so that copies can be compared without sending them."""

from __future__ import annotations

import hashlib
from functools import cache

from kclub_desktop.store import Library
from kclub_desktop.store.declare import Table
from kclub_desktop.store.tables import REPLICATED
from kclub_desktop.sync.endpoint import TableDigest
from kclub_protocol.digests import EVERYTHING

_BYTES = 16
_AT_ONCE = 500


def digests(library: Library) -> dict[str, TableDigest]:
    """Digest of the columns, rows and digest of the rows of each table that has any; some 2 µs per row.

    One line is of no table: it says which tables and columns this version knows (EVERYTHING).
    """
    found = {EVERYTHING: (_of_everything(), 0, "")}
    for model in _with_rows(library):
        rows, digest = _of_rows(library, model)
        found[model.name_of_table()] = (_of_columns(model), rows, digest)
    return found


def _with_rows(library: Library) -> list[type[Table]]:
    """In one question: most of the hundred tables of a community are empty."""
    return [REPLICATED[number] for (number,) in library.rows(_any_rows())]


@cache
def _any_rows() -> str:
    asked = (
        f'SELECT {number} WHERE EXISTS (SELECT 1 FROM "{model.name_of_table()}")'
        for number, model in enumerate(REPLICATED)
    )
    return " UNION ALL ".join(asked)


@cache
def _of_columns(model: type[Table]) -> str:
    """Copies of different versions know different columns and are not compared."""
    return hashlib.blake2b(",".join(_columns(model)).encode(), digest_size=_BYTES).hexdigest()


@cache
def _of_everything() -> str:
    told = ",".join(f"{model.name_of_table()}:{_of_columns(model)}" for model in REPLICATED)
    return hashlib.blake2b(told.encode(), digest_size=_BYTES).hexdigest()


def _of_rows(library: Library, model: type[Table]) -> tuple[int, str]:
    listed = ", ".join(f'"{column}"' for column in ("id", *_columns(model)))
    cursor = library.execute_sql(f'SELECT {listed} FROM "{model.name_of_table()}" ORDER BY id')
    digest, count = hashlib.blake2b(digest_size=_BYTES), 0
    while rows := cursor.fetchmany(_AT_ONCE):
        count += len(rows)
        for row in rows:
            digest.update(repr(row).encode())
    return count, digest.hexdigest()


@cache
def _columns(model: type[Table]) -> list[str]:
    return sorted(model.columns())
