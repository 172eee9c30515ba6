"""What a serving hub does by itself, on a quiet thread: compaction of each community's log and its files, once a day.

One of the four places that may catch everything: what is wrong with one community must not keep all of them untidied
until somebody starts the hub again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kclub_hub import blobs
from kclub_hub.communities import communities
from kclub_hub.compact import compact
from kclub_hub.database import HubDatabase, HubDown

_DAY_SECONDS = 86_400.0
_FIRST_SECONDS = 3_600.0
log = logging.getLogger(__name__)


class Housekeeping:
    """Runs as long as the hub serves. Several processes on one database may each run one: the work is done once."""

    def __init__(self, hub: HubDatabase) -> None:
        self._hub = hub
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kclub-hub-housekeeping", daemon=True)

    def start(self) -> None:
        """Begin, an hour from now."""
        self._thread.start()

    def stop(self) -> None:
        """End after the slice that is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        pause = _FIRST_SECONDS
        while not self._stopping.wait(pause):
            pause = _DAY_SECONDS
            try:
                tidy(self._hub, self._stopping.is_set)
            except HubDown as error:
                log.warning("housekeeping: %s", error)
                pause = _FIRST_SECONDS


def tidy(hub: HubDatabase, stopped: Callable[[], bool] = lambda: False) -> None:
    """Compact every community's log and let go of files that nobody wants any more. Raises HubDown.

    A bug met with one community is in the log, by its kind and place, and the others have their turn.
    """
    for community, _ in communities(hub):
        if stopped():
            return
        try:
            _tidy_one(hub, community)
        except HubDown:
            raise
        except Exception:
            log.exception("housekeeping of a community", extra={"fields": {"community": community}})


def _tidy_one(hub: HubDatabase, community: str) -> None:
    done = compact(hub, community)
    blobs.tidy(hub, community)
    log.info("compacted", extra={"fields": {"upto": done.upto, "values": done.values}})
