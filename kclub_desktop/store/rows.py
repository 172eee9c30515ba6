"""Adding and changing rows inside a write, and fetching one by its id. Queries are written where they are needed.

Every value is checked against the declaration first: a misspelt column is a KeyError here, not a surprise in SQL.
What is not a value is given by position, so that a column may have any name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from kclub_desktop.store.declare import Table
from kclub_desktop.store.library import Library
from kclub_protocol.ids import derived_id

T = TypeVar("T", bound=Table)


def get(library: Library, model: type[T], row_id: int) -> T | None:
    """The row of that id, deleted or not; None if there is none."""
    found = list(model.select().where(model.id == row_id).execute(library))
    return found[0] if found else None


def id_for(model: type[Table], values: Mapping[str, Any]) -> int:
    """Derived id of a row from the columns of its natural key. Raises KeyError if one is missing."""
    return derived_id(model.name_of_table(), *(values[part] for part in model.natural_key))


def add(library: Library, model: type[Table], /, **values: Any) -> int:
    """Insert one row, with its defaults where nothing is said, and return its id. Raises peewee.IntegrityError if the id exists."""
    return add_many(library, model, [values])[0]


def add_many(library: Library, model: type[Table], items: Sequence[Mapping[str, Any]], /) -> list[int]:
    """Insert rows that all name the same columns (or an id of their own) and return their ids in order."""
    return _insert(library, model, items, "")


def put(library: Library, model: type[Table], /, **values: Any) -> int:
    """Insert a row with a natural key, or change the named columns of the one that is there (and revive it)."""
    return put_many(library, model, [values])[0]


def put_many(library: Library, model: type[Table], items: Sequence[Mapping[str, Any]], /) -> list[int]:
    """`put` for many rows that name the same columns; columns not named keep their value where the row exists."""
    named = [name for name in (items[0] if items else ()) if name != "id"]
    settings = [f'"{name}" = excluded."{name}"' for name in named]
    if "deleted_at" in model.columns() and "deleted_at" not in named:
        settings.append("deleted_at = NULL")
    return _insert(library, model, items, f" ON CONFLICT (id) DO UPDATE SET {', '.join(settings)}")


def change(library: Library, model: type[Table], row_id: int, /, **values: Any) -> None:
    """Set the named columns of one row; equal values leave no trace."""
    change_many(library, model, [{"id": row_id, **values}])


def change_many(library: Library, model: type[Table], items: Sequence[Mapping[str, Any]], /) -> None:
    """Set columns of many rows; each item has an id and the same columns as the first."""
    if not items:
        return
    names = [name for name in items[0] if name != "id"]
    _check(model, names)
    library.open_change_set  # noqa: B018 raises outside a write, before SQLite has to
    settings = ", ".join(f'"{name}" = ?' for name in names)
    library.connection().executemany(
        f'UPDATE "{model.name_of_table()}" SET {settings} WHERE id = ?',
        [(*(item[name] for name in names), item["id"]) for item in items],
    )


def _insert(
    library: Library, model: type[Table], items: Sequence[Mapping[str, Any]], on_conflict: str
) -> list[int]:
    if not items:
        return []
    library.open_change_set  # noqa: B018
    named = [name for name in items[0] if name != "id"]
    _check(model, named)
    ids = [_id_of(library, model, item) for item in items]
    # A column that is not named gets its default from the file, which has the declared ones (kept by a test).
    listed = ", ".join(f'"{name}"' for name in ("id", *named))
    library.connection().executemany(
        f'INSERT INTO "{model.name_of_table()}" ({listed}) VALUES ({", ".join("?" * (len(named) + 1))}){on_conflict}',
        ((row_id, *(item[name] for name in named)) for row_id, item in zip(ids, items, strict=True)),
    )
    return ids


def _id_of(library: Library, model: type[Table], item: Mapping[str, Any]) -> int:
    if "id" in item:
        return int(item["id"])
    return id_for(model, item) if model.natural_key else library.new_id()


def _check(model: type[Table], names: Iterable[str]) -> None:
    for name in names:
        model.column(name)
