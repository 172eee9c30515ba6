"""What a staff device that sees no money gets of the log: nothing of the tables of money, nor of what is about a row of
them (a note, a file, an own field), and of other tables' rows no column that says what somebody spent.

Which these are is said in kclub_protocol/scopes.py. What a device had before is its own to give up: it is told with
each answer that it sees no money (kclub_desktop/sync/moneyless.py).
"""

from __future__ import annotations

import json
from typing import Any

from kclub_hub.tables import dumped
from kclub_protocol import scopes


class MoneylessView:
    """The view of one community's log."""

    def __init__(self, db: Any, log: int) -> None:
        """db: a reading transaction."""
        self._db, self._log = db, log
        self._about: dict[tuple[str, int], str] = {}

    def set_body(self, body: str) -> str:
        """What is told of a change set beside its changes: all of it."""
        return body

    def of(self, seq: int, entity: str, row: int, body: str) -> list[str]:
        """The row changes, as JSON, that it gets for one row change of the log: one or none."""
        if entity in scopes.HIDDEN or (scopes.about(entity) and self._of(entity, row) in scopes.HIDDEN):
            return []
        hidden = scopes.HIDDEN_COLUMNS.get(entity)
        change = json.loads(body)
        if hidden and change["fields"].keys() & hidden:
            fields = {name: value for name, value in change["fields"].items() if name not in hidden}
            if not fields and not change["made"]:
                return []
            change = {**change, "fields": fields}
        return [dumped({"entity": entity, "row": str(row), **change})]

    def _of(self, entity: str, row: int) -> str:
        """The table of the row that a row is about, as its making says."""
        key = entity, row
        if key not in self._about:
            lines = self._db.execute(
                'SELECT body FROM log_change WHERE log = ? AND entity = ? AND "row" = ? ORDER BY seq, part',
                (self._log, entity, row),
            ).fetchall()
            named_by = scopes.about(entity)
            said = (json.loads(body)["fields"].get(named_by) for (body,) in lines)
            self._about[key] = str(next((name for name in said if name), ""))
        return self._about[key]
