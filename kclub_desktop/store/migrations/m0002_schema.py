"""0002 The full schema: the columns and tables of the whole product, and the indices that its queries ask for.

The statements stand in a file of their own, frozen like every step. No row is touched. Two indices go: one
that no query took, and one made again over the expression that the door really looks up.
"""

from __future__ import annotations

from pathlib import Path

import peewee

STATEMENTS = Path(__file__).parents[2] / "resources" / "migrations" / "m0002_schema.sql"


def up(database: peewee.SqliteDatabase) -> None:
    """Add what version 1 did not have."""
    for statement in STATEMENTS.read_text(encoding="utf-8").split(";\n"):
        database.execute_sql(statement)
