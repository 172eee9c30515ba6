"""A hub in a process of its own, killed while a desk works and syncs: only the chip says so, and later all is saved."""

import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from kclub_desktop.clock import SystemClock
from kclub_desktop.secrets import Held
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import beside, outbox, state
from kclub_desktop.sync.loop import SyncLoop
from kclub_hub.communities import new_code, new_community
from kclub_hub.database import HubDatabase

from .conftest import Desk

ROUNDS = int(os.environ.get("KCLUB_BAD_DAYS_ROUNDS", "2"))


class Hub:
    """`kclub hub` as people run it, on the same address each time."""

    def __init__(self, folder):
        self.database = folder / "hub.db"
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        command = [
            Path(sys.executable).parent / "kclub",
            "hub",
            "--database",
            self.database,
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/v1/health", timeout=2):
                return True
        except OSError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def hub(tmp_path):
    made = Hub(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def no_traceback(monkeypatch):
    """What would have been a traceback on the terminal or a crash dialog."""
    import threading

    seen = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: seen.append(error))
    monkeypatch.setattr(threading, "excepthook", lambda error: seen.append(error))
    return seen


def test_a_hub_killed_at_any_moment_shows_in_the_chip_only_and_later_all_is_saved(
    qtbot, hub, demo_folder, tmp_path, no_traceback
):
    import shutil

    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(demo_folder / FILE_NAME, folder / FILE_NAME)
    library, secrets = open_library(folder, clock=SystemClock()), Held()
    loop = SyncLoop(library, secrets, apart=True)
    desk = Desk(qtbot, library, SystemClock(), loop)
    qtbot.waitUntil(hub.answers, timeout=30_000)
    database = HubDatabase(hub.database)
    community = new_community(database, "KClub")
    loop.start()
    try:
        loop.pair(hub.url, new_code(database, community), "laptop")
        chance, offline = random.Random(7), 0
        for number in range(ROUNDS):
            for _ in range(3):
                with library.write(Op.ADD_MEMBER):
                    rows.add(library, Member, name=f"Guest {number}", created_at=1)
                loop.wake()
                qtbot.wait(int(chance.uniform(0, 150)))
            hub.kill()
            with library.write(Op.ADD_MEMBER):
                rows.add(library, Member, name=f"Offline {number}", created_at=1)
            loop.wake()
            qtbot.waitUntil(lambda: loop.error is not None, timeout=20_000)
            qtbot.waitUntil(lambda: "offline" in _chip(desk).casefold(), timeout=20_000)
            offline += 1
            hub.start()
            qtbot.waitUntil(hub.answers, timeout=30_000)
            loop.wake()

        until = time.monotonic() + 60
        while time.monotonic() < until and _unsaved(library):
            loop.wake()
            qtbot.wait(100)

        assert offline == ROUNDS and not _unsaved(library)
        qtbot.waitUntil(lambda: loop.error is None, timeout=20_000)
        assert not [
            each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
        ]
        assert no_traceback == []
        with database.reading() as db:
            told = "SELECT count(*) FROM log_set WHERE body LIKE '%add_member%'"
            assert db.execute(told).fetchone()[0] >= ROUNDS * 4
    finally:
        loop.stop()
        database.close()
        desk.window.close()
        library.shut()


def test_a_sync_killed_at_any_moment_shows_in_the_chip_only_and_the_next_one_goes_on(
    qtbot, hub, library, no_traceback, monkeypatch
):
    monkeypatch.setattr(beside, "is_little", lambda _library: False)
    loop = SyncLoop(library, Held(), apart=True)
    desk = Desk(qtbot, library, SystemClock(), loop)
    qtbot.waitUntil(hub.answers, timeout=30_000)
    database = HubDatabase(hub.database)
    loop.start()
    try:
        loop.pair(hub.url, new_code(database, new_community(database, "KClub")), "laptop")
        chance, killed = random.Random(11), 0
        for number in range(ROUNDS):
            with library.write(Op.IMPORT):
                rows.add_many(
                    library, Member, [{"name": f"Guest {number}.{n}", "created_at": 1} for n in range(300)]
                )
            loop.wake()
            qtbot.waitUntil(lambda: loop.progress is not None and loop._beside.is_there, timeout=20_000)
            qtbot.wait(int(chance.uniform(0, 400)))
            loop._beside._companion.kill()
            killed += 1
            qtbot.wait(50)
        until = time.monotonic() + 60
        while time.monotonic() < until and (_unsaved(library) or loop.error):
            loop.wake()
            qtbot.wait(100)

        assert killed == ROUNDS and not _unsaved(library) and loop.error is None
        assert not [
            each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
        ]
        assert no_traceback == []
        qtbot.waitUntil(lambda: "offline" not in _chip(desk).casefold(), timeout=25_000)
    finally:
        loop.stop()
        database.close()
        desk.window.close()
    assert not loop._beside.is_there


def _unsaved(library):
    return outbox.waiting(library, state.of(library).pushed)


def _chip(desk):
    return desk.window._sidebar.chip.toolTip() + desk.window._sidebar.chip.text()
