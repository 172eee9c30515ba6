"""The demo's own hub, in this process: served from a file beside the demo library, paired anew at every start."""

from __future__ import annotations

import logging
import threading

from kclub_desktop.errors import KClubError
from kclub_desktop.store import Library
from kclub_desktop.sync.loop import SyncLoop

FILE_NAME = "hub.db"
log = logging.getLogger(__name__)


class EmbeddedHub:
    """Starts on a thread of its own. A hub that cannot start is noted in the log; everything else works without it."""

    def __init__(self, library: Library, sync: SyncLoop) -> None:
        self._library, self._sync = library, sync
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="kclub-demo-hub", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close the file."""
        self._stopping.set()
        self._thread.join()

    def _serve(self) -> None:
        from kclub_hub.communities import communities, new_code, new_community
        from kclub_hub.serve import HubServer

        server = HubServer(self._library.folder / FILE_NAME)
        try:
            server.start()
            known = communities(server.database)
            community = known[0][0] if known else new_community(server.database, self._library.name)
            self._sync.pair(server.url, new_code(server.database, community))
            self._stopping.wait()
        except (KClubError, OSError) as error:
            log.warning("the demo's hub: %r", error)
        finally:
            server.stop()
