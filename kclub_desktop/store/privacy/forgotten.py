"""What an erasure took of the fields that this version does not know yet: it cannot tell which of them speak of a person.

A version that knows them reads the rest again from where it came (sync/session.py).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from kclub_desktop.store import setting

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_NAME = "privacy.forgotten"
Field = tuple[str, str]
"""(table, column)."""


def delete(library: Library, where: str, params: Collection[object]) -> None:
    """Delete kept fields that this version does not know, and remember which; where: SQL on unknown_change."""
    gone = library.rows(f"SELECT DISTINCT entity, field FROM unknown_change WHERE {where}", tuple(params))
    if gone:
        library.execute_sql(f"DELETE FROM unknown_change WHERE {where}", tuple(params))
        _keep(library, listed(library) | set(gone))


def listed(library: Library) -> set[Field]:
    """What was taken and not read again since."""
    kept = setting.get(library, _NAME)
    return {(entity, field) for entity, field in json.loads(kept or "[]")}


def read_again(library: Library, fields: Collection[Field]) -> None:
    """These have been read again."""
    _keep(library, listed(library).difference(fields))


def _keep(library: Library, fields: Collection[Field]) -> None:
    setting.put_or_forget(library, _NAME, json.dumps(sorted(fields)) if fields else "")
