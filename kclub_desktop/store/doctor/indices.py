"""The file's indices against those that the migrations make: one that is gone costs time.

Compared with a new file made in memory, so that nothing is listed twice. An index that a person's own tool has added is
theirs and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import peewee

from kclub_desktop.errors import LibraryUnreadable
from kclub_desktop.store import disk, migrations
from kclub_desktop.store.doctor.finding import Finding

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_ALL = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_SHOWN = 5


def differences(library: Library) -> Iterator[Finding]:
    """Indices that are missing, or are not what they are called."""
    if differing := sorted(_differing(library)):
        names = ", ".join(differing[:_SHOWN])
        yield Finding("indices_wrong", {"n": len(differing), "names": names})


def make_missing(library: Library) -> None:
    """Make them anew from their tables; one whose table is gone stays a finding."""
    wanted = _of_a_new_file()
    for name in sorted(_differing(library)):
        try:
            with library.atomic("IMMEDIATE"):
                library.execute_sql(f'DROP INDEX IF EXISTS "{name}"')
                library.execute_sql(wanted[name])
        except (peewee.DatabaseError, LibraryUnreadable) as error:
            if "locked" in str(error) or disk.refuses(str(error)):
                raise
            # The others can still be made; looking again tells of this one.


def _differing(library: Library) -> set[str]:
    present = dict(library.rows(_ALL))
    return {name for name, sql in _of_a_new_file().items() if present.get(name) != sql}


@cache
def _of_a_new_file() -> dict[str, str]:
    made = peewee.SqliteDatabase(":memory:")
    migrations.migrate(made)
    found = dict(made.execute_sql(_ALL).fetchall())
    made.close()
    return found
