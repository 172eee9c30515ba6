"""What sync asks of the other side, whatever it is: a file under endpoints/ per kind. The steps are in session.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kclub_protocol.changes import ChangeSet


@dataclass(frozen=True)
class Page:
    """Change sets of others in the endpoint's order. next: cursor to go on from; more: is there more right now?"""

    change_sets: tuple[ChangeSet, ...]
    next: int
    more: bool


class PullFirst(Exception):
    """Others have written since our cursor: see that first. Never reaches a person."""


class Endpoint(Protocol):
    """The other side of a conversation. Every call may raise HubUnreachable, HubRefused or ClockWrong."""

    url: str

    def push(self, number: int, after: int, change_sets: Sequence[ChangeSet]) -> None:
        """Hand over a batch, taken once however often it is sent. Raises PullFirst if others wrote after the cursor."""

    def pull(self, after: int, wait: float = 0.0) -> Page:
        """What others wrote after a cursor; waits up to so many seconds for something to come."""
