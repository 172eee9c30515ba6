"""What sync asks of the other side, whatever it is: a file under endpoints/ per kind. The steps are in session.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kclub_protocol.changes import ChangeSet

LOST_AT_ONCE = 5_000
TableDigest = tuple[str, int, str]
"""Digest of a table's columns, how many rows, digest of them all."""


@dataclass(frozen=True)
class Page:
    """Change sets of others in the endpoint's order.

    next  cursor to go on from; more: is there more right now?
    own   latest stamp the endpoint has of this device, 0 if it does not say
    life  of the endpoint's log: another one after it was restored from a backup; '' if it does not say
    sees_money  False where what is of money was left out for this device; None if it does not say
    """

    change_sets: tuple[ChangeSet, ...]
    next: int
    more: bool
    own: int = 0
    life: str = ""
    sees_money: bool | None = None


class PullFirst(Exception):
    """Others have written since our cursor: see that first. Never reaches a person."""


class AnotherLife(Exception):
    """The endpoint was restored from a backup: cursors of its log mean nothing any more. Never reaches a person."""


class TooMuchHere(Exception):
    """More than a window waits for (endpoints/sparing.py): what was done until then stays. Never reaches a person.

    so_far  the Synced that it comes to, if a sync had begun
    """

    so_far: Any = None


class NotTaken(Exception):
    """One change set of a batch is not acceptable, and so the batch was not taken. Never reaches a person as it is.

    index: which one; reason: in the endpoint's words.
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index, self.reason = index, reason


class NoFilesThere(Exception):
    """The endpoint keeps no files: it is too old, or another kind. Never reaches a person as it is."""


class FileNotTaken(Exception):
    """A file, or a piece of one, is not taken or not given. Never reaches a person as it is.

    kind: no-such-attachment, another-offset, another-range, full or not-its-hash; have: bytes that are there, if told
    """

    def __init__(self, kind: str, have: object = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.have = have if isinstance(have, int) else None


class Endpoint(Protocol):
    """The other side of a conversation. Every call may raise HubUnreachable, HubRefused or ClockWrong."""

    url: str

    def push(self, number: int, after: int, change_sets: Sequence[ChangeSet], life: str = "") -> int:
        """Hand over a batch, taken once however often it is sent; the cursor up to which all has been seen now.

        Raises PullFirst if others wrote after the cursor, AnotherLife, NotTaken.
        """

    def lost(self, written: Sequence[tuple[int, int]]) -> list[int]:
        """Of change sets of others, named by (node, stamp), the places of those that the endpoint lost when it was restored;
        at most LOST_AT_ONCE. Asked by an owner's device only."""

    def push_of_others(self, change_sets: Sequence[ChangeSet], life: str = "") -> None:
        """Hand in what others wrote and a restored endpoint lost. Raises NotTaken, AnotherLife."""

    def pull(self, after: int, wait: float = 0.0, life: str = "") -> Page:
        """What others wrote after a cursor; waits up to so many seconds for something to come. Raises AnotherLife."""

    def catch_up(self, after: int, own: bool = False) -> Iterator[Page]:
        """Everything after a cursor in one stream; cut short, it is asked again from where it came to. own: ours too."""

    def compare(self, cursor: int, tables: Mapping[str, TableDigest]) -> list[str]:
        """Tell what our copy comes to; the tables in which another copy at the same place differs."""
