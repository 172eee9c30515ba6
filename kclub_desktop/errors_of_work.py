"""What may go wrong with work that a process of its own does; as in errors.py, data only, no words."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import Unavailable


@dataclass(eq=False)
class WorkCutShort(Unavailable):
    """The process that did a piece of work could not be made or was ended from outside; reason is the system's own."""

    reason: str


@dataclass(eq=False)
class SyncBroke(Unavailable):
    """A sync ended with a bug of this program, of which the log has the account; kind is the name of its error."""

    kind: str
