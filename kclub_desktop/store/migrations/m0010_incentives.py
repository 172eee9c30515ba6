"""What levels, points and badges need beyond what was there."""

from __future__ import annotations

import peewee

STATEMENTS: tuple[str, ...] = (
    'ALTER TABLE "benefit" ADD COLUMN "points" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "benefit" ADD COLUMN "valid_days" INTEGER',
    'CREATE TABLE "rule_version" (id INTEGER PRIMARY KEY, "deleted_at" INTEGER,'
    """ "subject" TEXT NOT NULL DEFAULT '', "key" TEXT NOT NULL DEFAULT '', "content" TEXT NOT NULL DEFAULT '',"""
    ' "since" INTEGER NOT NULL) STRICT',
)


def up(database: peewee.SqliteDatabase) -> None:
    """Run the statements, frozen like every step."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
