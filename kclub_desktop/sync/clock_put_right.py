"""A clock that was days fast and has been put right: what was written meanwhile is stamped anew, or nothing would go for days.

A device's stamps never run backwards, so one day with a wrong clock would hold up all that is written after it, for as long
as the clock was fast. The hub takes no stamp of more than a day ahead; what has such a one is therefore known to nobody else.
"""

from __future__ import annotations

import logging

from kclub_desktop.store import Library, Origin
from kclub_protocol.stamps import MAX_AHEAD_MS, next_stamp, stamp_at

log = logging.getLogger(__name__)
_FAR = "origin = ? AND stamp > ?"


def restamp(library: Library) -> int:
    """Stamp anew, in their order and later than all else, the change sets of this device that lie more than a day ahead of
    its clock; how many. 0: the clock is still as fast as they are. Raises LibraryBusy, LibraryNotWritable."""
    now_ms = library.clock.milliseconds()
    far = (str(Origin.HERE), stamp_at(now_ms + MAX_AHEAD_MS))
    with library.atomic("IMMEDIATE"):
        found = library.rows(f"SELECT id, stamp, node FROM change_set WHERE {_FAR} ORDER BY stamp, id", far)
        if not found:
            return 0
        last = int(library.value(f"SELECT coalesce(max(stamp), 0) FROM change_set WHERE NOT ({_FAR})", far))
        for change_set, before, node in found:
            last = next_stamp(last, now_ms)
            library.execute_sql("UPDATE change_set SET stamp = ? WHERE id = ?", (last, change_set))
            for side in ("kept", "lost"):
                library.execute_sql(
                    f"UPDATE conflict SET {side}_at = ? WHERE {side}_at = ? AND {side}_by = ?",
                    (last, before, node),
                )
        library.execute_sql("UPDATE library_state SET last_stamp = ?", (last,))
    log.info("the clock was put right: %d change sets were stamped anew", len(found))
    return len(found)
