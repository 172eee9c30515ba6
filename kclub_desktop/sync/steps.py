"""Which received change sets are one line of the history: the slices of one long job, as on the device that did it."""

from __future__ import annotations

from kclub_desktop.store import ChangeGroup
from kclub_desktop.store.changes import IN_SLICES
from kclub_protocol.changes import ChangeSet

_SLICES_APART_S = 30


class Steps:
    """Which received change sets are one line of the history: the slices of one long job, as on the device that did it.

    Groups do not travel; slices follow each other closely. Everything else is a line of its own.
    """

    def __init__(self) -> None:
        self._last: ChangeSet | None = None
        self._group = ChangeGroup()

    def group_of(self, received: ChangeSet) -> ChangeGroup | None:
        """The group to merge it in, if its operation is one that comes in slices."""
        last, self._last = self._last, received
        if received.operation not in IN_SLICES:
            return None
        same = last is not None and (last.node, last.operation) == (received.node, received.operation)
        if last is None or not same or abs(received.at - last.at) > _SLICES_APART_S:
            self._group = ChangeGroup()
        return self._group
