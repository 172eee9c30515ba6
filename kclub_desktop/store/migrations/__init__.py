"""From one file version to the next: frozen SQL of its day, run in order inside one transaction.

The version is SQLite's user_version. A step is never edited once released; what the tables mean now is in tables/.
"""

from __future__ import annotations

import peewee

from kclub_desktop.store import search, triggers
from kclub_desktop.store.migrations import (
    m0001_first,
    m0002_schema,
    m0003_history,
    m0004_search,
    m0006_backup,
    m0007_members,
    m0008_plans,
    m0009_money,
    m0010_incentives,
)

STEPS = (
    m0001_first.up,
    m0002_schema.up,
    m0003_history.up,
    m0004_search.up,
    m0006_backup.up,
    m0007_members.up,
    m0008_plans.up,
    m0009_money.up,
    m0010_incentives.up,
)
CURRENT = len(STEPS)


def version_of(database: peewee.SqliteDatabase) -> int:
    """File version; 0 for a file without tables."""
    return int(database.execute_sql("PRAGMA user_version").fetchone()[0])


def migrate(database: peewee.SqliteDatabase) -> None:
    """Bring the file to the current version, all steps or none. The caller holds the library's lock."""
    with database.atomic("EXCLUSIVE"):
        for number in range(version_of(database), CURRENT):
            STEPS[number](database)
            database.execute_sql(f"PRAGMA user_version = {number + 1}")
        triggers.install(database)
        search.install(database)
