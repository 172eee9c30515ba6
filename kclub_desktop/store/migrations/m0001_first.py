"""0001 The first file version: the community's tables, the change log, and what this device keeps for itself."""

from __future__ import annotations

import peewee

STATEMENTS = """
CREATE TABLE library_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    node INTEGER NOT NULL DEFAULT 0,
    last_stamp INTEGER NOT NULL DEFAULT 0,
    last_id INTEGER NOT NULL DEFAULT 0,
    open_change_set INTEGER
) STRICT;

CREATE TABLE change_set (
    id INTEGER PRIMARY KEY,
    stamp INTEGER NOT NULL,
    node INTEGER NOT NULL,
    operation TEXT NOT NULL,
    origin TEXT NOT NULL,
    change_group INTEGER,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    change_set INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    row INTEGER NOT NULL,
    field TEXT NOT NULL,
    before ANY,
    after ANY,
    applied INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX change__row ON change (row, entity, field);

CREATE INDEX change__change_set ON change (change_set);

CREATE INDEX change_set__stamp ON change_set (stamp, node);

CREATE INDEX change_set__group ON change_set (change_group);

CREATE TABLE unknown_change (
    id INTEGER PRIMARY KEY,
    change_set INTEGER NOT NULL,
    entity TEXT NOT NULL,
    row INTEGER NOT NULL,
    field TEXT NOT NULL,
    value ANY
) STRICT;

CREATE TABLE conflict (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL,
    row INTEGER NOT NULL,
    field TEXT NOT NULL,
    kept ANY,
    kept_by INTEGER NOT NULL,
    kept_at INTEGER NOT NULL,
    lost ANY,
    lost_by INTEGER NOT NULL,
    lost_at INTEGER NOT NULL,
    resolved_at INTEGER
) STRICT;

CREATE TABLE sync_state (
    endpoint TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    community TEXT NOT NULL,
    device TEXT NOT NULL,
    pulled INTEGER NOT NULL DEFAULT 0,
    pushed INTEGER NOT NULL DEFAULT 0,
    batch INTEGER NOT NULL DEFAULT 0,
    synced_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE member_search (
    member INTEGER PRIMARY KEY,
    words TEXT NOT NULL
) STRICT;

CREATE TABLE "member" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "name" TEXT NOT NULL DEFAULT '',
    "email" TEXT NOT NULL DEFAULT '',
    "phone" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'member',
    "level" TEXT NOT NULL DEFAULT '',
    "plan" TEXT NOT NULL DEFAULT '',
    "channel" TEXT NOT NULL DEFAULT '',
    "tags" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "email_consent" INTEGER NOT NULL DEFAULT 0,
    "joined_at" INTEGER,
    "archived_at" INTEGER,
    "merged_into" INTEGER,
    "spent_before" INTEGER NOT NULL DEFAULT 0,
    "spent_before_currency" TEXT NOT NULL DEFAULT '',
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "course" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "price" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL DEFAULT '',
    "tags" TEXT NOT NULL DEFAULT '',
    "creator" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'published',
    "published_at" INTEGER,
    "created_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "lesson" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "course" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'article',
    "minutes" INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE "enrolment" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "course" INTEGER NOT NULL,
    "enrolled_at" INTEGER NOT NULL,
    "progress" INTEGER NOT NULL DEFAULT 0,
    "completed_at" INTEGER,
    "source" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "rating" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "course" INTEGER NOT NULL,
    "stars" INTEGER NOT NULL,
    "review" TEXT NOT NULL DEFAULT '',
    "rated_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "event" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "mode" TEXT NOT NULL DEFAULT 'on_site',
    "place" TEXT NOT NULL DEFAULT '',
    "zone" TEXT NOT NULL DEFAULT 'Asia/Shanghai',
    "starts_at" INTEGER NOT NULL,
    "ends_at" INTEGER NOT NULL,
    "capacity" INTEGER,
    "price" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'planned'
) STRICT;

CREATE TABLE "registration" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "event" INTEGER NOT NULL,
    "member" INTEGER NOT NULL,
    "registered_at" INTEGER NOT NULL,
    "ticket" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'registered',
    "paid" INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE "check_in" (
    id INTEGER PRIMARY KEY,
    "event" INTEGER NOT NULL,
    "member" INTEGER,
    "ticket" TEXT NOT NULL DEFAULT '',
    "scanned_at" INTEGER NOT NULL,
    "door" TEXT NOT NULL DEFAULT '',
    "answer" TEXT NOT NULL DEFAULT '',
    "undoes" INTEGER
) STRICT;

CREATE TABLE "order" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "member" INTEGER NOT NULL,
    "reference" TEXT NOT NULL DEFAULT '',
    "ordered_at" INTEGER NOT NULL,
    "course" INTEGER,
    "event" INTEGER,
    "total" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'paid',
    "channel" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "payment" (
    id INTEGER PRIMARY KEY,
    "order" INTEGER,
    "member" INTEGER,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT '',
    "paid_at" INTEGER NOT NULL,
    "method" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT 'payment'
) STRICT;

CREATE TABLE "activity" (
    id INTEGER PRIMARY KEY,
    "member" INTEGER,
    "visitor" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "at" INTEGER NOT NULL,
    "course" INTEGER,
    "event" INTEGER,
    "channel" TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE "device" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "node" INTEGER NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "role" TEXT NOT NULL DEFAULT 'owner',
    "added_at" INTEGER NOT NULL
) STRICT;

CREATE TABLE "external_id" (
    id INTEGER PRIMARY KEY,
    "deleted_at" INTEGER,
    "endpoint" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL DEFAULT '',
    "external" TEXT NOT NULL DEFAULT '',
    "row" INTEGER NOT NULL
) STRICT;

CREATE INDEX "enrolment__member" ON "enrolment" ("member");

CREATE INDEX "enrolment__course" ON "enrolment" ("course");

CREATE INDEX "rating__member" ON "rating" ("member");

CREATE INDEX "rating__course" ON "rating" ("course");

CREATE INDEX "registration__event" ON "registration" ("event");

CREATE INDEX "registration__member" ON "registration" ("member");

CREATE INDEX "registration__ticket" ON "registration" ("ticket");

CREATE INDEX "check_in__event_scanned_at" ON "check_in" ("event", "scanned_at");

CREATE INDEX "check_in__member" ON "check_in" ("member");

CREATE INDEX "order__member" ON "order" ("member");

CREATE INDEX "order__ordered_at" ON "order" ("ordered_at");

CREATE INDEX "payment__member" ON "payment" ("member");

CREATE INDEX "payment__paid_at" ON "payment" ("paid_at");

CREATE INDEX "activity__at" ON "activity" ("at");

CREATE INDEX "activity__member_kind_at" ON "activity" ("member", "kind", "at");

CREATE INDEX "activity__kind_at" ON "activity" ("kind", "at");

CREATE INDEX "member__email" ON "member" ("email");

CREATE INDEX "member__phone" ON "member" ("phone");

CREATE INDEX "member__name" ON "member" ("name");

CREATE INDEX "member__joined_at" ON "member" ("joined_at");

CREATE INDEX "lesson__course" ON "lesson" ("course");

CREATE INDEX "event__starts_at" ON "event" ("starts_at");

CREATE INDEX "external_id__endpoint_kind_external" ON "external_id" ("endpoint", "kind", "external");

CREATE INDEX "external_id__row" ON "external_id" ("row")
"""


def up(database: peewee.SqliteDatabase) -> None:
    """Make every table and index of version 1."""
    for statement in STATEMENTS.split(";\n"):
        database.execute_sql(statement)
