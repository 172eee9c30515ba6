"""Between rows and the wire: ids and references travel as decimal strings, everything else as it is."""

from __future__ import annotations

from typing import Any

from kclub_desktop.store.declare import Reference, RowOf, Table
from kclub_protocol.changes import Value


def holds_id(model: type[Table], field: str) -> bool:
    """Does this column hold a row id?"""
    return isinstance(model.column(field), Reference | RowOf)


def to_wire(model: type[Table], field: str, value: Any) -> Value:
    """A column's value as it travels."""
    return str(value) if value is not None and holds_id(model, field) else value


def from_wire(model: type[Table], field: str, value: Value) -> Any:
    """A travelled value as it is stored. Raises ValueError if a reference is no number."""
    return int(value) if value is not None and holds_id(model, field) else value
