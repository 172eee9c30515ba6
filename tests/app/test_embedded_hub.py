"""The demo's hub: another process serves it, the library is paired with it and sent to it, and it ends with the desk."""

import socket
import time
from urllib.parse import urlsplit

import pytest

from kclub_desktop.app.embedded_hub import EmbeddedHub
from kclub_desktop.community import members
from kclub_desktop.secrets import Held
from kclub_desktop.sync import outbox, state
from kclub_desktop.sync.loop import SyncLoop
from tests.waiting import until


@pytest.fixture
def desk(library):
    sync = SyncLoop(library, Held())
    sync.start()
    hub = EmbeddedHub(library, sync)
    hub.start()
    yield library, hub
    sync.stop()
    hub.stop()


def test_the_demo_is_paired_with_its_hub_and_what_is_written_goes_there(desk):
    library, hub = desk
    members.add(library, {"name": "Anna Berg"})

    until(lambda: state.find(library) is not None)
    until(lambda: not outbox.waiting(library, state.of(library).pushed))

    assert (library.folder / "hub.db").is_file()
    began = time.monotonic()
    hub.stop()
    assert time.monotonic() - began < 5
    where = urlsplit(state.of(library).url)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((where.hostname, where.port), timeout=5)
