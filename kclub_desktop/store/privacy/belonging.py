"""Which rows belong to a person, seen from the declarations alone, so that a table added later is covered at once.

A row belongs to the members its references name. Where it names none, it belongs to whom the row it is part of
belongs to: a line of an order to the order's member. A table that can point at any row (`points_by`) follows the row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kclub_desktop.store.declare import Reference, Table
from kclub_desktop.store.tables import BY_NAME, REPLICATED, Member

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

Belongings = dict[type[Table], list[int]]
"""Ids of rows by table; a table without rows is not there."""
_MEMBER = Member.name_of_table()
_AT_ONCE = 5000


def person_of(library: Library, member: int) -> list[int]:
    """Every member record of one person: the one all were merged into first. Two devices may have merged in a circle."""
    root, passed = member, {member}
    while (into := library.value("SELECT merged_into FROM member WHERE id = ?", (root,))) is not None:
        if into in passed:
            break
        passed.add(into)
        root = into
    found = [root]
    for one in found:
        merged = library.rows("SELECT id FROM member WHERE merged_into = ? ORDER BY id", (one,))
        found += [row for (row,) in merged if row not in found]
    return found


def belongings(library: Library, members: Sequence[int]) -> Belongings:
    """All rows of these members, their own records first."""
    found: Belongings = {Member: list(members)}
    pointing = []
    for model in _parents_first():
        if model.points_by:
            pointing.append(model)
        if rows := _rows_of(library, model, found):
            found[model] = rows
    for model in pointing:
        if more := _pointing_rows(library, model, found):
            found[model] = sorted({*found.get(model, ()), *more})
    return found


def owners(library: Library, rows: Mapping[type[Table], Iterable[int]]) -> set[int]:
    """The members to whom any of these rows belong; the opposite of `belongings`, one step up at a time."""
    seen: dict[type[Table], set[int]] = {}
    waiting = {model: set(ids) for model, ids in rows.items()}
    while waiting:
        model, ids = waiting.popitem()
        new = ids - seen.setdefault(model, set())
        seen[model] |= new
        if model is not Member:
            for above, row in _above(library, model, sorted(new)):
                waiting.setdefault(above, set()).add(row)
    return seen.get(Member, set())


def member_columns(model: type[Table]) -> tuple[str, ...]:
    """References by which a row names a member it belongs to."""
    named = model.columns() if model.belongs_to is None else model.belongs_to
    return tuple(name for name in named if model is not Member and _points_to(model, name) == _MEMBER)


def parent_columns(model: type[Table]) -> dict[str, type[Table]]:
    """References to a row that this one is part of, by which it belongs to a person where it names no member."""
    return _parents(model, ())


@cache
def _parents(model: type[Table], passed: tuple[type[Table], ...]) -> dict[str, type[Table]]:
    if model is Member:
        return {}
    named = model.columns() if model.belongs_to is None else model.belongs_to
    found = {}
    for name in named:
        target = BY_NAME.get(_points_to(model, name))
        if target in (None, Member, model) or target in passed:
            continue
        if member_columns(target) or _parents(target, (*passed, model)):
            found[name] = target
    return found


def _points_to(model: type[Table], column: str) -> str:
    declared = model.column(column)
    return declared.to if isinstance(declared, Reference) else ""


@cache
def _parents_first() -> tuple[type[Table], ...]:
    """Every table after those its rows can be part of."""
    order: list[type[Table]] = []

    def visit(model: type[Table], passed: tuple[type[Table], ...]) -> None:
        for parent in parent_columns(model).values():
            if parent not in order and parent not in passed:
                visit(parent, (*passed, model))
        if model not in order and model is not Member:
            order.append(model)

    for model in REPLICATED:
        visit(model, ())
    return tuple(order)


def _rows_of(library: Library, model: type[Table], found: Belongings) -> list[int]:
    table, members = model.name_of_table(), member_columns(model)
    rows: set[int] = set()
    for column in members:
        rows |= _referring(library, table, column, found[Member])
    nameless = "".join(f' AND "{column}" IS NULL' for column in members)
    for column, parent in parent_columns(model).items():
        rows |= _referring(library, table, column, found.get(parent, []), nameless)
    return sorted(rows)


def _referring(
    library: Library, table: str, column: str, ids: Sequence[int], condition: str = ""
) -> set[int]:
    sql = f'SELECT id FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?)){condition}'
    return {row for part in in_parts(ids) for (row,) in library.rows(sql, (json.dumps(part),))}


def _pointing_rows(library: Library, model: type[Table], found: Belongings) -> set[int]:
    assert model.points_by
    entity, row = model.points_by
    sql = (
        f'SELECT id FROM "{model.name_of_table()}" WHERE "{row}" IN (SELECT value FROM json_each(?))'
        f' AND "{entity}" = ?'
    )
    return {
        pointing
        for owned, ids in found.items()
        for part in in_parts(ids)
        for (pointing,) in library.rows(sql, (json.dumps(part), owned.name_of_table()))
    }


def _above(library: Library, model: type[Table], ids: Sequence[int]) -> Iterator[tuple[type[Table], int]]:
    table, members = model.name_of_table(), member_columns(model)
    nameless = "".join(f' AND "{column}" IS NULL' for column in members)
    ways: list[tuple[str, type[Table], str]] = [(column, Member, "") for column in members]
    ways += [(column, parent, nameless) for column, parent in parent_columns(model).items()]
    for part in in_parts(ids):
        listed = json.dumps(part)
        for column, above, condition in ways:
            sql = (
                f'SELECT DISTINCT "{column}" FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
                f' AND "{column}" IS NOT NULL{condition}'
            )
            yield from ((above, row) for (row,) in library.rows(sql, (listed,)))
        if model.points_by:
            entity, pointed = model.points_by
            sql = f'SELECT DISTINCT "{entity}", "{pointed}" FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
            for name, row in library.rows(sql, (listed,)):
                if name in BY_NAME and row is not None:
                    yield BY_NAME[name], row


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in parts that one statement takes in."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
