"""The declarations told to others: as JSON for a hub and other programs, as tables for whoever reads the file in years.

What is written from here (kclub_protocol/schema.json, docs/file-format.md) is renewed by `make schema`, and a test
compares. What a column means stands in the declaration where its name does not tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kclub_desktop.store.declare import (
    Flag,
    Integer,
    Json,
    Kind,
    Moment,
    Money,
    Privacy,
    Reference,
    RowOf,
    Show,
    Table,
    Text,
)
from kclub_desktop.store.library import Library
from kclub_desktop.store.privacy.blank import blanks
from kclub_desktop.store.search import SEARCHED
from kclub_desktop.store.tables import REPLICATED, SUBJECTS

_TYPES: dict[type, str] = {
    Text: "text",
    Json: "json",
    Integer: "integer",
    Flag: "flag",
    Money: "money",
    Moment: "moment",
    Reference: "reference",
    RowOf: "row",
}
_KIOSK = {Show.DISPLAY_NAME: "as a display name", Show.MASKED: "masked", Show.HIDDEN: "no", Show.AS_IS: "yes"}

LOCAL = {
    "change": "One field of one row as it was and as it became; field '' stands for the making of the row.",
    "change_set": "One transaction: who wrote when, and as what. Its stamp orders it among those of all devices.",
    "conflict": "Two devices changed one field without having seen each other: the value that stands and the one that lost.",
    "library_state": "One row: the community's name, zone and currency, this device's node, and the write gate.",
    "member_activity": "When a member was last active, made anew from activity.",
    "member_spent": "What a member spent in all, per currency, made anew from payments and spent_before.",
    "search_state": "In which form each index of the search was made.",
    "setting": "Settings of this device alone.",
    "sync_state": "How far this file and another side have come with each other.",
    "unknown_change": "Fields that a newer version of the program sent, kept for the day this one knows them.",
} | {
    table: said
    for searched in SEARCHED.values()
    for table, said in (
        (
            searched.texts,
            f"The words a row of {searched.model.name_of_table()} is found by, made anew from the rows.",
        ),
        (searched.terms, "A full-text index over them, without content."),
        (searched.vocabulary, "Whole words, to compare mistyped ones with."),
    )
}
"""Table that never leaves the device -> what it is for. A new one is described here or a test fails."""


def as_json() -> dict[str, Any]:
    """Entity -> number, kind, natural key and fields, as plain data in declared order."""
    return {"entities": {model.name_of_table(): _entity(model) for model in REPLICATED}}


def _entity(model: type[Table]) -> dict[str, Any]:
    return {
        "number": model.number,
        "kind": model.replication.value,
        "natural_key": list(model.natural_key),
        "fields": {name: _field(model, name) for name in model.columns()},
    }


def _field(model: type[Table], name: str) -> dict[str, Any]:
    column = model.column(name)
    told: dict[str, Any] = {
        "type": _TYPES[type(column)],
        "null": column.null,
        "personal": column.privacy is Privacy.PERSONAL,
        "kiosk": column.show.value,
    }
    if column.default is not None:
        told["default"] = column.default
    for more in ("to", "named_by", "currency"):
        if hasattr(column, more):
            told[more] = getattr(column, more)
    if name in blanks(model):
        told["erased"] = blanks(model)[name]
    return told


def as_markdown(library: Library) -> str:
    """Every table of the file with its columns; library: a new one, for what is only in SQL."""
    lines = ["## The tables that all devices share", ""]
    for subject in SUBJECTS:
        lines += [
            f"### {subject.__name__.rpartition('.')[2].capitalize()}",
            "",
            *_sentences(subject.__doc__),
            "",
        ]
        for model in subject.TABLES:
            lines += _described(model)
    lines += ["## The tables of this device alone", ""]
    for table in local_tables(library):
        lines += [f"#### `{table}`", "", LOCAL.get(table, ""), ""]
        columns = library.rows(f'PRAGMA table_info("{table}")')
        lines += [f"Columns: {', '.join(f'`{c[1]}` {c[2].lower()}'.strip() for c in columns)}.", ""]
    return "\n".join(lines)


def local_tables(library: Library) -> list[str]:
    """Names of the tables that are not replicated, without those a search index keeps for itself."""
    found = library.rows(
        "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_master WHERE type = 'table' ORDER BY name"
    )
    virtual = tuple(f"{name}_" for name, is_virtual in found if is_virtual)
    shared = {model.name_of_table() for model in REPLICATED}
    return [
        name for name, _ in found
        if name not in shared and not name.startswith("sqlite_") and not (virtual and name.startswith(virtual))
    ]  # fmt: skip


def _described(model: type[Table]) -> Iterator[str]:
    kind = "record" if model.replication is Kind.RECORD else "fact"
    key = f", one per {' + '.join(f'`{part}`' for part in model.natural_key)}" if model.natural_key else ""
    yield from (f"#### `{model.name_of_table()}`", "", *_sentences(model.__doc__), "")
    yield from (f"A {kind}, number {model.number} in the log{key}.", "")
    yield from ("| column | what | personal | kiosk | meaning |", "|---|---|---|---|---|")
    for name in model.columns():
        column = model.column(name)
        personal = "yes" if column.privacy is Privacy.PERSONAL else "no"
        yield f"| `{name}` | {_what(column)} | {personal} | {_KIOSK[column.show]} | {column.means} |"
    yield ""


def _what(column: Any) -> str:
    said = _TYPES[type(column)]
    if isinstance(column, Reference):
        said = f"→ `{column.to}`"
    if isinstance(column, RowOf):
        said = f"→ the table in `{column.named_by}`"
    if isinstance(column, Money):
        said = f"money, `{column.currency}`"
    if column.default not in (None, ""):
        said += f", {column.default} if not said"
    return f"{said} or null" if column.null else said


def _sentences(docstring: str | None) -> list[str]:
    return [line.strip() for line in (docstring or "").strip().splitlines()]
