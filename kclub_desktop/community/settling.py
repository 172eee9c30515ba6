"""What still names a member who was merged into another: rows that came from another device later, or from a list
with an old id. They are made to name the member who was kept, as the merge itself would have done.

Every device comes to the same, so that two which settle the same rows do not differ. An edit of the record that is gone
is carried over where the kept record had the same before it, or nothing; otherwise it stays in the history and is kept
as another way to reach the person, or as a note.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kclub_desktop.community.giving_back import give_back, kept_of
from kclub_desktop.community.merging import FIELDS, keep_aside
from kclub_desktop.community.repointing import repoint
from kclub_desktop.store import Library, Op, Origin, rows, setting
from kclub_desktop.store.declare import RowOf, Table
from kclub_desktop.store.moving import names_member
from kclub_desktop.store.tables import BY_NUMBER, Member

_SETTLED = "members.settled"
"""Local setting: id of the newest entry of the log that was looked at."""


def settle(library: Library) -> int:
    """Settle what came since the last time, and give back what is not to be settled any more; how many records that are
    gone still had something. One look-up when nothing came."""
    since = int(setting.get(library, _SETTLED) or 0)
    until = int(library.value("SELECT coalesce(max(id), 0) FROM change"))
    if until == since:
        return 0
    merged = library.value("SELECT 1 FROM member WHERE merged_into IS NOT NULL LIMIT 1") is not None
    if circles := _circles(library) if merged else []:
        with library.write(Op.MERGE_MEMBERS):
            rows.change_many(library, Member, [{"id": member, "merged_into": None} for member in circles])
    # A new copy has nothing to give back that the others would not have given back.
    if since:
        give_back(library, since)
    settled = _settle(library, since) if merged else 0
    setting.put(library, _SETTLED, str(until))
    return settled


def _settle(library: Library, since: int) -> int:
    losers, late = _losers(library, since), _late_edits(library, since)
    for loser in losers:
        # A change set for each, so that it can be given back alone.
        with library.write(Op.MERGE_MEMBERS):
            repoint(library, loser, kept_of(library, loser))
    for loser, fields in late.items():
        with library.write(Op.MERGE_MEMBERS):
            _carry_over(library, loser, fields)
    return len({*losers, *late})


def _circles(library: Library) -> list[int]:
    """Of records that two devices merged into each other, the one that stands again: the same on every device."""
    merged = library.rows("SELECT id FROM member WHERE merged_into IS NOT NULL")
    return [row for (row,) in merged if kept_of(library, row) == row]


def _losers(library: Library, since: int) -> list[int]:
    """Merged records that a row touched since names, or that were merged since; since 0: that any row names."""
    found: set[int] = set()
    for (number,) in library.rows("SELECT DISTINCT entity FROM change WHERE id > ?", (since,)):
        model = BY_NUMBER.get(number)
        if model is not None and model.follows_merge:
            for name in model.columns():
                found |= _named(library, model, name, since)
    merged = library.rows(
        "SELECT DISTINCT c.row FROM change c JOIN member m ON m.id = c.row WHERE c.id > ? AND c.entity = ?"
        " AND c.field = 'merged_into' AND m.merged_into IS NOT NULL",
        (since, Member.number),
    )
    found |= {row for (row,) in merged} if since else set()
    return sorted(row for row in found if kept_of(library, row) != row)


def _named(library: Library, model: type[Table], name: str, since: int) -> set[int]:
    """Merged records that a column of rows touched since names."""
    column, table = model.column(name), model.name_of_table()
    if isinstance(column, RowOf):
        more = f" AND t.\"{column.named_by}\" = 'member'"
    elif names_member(model, name) and (model is not Member or name == "referrer"):
        more = ""
    else:
        return set()
    if "deleted_at" in model.columns():
        more += " AND t.deleted_at IS NULL"
    of = f'"{table}" t'
    if since:
        of += f" JOIN change c ON c.row = t.id AND c.id > {since} AND c.entity = {model.number}"
    found = library.rows(
        f'SELECT DISTINCT m.id FROM {of} JOIN member m ON m.id = t."{name}" WHERE m.merged_into IS NOT NULL{more}'
    )
    return {row for (row,) in found}


_LATE = (
    "SELECT c.id, c.row, c.field, c.before, c.after FROM change c JOIN change_set s ON s.id = c.change_set"
    " JOIN member m ON m.id = c.row WHERE {} AND c.entity = :member AND c.applied = 1 AND s.origin = :sync"
    " AND m.merged_into IS NOT NULL AND m.erased_at IS NULL"
    " AND c.field IN (SELECT value FROM json_each(:fields)) AND EXISTS (SELECT 1 FROM change b JOIN change_set o"
    " ON o.id = b.change_set WHERE b.row = c.row AND b.entity = :member AND b.field = 'merged_into' AND b.id < c.id"
    " AND o.origin = :here AND b.after IS m.merged_into)"
)
_AGAIN = (
    "c.row IN (SELECT row FROM change WHERE id > :since AND entity = :member AND field = 'merged_into'"
    " AND after IS NOT NULL)"
)
"""Edits of records that were merged since, which may be by redo."""


def _late_ones(since: int) -> dict[str, Any]:
    return {
        "since": since, "member": Member.number, "sync": Origin.SYNC, "here": Origin.HERE, "fields": json.dumps(FIELDS),
    }  # fmt: skip


def _late_edits(library: Library, since: int) -> dict[int, dict[str, tuple[Any, Any]]]:
    """Edits of others of a record that this device had merged already: loser -> field -> (before, after).

    Only the device that merged carries them over, so that no two do; again where it merged them again, by redo.
    """
    # Two look-ups: either of the conditions alone has an index, both together have none.
    new = library.execute_sql(_LATE.format("c.id > :since"), _late_ones(since)).fetchall()
    again = library.execute_sql(_LATE.format(_AGAIN), _late_ones(since)).fetchall()
    found: dict[int, dict[str, tuple[Any, Any]]] = {}
    for _id, loser, field, before, after in sorted({*new, *again}, key=lambda edit: edit[0]):
        told = found.setdefault(loser, {})
        told[field] = (told[field][0] if field in told else before, after)
    return {loser: fields for loser, fields in found.items() if kept_of(library, loser) != loser}


def _carry_over(library: Library, loser: int, fields: dict[str, tuple[Any, Any]]) -> None:
    winner = rows.get(library, Member, kept_of(library, loser))
    if winner is None or winner.erased_at is not None:
        return
    values: dict[str, Any] = {}
    aside: dict[str, Any] = {}
    for field, (before, after) in fields.items():
        now = getattr(winner, field)
        if after in (None, "", now):
            continue
        if now in (None, "", before):
            values[field] = after
        else:
            aside[field] = after
    if values:
        rows.change(library, Member, int(winner.id), **values)
    keep_aside(library, int(winner.id), _texts(aside.items()), library.clock.now())


def _texts(pairs: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {field: value for field, value in pairs if isinstance(value, str)}
