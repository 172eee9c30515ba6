"""A real desk window over a real library: a small community with everything in it, made once and copied."""

import shutil

import pytest

from kclub_desktop.clock import FixedClock
from kclub_desktop.demo import make_demo
from kclub_desktop.store import open_library
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.ui.desk.window import DeskWindow
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.session import Models, Session, Settings
from kclub_hub import communities
from kclub_hub.serve import HubServer
from tests.making import made_library

NOW = 1_790_000_000


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "library"
    with make_demo(folder, clock=FixedClock(NOW)) as library:
        # The overview is the page with most to draw: tests that are not about it need not wait for it.
        Settings(library).set("desk.page", "history")
    return folder


class Desk:
    """A window and a person in front of it."""

    def __init__(self, qtbot, library, clock, sync=None):
        self.qtbot, self.library, self.clock = qtbot, library, clock
        self.reopened = []
        self.session = Session(
            library, Jobs(), clock, Settings(library), Models(), sync, self.reopened.append
        )
        self.window = DeskWindow(self.session)
        qtbot.addWidget(self.window)
        self.window.show()
        self.settle()

    def settle(self):
        """Until nothing is under way any more."""
        quiet = 0

        def done():
            nonlocal quiet
            under_way = (
                self.session.jobs.busy or self.window._news or self.window.shown_page._again.isActive()
            )
            quiet = 0 if under_way else quiet + 1
            return quiet > 3

        self.qtbot.waitUntil(done, timeout=30_000)

    def open(self, name):
        """Go to a page and wait for its data."""
        page = self.window.show_page(name)
        self.settle()
        return page

    @property
    def said(self):
        """The message at the bottom, '' if none is shown."""
        toast = self.window._toast
        return toast.words.text() if toast.isVisible() else ""

    def take_back(self):
        """Press Undo in the message."""
        assert self.window._toast.undo.isVisible(), "no Undo is offered"
        self.window._toast.undo.click()
        self.settle()


@pytest.fixture
def clock():
    return FixedClock(NOW)


@pytest.fixture
def hub(tmp_path, clock):
    server = HubServer(tmp_path / "hub.db", clock=clock.milliseconds)
    server.start()
    server.community = communities.new_community(server.database, "Zhixing")
    yield server
    server.stop()


@pytest.fixture
def demo(demo_folder, tmp_path, clock):
    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(demo_folder / FILE_NAME, folder / FILE_NAME)
    with open_library(folder, clock=clock) as library:
        yield library


@pytest.fixture
def desk(qtbot, demo, clock):
    made = Desk(qtbot, demo, clock)
    yield made
    made.window.close()
    made.session.jobs.wait()


@pytest.fixture
def empty_desk(qtbot, tmp_path, clock):
    with made_library(tmp_path / "empty", name="Empty", clock=clock) as library:
        made = Desk(qtbot, library, clock)
        yield made
        made.window.close()
        made.session.jobs.wait()


@pytest.fixture
def desk_over(qtbot, clock):
    """A desk over a library of the test's own."""
    made = []

    def open_over(library):
        made.append(Desk(qtbot, library, clock))
        return made[-1]

    yield open_over
    for one in made:
        one.window.close()
        one.session.jobs.wait()
