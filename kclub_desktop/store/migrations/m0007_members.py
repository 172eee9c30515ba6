"""What members: merging, households, leads need beyond what was there."""

from __future__ import annotations

import peewee

STATEMENTS: tuple[str, ...] = ()


def up(database: peewee.SqliteDatabase) -> None:
    """Run the statements, frozen like every step."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
