"""0009 What orders, payments and receipts need: tax per line, receipts numbered per device, and the indices of their lists."""

from __future__ import annotations

import peewee

STATEMENTS: tuple[str, ...] = (
    'ALTER TABLE "order" ADD COLUMN "tax_included" INTEGER NOT NULL DEFAULT 1',
    'ALTER TABLE "order_line" ADD COLUMN "tax_rate" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "order_line" ADD COLUMN "tax" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "order_line" ADD COLUMN "event" INTEGER',
    """ALTER TABLE "receipt" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'receipt'""",
    """ALTER TABLE "receipt" ADD COLUMN "series" TEXT NOT NULL DEFAULT ''""",
    'ALTER TABLE "receipt" ADD COLUMN "sequence" INTEGER NOT NULL DEFAULT 0',
    # The list of orders in order, and of one state, from the index alone.
    'CREATE INDEX "order__list" ON "order" ("ordered_at") WHERE "deleted_at" IS NULL',
    'CREATE INDEX "order__status" ON "order" ("status", "ordered_at") WHERE "deleted_at" IS NULL',
    'CREATE INDEX "order__reference" ON "order" ("reference")',
    'CREATE INDEX "receipt__series" ON "receipt" ("series", "sequence")',
    'CREATE INDEX "receipt__issued_at" ON "receipt" ("issued_at")',
    'CREATE INDEX "receipt__code" ON "receipt" ("code")',
    'CREATE INDEX "receipt__voids" ON "receipt" ("voids") WHERE "voids" IS NOT NULL',
    'CREATE INDEX "checkout__order" ON "checkout" ("order")',
    'CREATE INDEX "cash_count__day" ON "cash_count" ("day")',
)


def up(database: peewee.SqliteDatabase) -> None:
    """Run the statements, frozen like every step."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
