"""The hub is a process of its own and is killed while the window is open: a chip says so, and nothing else changes."""

import json
import os
import subprocess
import sys
import time

import pytest
from PySide6.QtWidgets import QApplication

from kclub_desktop.clock import SystemClock
from kclub_desktop.community import members
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync.loop import SyncLoop
from tests.ui.desk.conftest import Desk

_HUB = "from kclub_desktop.cli.main import app; app(['hub', *__import__('sys').argv[1:]])"


class HubProcess:
    """`kclub hub` as a person starts it, killed without warning and started again where it was."""

    def __init__(self, folder):
        self._database = folder / "hub.db"
        self.url, self.code = self._start(0)

    def _start(self, port):
        words = ["--database", str(self._database), "--port", str(port), "--json"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _HUB, *words], stdout=subprocess.PIPE, text=True, env=environment
        )
        said = "".join(iter(self._process.stdout.readline, "}\n")) + "}"
        told = json.loads(said)
        return told["url"], told["code"]

    def kill(self):
        self._process.kill()
        self._process.wait(10)

    def again(self):
        url, _code = self._start(int(self.url.rpartition(":")[2]))
        assert url == self.url


@pytest.fixture
def hub(tmp_path):
    made = HubProcess(tmp_path)
    yield made
    made.kill()


def test_pulling_the_cable_at_any_moment_shows_only_the_chip_and_everything_goes_on(
    qtbot, hub, new_library, tmp_path
):
    import shutil

    with open_library(shutil.copytree(new_library, tmp_path / "library"), clock=SystemClock()) as library:
        with library.write(Op.ADD_MEMBER):
            rows.add(library, Member, name="李娜", created_at=1)
        member = library.value("SELECT id FROM member")
        sync = SyncLoop(library, Held())
        sync.pair(hub.url, hub.code, "Desk")
        sync.start()
        desk = Desk(qtbot, library, SystemClock(), sync)
        chip = lambda: desk.window._sidebar.chip.text()  # noqa: E731
        try:
            qtbot.waitUntil(lambda: "Synced" in chip() or desk.window._chip.refresh(), timeout=20_000)
            for page in ("members", "sync", "overview"):
                desk.open(page)
            windows = {id(each) for each in QApplication.topLevelWidgets() if each.isVisible()}

            hub.kill()
            members.edit(library, member, {"note": "written while it was away"})
            qtbot.waitUntil(lambda: sync.error is not None, timeout=30_000)
            qtbot.waitUntil(lambda: chip() == "Offline\n1 change waits", timeout=10_000)

            assert {id(each) for each in QApplication.topLevelWidgets() if each.isVisible()} <= windows
            assert desk.said == "" and desk.window.asides.notices.unread == 0
            for page in ("members", "courses", "events", "insights", "sync", "overview"):
                assert desk.open(page).settled
            members.edit(library, member, {"phone": "+8613800001234"})

            hub.again()
            sync.wake()
            until = time.monotonic() + 30
            while "All saved" not in chip() and time.monotonic() < until:
                sync.wake()
                desk.window._chip.refresh()
                qtbot.wait(200)
            assert chip().startswith("All saved")
        finally:
            desk.window.close()
            desk.session.jobs.wait()
            sync.stop()
