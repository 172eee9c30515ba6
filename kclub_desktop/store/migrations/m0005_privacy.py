"""0005 A member can be erased: a mark that every device obeys, found without reading all members."""

from __future__ import annotations

import peewee

STATEMENTS = (
    'ALTER TABLE "member" ADD COLUMN "erased_at" INTEGER',
    'CREATE INDEX "member__erased_at" ON "member" ("erased_at") WHERE "erased_at" IS NOT NULL',
)


def up(database: peewee.SqliteDatabase) -> None:
    """Add the mark."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
