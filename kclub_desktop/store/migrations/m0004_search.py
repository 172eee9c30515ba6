"""0004 The search has an index of its own making; which form each of its tables has is noted here.

The index tables follow from declarations and are made by `search.install` when all steps are done.
"""

from __future__ import annotations

import peewee

STATEMENTS = (
    "DROP TABLE member_search",
    "CREATE TABLE search_state (name TEXT PRIMARY KEY, made_from TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def up(database: peewee.SqliteDatabase) -> None:
    """The one column of words for LIKE goes."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
