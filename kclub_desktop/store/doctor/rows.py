"""The rows against each other: references, ids and the log; what is counted against what it is counted from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kclub_desktop.store import moneyless
from kclub_desktop.store.declare import Reference
from kclub_desktop.store.doctor.finding import Finding, State
from kclub_desktop.store.tables import BY_NAME, REPLICATED
from kclub_protocol import scopes
from kclub_protocol.ids import MAX_NODE, SEQUENCE_BITS

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_NODE_OF = f"(id >> {SEQUENCE_BITS} & {MAX_NODE})"


def dangling(library: Library) -> Iterator[Finding]:
    """References to a row that is not there. It may be on another device that has not synced, so nothing is taken away."""
    hidden = frozenset() if moneyless.sees_money(library) else scopes.HIDDEN
    for model in REPLICATED:
        for column in model.columns():
            declared = model.column(column)
            if not isinstance(declared, Reference) or declared.to not in BY_NAME or declared.to in hidden:
                continue
            n = library.value(
                f'SELECT count(*) FROM "{model.name_of_table()}" t WHERE "{column}" IS NOT NULL'
                f' AND NOT EXISTS (SELECT 1 FROM "{declared.to}" WHERE id = t."{column}")'
            )
            if n:
                yield Finding("dangling", {"n": n, "table": model.name_of_table(), "column": column})


def ids(library: Library) -> Iterator[Finding]:
    """Could the next id or stamp made here be one that exists? Are there ids of a device nobody knows?"""
    last_id, last_stamp = library.rows("SELECT last_id, last_stamp FROM library_state")[0]
    if _largest_own_id(library) > last_id:
        yield Finding("id_behind")
    if library.value("SELECT coalesce(max(stamp), 0) FROM change_set") > last_stamp:
        yield Finding("stamp_behind")
    known = {library.node, 0, *(node for (node,) in library.rows("SELECT node FROM device"))}
    for model in REPLICATED:
        table = model.name_of_table()
        found = library.rows(f'SELECT DISTINCT {_NODE_OF} FROM "{table}" WHERE id > 0')
        if strange := sorted({node for (node,) in found} - known):
            nodes = ", ".join(map(str, strange))
            yield Finding("id_of_nobody", {"table": table, "nodes": nodes}, State.NOTICE)


def move_ids_on(library: Library) -> None:
    """Set the counters past everything that exists."""
    library.execute_sql(
        "UPDATE library_state SET last_id = max(last_id, ?),"
        " last_stamp = max(last_stamp, (SELECT coalesce(max(stamp), 0) FROM change_set))",
        (_largest_own_id(library),),
    )


def orphans_of_log(library: Library) -> Iterator[Finding]:
    """Entries of the change log whose change set is gone: their time and device are unknown."""
    n = library.value(
        "SELECT count(*) FROM change c WHERE NOT EXISTS (SELECT 1 FROM change_set WHERE id = c.change_set)"
    )
    if n:
        yield Finding("log_orphans", {"n": n})


def _largest_own_id(library: Library) -> int:
    """The largest Snowflake of this device. The time comes first in an id, so it is found from the end of each table."""
    node, largest = library.node, 0
    for model in REPLICATED:
        found = library.value(
            f'SELECT id FROM "{model.name_of_table()}" WHERE id > 0 AND {_NODE_OF} = ? ORDER BY id DESC LIMIT 1',
            (node,),
        )
        largest = max(largest, found or 0)
    return largest
