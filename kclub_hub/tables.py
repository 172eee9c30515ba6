"""The hub's tables, step by step from version to version, in SQL that SQLite and PostgreSQL both take.

INT64, OCTETS, WITHOUT_ROWID and STRICT are the engine's to spell. The first step is what hubs of version 1 made without
counting; it may therefore meet its tables. What is in the tables is for communities.py and log.py to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

Connection = Any

_FIRST = """
CREATE TABLE IF NOT EXISTS community (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL DEFAULT '',
    next_node INT64 NOT NULL DEFAULT 1,
    founded_at INT64,
    added_at INT64 NOT NULL
) STRICT_WITHOUT_ROWID;
CREATE TABLE IF NOT EXISTS pairing_code (
    selector TEXT PRIMARY KEY,
    community TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    expires_at INT64 NOT NULL,
    tries_left INT64 NOT NULL
) STRICT_WITHOUT_ROWID;
CREATE TABLE IF NOT EXISTS device (
    community TEXT NOT NULL,
    id TEXT NOT NULL,
    node INT64 NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    added_at INT64 NOT NULL,
    revoked_at INT64,
    PRIMARY KEY (community, id),
    UNIQUE (community, node)
) STRICT_WITHOUT_ROWID;
CREATE TABLE IF NOT EXISTS batch (
    community TEXT NOT NULL,
    device TEXT NOT NULL,
    number INT64 NOT NULL,
    contents TEXT NOT NULL,
    taken INT64 NOT NULL,
    PRIMARY KEY (community, device, number)
) STRICT_WITHOUT_ROWID;
CREATE TABLE IF NOT EXISTS change_set (
    community TEXT NOT NULL,
    seq INT64 NOT NULL,
    device TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (community, seq)
) STRICT_TABLE;
"""

# `log` is the community's number: its key of 32 letters in each row would be half of the file.
_LOG = """
ALTER TABLE community ADD COLUMN log INT64 NOT NULL DEFAULT 0;
ALTER TABLE community ADD COLUMN last_seq INT64 NOT NULL DEFAULT 0;
ALTER TABLE community ADD COLUMN compacted_to INT64 NOT NULL DEFAULT 0;
ALTER TABLE community ADD COLUMN life TEXT NOT NULL DEFAULT '';
ALTER TABLE device ADD COLUMN money INT64 NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN cursor INT64 NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN seen_at INT64;
ALTER TABLE device ADD COLUMN last_stamp INT64 NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN next_token_hash TEXT;
ALTER TABLE pairing_code ADD COLUMN money INT64 NOT NULL DEFAULT 0;
CREATE TABLE log_set (
    log INT64 NOT NULL,
    seq INT64 NOT NULL,
    device TEXT NOT NULL,
    node INT64 NOT NULL,
    stamp INT64 NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT_WITHOUT_ROWID;
CREATE UNIQUE INDEX log_set__stamp ON log_set (log, node, stamp);
CREATE TABLE log_change (
    log INT64 NOT NULL,
    seq INT64 NOT NULL,
    part INT64 NOT NULL,
    entity TEXT NOT NULL,
    "row" INT64 NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (log, seq, part)
) STRICT_WITHOUT_ROWID;
CREATE INDEX log_change__row ON log_change (log, entity, "row");
CREATE TABLE renewal (
    community TEXT NOT NULL,
    device TEXT NOT NULL,
    key TEXT NOT NULL,
    made TEXT NOT NULL,
    PRIMARY KEY (community, device, key)
) STRICT_WITHOUT_ROWID;
CREATE TABLE predecessor (
    community TEXT NOT NULL,
    device TEXT NOT NULL,
    node INT64 NOT NULL,
    PRIMARY KEY (community, device, node)
) STRICT_WITHOUT_ROWID;
CREATE TABLE erased (
    log INT64 NOT NULL,
    entity TEXT NOT NULL,
    "row" INT64 NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (log, entity, "row")
) STRICT_WITHOUT_ROWID;
CREATE TABLE digest (
    community TEXT NOT NULL,
    device TEXT NOT NULL,
    kiosk INT64 NOT NULL,
    cursor INT64 NOT NULL,
    tables TEXT NOT NULL,
    PRIMARY KEY (community, device)
) STRICT_WITHOUT_ROWID;
CREATE TABLE audit (
    community TEXT NOT NULL,
    line INT64 NOT NULL,
    at INT64 NOT NULL,
    device TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (community, line)
) STRICT_WITHOUT_ROWID;
"""


# A file's pieces are rows of their own, so that none is read whole into memory.
_BLOBS = """
CREATE TABLE blob (
    log INT64 NOT NULL,
    sha256 TEXT NOT NULL,
    size INT64 NOT NULL,
    have INT64 NOT NULL,
    device TEXT NOT NULL,
    added_at INT64 NOT NULL,
    PRIMARY KEY (log, sha256)
) STRICT_WITHOUT_ROWID;
CREATE TABLE blob_piece (
    log INT64 NOT NULL,
    sha256 TEXT NOT NULL,
    start INT64 NOT NULL,
    bytes OCTETS NOT NULL,
    PRIMARY KEY (log, sha256, start)
) STRICT_TABLE;
"""


def _first(db: Connection) -> None:
    _run(db, _FIRST)


def _log_by_rows(db: Connection) -> None:
    """Each changed row gets a row of its own, so that scopes, compaction and erasure can find it."""
    _run(db, _LOG)
    known = db.execute("SELECT id FROM community ORDER BY added_at, id").fetchall()
    for log, (community,) in enumerate(known, 1):
        last = 0
        old = db.execute(
            "SELECT seq, device, body FROM change_set WHERE community = ? ORDER BY seq", (community,)
        ).fetchall()
        for seq, device, body in old:
            last = seq
            put_set(db, log, seq, device, json.loads(body))
        db.execute("UPDATE community SET log = ?, last_seq = ? WHERE id = ?", (log, last, community))
    db.execute("DROP TABLE change_set")
    # A set is known by its stamp now, so which batch it came in need not be.
    db.execute("DROP TABLE batch")


def _blobs(db: Connection) -> None:
    """Attachments' bytes."""
    _run(db, _BLOBS)


def _restored(db: Connection) -> None:
    """When the log was put back from a backup last, Unix seconds."""
    _run(db, "ALTER TABLE community ADD COLUMN restored_at INT64;")


def _asked_again(db: Connection) -> None:
    """Which device a used code let in, and by which word it may ask again for the answer that was lost."""
    _run(
        db,
        "ALTER TABLE pairing_code ADD COLUMN device TEXT NOT NULL DEFAULT '';\n"
        "ALTER TABLE pairing_code ADD COLUMN attempt_hash TEXT NOT NULL DEFAULT '';",
    )


STEPS: tuple[Callable[[Connection], None], ...] = (
    _first,
    _log_by_rows,
    _blobs,
    _restored,
    _asked_again,
)


def put_set(db: Connection, log: int, seq: int, device: str, given: dict[str, Any]) -> None:
    """Write one change set as it was given, its unknown members too; the same stamp again is left out."""
    known = ("stamp", "node", "changes")
    body = dumped({name: value for name, value in given.items() if name not in known})
    written = db.execute(
        "INSERT INTO log_set (log, seq, device, node, stamp, body) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (log, seq, device, given["node"], int(given["stamp"]), body),
    )
    if written.rowcount:
        db.insert_many(
            "log_change",
            ("log", "seq", "part", "entity", "row", "body"),
            [
                (log, seq, part, change["entity"], int(change["row"]), row_body(change))
                for part, change in enumerate(given["changes"])
            ],
        )


def row_body(change: dict[str, Any]) -> str:
    """What a row's change says beside which row it is."""
    return dumped({name: value for name, value in change.items() if name not in ("entity", "row")})


def dumped(value: Any) -> str:
    """As compact JSON. Raises ValueError on NaN and infinities, which are none."""
    return "".join(_encode(value, 0))


def _encoder() -> Callable[[Any, int], Iterable[str]]:
    """JSONEncoder.encode makes what does its work anew for each value, which takes as long again as a row does."""
    made = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    quick: Any = getattr(json.encoder, "c_make_encoder", None)
    if quick is None:  # another Python than the usual one
        return lambda value, _level: (made.encode(value),)
    text = json.encoder.encode_basestring
    return quick(None, made.default, text, None, ":", ",", False, False, False)  # type: ignore[no-any-return]


_encode = _encoder()


def _run(db: Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)
