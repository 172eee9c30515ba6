"""What a hub carries: fifty devices that wait, four processes on PostgreSQL, and a snapshot of a million changes.

There is no peer to run beside: each figure is printed with what it was measured on, and nothing is asserted.
Run: python benchmarks/bench_hub.py [changes of the snapshot]; PostgreSQL is measured where it is installed.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import requests
from bench_sync import hub_process
from versus import spread

from kclub_hub import communities, log
from kclub_hub.database import HubDatabase
from kclub_protocol.changes import ChangeSet, RowChange
from kclub_protocol.ids import snowflake
from kclub_protocol.stamps import stamp_at

DEVICES, EDITS = 50, 100
PROCESSES, WRITERS, BATCHES, PER_BATCH = 4, 8, 25, 20


class Device:
    """A paired device that writes edits of a row."""

    def __init__(self, hub: HubDatabase, community: str, url: str) -> None:
        paired = communities.pair(hub, communities.new_code(hub, community), "bench")
        self.node, self.url, self.written = paired.node, url, 0
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["Authorization"] = f"Bearer {paired.token}"

    def edits(self, count: int) -> list[dict[str, object]]:
        """As many change sets of one edited field."""
        now = time.time_ns() // 1_000_000
        sets = []
        for _ in range(count):
            self.written += 1
            change = RowChange(
                "member", snowflake(now, self.node, 0), False, {"note": f"edit {self.written}"}
            )
            stamp = stamp_at(now, self.written % 60_000)
            sets.append(ChangeSet(stamp, self.node, "edit_member", now // 1000, (change,)).to_json())
            now += 1
        return sets

    def push(self, sets: list[dict[str, object]]) -> None:
        """Hand them in."""
        self.http.post(f"{self.url}/v1/changes", json={"number": 1, "change_sets": sets}).raise_for_status()

    def wait(self, after: int) -> int:
        """Wait for something new; the cursor after it."""
        answer = self.http.get(f"{self.url}/v1/changes", params={"after": after, "wait": 25})
        answer.raise_for_status()
        return int(answer.json()["next"])


def waiting_devices(where: str) -> None:
    """From an edit handed in to the answer at each of fifty devices that wait."""
    with hub_process(where) as url:
        hub = HubDatabase(where)
        community = communities.new_community(hub, "Bench")
        writer = Device(hub, community, url)
        readers = [Device(hub, community, url) for _ in range(DEVICES)]
        took: list[float] = []
        sent = 0.0
        with ThreadPoolExecutor(DEVICES) as pool:
            after = 0
            for _ in range(EDITS):
                heard = [pool.submit(lambda r=r, a=after: (r.wait(a), time.perf_counter())) for r in readers]
                while hub_waiting(url) < DEVICES:
                    time.sleep(0.02)
                sent = time.perf_counter()
                writer.push(writer.edits(1))
                took += [1000 * (each.result()[1] - sent) for each in heard]
                after = heard[0].result()[0]
        hub.close()
    print(f"{DEVICES} waiting devices, from an edit to its arrival: {spread(took)}")


def hub_waiting(url: str) -> int:
    """How many wait at a hub's process."""
    told = requests.get(f"{url}/metrics", timeout=10).text
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("kclub_hub_waiting "))


def many_writers(where: str, processes: int) -> None:
    """Batches handed in at once by several devices at several processes of one hub."""
    with ExitStack() as stack:
        urls = [stack.enter_context(hub_process(where)) for _ in range(processes)]
        hub = HubDatabase(where)
        community = communities.new_community(hub, "Bench")
        writers = [Device(hub, community, urls[n % processes]) for n in range(WRITERS)]
        took: list[float] = []
        lock = threading.Lock()

        def write(writer: Device) -> None:
            for _ in range(BATCHES):
                sets = writer.edits(PER_BATCH)
                began = time.perf_counter()
                writer.push(sets)
                with lock:
                    took.append(1000 * (time.perf_counter() - began))

        began = time.perf_counter()
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(write, writers))
        seconds = time.perf_counter() - began
        hub.close()
    changes = WRITERS * BATCHES * PER_BATCH
    print(
        f"{WRITERS} writers at {processes} processes: {changes / seconds:,.0f} change sets/s; a batch of {PER_BATCH}: {spread(took)}"
    )


def snapshot(folder: Path, changes: int) -> None:
    """A stream of so many changed rows, read and opened."""
    where = str(folder / "snapshot.db")
    hub = HubDatabase(where)
    community = communities.new_community(hub, "Bench")
    with hub_process(where) as url:
        writer = Device(hub, community, url)
        known = communities.device_of(hub, writer.http.headers["Authorization"].split()[1])
        now = time.time_ns() // 1_000_000
        for part in range(changes // 20_000):
            rows = tuple(
                RowChange(
                    "activity",
                    snowflake(now + part, writer.node, n % 512) + n,
                    True,
                    {"kind": "view", "at": n, "member": str(n)},
                )
                for n in range(20_000)
            )
            body = ChangeSet(stamp_at(now, part), writer.node, "import", now // 1000, rows).to_json()
            log.take(hub, known, [body])
        reader = Device(hub, community, url)
        began = time.perf_counter()
        answer = reader.http.get(f"{url}/v1/snapshot", stream=True)
        packed, opened, opening = 0, 0, zlib.decompressobj(wbits=31)
        while piece := answer.raw.read(1 << 16):
            packed += len(piece)
            opened += len(opening.decompress(piece))
        seconds = time.perf_counter() - began
    print(
        f"snapshot of {changes:,} changed rows: {seconds:.1f} s, {packed / 1e6:.0f} MB sent ({opened / 1e6:.0f} MB open);"
        f" the hub's file {hub.size / changes:.0f} bytes per row"
    )
    hub.close()


def main() -> None:
    """Measure all."""
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="kclub-bench-") as made:
        folder = Path(made)
        waiting_devices(str(folder / "waiting.db"))
        many_writers(str(folder / "writers.db"), 1)
        snapshot(folder, changes)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests import postgres

    if postgres.programs() is None:
        print(json.dumps({"postgresql": "not installed"}))
        return
    with postgres.cluster() as server:
        waiting_devices(server.new_database())
        many_writers(server.new_database(), 1)
        many_writers(server.new_database(), PROCESSES)


if __name__ == "__main__":
    main()
