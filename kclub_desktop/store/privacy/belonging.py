"""Which rows belong to a person, seen from the declarations alone, so that a table added later is covered at once.

A row belongs to the members its references name. Where it names none, it belongs to whom the row it is part of
belongs to, a line of an order to the order's member, and a row about another (RowOf) to whom that one belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kclub_desktop.store.declare import Reference, RowOf, Table
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


class Way(NamedTuple):
    """A column by which a row belongs to the owner of another row.

    to        the other row's table; None if the column `named_by` names it
    nameless  only where the row names no member itself
    """

    column: str
    to: type[Table] | None
    named_by: str
    nameless: bool


def belongings(library: Library, members: Sequence[int]) -> Belongings:
    """All rows of these members, their own records first."""
    found: Belongings = {Member: list(members)}
    for model in _parents_first():
        _add(library, model, found)
    # What is about a row may be about one that is itself about another: a file of a note.
    about = [model for model in REPLICATED if any(way.to is None for way in ways(model))]
    while [model for model in about if _add(library, model, found)]:
        pass
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


@cache
def ways(model: type[Table]) -> tuple[Way, ...]:
    """All ways by which rows of a table belong to somebody."""
    return _ways(model, ())


def _ways(model: type[Table], passed: tuple[type[Table], ...]) -> tuple[Way, ...]:
    if model is Member:
        return ()
    declared = model.belongs_to
    found = []
    for name in model.columns() if declared is None else declared:
        column, nameless = model.column(name), declared is None
        if isinstance(column, RowOf):
            found.append(Way(name, None, column.named_by, nameless))
        elif isinstance(column, Reference):
            target = BY_NAME.get(column.to)
            if target is Member:
                found.append(Way(name, Member, "", False))
            elif target and target not in (model, *passed) and _has_parts(target, (*passed, model)):
                found.append(Way(name, target, "", nameless))
    return tuple(found)


def _has_parts(model: type[Table], passed: tuple[type[Table], ...]) -> bool:
    return model.parts_belong and bool(_ways(model, passed))


@cache
def _parents_first() -> tuple[type[Table], ...]:
    """Every table after those its rows can be part of."""
    order: list[type[Table]] = []

    def visit(model: type[Table], passed: tuple[type[Table], ...]) -> None:
        for way in ways(model):
            if way.to and way.to not in (Member, *order, *passed):
                visit(way.to, (*passed, model))
        if model not in order and model is not Member:
            order.append(model)

    for model in REPLICATED:
        visit(model, ())
    return tuple(order)


def _add(library: Library, model: type[Table], found: Belongings) -> bool:
    """Add the rows that belong to what was found; False if there were no new ones."""
    before = set(found.get(model, ()))
    rows = set(before)
    for way in ways(model):
        targets = [way.to] if way.to else [target for target in found if target.parts_belong]
        for target in targets:
            for part in in_parts(found.get(target, [])):
                rows.update(_referring(library, model, way, target, part))
    if len(rows) == len(before):
        return False
    found[model] = sorted(rows)
    return True


def _referring(
    library: Library, model: type[Table], way: Way, target: type[Table], ids: Sequence[int]
) -> Iterator[int]:
    sql = f'SELECT id FROM "{model.name_of_table()}" WHERE "{way.column}" IN (SELECT value FROM json_each(?))'
    params = [json.dumps(ids)]
    if way.to is None:
        sql += f' AND "{way.named_by}" = ?'
        params.append(target.name_of_table())
    return (row for (row,) in library.rows(sql + _condition(model, way), params))


def _condition(model: type[Table], way: Way) -> str:
    members = [other.column for other in ways(model) if other.to is Member]
    return "".join(f' AND "{column}" IS NULL' for column in members) if way.nameless else ""


def _above(library: Library, model: type[Table], ids: Sequence[int]) -> Iterator[tuple[type[Table], int]]:
    table = model.name_of_table()
    for part in in_parts(ids):
        for way in ways(model):
            named = f'"{way.named_by}"' if way.to is None else "NULL"
            sql = (
                f'SELECT DISTINCT {named}, "{way.column}" FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
                f' AND "{way.column}" IS NOT NULL{_condition(model, way)}'
            )
            for name, row in library.rows(sql, (json.dumps(part),)):
                target = way.to or BY_NAME.get(name)
                if target and (target is Member or target.parts_belong):
                    yield target, row


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in parts that one statement takes in."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
