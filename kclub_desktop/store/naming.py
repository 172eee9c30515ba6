"""What a person calls a row: its name or title, or for a pair the names of what it joins."""

from __future__ import annotations

from kclub_desktop.store.declare import Reference, Table
from kclub_desktop.store.library import Library
from kclub_desktop.store.tables import BY_NAME, Device

_NAMING = ("name", "title", "label", "code")
_JOIN = " · "


def name_of(library: Library, model: type[Table], row: int) -> str:
    """The row's own name; else the names of the rows it refers to, joined; '' where there is nothing to call it by."""
    own = own_name(library, model, row)
    if own or any(name in model.columns() for name in _NAMING):
        return own
    columns = [name for name in model.columns() if isinstance(model.column(name), Reference)]
    if not columns:
        return ""
    listed = ", ".join(f'"{name}"' for name in columns)
    found = library.rows(f'SELECT {listed} FROM "{model.name_of_table()}" WHERE id = ?', (row,))
    names = [
        own_name(library, BY_NAME[model.column(column).to], target)
        for column, target in zip(columns, found[0], strict=True)
        if target is not None and model.column(column).to in BY_NAME
    ] if found else []  # fmt: skip
    return _JOIN.join(name for name in names if name)


def own_name(library: Library, model: type[Table], row: int) -> str:
    """What stands in the row's naming column; '' if the table has none or the row is not there."""
    column = next((name for name in _NAMING if name in model.columns()), None)
    if column is None:
        return ""
    return str(library.value(f'SELECT "{column}" FROM "{model.name_of_table()}" WHERE id = ?', (row,)) or "")


def devices(library: Library) -> dict[int, str]:
    """Node -> name of the device, as far as they are known here."""
    return dict(Device.select(Device.node, Device.name).tuples().execute(library))
