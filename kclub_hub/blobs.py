"""Attachments' bytes, kept under their hash, a piece at a time, for the devices of one community.

The hub takes bytes only for a hash that an attachment of the community's log names, so that it is no place for other
things and what an erasure took cannot come back. Bytes are in the hub's database, where every process of a hub finds
them; a backup of the hub leaves them out, since devices that have them hand them in again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kclub_hub.communities import KnownDevice
from kclub_hub.database import HubDatabase
from kclub_hub.problems import Problem

MAX_PIECE = 4 << 20
MAX_BYTES = 200_000_000
MAX_ASKED = 500
QUOTA = 10_000_000_000
"""Bytes of attachments that one community may keep at a hub, unless it is served with another limit."""
_GRACE_SECONDS = 30 * 86_400
_UNFINISHED_SECONDS = 7 * 86_400
_HASH = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True)
class Kept:
    """What the hub has of a file. have: bytes; size: of the whole file, 0 if nobody began to hand it in."""

    sha256: str
    have: int
    size: int

    @property
    def whole(self) -> bool:
        """Is all of it there, and is it what the hash says?"""
        return self.size > 0 and self.have == self.size


def known(hub: HubDatabase, device: KnownDevice, hashes: Sequence[str]) -> list[Kept]:
    """What the hub has of these files. Raises Problem 422."""
    if len(hashes) > MAX_ASKED or not all(_HASH(each) for each in hashes):
        raise Problem(422, "malformed", "Hashes of 64 hexadecimal digits are expected, 500 at most")
    with hub.reading() as db:
        log = _log(db, device)
        return [_kept(db, log, each) for each in hashes]


def take(
    hub: HubDatabase,
    device: KnownDevice,
    sha256: str,
    size: int,
    offset: int,
    piece: bytes,
    quota: int = QUOTA,
) -> Kept:
    """Append a piece of a file; with its last one it is checked against its hash. The same piece again changes nothing.

    Raises Problem: 404 no-such-attachment, 409 another-offset, 413 too-large or full, 422 malformed or not-its-hash.
    """
    if not _HASH(sha256) or not size > 0 or not piece or offset + len(piece) > size:
        raise Problem(422, "malformed", "A piece of a file with its hash, size and offset is expected")
    if size > MAX_BYTES or len(piece) > MAX_PIECE:
        raise Problem(413, "too-large", "The file or the piece is too large")
    with hub.writing(device.community) as db:
        log = _log(db, device)
        _named(db, log, sha256)
        kept = _kept(db, log, sha256)
        if kept.whole or kept.have >= offset + len(piece):
            return kept
        if kept.have != offset or kept.size not in (0, size):
            raise Problem(409, "another-offset", "The file goes on elsewhere", have=kept.have)
        if not kept.size:
            _begin(db, log, device.id, sha256, size, quota, hub.now())
        db.insert_many("blob_piece", ("log", "sha256", "start", "bytes"), [(log, sha256, offset, piece)])
        if offset + len(piece) == size and _hash_of(db, log, sha256) != sha256:
            _delete(db, log, sha256)
            wrong = True
        else:
            wrong = False
            db.execute(
                "UPDATE blob SET have = ? WHERE log = ? AND sha256 = ?", (offset + len(piece), log, sha256)
            )
    if wrong:  # after the commit, so that the next try begins anew
        raise Problem(422, "not-its-hash", "The bytes are not those of the hash")
    return Kept(sha256, offset + len(piece), size)


def pieces(hub: HubDatabase, device: KnownDevice, sha256: str, offset: int) -> tuple[int, Iterator[bytes]]:
    """Size of a whole file and its bytes from an offset on. Raises Problem 404 no-such-attachment."""
    with hub.reading() as db:
        log = _log(db, device)
        _named(db, log, sha256)
        kept = _kept(db, log, sha256)
    if not kept.whole:
        raise Problem(404, "no-such-attachment", "The hub does not have this file")
    return kept.size, _from(hub, log, sha256, offset)


def sweep_erased(db: Any, log: int) -> bool:
    """Delete the bytes of every hash that no attachment of the log names any more; True if there was one."""
    gone = [
        sha256
        for (sha256,) in db.execute("SELECT sha256 FROM blob WHERE log = ?", (log,)).fetchall()
        if not _is_named(db, log, sha256)
    ]
    for sha256 in gone:
        _delete(db, log, sha256)
    return bool(gone)


def tidy(hub: HubDatabase, community: str) -> int:
    """Delete the bytes of attachments that were all deleted a month ago, and of files that nobody went on with; how many."""
    gone = 0
    with hub.writing(community) as db:
        log = db.execute("SELECT log FROM community WHERE id = ?", (community,)).fetchone()[0]
        wanted = _wanted(db, log, hub.now() - _GRACE_SECONDS)
        kept = db.execute("SELECT sha256, have, size, added_at FROM blob WHERE log = ?", (log,)).fetchall()
        for sha256, have, size, added_at in kept:
            given_up = have < size and added_at < hub.now() - _UNFINISHED_SECONDS
            if sha256 not in wanted or given_up:
                _delete(db, log, sha256)
                gone += 1
    return gone


def _wanted(db: Any, log: int, since: int) -> set[str]:
    """Hashes of attachments that stand, or were deleted after a moment; as the last stamp of each row says."""
    rows: dict[int, dict[str, Any]] = {}
    lines = db.execute(
        'SELECT c."row", c.body FROM log_change c JOIN log_set s ON s.log = c.log AND s.seq = c.seq'
        " WHERE c.log = ? AND c.entity = 'attachment' ORDER BY s.stamp, s.node, c.part",
        (log,),
    )
    for row, body in lines.fetchall():
        rows.setdefault(row, {}).update(json.loads(body)["fields"])
    return {
        str(fields.get("sha256", ""))
        for fields in rows.values()
        if (fields.get("deleted_at") or 1 << 62) > since
    }


def _log(db: Any, device: KnownDevice) -> int:
    return int(db.execute("SELECT log FROM community WHERE id = ?", (device.community,)).fetchone()[0])


def _kept(db: Any, log: int, sha256: str) -> Kept:
    found = db.execute("SELECT have, size FROM blob WHERE log = ? AND sha256 = ?", (log, sha256)).fetchone()
    return Kept(sha256, *(found or (0, 0)))


def _named(db: Any, log: int, sha256: str) -> None:
    if not _HASH(sha256) or not _is_named(db, log, sha256):
        raise Problem(404, "no-such-attachment", "No attachment of this community has this hash")


def _is_named(db: Any, log: int, sha256: str) -> bool:
    found = db.execute(
        "SELECT 1 FROM log_change WHERE log = ? AND entity = 'attachment' AND body LIKE ? LIMIT 1",
        (log, f'%"sha256":"{sha256}"%'),
    ).fetchone()
    return found is not None


def _begin(db: Any, log: int, device: str, sha256: str, size: int, quota: int, now: int) -> None:
    used = db.execute("SELECT coalesce(sum(size), 0) FROM blob WHERE log = ?", (log,)).fetchone()[0]
    if used + size > quota:
        raise Problem(
            413, "full", "The hub keeps no more files of this community", quota=quota, used=int(used)
        )
    db.execute(
        "INSERT INTO blob (log, sha256, size, have, device, added_at) VALUES (?, ?, ?, 0, ?, ?)",
        (log, sha256, size, device, now),
    )


def _hash_of(db: Any, log: int, sha256: str) -> str:
    digest = hashlib.sha256()
    for (start,) in _starts(db, log, sha256, 0):
        digest.update(_piece(db, log, sha256, start))
    return digest.hexdigest()


def _from(hub: HubDatabase, log: int, sha256: str, offset: int) -> Iterator[bytes]:
    with hub.reading() as db:
        starts = [start for (start,) in _starts(db, log, sha256, offset)]
    for start in starts:
        # A reading of its own for each piece: a slow device must not hold a transaction for hours.
        with hub.reading() as db:
            piece = _piece(db, log, sha256, start)
        if not piece:
            return  # erased meanwhile; who reads finds it too short
        yield piece[max(0, offset - start) :]


def _starts(db: Any, log: int, sha256: str, offset: int) -> list[tuple[int]]:
    return list(
        db.execute(
            "SELECT start FROM blob_piece WHERE log = ? AND sha256 = ? AND start > ? ORDER BY start",
            (log, sha256, offset - MAX_PIECE),
        ).fetchall()
    )


def _piece(db: Any, log: int, sha256: str, start: int) -> bytes:
    found = db.execute(
        "SELECT bytes FROM blob_piece WHERE log = ? AND sha256 = ? AND start = ?", (log, sha256, start)
    ).fetchone()
    return bytes(found[0]) if found else b""


def _delete(db: Any, log: int, sha256: str) -> None:
    for table in ("blob_piece", "blob"):
        db.execute(f"DELETE FROM {table} WHERE log = ? AND sha256 = ?", (log, sha256))
