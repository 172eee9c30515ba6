"""What is held on a person as plain data for JSON: ids as text, times as ISO 8601 in UTC, amounts in minor units."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from kclub_desktop.import_export.person.gathering import Edit, Held
from kclub_desktop.store.declare import Flag, Moment, Reference, RowOf, Table

FORMAT = 1


def as_data(held: Held, community: str, made_at: int, files: dict[int, str]) -> dict[str, Any]:
    """The whole of it. files: attachment -> where it was written, relative to this file; missing ones are left out."""
    return {
        "format": FORMAT,
        "community": community,
        "made_at": _time(made_at),
        "members": [str(member) for member in held.members],
        "tables": {
            model.name_of_table(): [
                {name: _value(model, name, value) for name, value in row.items()} for row in rows
            ]
            for model, rows in held.rows.items()
        },
        "history": [_edit(edit) for edit in held.edits],
        "files": [
            {
                "attachment": str(file.id),
                "name": file.name,
                "media_type": file.media_type,
                "bytes": file.size,
                "sha256": file.sha256,
                "file": files.get(file.id),
            }
            for file in held.files
        ],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "table": edit.model.name_of_table(),
        "row": str(edit.row),
        "field": edit.field,
        "before": _value(edit.model, edit.field, edit.before),
        "after": _value(edit.model, edit.field, edit.after),
        "at": _time(edit.at),
        "device": edit.device,
        "operation": edit.operation,
        "applied": edit.applied,
    }


def _value(model: type[Table], name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "id":
        return str(value)
    column = model.column(name) if name in model.columns() else None
    if isinstance(column, Reference | RowOf):
        return str(value)
    if isinstance(column, Moment):
        return _time(value)
    return bool(value) if isinstance(column, Flag) else value


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
