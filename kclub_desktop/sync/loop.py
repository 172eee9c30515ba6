"""Sync by itself while a window is open: a thread that looks for changes on both sides and waits longer after failures."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kclub_desktop.errors import KClubError, Unavailable
from kclub_desktop.store import Library
from kclub_desktop.sync.secrets import Secrets
from kclub_desktop.sync.session import Synced, endpoint_of, sync_once

_LOOK_SECONDS = 2.0
_LONGEST_SECONDS = 60.0
log = logging.getLogger(__name__)


class SyncLoop:
    """Keeps a paired library and its hub in agreement. `error` is what went wrong last, None while all is well."""

    def __init__(
        self, library: Library, secrets: Secrets, told: Callable[[KClubError | None], None] = lambda _: None
    ) -> None:
        """told: called on the sync thread when it begins or stops to work."""
        self._library, self._secrets, self._told = library, secrets, told
        self._stop = threading.Event()
        self._one = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="kclub-sync", daemon=True)
        self.error: KClubError | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is under way; harmless if it never began."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

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
        pause = 0.0
        while not self._stop.wait(pause):
            try:
                self.sync_now()
                pause = _LOOK_SECONDS
            except KClubError as error:
                self._note(error)
                # What a person must change does not change by asking again soon.
                pause = min(max(pause, _LOOK_SECONDS) * 2, _LONGEST_SECONDS)
                if not isinstance(error, Unavailable):
                    pause = _LONGEST_SECONDS

    def _note(self, error: KClubError | None) -> None:
        changed = type(error) is not type(self.error)
        self.error = error
        if changed:
            log.info("sync: %s", type(error).__name__ if error else "works again")
            self._told(error)
