"""Compaction of the log: values that a later edit replaced and that every device has seen go; facts and last values stay.

Who comes later ends with the same data: of each field the winner is still there, under its own stamp. Devices not seen
for a year no longer hold it up.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kclub_hub import audit
from kclub_hub.database import HubDatabase
from kclub_hub.tables import dumped

_ROWS_AT_ONCE = 500
_FORGOTTEN_SECONDS = 366 * 86_400


@dataclass
class Compacted:
    """What a compaction did. upto: the seq to which every device has come; the rest counts what went."""

    upto: int
    values: int = 0
    lines: int = 0
    change_sets: int = 0


def compact(hub: HubDatabase, community: str) -> Compacted:
    """Compact a community's log, in slices so that nobody waits long. Raises HubDown."""
    with hub.reading() as db:
        log, done = db.execute(
            "SELECT log, compacted_to FROM community WHERE id = ?", (community,)
        ).fetchone()
        upto = _seen_by_all(db, community, hub.now())
        rows = db.execute(
            'SELECT entity, "row" FROM log_change WHERE log = ? AND seq <= ? GROUP BY entity, "row"'
            " HAVING count(*) > 1 AND max(seq) > ?",
            (log, upto, done),
        ).fetchall()
    result = Compacted(upto)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        with hub.writing() as db:
            for entity, row in rows[start : start + _ROWS_AT_ONCE]:
                _compact_row(db, log, entity, row, upto, result)
    with hub.writing() as db:
        empty = db.execute(
            "DELETE FROM log_set WHERE log = ? AND seq <= ? AND NOT EXISTS ("
            "SELECT 1 FROM log_change c WHERE c.log = log_set.log AND c.seq = log_set.seq)",
            (log, upto),
        )
        result.change_sets = empty.rowcount
        db.execute("UPDATE community SET compacted_to = ? WHERE id = ?", (upto, community))
        audit.note(db, hub.now(), community, "", audit.Action.COMPACTED, str(upto))
    return result


def _seen_by_all(db: Any, community: str, now: int) -> int:
    found = db.execute(
        "SELECT min(cursor) FROM device WHERE community = ? AND revoked_at IS NULL"
        " AND coalesce(seen_at, added_at) > ?",
        (community, now - _FORGOTTEN_SECONDS),
    ).fetchone()[0]
    return int(found or 0)


def _compact_row(db: Any, log: int, entity: str, row: int, upto: int, result: Compacted) -> None:
    """Go from the latest stamp back; a field met before was replaced."""
    lines = db.execute(
        "SELECT c.seq, c.part, c.body FROM log_change c JOIN log_set s ON s.log = c.log AND s.seq = c.seq"
        ' WHERE c.log = ? AND c.entity = ? AND c."row" = ? AND c.seq <= ?'
        " ORDER BY s.stamp DESC, s.node DESC, c.part DESC",
        (log, entity, row, upto),
    ).fetchall()
    later: set[str] = set()
    for seq, part, body in lines:
        change = json.loads(body)
        kept = {name: value for name, value in change["fields"].items() if name not in later}
        gone = len(change["fields"]) - len(kept)
        later |= change["fields"].keys()
        if not gone:
            continue
        result.values += gone
        where = "WHERE log = ? AND seq = ? AND part = ?"
        if kept or change["made"]:
            db.execute(
                f"UPDATE log_change SET body = ? {where}",
                (dumped({**change, "fields": kept}), log, seq, part),
            )
        else:
            result.lines += 1
            db.execute(f"DELETE FROM log_change {where}", (log, seq, part))
