"""A merge was taken back: what settling had moved to the kept record meanwhile returns to the one that stands again.

Undo of a merge sets back what the merge itself moved. What others wrote of the record that was gone came later, and was
moved by settling (settling.py), on any device; who takes the merge back may not have heard of it yet. So each device looks
for it when either arrives, and all come to the same. Values that were carried over into fields of the kept record stay.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from kclub_desktop.store import Library, Op
from kclub_desktop.store.declare import RowOf, Table
from kclub_desktop.store.log import OF_SET, Entry
from kclub_desktop.store.moving import names_member
from kclub_desktop.store.tables import BY_NUMBER, Member
from kclub_desktop.store.take_back import Taken, decide

_MERGED = "merged_into"


class _Moved(NamedTuple):
    """A change set in which settling moved everything of one record to another."""

    change_set: int
    loser: int
    winner: int
    entries: list[Entry]


def give_back(library: Library, since: int) -> int:
    """Take back what settling moved away from records that stand for themselves again; how many change sets.

    since  id of the newest entry of the log that was looked at before; moves from before it are looked at as well if a
           merge was taken back since
    """
    sets = _settled(library, 0 if _parted(library, since) else since)
    return sum(_return(library, moved) for each in sets if (moved := _read(library, each)) is not None)


def kept_of(library: Library, member: int) -> int:
    """The member that a record stands for after all merges; itself where two devices merged in a circle."""
    passed = [member]
    while (into := library.value("SELECT merged_into FROM member WHERE id = ?", (passed[-1],))) is not None:
        if into in passed:
            return min(passed[passed.index(into) :])
        passed.append(int(into))
    return passed[-1]


def _parted(library: Library, since: int) -> bool:
    """Does a record stand again since?"""
    found = library.value(
        "SELECT 1 FROM change WHERE id > ? AND entity = ? AND field = ? AND after IS NULL LIMIT 1",
        (since, Member.number, _MERGED),
    )
    return found is not None


def _settled(library: Library, since: int) -> list[int]:
    """Change sets that only settled: the newest first, since one may have moved on what another had moved."""
    found = library.rows(
        "SELECT s.id FROM change_set s WHERE s.operation = ?1 AND s.log_to > ?2 AND NOT EXISTS (SELECT 1 FROM change c"
        f" WHERE {OF_SET} AND c.entity = ?3 AND c.field = ?4) ORDER BY s.stamp DESC, s.node DESC",
        (Op.MERGE_MEMBERS, since, Member.number, _MERGED),
    )
    return [row for (row,) in found]


def _read(library: Library, change_set: int) -> _Moved | None:
    """What a change set moved; None if the log does not tell from whom to whom."""
    lines = library.rows(
        "SELECT c.id, c.entity, c.row, c.field, c.before, c.after FROM change_set s"
        f" JOIN change c ON {OF_SET} WHERE s.id = ? AND c.applied = 1 ORDER BY c.id DESC",
        (change_set,),
    )
    entries = [Entry(*line) for line in lines if line[1] in BY_NUMBER]
    said = [_whom(library, entry) for entry in entries]
    losers = _members(library, {loser for loser, _ in said})
    winners = _members(library, {winner for _, winner in said}) - losers
    if len(losers) != 1 or len(winners) != 1:
        return None
    return _Moved(change_set, losers.pop(), winners.pop(), entries)


def _whom(library: Library, entry: Entry) -> tuple[Any, Any]:
    """From whom and to whom an entry moved a row, as far as it tells: a row that exists once per member was deleted
    with the one and made, or made anew, with the other."""
    model = BY_NUMBER[entry.entity]
    if entry.field == "" or (entry.field == "deleted_at" and model.natural_key):
        key = _key(library, model, entry.row)
        gone = entry.field != "" and entry.after is not None
        return (key, None) if gone else (None, key)
    if entry.field in model.columns() and _names(model, entry.field) and entry.before != entry.after:
        return entry.before, entry.after
    return None, None


def _names(model: type[Table], name: str) -> bool:
    return names_member(model, name) or isinstance(model.column(name), RowOf)


def _key(library: Library, model: type[Table], row: int) -> int | None:
    names = [name for name in model.natural_key if _names(model, name)]
    if len(names) != 1:
        return None
    return library.value(f'SELECT "{names[0]}" FROM "{model.name_of_table()}" WHERE id = ?', (row,))  # type: ignore[no-any-return]


def _members(library: Library, ids: set[Any]) -> set[int]:
    found = library.rows(
        "SELECT id FROM member WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([each for each in ids if each is not None]),),
    )
    return {row for (row,) in found}


def _return(library: Library, moved: _Moved) -> bool:
    if kept_of(library, moved.loser) == kept_of(library, moved.winner):
        return False
    with library.write(Op.UNDO):
        settings = decide(library, moved.change_set, moved.entries, Taken())
        at = _since_when(library, moved.loser)
        for entity, row in {(entry.entity, entry.row) for entry in moved.entries if entry.field == ""}:
            # Two devices may do this at once, and are to say the same.
            if row in settings.values.get((entity, "deleted_at"), ()):
                settings.values[entity, "deleted_at"][row] = at
        settings.write(library)
    return not settings.empty


def _since_when(library: Library, member: int) -> int:
    """When it was last said of a record for whom it stands, the same on every device; UTC seconds."""
    return int(
        library.value(
            "SELECT s.at FROM change c JOIN change_set s ON s.id = c.change_set WHERE c.row = ? AND c.entity = ?"
            " AND c.field = ? ORDER BY s.stamp DESC, s.node DESC LIMIT 1",
            (member, Member.number, _MERGED),
        )
        or library.clock.now()
    )
