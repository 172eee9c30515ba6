"""Everything that names one member made to name another, by the declarations, so that a table added later is covered.

A row with an id of its own just names the other. One that exists once per member and thing gets the id it would have
had with the other, or is united with the row that is there; the row it came from is deleted, which undo takes back.
Runs inside a write whose operation may move facts (store/moving.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from kclub_desktop.community.uniting import united
from kclub_desktop.store import Library, rows
from kclub_desktop.store.declare import Reference, RowOf, Table
from kclub_desktop.store.moving import names_member, per_member
from kclub_desktop.store.tables import BY_NAME, REPLICATED, CustomValue, Member, NotDuplicate, ReferralCode

MEMBER = Member.name_of_table()
Moved = dict[type[Table], dict[int, int]]
"""Rows that have another id with the other member: old -> new, by table."""


def repoint(
    library: Library, loser: int, winner: int, taken: Collection[int] = frozenset()
) -> Counter[type[Table]]:
    """Make everything of loser winner's; how many rows of which table.

    taken  ids of the owner's own fields whose value is to be the loser's where both have one
    """
    moved: Moved = {}
    count: Counter[type[Table]] = Counter()
    for model in REPLICATED:
        if model is Member or not model.follows_merge:
            continue
        key = per_member(model)
        if key:
            moved[model] = _unite(library, model, key, loser, winner)
            count[model] += len(moved[model])
        for name in model.columns():
            if name != key and names_member(model, name):
                count[model] += _set(library, model, name, loser, winner)
        count[model] += _about_member(library, model, loser, winner)
    count[CustomValue] += _own_fields(library, loser, winner, taken)
    _not_duplicates(library, loser, winner)
    _brought_by(library, loser, winner)
    _about_moved(library, moved, (loser, winner))
    return +count


def _set(library: Library, model: type[Table], name: str, loser: int, winner: int) -> int:
    table = model.name_of_table()
    cursor = library.execute_sql(f'UPDATE "{table}" SET "{name}" = ? WHERE "{name}" = ?', (winner, loser))
    return int(cursor.rowcount)


def _unite(library: Library, model: type[Table], key: str, loser: int, winner: int) -> dict[int, int]:
    """Rows of one table that exist once per member: old id -> the id of the row that stands for it."""
    columns = [name for name in model.columns() if name != "deleted_at"]
    moved: dict[int, int] = {}
    for row, values in _live(library, model, key, loser, columns):
        values[key] = winner
        for name in model.natural_key:
            column = model.column(name)
            if isinstance(column, RowOf) and (values[column.named_by], values[name]) == (MEMBER, loser):
                values[name] = winner
        target = rows.id_for(model, values)
        there = rows.get(library, model, target)
        standing = there is not None and getattr(there, "deleted_at", None) is None
        if standing and model is ReferralCode:
            # Both codes are on people's lips; what comes by the other one is settled to the one who is kept.
            continue
        if standing:
            kept = {name: getattr(there, name) for name in columns}
            rows.change(library, model, target, **{**united(model, kept, values), key: winner})
        else:
            rows.put(library, model, **values)
        moved[row] = target
    rows.change_many(
        library, model, [{"id": row, "deleted_at": library.clock.now()} for row in moved if row != moved[row]]
    )
    return moved


def _live(
    library: Library, model: type[Table], column: str, value: int, columns: Iterable[str]
) -> list[tuple[int, dict[str, Any]]]:
    names = list(columns)
    listed = ", ".join(f'"{name}"' for name in ("id", *names))
    found = library.rows(
        f'SELECT {listed} FROM "{model.name_of_table()}" WHERE "{column}" = ? AND deleted_at IS NULL ORDER BY id',
        (value,),
    )
    return [(row, dict(zip(names, rest, strict=True))) for row, *rest in found]


def _about_member(library: Library, model: type[Table], loser: int, winner: int) -> int:
    """Rows about a member by a RowOf: notes, files, things to do, names at other systems."""
    count = 0
    for name in model.columns():
        column = model.column(name)
        if isinstance(column, RowOf) and name not in model.natural_key:
            cursor = library.execute_sql(
                f'UPDATE "{model.name_of_table()}" SET "{name}" = ? WHERE "{name}" = ? AND "{column.named_by}" = ?',
                (winner, loser, MEMBER),
            )
            count += int(cursor.rowcount)
    return count


def _own_fields(library: Library, loser: int, winner: int, taken: Collection[int]) -> int:
    """The owner's own fields: the winner's value stands where there is one, unless the loser's is taken."""
    found = library.rows(
        "SELECT id, field, value FROM custom_value WHERE row = ? AND entity = ? AND deleted_at IS NULL",
        (loser, MEMBER),
    )
    for row, field, value in found:
        target = rows.get(library, CustomValue, rows.id_for(CustomValue, {"field": field, "row": winner}))
        has = target is not None and target.deleted_at is None and target.value != ""
        if not has or field in taken:
            rows.put(library, CustomValue, field=field, row=winner, entity=MEMBER, value=value)
        rows.change(library, CustomValue, row, deleted_at=library.clock.now())
    return len(found)


def _not_duplicates(library: Library, loser: int, winner: int) -> None:
    """Whoever was said not to be the loser is not the winner either; what was said of the two themselves is void."""
    now = library.clock.now()
    found = library.rows(
        "SELECT id, first, second, decided_at FROM not_duplicate WHERE entity = ? AND ? IN (first, second)"
        " AND deleted_at IS NULL",
        (MEMBER, loser),
    )
    for row, first, second, decided_at in found:
        other = second if first == loser else first
        rows.change(library, NotDuplicate, row, deleted_at=now)
        if other not in (winner, loser):
            low, high = sorted((other, winner))
            rows.put(library, NotDuplicate, entity=MEMBER, first=low, second=high, decided_at=decided_at)


def _brought_by(library: Library, loser: int, winner: int) -> None:
    library.execute_sql(
        "UPDATE member SET referrer = CASE id WHEN ?1 THEN NULL ELSE ?1 END WHERE referrer = ?2 AND id <> ?2",
        (winner, loser),
    )


def _about_moved(library: Library, moved: Moved, people: tuple[int, int]) -> None:
    """What names a row that has another id now: a scan its registration, points the course that earned them."""
    pairs = {model: [(new, old) for old, new in ids.items() if new != old] for model, ids in moved.items()}
    for model in REPLICATED:
        theirs = f" AND member IN ({people[0]}, {people[1]})" if "member" in model.columns() else ""
        for name in model.columns():
            column = model.column(name)
            update = f'UPDATE "{model.name_of_table()}" SET "{name}" = ? WHERE "{name}" = ?'
            if isinstance(column, Reference):
                _many(library, update + theirs, pairs.get(BY_NAME.get(column.to, Member), []))
            elif isinstance(column, RowOf) and name not in model.natural_key:
                for target, changed in pairs.items():
                    named = f" AND \"{column.named_by}\" = '{target.name_of_table()}'"
                    _many(library, update + named + theirs, changed)


def _many(library: Library, sql: str, lines: list[tuple[int, int]]) -> None:
    if lines:
        library.connection().executemany(sql, lines)
