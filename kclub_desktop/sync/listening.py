"""Waiting at the hub until others have written, on a thread of its own; what came is fetched by the sync itself.

Whoever waits there is also the first to see that the hub has gone, or is back: then the sync looks, too, and says so.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress

from kclub_desktop.errors import HubUnreachable, KClubError
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library
from kclub_desktop.sync import renewal, state
from kclub_desktop.sync.endpoint import AnotherLife
from kclub_desktop.sync.endpoints.hub import HubEndpoint
from kclub_desktop.sync.unending import bugs_named

_WAIT_SECONDS = 20.0
_AFTER_FAILURE_SECONDS = 10.0
_AFTER_NEWS_SECONDS = 1.0


class Listening:
    """Calls `heard` when the hub has something new, has gone or is back. Failures are the sync's to tell."""

    def __init__(self, library: Library, secrets: Secrets, heard: Callable[[], None]) -> None:
        self._library, self._secrets, self._heard = library, secrets, heard
        self._stopping, self._awake = threading.Event(), threading.Event()
        self._is_away = False
        self._thread = threading.Thread(target=self._run, name="kclub-sync-listening", daemon=True)

    def start(self) -> None:
        """Begin; while the library is not paired it sleeps."""
        self._thread.start()

    def wake(self) -> None:
        """The library has been paired."""
        self._awake.set()

    def stop(self) -> None:
        """Stop listening. An answer that is still waited for is left to itself: nothing depends on it."""
        self._stopping.set()
        self._awake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            pause = self._listen()
            self._awake.wait(pause)

    def _listen(self) -> float | None:
        """Wait at the hub once and say how long to pause; None = until woken."""
        try:
            with bugs_named(), suppress(AnotherLife):
                return self._listen_once()
        except HubUnreachable:
            if not self._is_away:
                self._is_away = True
                self._hear()
        except KClubError:
            pass
        # Many that lost their hub at once must not come back in step.
        return random.uniform(0.5, 1.5) * _AFTER_FAILURE_SECONDS

    def _listen_once(self) -> float | None:
        known = state.find(self._library)
        if known is None or renewal.is_due(self._library):
            return None if known is None else _AFTER_FAILURE_SECONDS
        token = self._secrets.get(state.secret_name(known.community, known.device))
        if not token or not known.pulled:
            return _AFTER_FAILURE_SECONDS if not token else _AFTER_NEWS_SECONDS
        was_away = self._is_away
        news = self._ask(known, token)
        self._is_away = False
        if news or was_away:
            self._hear()
            return _AFTER_NEWS_SECONDS
        return 0.0

    def _hear(self) -> None:
        if not self._stopping.is_set():
            self._heard()

    def _ask(self, known: state.SyncState, token: str) -> bool:
        endpoint = HubEndpoint(known.url, token)
        try:
            return endpoint.anything_after(known.pulled, 0.0 if self._is_away else _WAIT_SECONDS)
        finally:
            endpoint.close()
