"""What a kiosk gets of the log: of each change the columns it may see, of courses the published ones, of events those
to come with who is registered. What falls out of sight there is handed to it as deleted.

Which columns and rows these are is said in kclub_protocol/scopes.py; a kiosk's device never gets more than this makes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kclub_hub.tables import dumped
from kclub_protocol import masks, schema, scopes

_SHOWN = {"display_name": masks.display_name, "masked": masks.masked}
_EVER = (1 << 63) - 1


class KioskView:
    """The view of one community's log at one moment."""

    def __init__(self, db: Any, log: int, now: int) -> None:
        """db: a reading transaction; now: Unix seconds by the hub's clock."""
        self._db, self._log, self._now = db, log, now
        self._heads: dict[tuple[str, int], dict[str, Any]] = {}

    def set_body(self, body: str) -> str:
        """What a kiosk is told of a change set beside its changes."""
        told = json.loads(body)
        return dumped({"operation": told["operation"], "at": told["at"]})

    def of(self, seq: int, entity: str, row: int, body: str) -> list[str]:
        """The row changes, as JSON, that a kiosk gets for one row change of the log; often none."""
        if not scopes.kiosk_columns(entity):
            return []
        change = json.loads(body)
        if entity in scopes.ROOTS:
            return self._of_a_root(seq, entity, row, change)
        if not self._parent_seen(entity, row, change["fields"]):
            return []
        return _as_list(entity, row, change["made"], change["fields"])

    def _of_a_root(self, seq: int, entity: str, row: int, change: dict[str, Any]) -> list[str]:
        was = self._seen(entity, self._fold(entity, row, seq - 1))
        seen = self._seen(entity, self._head(entity, row))
        if seen and was:
            return _as_list(entity, row, change["made"], change["fields"])
        if seen:
            return _as_list(entity, row, True, self._head(entity, row)) + self._below(entity, row)
        if was:
            return _as_list(entity, row, False, {"deleted_at": self._now})
        return []

    def _seen(self, entity: str, fields: Mapping[str, Any]) -> bool:
        return scopes.kiosk_sees(entity, fields, self._now)

    def _parent_seen(self, entity: str, row: int, fields: Mapping[str, Any]) -> bool:
        parent = _parent_of(entity)
        if parent is None:
            return True
        found = fields.get(parent) or self._head(entity, row).get(parent)
        return found is None or self._seen(parent, self._head(parent, int(found)))

    def _below(self, parent: str, row: int) -> list[str]:
        """Rows that come into sight with their event or course."""
        found: list[str] = []
        for entity in sorted(schema.entities()):
            if _parent_of(entity) != parent or not scopes.kiosk_columns(entity):
                continue
            lines = self._db.execute(
                'SELECT DISTINCT "row" FROM log_change WHERE log = ? AND entity = ?', (self._log, entity)
            ).fetchall()
            for (child,) in lines:
                head = self._head(entity, child)
                if head.get(parent) == str(row):
                    found += _as_list(entity, child, True, head)
        return found

    def _head(self, entity: str, row: int) -> dict[str, Any]:
        key = entity, row
        if key not in self._heads:
            self._heads[key] = self._fold(entity, row, _EVER)
        return self._heads[key]

    def _fold(self, entity: str, row: int, upto: int) -> dict[str, Any]:
        """The row's fields as they stand after a seq: of each the value with the latest stamp."""
        lines = self._db.execute(
            "SELECT s.stamp, s.node, c.body FROM log_change c JOIN log_set s ON s.log = c.log AND s.seq = c.seq"
            ' WHERE c.log = ? AND c.entity = ? AND c."row" = ? AND c.seq <= ? ORDER BY s.stamp, s.node',
            (self._log, entity, row, upto),
        )
        fields: dict[str, Any] = {}
        for _stamp, _node, body in lines.fetchall():
            change = json.loads(body)
            # A making says nothing of what holds its default.
            fields.update(
                {**scopes.usual(entity), **change["fields"]} if change["made"] else change["fields"]
            )
        return fields


def _parent_of(entity: str) -> str | None:
    if entity in scopes.UNDER_COURSE:
        return "course"
    return "event" if scopes.references_event(entity) else None


def _as_list(entity: str, row: int, made: bool, fields: Mapping[str, Any]) -> list[str]:
    columns = scopes.kiosk_columns(entity)
    shown = {name: _as_shown(columns[name], value) for name, value in fields.items() if name in columns}
    if not shown:
        return []
    return [dumped({"entity": entity, "row": str(row), "made": made, "fields": shown})]


def _as_shown(how: str, value: Any) -> Any:
    if how == "as_is":
        return value
    return _SHOWN[how](value) if isinstance(value, str) else None
