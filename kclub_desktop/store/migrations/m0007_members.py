"""0007 Members: when they were born, which household or company they are of, and tickets that a merge united."""

from __future__ import annotations

import peewee

STATEMENTS: tuple[str, ...] = (
    """ALTER TABLE "member" ADD COLUMN "birthday" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "member" ADD COLUMN "household" INTEGER""",
    """CREATE TABLE "household" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'household',
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT""",
    """CREATE INDEX "member__household" ON "member" ("household") WHERE "household" IS NOT NULL""",
    # A ticket of a registration that went into another one at a merge: it still lies in somebody's pocket.
    """CREATE INDEX "registration__ticket_gone" ON "registration" (upper("ticket")) WHERE "deleted_at" IS NOT NULL""",
)


def up(database: peewee.SqliteDatabase) -> None:
    """Run the statements, frozen like every step."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
