"""The demo's own hub, in a process of its own: served from a file beside the demo library, paired anew at every start."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kclub_desktop import apart
from kclub_desktop.errors import HubNotStarted, KClubError
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.store import Library
from kclub_desktop.sync.loop import SyncLoop

FILE_NAME = "hub.db"
log = logging.getLogger(__name__)


class EmbeddedHub:
    """Starts on a thread of its own. A hub that cannot start is noted in the log; everything else works without it."""

    def __init__(self, library: Library, sync: SyncLoop) -> None:
        self._library, self._sync = library, sync
        self._serving = Progress()
        self._thread = threading.Thread(target=self._serve, name="kclub-demo-hub", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close the file."""
        self._serving.cancel()
        self._thread.join()

    def _serve(self) -> None:
        file, name = self._library.folder.absolute() / FILE_NAME, self._library.name
        try:
            apart.run(f"{__name__}:serve", file, name, progress=self._serving, heard=self._pair)
        except Cancelled:
            pass
        except KClubError as error:
            log.warning("the demo's hub: %r", error)

    def _pair(self, address: tuple[str, str]) -> None:
        try:
            self._sync.pair(*address)
        except KClubError as error:
            log.warning("the demo's hub: %r", error)


def serve(file: Path, name: str, *, progress: Progress, tell: Callable[[Any], None]) -> None:
    """Serve a hub's file until progress is cancelled; tells (address, a code to pair with) when it listens.

    name  of its community, where it has none yet. Raises HubNotStarted.
    """
    from kclub_hub.communities import communities, new_code, new_community
    from kclub_hub.serve import HubServer

    stopping = threading.Event()
    progress.when_cancelled(stopping.set)
    server = HubServer(file)
    try:
        server.start()
        known = communities(server.database)
        community = known[0][0] if known else new_community(server.database, name)
        tell((server.url, new_code(server.database, community)))
        stopping.wait()
    except OSError as error:
        raise HubNotStarted(file.name, error.strerror or str(error)) from error
    finally:
        server.stop()
