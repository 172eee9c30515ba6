"""Sync beside a window: what is little is done here at once, what is much by a process of its own.

A sync in which nothing or one edit goes takes some milliseconds; the other process takes half a second of a processor to
begin, and 70 MB. So it is begun when there is much to send, when more comes than a moment's reading, and for a look
through everything; it stays for as long as such follow each other, as while an import goes on, and does what is little meanwhile, too. It
has the library open only while it syncs. Of secrets it knows what it asks for; they go through its pipes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kclub_desktop.apart import Companion
from kclub_desktop.errors_of_work import WorkCutShort
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Changes, Library, Origin, moneyless
from kclub_desktop.store.again import Again
from kclub_desktop.store.privacy import cleaning
from kclub_desktop.store.tables import REPLICATED
from kclub_desktop.sync import afterwards, aside, outbox, session, state
from kclub_desktop.sync.endpoint import TooMuchHere
from kclub_desktop.sync.endpoints.sparing import SparingHub
from kclub_desktop.sync.session import Synced

_STAYS_SECONDS = 30.0
_MOST_ENTRIES = 200
"""Of the log that wait to be sent; packed in 2 ms."""


class Beside:
    """Syncs a library that a window has open; one sync at a time."""

    def __init__(self, library: Library, secrets: Secrets) -> None:
        self._library, self._secrets = library, secrets
        self._companion = Companion()
        self._needed = 0.0
        self._ended = False

    @property
    def is_there(self) -> bool:
        """Is there another process at the moment?"""
        return self._companion.is_there

    def sync(self, progress: Progress) -> Synced:
        """As session.sync. Raises WorkCutShort, too; Cancelled after `end`."""
        if self._ended:
            raise Cancelled
        little = is_little(self._library)
        if little:
            self.rest()
        if little and not self._companion.is_there:
            try:
                return session.sync(self._library, self._secrets, progress, SparingHub)
            except TooMuchHere as much:
                self._needed = time.monotonic()
                return self._apart(progress, much.so_far or session.NOTHING)
        if not little:
            self._needed = time.monotonic()
            if not self._companion.is_there:
                self._knock()
        return self._apart(progress)

    def rest(self) -> None:
        """Let the other process go if it was not needed for a while; to be called now and then, between two syncs."""
        if not self._companion.is_there or time.monotonic() - self._needed > _STAYS_SECONDS:
            self._companion.close()

    def hurry(self) -> None:
        """End what is under way now, from any thread: it was asked to stop, and waits for a hub that says nothing. No more syncs."""
        self._ended = True
        self._companion.kill()

    def end(self) -> None:
        """No more syncs, and no other process."""
        self._ended = True
        self._companion.close()

    def _knock(self) -> None:
        """Is the hub there, and are we let in? No process is begun to find that out. Raises as session.sync."""
        endpoint = session.endpoint_of(self._library, self._secrets)
        try:
            endpoint.anything_after(state.of(self._library).pulled, 0.0)
        finally:
            endpoint.close()

    def _apart(self, progress: Progress, before: Synced = session.NOTHING) -> Synced:
        library = self._library
        saw_money, was_due = moneyless.sees_money(library), cleaning.is_due(library)
        try:
            synced = self._asked_of_it(progress, before)
        finally:
            # No change set says so, and so it is not among what is heard of other processes' writes.
            if saw_money != moneyless.sees_money(library):
                library.announce(Changes(frozenset(REPLICATED), Origin.SYNC))
        if cleaning.is_due(library) and not was_due:
            cleaning.clean(library)
        return synced

    def _asked_of_it(self, progress: Progress, before: Synced) -> Synced:
        for tries_left in (1, 0):
            try:
                synced: Synced = self._companion.run(
                    f"{__name__}:_sync",
                    Again.of(self._library),
                    before,
                    progress=progress,
                    asked=self._secret,
                )
                return synced
            except WorkCutShort:
                # By a person or a system short of memory: it goes on where it was, and nobody needs to know.
                if self._ended or not tries_left:
                    raise
            except BaseException:
                # The next try is later than would be worth waiting for.
                self._companion.close()
                raise
        raise AssertionError

    def _secret(self, asked: tuple[str, ...]) -> str | None:
        match asked:
            case ("get", name):
                return self._secrets.get(name)
            case (_, name, secret):
                self._secrets.put(name, secret)
        return None


def is_little(library: Library) -> bool:
    """Is it little as far as can be seen here? A few look-ups."""
    known = state.find(library)
    if known is None:
        return True
    if not known.pulled or outbox.rows_waiting(library, known.pushed) > _MOST_ENTRIES:
        return False
    # All rows are read for comparing, which is not done while something is set aside.
    compares = session.log_is_long(library) and session.comparing_is_due(library)
    return not compares or bool(aside.listed(library))


# The other process


class _Asked:
    """Secrets that the window's process keeps."""

    def __init__(self, ask: Callable[[Any], Any]) -> None:
        self._ask = ask

    def get(self, name: str) -> str | None:
        """See Secrets."""
        found: str | None = self._ask(("get", name))
        return found

    def put(self, name: str, secret: str) -> None:
        """See Secrets; when it returns the secret is kept."""
        self._ask(("put", name, secret))


def _sync(
    again: Again,
    before: Synced,
    *,
    progress: Progress,
    tell: Callable[[Any], None],
    ask: Callable[[Any], Any],
) -> Synced:
    with again.opened() as library:
        synced = session.sync(library, _Asked(ask), progress, before=before)
        # Here, where it keeps no window waiting.
        afterwards.finish(library)
        return synced
