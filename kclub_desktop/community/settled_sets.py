"""What settling did, read back from the log: which change sets it wrote, from which record to which, and what in them.

The log says what changed and not why, so whose it was is found from the entries themselves (settling.py writes a change set
for each record). Where they do not tell, the change set is left as it is.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from kclub_desktop.store import Library, Op, log
from kclub_desktop.store.declare import RowOf, Table
from kclub_desktop.store.log import OF_SET, Entry
from kclub_desktop.store.moving import names_member
from kclub_desktop.store.tables import BY_NUMBER, Contact, Member, Note

MERGED = "merged_into"
"""The field of a member that says into whom the record was merged."""


class Settled(NamedTuple):
    """A change set in which settling moved what named one record to another, or carried over what it said."""

    change_set: int
    loser: int
    winner: int
    entries: list[Entry]


def ids(library: Library, since: int) -> list[int]:
    """Change sets after an entry of the log that only settled: the newest first, since one may have moved on what another
    had moved."""
    found = library.rows(
        "SELECT s.id FROM change_set s WHERE s.operation = ?1 AND s.log_to > ?2 AND NOT EXISTS (SELECT 1 FROM change c"
        f" WHERE {OF_SET} AND c.entity = ?3 AND c.field = ?4) ORDER BY s.stamp DESC, s.node DESC",
        (Op.MERGE_MEMBERS, since, Member.number, MERGED),
    )
    return [row for (row,) in found]


def read(library: Library, change_set: int) -> Settled | None:
    """What a change set did, its entries newest first; None if the log does not tell from whom to whom."""
    entries = [entry for entry in log.entries(library, change_set) if entry.entity in BY_NUMBER]
    said = [_whom(library, entry) for entry in entries]
    losers = _members(library, {loser for loser, _ in said})
    winners = _members(library, {winner for _, winner in said}) - losers
    if not losers and len(winners) == 1:
        losers = _who_said(library, next(iter(winners)), entries)
    if len(losers) != 1 or len(winners) != 1:
        return None
    return Settled(change_set, losers.pop(), winners.pop(), entries)


def _whom(library: Library, entry: Entry) -> tuple[Any, Any]:
    """From whom and to whom an entry moved something, as far as it tells: a row that exists once per member was deleted with
    the one and made, or made anew, with the other; a value was carried over to the other."""
    model = BY_NUMBER[entry.entity]
    if entry.field == "" or (entry.field == "deleted_at" and model.natural_key):
        key = _key(library, model, entry.row)
        gone = entry.field != "" and entry.after is not None
        return (key, None) if gone else (None, key)
    if entry.field in model.columns() and _names(model, entry.field) and entry.before != entry.after:
        return entry.before, entry.after
    return None, entry.row if model is Member else None


def _names(model: type[Table], name: str) -> bool:
    return names_member(model, name) or isinstance(model.column(name), RowOf)


def _key(library: Library, model: type[Table], row: int) -> int | None:
    names = [name for name in model.natural_key or model.columns() if _names(model, name)]
    if len(names) != 1:
        return None
    return library.value(f'SELECT "{names[0]}" FROM "{model.name_of_table()}" WHERE id = ?', (row,))  # type: ignore[no-any-return]


def _members(library: Library, ids: set[Any]) -> set[int]:
    found = library.rows(
        "SELECT id FROM member WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([each for each in ids if each is not None]),),
    )
    return {row for (row,) in found}


def _who_said(library: Library, winner: int, entries: list[Entry]) -> set[int]:
    """Of the records that were ever merged into this one, those of which somebody said what was carried over."""
    said = {entry.after for entry in entries if entry.entity == Member.number}
    for model, column in ((Contact, "value"), (Note, "body")):
        made = [entry.row for entry in entries if entry.entity == model.number and entry.field == ""]
        found = library.rows(
            f'SELECT "{column}" FROM "{model.name_of_table()}" WHERE id IN (SELECT value FROM json_each(?))',
            (json.dumps(made),),
        )
        said |= {value for (value,) in found}
    found = library.rows(
        "SELECT DISTINCT m.row FROM change m JOIN change c ON c.row = m.row AND c.entity = m.entity"
        " WHERE m.entity = ? AND m.field = ? AND m.after = ? AND c.after IN (SELECT value FROM json_each(?))",
        (Member.number, MERGED, winner, json.dumps([value for value in said if value not in (None, "")])),
    )
    return {row for (row,) in found}
