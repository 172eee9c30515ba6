"""A segment that is watched: who is in it, and who joined or left it with each change, without asking about everybody.

After a change only the members that the change log names are asked again. Where it touched very many, or a table that
knows no members (a plan's name), or where a day has ended and the filter speaks of days, all are asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kclub_desktop.store.changes import Changes
from kclub_desktop.store.declare import Table
from kclub_desktop.store.segments.compiled import among, changes_by_itself, depends_on, members
from kclub_desktop.store.segments.fields import Asked
from kclub_desktop.store.segments.filters import Part
from kclub_desktop.store.tables import Member

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

MANY = 2_000
"""From so many touched members on, asking about all is quicker."""


@dataclass(frozen=True)
class Moved:
    """Who joined and who left."""

    joined: frozenset[int]
    left: frozenset[int]


class SegmentWatch:
    """The members of a filter, kept up to date. `catch_up` may be called from any one thread at a time."""

    def __init__(self, library: Library, part: Part) -> None:
        self.part = part
        self._library = library
        self._models = depends_on(part)
        self._by_itself = changes_by_itself(part)
        self._listeners: list[Callable[[Moved], None]] = []
        self._begin()

    def _begin(self) -> None:
        self._seen = self._newest()
        self._day = self._today()
        self.ids = set(members(self._library, self.part, ""))

    @property
    def count(self) -> int:
        """How many members are in it, as of the last catch_up."""
        return len(self.ids)

    def follow(self, listener: Callable[[Moved], None]) -> Callable[[], None]:
        """Catch up after each commit that matters and call listener when somebody moved. Returns what stops it."""
        self._listeners.append(listener)
        stop_hearing = self._library.on_changes(self._heard)

        def stop() -> None:
            stop_hearing()
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def catch_up(self) -> Moved:
        """Ask about whoever was touched since the last call, here or by another process, and say who moved."""
        newest, today = self._newest(), self._today()
        touched = None if self._by_itself and today != self._day else self._touched(newest)
        before = self.ids
        if touched is None:
            self.ids = set(members(self._library, self.part, ""))
        elif touched:
            self.ids = (before - touched) | among(self._library, self.part, touched)
        self._seen, self._day = newest, today
        moved = Moved(frozenset(self.ids - before), frozenset(before - self.ids))
        if moved.joined or moved.left:
            for listener in list(self._listeners):
                listener(moved)
        return moved

    def _heard(self, changes: Changes) -> None:
        if changes.touch(*self._models):
            self.catch_up()

    def _touched(self, newest: int) -> set[int] | None:
        """Members that log entries since the last look speak of; None when all must be asked."""
        found: set[int] = set()
        for model in self._models:
            rows = self._of_table(model, newest)
            if rows is None or len(found := found | rows) > MANY:
                return None
        return found

    def _of_table(self, model: type[Table], newest: int) -> set[int] | None:
        after = (self._seen, newest, model.number)
        logged = "change c WHERE c.id > ? AND c.id <= ? AND c.entity = ?"
        if model is Member:
            rows = self._library.rows(f"SELECT DISTINCT +c.row FROM {logged} LIMIT {MANY + 1}", after)
        elif "member" in model.columns():
            table = model.name_of_table()
            rows = self._library.rows(
                f'SELECT t.member FROM "{table}" t WHERE t.id IN (SELECT c.row FROM {logged}) AND t.member IS NOT NULL'
                f" UNION SELECT c.before FROM {logged} AND c.field = 'member' AND c.before IS NOT NULL LIMIT {MANY + 1}",
                (*after, *after),
            )
        else:
            return None if self._library.rows(f"SELECT 1 FROM {logged} LIMIT 1", after) else set()
        return {row for (row,) in rows}

    def _newest(self) -> int:
        return int(self._library.value("SELECT coalesce(max(id), 0) FROM change"))

    def _today(self) -> int:
        return Asked(self._library.clock.now(), self._library.zone).days_ago(0)
