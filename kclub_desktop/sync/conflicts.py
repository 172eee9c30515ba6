"""Conflicts: two devices changed one field and could not see each other. Listed with both values, and settled.

Settling writes the chosen value as a new edit where it is not the one that stands; both stay in the log, and it can be
taken back. How conflicts come to be is in merge_rows.py.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kclub_desktop.errors import NotBoth, UnknownConflict
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.declare import Table
from kclub_desktop.store.naming import devices, name_of
from kclub_desktop.store.record_history import currency_of, pointed_to
from kclub_desktop.store.tables import BY_NUMBER, Member
from kclub_desktop.store.undo import undo
from kclub_protocol.stamps import milliseconds_of

LISTED = 100
_PROSE = frozenset(
    {"note", "body", "summary", "words", "terms", "review", "intro", "goal", "why", "description"}
)
"""Fields in which one text below the other still says what both said."""
_LISTS = frozenset({"tags"})
"""Fields of names separated by commas."""


class Keep(enum.StrEnum):
    """Which value is to stand: the one of this device, the other device's, both in one, or what somebody wrote since."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    NOW = "now"


@dataclass(frozen=True)
class Version:
    """One of the two values. node: where it was written; device: its name, '' if unknown; at: UTC seconds.

    name: what a reference points to; mine: was it written on this device?
    """

    value: Any
    name: str
    node: int
    device: str
    at: int
    mine: bool


@dataclass(frozen=True)
class Conflict:
    """Two edits of one field. kept stood when it was found, lost was set aside; now is what stands today.

    what        what a person calls the row
    currency    of an amount
    both        what both in one would be, None where that makes no sense
    settled_at  UTC seconds, None while nobody decided
    """

    id: int
    model: type[Table]
    row: int
    field: str
    what: str
    kept: Version
    lost: Version
    now: Any
    currency: str
    both: str | None
    settled_at: int | None


@dataclass(frozen=True)
class Settled:
    """What settling did. change_set: of the new edit, None where the value stood already."""

    conflict: int
    value: Any
    change_set: int | None


def open_count(library: Library) -> int:
    """Conflicts nobody decided yet."""
    return int(library.value("SELECT count(*) FROM conflict WHERE resolved_at IS NULL"))


def listed(library: Library, *, settled: bool = False, limit: int = LISTED) -> list[Conflict]:
    """Conflicts, newest first; settled: those that were decided, too."""
    which = "" if settled else "WHERE resolved_at IS NULL"
    found = library.rows(f"{_SELECT} {which} ORDER BY id DESC LIMIT ?", (limit,))
    names = devices(library)
    return [_read(library, row, names) for row in found if row[1] in BY_NUMBER]


def get(library: Library, conflict: int) -> Conflict:
    """One conflict by its id. Raises UnknownConflict."""
    found = library.rows(f"{_SELECT} WHERE id = ?", (conflict,))
    if not found or found[0][1] not in BY_NUMBER:
        raise UnknownConflict(str(conflict))
    return _read(library, found[0], devices(library))


def settle(library: Library, conflict: int, keep: Keep) -> Settled:
    """Let one of the values, or both in one, stand; a second decision stands against the first.

    Raises UnknownConflict, NotBoth where both in one makes no sense, MergeRefused where one of two records is another's
    or was erased since, LibraryBusy, LibraryNotWritable.
    """
    before, (operation, write) = library.last_written, _how(get(library, conflict), keep)
    with library.write(operation):
        found = get(library, conflict)
        value = _chosen(found, keep)
        if value != found.now:
            write(library, found, value)
        library.execute_sql(
            "UPDATE conflict SET resolved_at = ? WHERE id = ?", (library.clock.now(), conflict)
        )
    after = library.last_written
    return Settled(conflict, value, after if after != before and value != found.now else None)


def take_back(library: Library, settled: Settled) -> None:
    """Undo a decision: what stood before stands again, and the conflict is open. Raises as undo."""
    if settled.change_set is not None:
        undo(library, settled.change_set)
    with library.atomic("IMMEDIATE"):
        library.execute_sql("UPDATE conflict SET resolved_at = NULL WHERE id = ?", (settled.conflict,))


_SELECT = (
    "SELECT id, entity, row, field, kept, kept_by, kept_at, lost, lost_by, lost_at, resolved_at FROM conflict"
)


def _read(library: Library, row: tuple[Any, ...], names: dict[int, str]) -> Conflict:
    conflict, entity, row_id, field, kept, kept_by, kept_at, lost, lost_by, lost_at, settled_at = row
    model = BY_NUMBER[entity]
    mine = _mine_stands(library, (kept_at, kept_by), (lost_at, lost_by))

    def version(value: Any, node: int, stamp: int, is_mine: bool) -> Version:
        called = pointed_to(library, model, row_id, field, value)
        return Version(value, called, node, names.get(node, ""), milliseconds_of(stamp) // 1000, is_mine)

    return Conflict(
        id=conflict,
        model=model,
        row=row_id,
        field=field,
        what=name_of(library, model, row_id),
        kept=version(kept, kept_by, kept_at, mine),
        lost=version(lost, lost_by, lost_at, not mine),
        now=library.value(f'SELECT "{field}" FROM "{model.name_of_table()}" WHERE id = ?', (row_id,)),
        currency=currency_of(library, model, row_id, field),
        both=_both(field, kept, lost),
        settled_at=settled_at,
    )


def _mine_stands(library: Library, kept: tuple[int, int], lost: tuple[int, int]) -> bool:
    """Was the value that stood written here? After a restore this device has another node: then the log says it."""
    if library.node in (kept[1], lost[1]) and kept[1] != lost[1]:
        return kept[1] == library.node
    origin = library.value("SELECT origin FROM change_set WHERE stamp = ? AND node = ?", kept)
    return origin == "here"


def _how(found: Conflict, keep: Keep) -> tuple[Op, Callable[[Library, Conflict, Any], object]]:
    """By which operation the decision is written. A merge that is to hold after all takes everything along (parted.py)."""
    if (found.model, found.field, found.now) == (Member, "merged_into", None) and _chosen(found, keep):
        return Op.MERGE_MEMBERS, _merge
    return Op.RESOLVE_CONFLICT, _edit


def _edit(library: Library, found: Conflict, value: Any) -> None:
    rows.change(library, found.model, found.row, **{found.field: value})


def _merge(library: Library, found: Conflict, value: Any) -> None:
    from kclub_desktop.community import merging

    merging.merge(library, int(value), [found.row])


def _chosen(found: Conflict, keep: Keep) -> Any:
    if keep is Keep.NOW:
        return found.now
    if keep is Keep.BOTH:
        if found.both is None:
            raise NotBoth(found.id)
        return found.both
    return next(each.value for each in (found.kept, found.lost) if each.mine is (keep is Keep.MINE))


def _both(field: str, kept: Any, lost: Any) -> str | None:
    """Both values in one: the earlier text above, lists united; None where one says all or they exclude each other."""
    if not (isinstance(kept, str) and isinstance(lost, str) and kept.strip() and lost.strip()):
        return None
    if field in _LISTS:
        said = [name.strip() for name in f"{kept},{lost}".split(",") if name.strip()]
        joined = ", ".join(dict.fromkeys(said))
        return None if joined in (kept, lost) else joined
    if field in _PROSE and kept not in lost and lost not in kept:
        return f"{lost.rstrip()}\n{kept.lstrip()}"
    return None
