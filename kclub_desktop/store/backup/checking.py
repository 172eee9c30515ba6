"""Is a file a library that can be opened, whole to the last page? Looks only, and changes nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kclub_desktop.errors import BackupDamaged, FileNotReadable, NotABackup
from kclub_desktop.store.encryption import cipher

APPLICATION_ID = 0x4B434C42  # "KCLB", so that `file` and we ourselves know the file


@dataclass(frozen=True)
class Contents:
    """What is in a library's file. version: of the file; change: newest change set; counts: rows by table; community:
    the key all copies of one community share."""

    version: int
    change: int
    counts: dict[str, int]
    community: str


def contents_of(file: Path, key: bytes | None = None, name: str = "", *, just_made: bool = False) -> Contents:
    """Open a file that nobody works in and read every page of it.

    name       of the file in errors, where it stands for another
    just_made  by VACUUM, which made every index from its table: that they agree is not compared again, nine tenths of the time
    Raises NotABackup, BackupDamaged, FileNotReadable.
    """
    name = name or str(file)
    if not file.is_file():
        raise FileNotReadable(name, "No such file")
    try:
        with closing(cipher.connect(file, key, read_only=True)) as connection:
            return _contents(connection, name, key is not None, just_made)
    except UnicodeDecodeError as error:
        # Where a page was overwritten even what SQLite says of it may be no words.
        raise BackupDamaged(name, "contents") from error
    except cipher.database_errors(key) as error:
        if "not a database" in str(error):
            raise NotABackup(name) from error
        raise BackupDamaged(name, str(error)) from error


def _contents(connection: Any, name: str, encrypted: bool, just_made: bool) -> Contents:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotABackup(name)
    check = "quick_check" if just_made else "integrity_check"
    faults = [row[0] for row in connection.execute(f"PRAGMA {check}(1)")]
    if faults != ["ok"]:
        raise BackupDamaged(name, str(faults[0]).splitlines()[-1])
    if encrypted and (bad := connection.execute("PRAGMA cipher_integrity_check").fetchone()):
        raise BackupDamaged(name, str(bad[0]))
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            " AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    counts = {
        table: int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables
    }
    state = connection.execute("SELECT key FROM library_state").fetchone()
    if state is None:
        raise BackupDamaged(name, "contents")
    return Contents(
        version=int(connection.execute("PRAGMA user_version").fetchone()[0]),
        change=int(connection.execute("SELECT coalesce(max(id), 0) FROM change_set").fetchone()[0]),
        counts=counts,
        community=str(state[0]),
    )
