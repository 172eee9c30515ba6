"""0004 The search has an index of its own making, and members have figures and indices for segments.

The index tables follow from declarations and are made by `search.install` when all steps are done.
"""

from __future__ import annotations

import peewee

# Consent comes first because no list asks for it: a status there would lure lists from the index in their order.
# A column that the index's own WHERE speaks of must be in the index too, or SQLite 3.40 reads the row to see it.
_LISTED = "WHERE deleted_at IS NULL AND merged_into IS NULL AND archived_at IS NULL"
STATEMENTS = (
    "DROP TABLE member_search",
    "CREATE TABLE search_state (name TEXT PRIMARY KEY, made_from TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE member_activity (member INTEGER PRIMARY KEY, last_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX member_activity__last_at ON member_activity (last_at)",
    "CREATE TABLE member_spent (member INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,"
    " PRIMARY KEY (member, currency)) STRICT, WITHOUT ROWID",
    "CREATE INDEX member_spent__amount ON member_spent (currency, amount)",
    "INSERT INTO member_activity SELECT member, max(at) FROM activity WHERE member IS NOT NULL GROUP BY member",
    "INSERT INTO member_spent SELECT member, currency, sum(amount) FROM (SELECT currency, member, amount FROM payment"
    " WHERE member IS NOT NULL UNION ALL SELECT spent_before_currency, id, spent_before FROM member"
    " WHERE spent_before <> 0) GROUP BY member, currency",
    f"CREATE INDEX member__segment ON member (email_consent, status, level, channel, plan, language, joined_at,"
    f" deleted_at, merged_into, archived_at) {_LISTED}",
    # These three serve what the plain ones on the same column did.
    "DROP INDEX enrolment__course",
    "DROP INDEX rating__course",
    "DROP INDEX registration__event",
    "CREATE INDEX enrolment__segment ON enrolment (course, completed_at, member, deleted_at) WHERE deleted_at IS NULL",
    "CREATE INDEX rating__segment ON rating (course, member, deleted_at) WHERE deleted_at IS NULL",
    "CREATE INDEX registration__segment ON registration (event, status, member, deleted_at) WHERE deleted_at IS NULL",
)


def up(database: peewee.SqliteDatabase) -> None:
    """The one column of words for LIKE goes; the figures are filled from the facts."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
