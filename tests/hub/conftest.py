"""A hub on each engine, devices of each role, and change sets as a device would send them."""

import pytest
import requests

from kclub_hub import communities, log
from kclub_hub.database import HubDatabase
from kclub_hub.serve import HubServer
from kclub_protocol.changes import ChangeSet, RowChange
from kclub_protocol.ids import snowflake
from kclub_protocol.stamps import stamp_at
from tests.postgres import cluster

NOW_MS = 1_790_000_000_000


@pytest.fixture(scope="session")
def postgres():
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """Where a new hub's database is, on each engine."""
    if request.param == "sqlite":
        return tmp_path / "hub.db"
    return request.getfixturevalue("postgres").new_database()


@pytest.fixture
def hub(where):
    made = HubDatabase(where, lambda: NOW_MS)
    yield made
    made.close()


class Device:
    """A paired device that writes change sets and pulls."""

    def __init__(self, hub, community, role="owner", money=False):
        self.hub = hub
        paired = communities.pair(hub, communities.new_code(hub, community, role, money), f"a {role}'s")
        self.token, self.node = paired.token, paired.node
        self.written = 0

    @property
    def known(self):
        return communities.device_of(self.hub, self.token)

    def row(self, n):
        return snowflake(NOW_MS, self.node, n)

    def set_of(self, *changes, at_ms=NOW_MS):
        self.written += 1
        return ChangeSet(
            stamp_at(at_ms, self.written), self.node, "edit_member", at_ms // 1000, changes
        ).to_json()

    def send(self, *changes, after=None, at_ms=NOW_MS):
        return log.take(self.hub, self.known, [self.set_of(*changes, at_ms=at_ms)], after)

    def pull(self, after=0, limit=log.MAX_CHANGE_SETS, **more):
        return log.page_after(self.hub, self.known, after, limit, **more)


def made(entity, row, /, **fields):
    return RowChange(entity, row, True, fields)


def edited(entity, row, /, **fields):
    return RowChange(entity, row, False, fields)


@pytest.fixture
def community(hub):
    return communities.new_community(hub, "知行学社")


@pytest.fixture
def device(hub, community):
    def make(role="owner", money=False):
        return Device(hub, community, role, money)

    return make


class Server:
    """A hub on a port, and calls to it as a device makes them."""

    def __init__(self, where):
        self._server = HubServer(where, clock=lambda: NOW_MS)
        self._server.start()
        self.hub, self.url = self._server.database, self._server.url

    def ask(self, method, path, token="", **more):
        headers = {"Authorization": f"Bearer {token}", **more.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=30, **more)

    def stop(self):
        self._server.stop()


@pytest.fixture
def server(where):
    made = Server(where)
    yield made
    made.stop()


@pytest.fixture
def paired(server):
    """Makes devices of one community of the server."""
    community = communities.new_community(server.hub, "知行学社")

    def make(role="owner", money=False):
        return Device(server.hub, community, role, money)

    return make
