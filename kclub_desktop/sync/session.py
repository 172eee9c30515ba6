"""One sync from end to end: take what others wrote, hand over our own, until both sides have it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kclub_desktop.errors import HubRefused
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import ChangeGroup, Library
from kclub_desktop.store.changes import IN_SLICES
from kclub_desktop.store.privacy import erasing
from kclub_desktop.sync import outbox, state
from kclub_desktop.sync.endpoint import Endpoint, PullFirst
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.merge import Merged, merge
from kclub_desktop.sync.pairing import secret_name
from kclub_desktop.sync.taking_up import take_up
from kclub_protocol.changes import ChangeSet

_BATCH = 200
_TRIES = 20
_SLICES_APART_S = 30


@dataclass(frozen=True)
class Synced:
    """How many change sets came, how many went, and how many fields two people had changed at once."""

    received: int
    sent: int
    conflicts: int

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"received": self.received, "sent": self.sent, "conflicts": self.conflicts}


def endpoint_of(library: Library, secrets: Secrets) -> HubEndpoint:
    """The hub this library is paired with. Raises NotPaired, NoKeyring, HubRefused if its token is not kept here."""
    known = state.of(library)
    token = secrets.get(secret_name(known.community, known.device))
    if not token:
        raise HubRefused(known.url, 401, "no token")
    return HubEndpoint(known.url, token)


def sync_once(library: Library, endpoint: Endpoint, wait: float = 0.0) -> Synced:
    """Pull, push, and pull again while others write at the same time.

    wait  seconds to wait for something to come, if there is nothing to send
    Raises HubUnreachable, HubRefused, ClockWrong; what was merged until then stays and nothing is sent twice.
    """
    result, sent = Merged(), 0
    take_up(library, state.of(library).pushed, result)
    idle = outbox.waiting(library, state.of(library).pushed) == 0
    _pull(library, endpoint, result, wait if idle else 0.0)
    for _ in range(_TRIES):
        try:
            sent += _push(library, endpoint)
            break
        except PullFirst:
            _pull(library, endpoint, result, 0.0)
    state.finished(library, library.clock.now())
    return Synced(result.change_sets, sent, result.conflicts)


def _pull(library: Library, endpoint: Endpoint, result: Merged, wait: float) -> None:
    steps = _Steps()
    while True:
        known = state.of(library)
        page = endpoint.pull(known.pulled, wait)
        for received in page.change_sets:
            merge(library, received, known.pushed, result, steps.group_of(received))
        if page.next != known.pulled:
            state.pulled(library, page.next)
        if not page.more:
            break
    # Before anything is sent: what this device still says of an erased person must not leave it.
    erasing.obey(library)


class _Steps:
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


def _push(library: Library, endpoint: Endpoint) -> int:
    """Send everything that waits. A batch is noted before it goes, so that a lost answer repeats exactly that one."""
    sent = 0
    while True:
        known = state.of(library)
        up_to = known.batch or None
        change_sets, last = outbox.collect(library, known.pushed, _BATCH, up_to)
        if not change_sets:
            return sent
        if not up_to:
            state.sending(library, last)
        endpoint.push(last, known.pulled, change_sets)
        state.pushed(library, last)
        sent += len(change_sets)
