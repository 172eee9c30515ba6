"""What plans, prices and subscriptions need beyond what was there."""

from __future__ import annotations

import peewee

STATEMENTS: tuple[str, ...] = (
    'ALTER TABLE "price" ADD COLUMN "valid_days" INTEGER',
    """ALTER TABLE "price" ADD COLUMN "used_by" TEXT NOT NULL DEFAULT ''""",
    'ALTER TABLE "price" ADD COLUMN "replaces" INTEGER',
    'ALTER TABLE "subscription" ADD COLUMN "anchor_at" INTEGER',
    'ALTER TABLE "subscription_event" ADD COLUMN "order" INTEGER',
    'ALTER TABLE "subscription_event" ADD COLUMN "credit_used" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "plan_use" ADD COLUMN "check_in" INTEGER',
    'CREATE INDEX "plan_use__check_in" ON "plan_use" ("check_in") WHERE "check_in" IS NOT NULL',
    # What a subscription still has to pay is asked at every step of it.
    'CREATE INDEX "order__subscription" ON "order" ("subscription") WHERE "subscription" IS NOT NULL',
)


def up(database: peewee.SqliteDatabase) -> None:
    """Run the statements, frozen like every step."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
