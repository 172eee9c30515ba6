"""Asking a filter: how many members, which, and of these which. One SELECT over `member`, parametrised.

Deleted and merged members are never meant; archived ones only by a filter that speaks of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from kclub_desktop.store.declare import Table
from kclub_desktop.store.segments.fields import (
    Asked,
    follows_the_calendar,
    gathers,
    opposite,
    sql_of,
    tables_of,
)
from kclub_desktop.store.segments.filters import AllOf, AnyOf, Not, Part, Where, conditions
from kclub_desktop.store.tables import Member

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_SLICE = 500


@dataclass(frozen=True)
class Compiled:
    """A filter as SQL: what goes behind WHERE over `member m`, and its parameters."""

    sql: str
    params: tuple[Any, ...]


def compiled(part: Part, now: int, zone: str, few: bool = False) -> Compiled:
    """The WHERE of a filter, the members who are never meant left out.

    now, zone  when and where it is asked: days are the community's
    few        for some members, each looked up, instead of all
    """
    sql, params = _sql(part, Asked(now, zone, few))
    live = "m.deleted_at IS NULL AND m.merged_into IS NULL"
    if not any(each.field == "archived" for each in conditions(part)):
        live += " AND m.archived_at IS NULL"
    return Compiled(f"{live} AND {sql}", tuple(params))


def count(library: Library, part: Part) -> int:
    """How many members a filter finds now."""
    but = _but(part)
    if but is None:
        found = compiled(part, library.clock.now(), library.zone)
        return int(library.value(f"SELECT count(*) FROM member m WHERE {found.sql}", found.params))
    # Who is not among some is quicker counted by taking those away than by asking everybody.
    rest, without = but
    return count(library, rest) - count(library, AllOf((rest, without)))


def members(library: Library, part: Part, order: str = "m.joined_at DESC, m.id DESC") -> array[int]:
    """Ids (array of type q) of the members a filter finds now, in list order: the newest first if not said otherwise.

    order  columns over `member m`; '' when the order does not matter
    """
    found = compiled(part, library.clock.now(), library.zone)
    if order and any(True for _ in conditions(part)):
        # The few who fit are sorted; an index in list order would have everybody looked at.
        order = ", ".join(f"+{column.strip()}" for column in order.split(","))
    cursor = library.execute_sql(
        f"SELECT m.id FROM member m WHERE {found.sql} {f'ORDER BY {order}' if order else ''}", found.params
    )
    slices = iter(lambda: cursor.fetchmany(_SLICE), [])
    return array("q", (row[0] for row in chain.from_iterable(slices)))


def among(library: Library, part: Part, ids: Iterable[int]) -> set[int]:
    """Which of these members a filter finds now. Costs per member asked, not per member there is."""
    found = compiled(part, library.clock.now(), library.zone, few=True)
    wanted = list(ids)
    fitting: set[int] = set()
    for start in range(0, len(wanted), _SLICE):
        asked: Sequence[int] = wanted[start : start + _SLICE]
        rows = library.rows(
            f"WITH asked(id) AS (VALUES {','.join(['(?)'] * len(asked))}) SELECT m.id FROM asked CROSS JOIN member m"
            f" ON m.id = asked.id WHERE {found.sql}",
            (*asked, *found.params),
        )
        fitting.update(row for (row,) in rows)
    return fitting


def depends_on(part: Part) -> frozenset[type[Table]]:
    """Tables in which a change may bring somebody in or out."""
    return frozenset({Member}.union(*(tables_of(each) for each in conditions(part))))


def changes_by_itself(part: Part) -> bool:
    """Does the answer change when a day ends, though nobody wrote anything?"""
    return any(follows_the_calendar(each) for each in conditions(part))


def _but(part: Part) -> tuple[Part, Part] | None:
    """A filter as (rest, without): the rest, but not who fits the other. None if it is not of that kind."""
    parts = part.parts if isinstance(part, AllOf) else (part,)
    if any(isinstance(each, Where) and gathers(each) and opposite(each) is None for each in parts):
        return None  # few are left anyway
    for at, each in enumerate(parts):
        without = _opposite(each)
        if without is not None:
            return AllOf(parts[:at] + parts[at + 1 :]), without
    return None


def _opposite(part: Part) -> Part | None:
    """What a part denies, where that is a set of members gathered from other rows."""
    match part:
        case Not(Where() as inner) if gathers(inner) and opposite(inner) is None:
            return inner
        case Where():
            return opposite(part)
    return None


def _sql(part: Part, asked: Asked) -> tuple[str, list[Any]]:
    match part:
        case Where():
            return sql_of(part, asked)
        case Not(inner):
            sql, params = _sql(inner, asked)
            return f"NOT ({sql})", params
        case AllOf(parts):
            return _joined([_sql(each, asked) for each in parts], " AND ")
        case AnyOf(parts):
            return _joined([_sql(each, asked) for each in parts], " OR ")


def _joined(each: list[tuple[str, list[Any]]], word: str) -> tuple[str, list[Any]]:
    if not each:
        return "1", []
    return "(" + word.join(sql for sql, _ in each) + ")", [value for _, params in each for value in params]
