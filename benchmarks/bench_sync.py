"""Syncing 10,000 members through a hub in a process of its own, beside Anki's notes and cards through its sync server.

Sketch: 10,000 rows of 25 fields are 6 MB of JSON; writing, packing, reading and checking them costs some 30 µs a row on
each side. What Anki does for a note and its card is about as much data.
Run: python benchmarks/bench_sync.py [members]
"""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anki
import community
from versus import NotMeasured, Outcome, plain_environment, processor_ms

from kclub_desktop.clock import SystemClock
from kclub_desktop.secrets import Held
from kclub_desktop.store import Library, Op, make_library, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.sync import afterwards
from kclub_desktop.sync.pairing import pair
from kclub_desktop.sync.session import sync
from kclub_hub.communities import new_code, new_community
from kclub_hub.database import HubDatabase

ROUNDS = 5
WORK = {
    "push": "10,000 new members to the hub",
    "pull": "10,000 new members from the hub",
    "push_edits": "an edit of each of 10,000 members to the hub",
    "pull_edits": "an edit of each of 10,000 members from the hub",
    "nothing": "a sync in which nothing happened",
}


Took = tuple[float, float]
"""Milliseconds by the clock, and of processor time of both sides."""


class Copy:
    """A library that is paired with the hub."""

    def __init__(self, folder: Path, name: str, url: str, code: str, hub: int) -> None:
        """hub: the number of its process."""
        self.hub = hub
        self.library: Library = make_library(folder, name=name, clock=SystemClock())
        self.secrets = Held()
        pair(self.library, url, code, self.secrets, "bench")

    def sync_ms(self) -> Took:
        """One sync."""
        began, worked = time.perf_counter(), self._processor_ms()
        sync(self.library, self.secrets)
        took = 1000 * (time.perf_counter() - began), self._processor_ms() - worked
        afterwards.finish(self.library)
        return took

    def _processor_ms(self) -> float:
        return processor_ms() + processor_ms(self.hub)


@contextmanager
def hub_process(database: str) -> Iterator[tuple[str, int]]:
    """`kclub hub` as people run it; gives its address and the number of its process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [
        Path(sys.executable).parent / "kclub",
        "hub",
        "--database",
        database,
        "--port",
        str(port),
        "--json",
    ]
    running = subprocess.Popen(command, env=plain_environment(), stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/v1/health").close()
                break
            except OSError:
                time.sleep(0.1)
        yield url, running.pid
    finally:
        running.terminate()
        running.wait()


def ours(count: int, database: str | None = None) -> dict[str, Took]:
    """What each kind of work took, once, on new libraries and a new hub."""
    folder = Path(tempfile.mkdtemp(prefix="kclub-bench-"))
    where = database or str(folder / "hub.db")
    try:
        with hub_process(where) as (url, process):
            hub = HubDatabase(where)
            key = new_community(hub, "Bench")
            east = Copy(folder / "east", "Bench", url, new_code(hub, key), process)
            west = Copy(folder / "west", "", url, new_code(hub, key), process)
            for copy in (east, west, east, west):
                copy.sync_ms()
            taken = measured(east, west, count)
            for copy in (east, west):
                copy.library.shut()
            taken["bytes"] = hub.size / (2 * count), 0.0
            hub.close()
        return taken
    finally:
        shutil.rmtree(folder)


def measured(east: Copy, west: Copy, count: int) -> dict[str, Took]:
    """One round between two copies."""
    taken = {}
    with east.library.write(Op.IMPORT):
        ids = rows.add_many(east.library, Member, list(community.members(count)))
    taken["push"], taken["pull"] = east.sync_ms(), west.sync_ms()
    with east.library.write(Op.EDIT_MEMBER):
        rows.change_many(
            east.library, Member, [{"id": one, "note": f"prefers evenings {one}"} for one in ids]
        )
    taken["push_edits"], taken["pull_edits"] = east.sync_ms(), west.sync_ms()
    taken["nothing"] = sorted(west.sync_ms() for _ in range(9))[4]
    return taken


def theirs(environment: Path, count: int) -> dict[str, Took]:
    """The same by Anki. Raises NotMeasured."""
    folder = Path(tempfile.mkdtemp(prefix="anki-bench-"))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    try:
        command = [
            environment / "bin" / "python",
            anki.INSIDE / "sync.py",
            folder / "work",
            str(count),
            str(port),
        ]
        ended = subprocess.run(command, env=plain_environment(), capture_output=True, text=True, check=False)
        if ended.returncode:
            raise NotMeasured(ended.stderr.strip().splitlines()[-1])
        return {key: tuple(took) for key, took in json.loads(ended.stdout.splitlines()[-1]).items()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Measure in turns and print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    environment = anki.sync_environment()
    mine, other = [], []
    for _ in range(ROUNDS):
        mine.append(ours(count))
        if environment:
            other.append(theirs(environment, count))
    for key, name in WORK.items():
        for kind, at in (("by the clock", 0), ("processor time of both sides", 1)):
            taken = [[each[key][at] for each in side] for side in (mine, other)]
            print(Outcome(f"{name}, {kind}", anki.NAME, *taken))
    print(f"the hub's file: {statistics.median(each['bytes'][0] for each in mine):.0f} bytes per changed row")


if __name__ == "__main__":
    main()
