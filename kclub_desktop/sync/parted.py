"""Two devices merged the same pair the opposite way round, one gave its merge up, and later the other's was taken back.

Then both records stand again, though somebody's merge was never taken back: that is for a person to decide, so it is
listed as a conflict at both devices. While the two are one by the other's merge there is nothing to decide.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kclub_desktop.community.giving_back import kept_of
from kclub_desktop.community.settled_sets import MERGED
from kclub_desktop.store import Library, Op, Origin
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import settings

_OURS = "SELECT 1 FROM change_set WHERE stamp = ? AND node = ? AND origin = ?"


class _Said(NamedTuple):
    """One line of the log about whom a record was merged into. undone: was its step taken back?"""

    into: int | None
    stamp: int
    node: int
    operation: str
    undone: bool


def note(library: Library) -> int:
    """List merges that were given up and hold by no other one any more; how many are new. Two look-ups if nothing came."""
    since, until = settings.get(library, settings.PARTED), library.value("SELECT max(id) FROM change") or 0
    if since == str(until):
        return 0
    found = 0
    # A new copy is not asked about what others decided long before it came to be.
    for row in _concerned(library, int(since)) if since else ():
        found += _look_at(library, row)
    settings.put(library, settings.PARTED, str(until))
    return found


def _concerned(library: Library, since: int) -> list[int]:
    """Records that were merged or parted since, and those that they were ever merged into."""
    changed = library.rows(
        "SELECT DISTINCT row FROM change WHERE id > ? AND entity = ? AND field = ?",
        (since, Member.number, MERGED),
    )
    waiting, met = [row for (row,) in changed], set[int]()
    while waiting:
        row = waiting.pop()
        if row not in met:
            met.add(row)
            waiting += [said.into for said in _log_of(library, row) if said.into is not None]
    return sorted(met)


def _log_of(library: Library, row: int) -> list[_Said]:
    found = library.rows(
        "SELECT c.after, s.stamp, s.node, s.operation, s.undone_by IS NOT NULL FROM change c"
        " JOIN change_set s ON s.id = c.change_set WHERE c.row = ? AND c.entity = ? AND c.field = ?"
        " ORDER BY s.stamp, s.node",
        (row, Member.number, MERGED),
    )
    return [_Said(*line) for line in found]


def _look_at(library: Library, row: int) -> int:
    _close_what_is_one(library, row)
    return sum(_list(library, row, lost) for lost in _given_up(_log_of(library, row)))


def _list(library: Library, row: int, lost: _Said) -> int:
    if lost.into is None or lost.undone or _are_one(library, row, lost.into):
        return 0
    parted = _parting(library, row, lost.into)
    if parted is None or not _concerns_this(library, parted, lost):
        return 0
    known = (
        "SELECT 1 FROM conflict WHERE entity = ? AND row = ? AND field = ? AND lost_at = ? AND lost_by = ?"
    )
    if library.value(known, (Member.number, row, MERGED, lost.stamp, lost.node)) is not None:
        return 0
    library.execute_sql(
        "INSERT INTO conflict (entity, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at)"
        " SELECT ?, id, ?, merged_into, ?, ?, ?, ?, ? FROM member WHERE id = ?",
        (Member.number, MERGED, parted.node, parted.stamp, lost.into, lost.node, lost.stamp, row),
    )
    return 1


def _given_up(log: list[_Said]) -> list[_Said]:
    """The merges that settling a circle gave up: only that empties the field under the operation of a merge."""
    found = []
    last: _Said | None = None
    for said in log:
        if said.into is not None:
            last = said
        elif said.operation == Op.MERGE_MEMBERS and last is not None:
            found.append(last)
            last = None
    return found


def _parting(library: Library, row: int, other: int) -> _Said | None:
    """What made the two stand apart: of what was said last of each record on the way, the latest that emptied it."""
    emptied = [
        log[-1]
        for each in _ever_into(library, other, row)
        if (log := _log_of(library, each)) and log[-1].into is None
    ]
    return max(emptied, key=lambda said: said[1:3], default=None)


def _ever_into(library: Library, row: int, end: int) -> set[int]:
    """The records that row was ever merged into, itself among them, without the one at the end."""
    waiting, met = [row], {end}
    while waiting:
        each = waiting.pop()
        if each not in met:
            met.add(each)
            waiting += [said.into for said in _log_of(library, each) if said.into is not None]
    return met - {end}


def _concerns_this(library: Library, parted: _Said, lost: _Said) -> bool:
    """Was one of the two written here? Elsewhere nobody knows what it was about."""
    sides: list[tuple[Any, ...]] = [(side.stamp, side.node, Origin.HERE) for side in (parted, lost)]
    return any(library.value(_OURS, side) is not None for side in sides)


def _close_what_is_one(library: Library, row: int) -> None:
    """Whoever decided that the two are one after all."""
    listed = library.rows(
        "SELECT id, lost FROM conflict WHERE entity = ? AND row = ? AND field = ? AND resolved_at IS NULL",
        (Member.number, row, MERGED),
    )
    for conflict, other in listed:
        if _are_one(library, row, other):
            library.execute_sql(
                "UPDATE conflict SET resolved_at = ? WHERE id = ?", (library.clock.now(), conflict)
            )


def _are_one(library: Library, row: int, other: int) -> bool:
    return kept_of(library, row) == kept_of(library, other)
