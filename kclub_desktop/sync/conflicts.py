"""Settling a conflict: the value that stands is kept, or the one that lost is written as a new edit. Both stay in the log."""

from __future__ import annotations

from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import BY_NUMBER


def settle(library: Library, conflict: int, use_lost: bool) -> None:
    """Decide a conflict by its id, once; a second decision changes nothing. Raises LibraryBusy, LibraryNotWritable."""
    with library.write(Op.RESOLVE_CONFLICT):
        found = library.rows(
            "SELECT entity, row, field, lost FROM conflict WHERE id = ? AND resolved_at IS NULL", (conflict,)
        )
        if not found:
            return
        entity, row, field, lost = found[0]
        if use_lost:
            rows.change(library, BY_NUMBER[entity], row, **{field: lost})
        library.execute_sql(
            "UPDATE conflict SET resolved_at = ? WHERE id = ?", (library.clock.now(), conflict)
        )
