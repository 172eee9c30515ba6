"""Sync by itself while a window is open: at once when something was written here or at the hub, later after failures.

Two threads: one syncs, or has it done by another process (beside.py), the other only waits at the hub (listening.py), so that
a long wait never holds up what is to be sent. Neither touches the window; what they say is told to listeners.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from kclub_desktop.errors import KClubError, LibraryBusy, LibraryNotWritable, NotPaired, Unavailable
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.secrets import Secrets
from kclub_desktop.store import Library, Origin
from kclub_desktop.store.changes import Changes
from kclub_desktop.sync import afterwards, diary, outbox, pairing, state
from kclub_desktop.sync.beside import Beside
from kclub_desktop.sync.listening import Listening
from kclub_desktop.sync.session import Synced, sync
from kclub_desktop.sync.unending import bugs_named

_LOOK_SECONDS = 2.0
"""How often what other processes wrote is looked for; costs one query."""
_AT_LEAST_SECONDS = 60.0
_LONGEST_SECONDS = 120.0
_TO_STOP_SECONDS = 3.0
"""For a sync in another process to come to its next step when the window closes; then it is ended, which costs nothing."""
log = logging.getLogger(__name__)


class SyncLoop:
    """Keeps a library and its hub in agreement from the day they are paired.

    `secrets`: where this device's token is kept; `error` is what went wrong last, None while all is well; `progress` belongs to the sync under way, None between two.
    """

    def __init__(self, library: Library, secrets: Secrets, *, apart: bool = False) -> None:
        """apart: where a window is to be kept moving, whatever comes; whoever has it open polls the library then."""
        self._library, self.secrets = library, secrets
        self._beside = Beside(library, secrets) if apart else None
        self._told: list[Callable[[KClubError | None], None]] = []
        self._stopping = threading.Event()
        self._awake = threading.Event()
        self._hurry = threading.Event()
        self._one = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="kclub-sync", daemon=True)
        self._listening = Listening(library, secrets, self.wake)
        self._unhear: Callable[[], None] | None = None
        self._random = random.Random()
        self.error: KClubError | None = None
        self.progress: Progress | None = None

    def on_told(self, listener: Callable[[KClubError | None], None]) -> None:
        """Call listener(error or None) on the sync thread when sync begins or stops to work."""
        self._told.append(listener)

    def start(self) -> None:
        """Begin; while the library is not paired the threads sleep."""
        self._unhear = self._library.on_changes(self._heard_here)
        self._thread.start()
        self._listening.start()

    def wake(self) -> None:
        """Sync now, on the loop's own thread, also while it backs off."""
        self._hurry.set()
        self._awake.set()

    def stop(self) -> None:
        """End between two steps of what is under way; harmless if it never began."""
        self._stopping.set()
        self._listening.stop()
        if self._unhear:
            self._unhear()
        if self.progress:
            self.progress.cancel()
        self.wake()
        if self._beside:
            self._end(self._beside)
        if self._thread.is_alive():
            self._thread.join()

    def _end(self, beside: Beside) -> None:
        if not self._one.acquire(timeout=_TO_STOP_SECONDS):
            beside.hurry()
            self._one.acquire()
        beside.end()
        self._one.release()

    def pair(self, url: str, code: str, device_name: str = "") -> None:
        """Pair the library with a hub and begin to sync. Raises as pairing.pair."""
        pairing.pair(self._library, url, code, self.secrets, device_name)
        self._listening.wake()
        self.wake()

    def sync_now(self) -> Synced:
        """Sync on the calling thread. Raises as session.sync; Cancelled when the loop is stopped."""
        with self._one:
            self.progress = Progress()
            if self._stopping.is_set():
                self.progress.cancel()
            try:
                if self._beside:
                    synced = self._beside.sync(self.progress)
                else:
                    synced = sync(self._library, self.secrets, self.progress)
            finally:
                self.progress = None
        self._note(None)
        afterwards.finish(self._library)
        return synced

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._awake.clear()
            self._hurry.clear()
            try:
                with bugs_named():
                    self.sync_now()
                    failures = 0
                    self._wait_for_work()
            except NotPaired:
                self._awake.wait()
            except Cancelled:
                continue
            except KClubError as error:
                if self._stopping.is_set():
                    return
                self._note(error)
                # A file that is busy, or on a full disk, takes no line of a diary either.
                with suppress(LibraryBusy, LibraryNotWritable):
                    diary.failed(self._library, error)
                failures += 1
                self._back_off(error, failures)

    def _wait_for_work(self) -> None:
        """Until something waits to be sent, the hub has something, or it is time to ask anyway."""
        until = time.monotonic() + _AT_LEAST_SECONDS
        while time.monotonic() < until and not self._stopping.is_set():
            if self._awake.wait(_LOOK_SECONDS):
                return
            known = state.find(self._library)
            if known is None or outbox.waiting(self._library, known.pushed):
                return
            self._rest()

    def _rest(self) -> None:
        if self._beside and self._one.acquire(blocking=False):
            try:
                self._beside.rest()
            finally:
                self._one.release()

    def _back_off(self, error: KClubError, failures: int) -> None:
        """Twice as long each time, and never in step with other devices. Local edits do not shorten it."""
        # What a person must change does not change by asking again soon.
        steps = failures if isinstance(error, Unavailable) else 10
        longest = min(_LOOK_SECONDS * 2**steps, _LONGEST_SECONDS)
        if not self._stopping.is_set():
            self._hurry.wait(self._random.uniform(longest / 2, longest))

    def _heard_here(self, changes: Changes) -> None:
        if changes.origin is not Origin.SYNC:
            self._awake.set()

    def _note(self, error: KClubError | None) -> None:
        changed = type(error) is not type(self.error)
        self.error = error
        if changed:
            log.info("sync: %s", type(error).__name__ if error else "works again")
            for listener in list(self._told):
                listener(error)
