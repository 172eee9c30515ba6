"""Between rows and the wire: ids and references travel as decimal strings, everything else as it is.

A row that is made travels without the fields that hold their declared default, which is most of them: who receives it
takes what is missing as just that. So a default, once released, is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kclub_desktop.store.declare import Reference, RowOf, Table
from kclub_protocol.changes import Value


def fields_to_wire(model: type[Table], fields: Mapping[str, Any], made: bool) -> dict[str, Value]:
    """Column values as they travel."""
    if made:
        usual = neutral(model)
        told = {field: value for field, value in fields.items() if value != usual[field]}
    else:
        told = dict(fields)
    for field in ids_of(model):
        if (value := told.get(field)) is not None:
            told[field] = str(value)
    return told


def fields_from_wire(model: type[Table], fields: Mapping[str, Value], made: bool) -> dict[str, Any]:
    """The travelled values of the columns this version knows, as they are stored; all columns of a row that is made.

    Raises ValueError if a reference is no number.
    """
    known = neutral(model)
    read = {field: value for field, value in fields.items() if field in known}
    for field in ids_of(model):
        if (value := read.get(field)) is not None:
            read[field] = int(value)
    return {**known, **read} if made else read


@cache
def ids_of(model: type[Table]) -> frozenset[str]:
    """The columns that hold row ids."""
    return frozenset(field for field in model.columns() if isinstance(model.column(field), Reference | RowOf))


@cache
def neutral(model: type[Table]) -> Mapping[str, Any]:
    """Column → what it holds where nobody has said anything: its default, null, or 0 where a value must be given."""
    found = {}
    for column in model.columns():
        default = model.default_of(column)
        found[column] = 0 if default is None and not model.column(column).null else default
    return found
