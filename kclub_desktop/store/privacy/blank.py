"""What an erasure leaves of a row: texts that speak of the person are gone, amounts and dates of the books stay.

Declared with the tables: a personal text is blanked unless named in `stays`; `blanked` adds what is not text. A
reference stays, for it points at a member record that says nothing any more.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from kclub_desktop.store.declare import Privacy, Table, Text


@cache
def blanks(model: type[Table]) -> dict[str, Any]:
    """Column -> what stands there after an erasure, for the columns that an erasure blanks."""
    found = {}
    for name in model.columns():
        column = model.column(name)
        is_text = isinstance(column, Text) and column.privacy is Privacy.PERSONAL
        if name in model.blanked or (is_text and name not in model.stays):
            found[name] = _nothing(model, name)
    return found


def _nothing(model: type[Table], name: str) -> Any:
    default = model.default_of(name)
    if default is not None or model.column(name).null:
        return default
    return "" if isinstance(model.column(name), Text) else 0
