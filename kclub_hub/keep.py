"""Backup and restore of a whole hub in one file that both engines read, so that it also moves a hub from one to the other.

The file is gzip of JSON lines: a head, each row of each table, and an end with how many rows there were, so that one that
was cut short is never taken for whole. Tokens are in it as hashes only; it still holds the community's data: keep it as such.
A restored log begins another life: devices notice, and hand in what the backup does not know (returning.py).
"""

from __future__ import annotations

import gzip
import json
import os
import secrets
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kclub_hub import audit, tables
from kclub_hub.database import HubDatabase

_KIND = "kclub-hub-backup"
_TABLES = {
    "community": "id, name, zone, currency, next_node, founded_at, added_at, log, last_seq, compacted_to, life",
    "device": (
        "community, id, node, name, role, token_hash, added_at, revoked_at, money, cursor, seen_at, last_stamp,"
        " next_token_hash"
    ),
    "log_set": "log, seq, device, node, stamp, body",
    "log_change": 'log, seq, part, entity, "row", body',
    "renewal": "community, device, key, made",
    "predecessor": "community, device, node",
    "erased": 'log, entity, "row", fields',
    "audit": "community, line, at, device, action, detail",
}
_VERSIONS = (2, 3, 4, 5)
"""Of which the tables named above are the same; what attachments hold is in no backup, devices hand it in again."""
_AT_ONCE = 5_000
_NODES_LEFT_OUT = 64


class NotABackup(Exception):
    """The file is no backup of a hub, was cut short, or comes from a newer hub."""


class HubNotEmpty(Exception):
    """The hub has communities; a backup is restored into an empty one."""


def back_up(hub: HubDatabase, file: Path) -> int:
    """Write the whole hub, as at one moment, into a new file; how many rows. Raises FileExistsError, OSError, HubDown."""
    if file.exists():
        raise FileExistsError(file)
    part = file.with_name(file.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.open(raw, "wt", encoding="utf-8", compresslevel=6) as out, hub.reading() as db:
                count = _write(db, out)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return count


def restore(hub: HubDatabase, file: Path) -> int:
    """Read a backup into an empty hub, all or nothing; how many rows. Raises NotABackup, HubNotEmpty, OSError, HubDown."""
    with hub.writing() as db:
        if db.execute("SELECT 1 FROM community LIMIT 1").fetchone():
            raise HubNotEmpty
        count = _read_into(db, file)
        for (community,) in db.execute("SELECT id FROM community").fetchall():
            db.execute("UPDATE community SET life = ? WHERE id = ?", (secrets.token_hex(8), community))
            audit.note(db, hub.now(), community, "", audit.Action.RESTORED, "")
        # Devices paired since the backup come back with their nodes: none of those is given to another.
        db.execute("UPDATE community SET next_node = next_node + ?", (_NODES_LEFT_OUT,))
        # What each device has seen of the log it knew says nothing of this one.
        db.execute("UPDATE device SET cursor = 0")
        db.execute("UPDATE community SET restored_at = ?", (hub.now(),))
    return count


def _write(db: Any, out: Any) -> int:
    out.write(json.dumps({"kind": _KIND, "version": len(tables.STEPS)}) + "\n")
    count = 0
    for table, columns in _TABLES.items():
        cursor = db.execute(f"SELECT {columns} FROM {table}")
        while rows := cursor.fetchmany(_AT_ONCE):
            count += len(rows)
            out.writelines(json.dumps([table, *row], ensure_ascii=False) + "\n" for row in rows)
    out.write(json.dumps({"end": count}) + "\n")
    return count


def _read_into(db: Any, file: Path) -> int:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            head = json.loads(next(lines, "null"))
            if not isinstance(head, dict) or head.get("kind") != _KIND:
                raise NotABackup("no backup of a hub")
            if head.get("version") not in _VERSIONS:
                raise NotABackup(f"version {head.get('version')}")
            return _fill(db, map(json.loads, lines))
    except (EOFError, gzip.BadGzipFile, zlib.error, ValueError) as error:
        raise NotABackup(str(error)) from error


def _fill(db: Any, lines: Iterator[Any]) -> int:
    waiting: list[list[Any]] = []
    for count, line in enumerate(lines):
        if isinstance(line, dict):
            _put(db, waiting)
            if line.get("end") != count:
                raise NotABackup("rows are missing")
            return count
        if not isinstance(line, list) or line[0] not in _TABLES:
            raise NotABackup("an unknown table")
        if waiting and (waiting[0][0] != line[0] or len(waiting) >= _AT_ONCE):
            _put(db, waiting)
        waiting.append(line)
    raise NotABackup("cut short")


def _put(db: Any, waiting: list[list[Any]]) -> None:
    if waiting:
        table = waiting[0][0]
        columns = [column.strip(' "') for column in _TABLES[table].split(",")]
        if any(len(line) != len(columns) + 1 for line in waiting):
            raise NotABackup("a row does not fit its table")
        db.insert_many(table, columns, [line[1:] for line in waiting])
        waiting.clear()
