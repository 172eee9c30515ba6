"""Who waits for a community's next change is woken here, at once by this process and soon by any other.

One thread per process watches the database, however many devices wait; it begins with the first that does.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Protocol

_LOOK_SECONDS = 0.5
_AGAIN_SECONDS = 2.0
log = logging.getLogger(__name__)


class Watch(Protocol):
    """Tells of commits by others."""

    def wait(self, seconds: float) -> list[str]:
        """Communities that were written to, '' for any of them."""

    def close(self) -> None:
        """Stop."""


class Bell:
    """Wakes those who wait. Every wait is also bounded by time, so a lost ring costs patience, never a change."""

    def __init__(self, watch: Callable[[], Watch], failures: tuple[type[BaseException], ...]) -> None:
        self._watch, self._failures = watch, failures
        self._waiting: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def waiting(self) -> int:
        """How many wait now."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def enter(self, community: str) -> tuple[Any, asyncio.Event]:
        """Begin to listen; the event is set at the next ring. Leave with `leave`."""
        place = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._waiting[community].add(place)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="kclub-hub-bell", daemon=True)
                self._thread.start()
        return place

    def leave(self, community: str, place: tuple[Any, asyncio.Event]) -> None:
        """Listen no more."""
        with self._lock:
            self._waiting[community].discard(place)
            if not self._waiting[community]:
                del self._waiting[community]

    def ring(self, community: str) -> None:
        """Wake those of one community, or with '' everybody."""
        with self._lock:
            keys = list(self._waiting) if not community else [community]
            places = [place for key in keys for place in self._waiting.get(key, ())]
        for loop, event in places:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    def close(self) -> None:
        """Wake everybody and stop watching."""
        self._stopping.set()
        self.ring("")
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._stopping.clear()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                watch = self._watch()
                try:
                    # What was written before the watch began may have been missed.
                    self.ring("")
                    while not self._stopping.is_set():
                        for community in watch.wait(_LOOK_SECONDS):
                            self.ring(community)
                finally:
                    watch.close()
            except self._failures as error:
                log.warning("watching the database: %s", type(error).__name__)
                self._stopping.wait(_AGAIN_SECONDS)
