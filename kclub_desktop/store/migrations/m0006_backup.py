"""When this copy was last restored from a backup: until the hub has given it a new node, it sends nothing."""

from __future__ import annotations

import peewee


def up(database: peewee.SqliteDatabase) -> None:
    """Two columns of the library's own state: UTC seconds, and a random word for this one restore. Null = never, or
    agreed with the hub since."""
    database.execute_sql("ALTER TABLE library_state ADD COLUMN restored_at INTEGER")
    database.execute_sql("ALTER TABLE library_state ADD COLUMN restored_key TEXT")
