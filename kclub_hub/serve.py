"""The hub as a running server: uvicorn in a thread of its own, for `kclub hub`, the desk's embedded hub and tests."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from kclub_hub import blobs
from kclub_hub.app import make_app
from kclub_hub.clocks import system_milliseconds
from kclub_hub.database import HubDatabase
from kclub_hub.housekeeping import Housekeeping

_STOP_SECONDS = 10.0


class HubServer:
    """Serves one database on one address; several may serve the same one."""

    def __init__(
        self,
        database: Path | str,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Callable[[], int] = system_milliseconds,
        blob_quota: int = blobs.QUOTA,
    ) -> None:
        """port 0: any free one; blob_quota: bytes of attachments of one community. Nothing listens before `start`."""
        self.database = HubDatabase(database, clock)
        self._app = make_app(self.database, blob_quota=blob_quota)
        self._host, self._port = host, port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._url = ""
        self._housekeeping = Housekeeping(self.database)

    @property
    def url(self) -> str:
        """Where it listens; empty before `start`."""
        return self._url

    def start(self) -> None:
        """Return when it listens. Raises OSError if the address cannot be had."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listening = socket.create_server((self._host, self._port), family=family)
        name, port = listening.getsockname()[:2]
        self._url = f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
        config = uvicorn.Config(
            self._app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2
        )
        self._server = uvicorn.Server(config)
        self._app.state.stopping = False
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name="kclub-hub", daemon=True
        )
        self._thread.start()
        pause = threading.Event()
        while not self._server.started and self._thread.is_alive():
            pause.wait(0.01)
        if not self._server.started:
            listening.close()
            raise OSError(f"the hub could not start on {self._url}")
        self._housekeeping = Housekeeping(self.database)
        self._housekeeping.start()

    def stop(self) -> None:
        """Answer what is under way, stop listening and close the file; harmless twice."""
        self._app.state.stopping = True
        self.database.bell.ring("")
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(_STOP_SECONDS)
        self._server = self._thread = None
        self._housekeeping.stop()
        self.database.close()
