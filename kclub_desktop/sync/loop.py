"""Sync by itself while a window is open: a thread that looks for changes on both sides and waits longer after failures."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kclub_desktop.errors import KClubError, NotPaired, Unavailable
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library
from kclub_desktop.sync import pairing
from kclub_desktop.sync.session import Synced, endpoint_of, sync_once

_LOOK_SECONDS = 2.0
_LONGEST_SECONDS = 60.0
log = logging.getLogger(__name__)


class SyncLoop:
    """Keeps a library and its hub in agreement from the day they are paired.

    `error` is what went wrong last, None while all is well.
    """

    def __init__(self, library: Library, secrets: Secrets) -> None:
        self._library, self._secrets = library, secrets
        self._told: list[Callable[[KClubError | None], None]] = []
        self._stopping = threading.Event()
        self._awake = threading.Event()
        self._one = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="kclub-sync", daemon=True)
        self.error: KClubError | None = None

    def on_told(self, listener: Callable[[KClubError | None], None]) -> None:
        """Call listener(error or None) on the sync thread when sync begins or stops to work."""
        self._told.append(listener)

    def start(self) -> None:
        """Begin; while the library is not paired the thread sleeps."""
        self._thread.start()

    def wake(self) -> None:
        """Sync now, on the loop's own thread."""
        self._awake.set()

    def stop(self) -> None:
        """End after what is under way; harmless if it never began."""
        self._stopping.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join()

    def pair(self, url: str, code: str, device_name: str = "") -> None:
        """Pair the library with a hub and begin to sync. Raises as pairing.pair."""
        pairing.pair(self._library, url, code, self._secrets, device_name)
        self.wake()

    def sync_now(self) -> Synced:
        """Sync on the calling thread. Raises as sync_once."""
        with self._one:
            endpoint = endpoint_of(self._library, self._secrets)
            try:
                synced = sync_once(self._library, endpoint)
            finally:
                endpoint.close()
        self._note(None)
        return synced

    def _run(self) -> None:
        pause: float | None = 0.0
        while True:
            self._awake.wait(pause)
            self._awake.clear()
            if self._stopping.is_set():
                return
            pause = self._try(pause or 0.0)

    def _try(self, pause: float) -> float | None:
        """Sync once and say how long to wait before the next time; None = until woken."""
        try:
            self.sync_now()
        except NotPaired:
            return None
        except KClubError as error:
            self._note(error)
            # What a person must change does not change by asking again soon.
            if not isinstance(error, Unavailable):
                return _LONGEST_SECONDS
            return min(max(pause, _LOOK_SECONDS) * 2, _LONGEST_SECONDS)
        return _LOOK_SECONDS

    def _note(self, error: KClubError | None) -> None:
        changed = type(error) is not type(self.error)
        self.error = error
        if changed:
            log.info("sync: %s", type(error).__name__ if error else "works again")
            for listener in list(self._told):
                listener(error)
