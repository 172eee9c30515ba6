"""Gathering all that is held on a person: rows of every table that belong to them, how those changed, and their files.

Which rows those are is declared with the tables (store/privacy/belonging.py), so a table added later is here at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kclub_desktop.errors import UnknownMember
from kclub_desktop.store import Library
from kclub_desktop.store.declare import Reference, Table
from kclub_desktop.store.naming import devices, own_name
from kclub_desktop.store.privacy.belonging import Belongings, belongings, in_parts, person_of
from kclub_desktop.store.tables import BY_NAME, Attachment, Member


@dataclass(frozen=True)
class Edit:
    """One edit of one field, from the change log. at: UTC seconds; applied: a later edit may have stood against it."""

    model: type[Table]
    row: int
    field: str
    before: Any
    after: Any
    at: int
    device: str
    operation: str
    applied: bool


@dataclass(frozen=True)
class File:
    """An attachment. sha256: '' if its bytes were erased."""

    id: int
    name: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Held:
    """All that is held. members: ids of the person's records, the kept one first; names: what references point at."""

    members: list[int]
    name: str
    rows: dict[type[Table], list[dict[str, Any]]]
    edits: list[Edit] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    names: dict[tuple[str, int], str] = field(default_factory=dict)


def everything_on(library: Library, member: int) -> Held:
    """Gather it, from one moment of the file. Raises UnknownMember."""
    with library.atomic():
        if not library.value("SELECT 1 FROM member WHERE id = ?", (member,)):
            raise UnknownMember(str(member))
        members = person_of(library, member)
        owned = belongings(library, members)
        rows = {model: list(_rows(library, model, ids)) for model, ids in owned.items()}
        files = [
            File(row["id"], row["name"], row["sha256"], row["media_type"], row["bytes"])
            for row in rows.get(Attachment, ())
            if row["deleted_at"] is None
        ]
        return Held(
            members,
            str(rows[Member][0]["name"]),
            rows,
            sorted(_edits(library, owned), key=lambda edit: edit.at),
            files,
            _names(library, rows, members),
        )


def _rows(library: Library, model: type[Table], ids: list[int]) -> Iterator[dict[str, Any]]:
    columns = ("id", *model.columns())
    listed = ", ".join(f'"{column}"' for column in columns)
    order = {row: place for place, row in enumerate(ids)}
    for part in in_parts(ids):
        found = library.rows(
            f'SELECT {listed} FROM "{model.name_of_table()}" WHERE id IN (SELECT value FROM json_each(?))',
            (json.dumps(part),),
        )
        for row in sorted(found, key=lambda one: order[one[0]]):
            yield dict(zip(columns, row, strict=True))


def _edits(library: Library, owned: Belongings) -> Iterator[Edit]:
    names = devices(library)
    for model, ids in owned.items():
        for part in in_parts(ids):
            found = library.rows(
                "SELECT c.row, c.field, c.before, c.after, s.at, s.node, s.operation, c.applied"
                " FROM change c JOIN change_set s ON s.id = c.change_set"
                " WHERE c.row IN (SELECT value FROM json_each(?)) AND c.entity = ? AND c.field <> ''"
                " ORDER BY c.id",
                (json.dumps(part), model.number),
            )
            for row, name, before, after, at, node, operation, applied in found:
                yield Edit(model, row, name, before, after, at, names.get(node, ""), operation, bool(applied))


def _names(
    library: Library, rows: dict[type[Table], list[dict[str, Any]]], members: list[int]
) -> dict[tuple[str, int], str]:
    """What the rows refer to is called. Other members are left out: their names are theirs."""
    found: dict[tuple[str, int], str] = {}
    for model, items in rows.items():
        for column in model.columns():
            declared = model.column(column)
            if not isinstance(declared, Reference) or declared.to not in BY_NAME:
                continue
            for target in {item[column] for item in items} - {None}:
                key = declared.to, target
                if key not in found and (declared.to != Member.name_of_table() or target in members):
                    found[key] = _name(library, BY_NAME[declared.to], target)
    return found


def _name(library: Library, model: type[Table], row: int) -> str:
    """Its own name, or the number it goes by."""
    if named := own_name(library, model, row):
        return named
    if "reference" not in model.columns():
        return ""
    return str(library.value(f'SELECT reference FROM "{model.name_of_table()}" WHERE id = ?', (row,)) or "")
