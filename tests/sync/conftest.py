"""A real hub on a real port, and libraries that are paired with it."""

import contextlib

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync.pairing import pair
from kclub_desktop.sync.session import endpoint_of, sync_once
from kclub_hub.communities import new_code, new_community
from kclub_hub.serve import HubServer
from tests.making import made_library

NOW = 1_790_000_000


class Copy:
    """A library with its own clock and its own place for secrets."""

    def __init__(self, folder, name, seconds=NOW):
        self.clock = FixedClock(seconds)
        self.library = made_library(folder, name=name, clock=self.clock)
        self.secrets = Held()

    def pair(self, url, code):
        pair(self.library, url, code, self.secrets, "laptop")

    def sync(self):
        endpoint = endpoint_of(self.library, self.secrets)
        try:
            return sync_once(self.library, endpoint)
        finally:
            endpoint.close()


class Hubs:
    """One hub's file served on several ports."""

    def __init__(self, file):
        self.file = file
        self.servers = [HubServer(file, clock=lambda: NOW * 1000) for _ in range(2)]
        for server in self.servers:
            server.start()
        self.database = self.servers[0].database
        self.community = new_community(self.database, "KClub")

    @property
    def urls(self):
        return [server.url for server in self.servers]

    def code(self):
        return new_code(self.database, self.community)

    def stop(self):
        for server in self.servers:
            server.stop()


@pytest.fixture
def hubs(tmp_path):
    made = Hubs(tmp_path / "hub.sqlite")
    yield made
    made.stop()


@pytest.fixture
def copies(tmp_path):
    made = []

    def make(name="", seconds=NOW):
        made.append(Copy(tmp_path / f"copy{len(made)}", name, seconds))
        return made[-1]

    yield make
    for copy in made:
        copy.library.shut()


@pytest.fixture(scope="session")
def three_copies(tmp_path_factory):
    """Makes a hub and three copies of a community with one member."""

    @contextlib.contextmanager
    def made():
        folder = tmp_path_factory.mktemp("three")
        hubs = Hubs(folder / "hub.sqlite")
        copies = [Copy(folder / f"copy{i}", "A" if i == 0 else "") for i in range(3)]
        with copies[0].library.write(Op.ADD_MEMBER):
            member = rows.add(copies[0].library, Member, name="李娜", created_at=1)
        for copy in copies:
            copy.pair(hubs.urls[0], hubs.code())
            copy.sync()
        try:
            yield copies, member
        finally:
            for copy in copies:
                copy.library.shut()
            hubs.stop()

    return made
