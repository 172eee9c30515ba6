"""Does the desk stay smooth? Gaps on the window's thread while it imports, syncs and is scrolled, all at once.

A timer on the window's thread should come every 4 ms; what is longer than that is a gap in which nothing could be
drawn and no key be heard. Measured at rest, scrolled alone, and then with everything at once: 20,000 rows imported by
the desk's own job into 100,000 members, every slice handed to a hub in the same process (as the demo's is), while the
list is scrolled sixty times a second. Other programs on the machine make gaps too, so it is told beside the gaps how much all threads of this one worked in
them: what a gap could at most be on a machine that does nothing else; and what the window's thread worked itself.
Aim: p99 under 16 ms, none over 50.
Run: python benchmarks/bench_frames.py [rows to import] [members]
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import community
import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kclub_desktop.app.application import application
from kclub_desktop.clock import FixedClock
from kclub_desktop.progress import Progress
from kclub_desktop.secrets import Held
from kclub_desktop.store import Library, open_library
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.sync import pairing, state
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.ui.desk.window import DeskWindow
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.session import Models, Session, Settings
from kclub_hub.communities import new_code, new_community
from kclub_hub.serve import HubServer

TICK_MS, FRAME_MS = 4, 16
REST_SECONDS = 4.0
MOST_SECONDS = 55.0


@dataclass
class Probe:
    """Ticks of the window's thread: how long after the one before, and what of that is this program's own doing."""

    gaps: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def begin(self) -> None:
        """From now on."""
        self.gaps, self.worked, self.own = [], [], []
        self._last = _clocks()

    def tick(self) -> None:
        """The timer came."""
        now = _clocks()
        gap, worked, whole = (1000 * (new - old) for new, old in zip(now, self._last, strict=True))
        self.gaps.append(gap)
        self.worked.append(worked)
        self.own.append(min(gap, max(TICK_MS, whole)))
        self._last = now

    def __str__(self) -> str:
        return (
            f"gap {_figures(self.gaps)}\n  of it work of this program {_figures(self.own)}"
            f"\n  of the window's own thread {_figures(self.worked)}"
        )


def _clocks() -> tuple[float, float, float]:
    """The clock, the processor time of this thread and that of all threads, in seconds."""
    return time.perf_counter(), time.thread_time(), time.process_time()


def _figures(taken: list[float]) -> str:
    p50, p99 = np.percentile(taken, (50, 99))
    late = sum(one > FRAME_MS for one in taken) / len(taken)
    return (
        f"p50 {p50:.1f}, p99 {p99:.1f}, worst {max(taken):.1f} ms, over a frame {late:.2%} of {len(taken):,}"
    )


class Desk:
    """The desk's window over a copy of the library, with a hub in this process."""

    def __init__(self, library: Library) -> None:
        self.library, self.jobs = library, Jobs()
        self.secrets = Held()
        self.sync = SyncLoop(library, self.secrets)
        self.session = Session(
            library, self.jobs, library.clock, Settings(library), Models(), self.sync, secrets=self.secrets
        )
        self.window = DeskWindow(self.session)
        self.window.show()
        self.page = self.window.show_page("members")
        self.probe = Probe()
        self.ticks = QTimer(self.window, interval=TICK_MS, timerType=_precise())
        self.ticks.timeout.connect(self.probe.tick)
        self.scroll = QTimer(self.window, interval=FRAME_MS, timerType=_precise())
        self.scroll.timeout.connect(self._scroll)
        self._way = 1

    def until(self, done: Callable[[], bool], most: float = MOST_SECONDS) -> bool:
        """Let the window live until done(); False if that took too long."""
        end = time.monotonic() + most
        state = {"reached": False}

        def look() -> None:
            state["reached"] = done()
            if state["reached"] or time.monotonic() > end:
                QApplication.exit()

        timer = QTimer(interval=50)
        timer.timeout.connect(look)
        timer.start()
        QApplication.exec()
        timer.stop()
        return state["reached"]

    def measure(self, name: str, done: Callable[[], bool], most: float = MOST_SECONDS) -> bool:
        """The probe's figures until done()."""
        self.probe.begin()
        self.ticks.start()
        began = time.monotonic()
        reached = self.until(done, most)
        self.ticks.stop()
        print(f"{name} ({time.monotonic() - began:.0f} s): {self.probe}", flush=True)
        return reached

    def _scroll(self) -> None:
        """A turn of the wheel: three rows."""
        bar = self.page.view.verticalScrollBar()
        if bar.value() in (bar.maximum(), 0):
            self._way = 1 if bar.value() == 0 else -1
        bar.setValue(bar.value() + self._way * 3 * 36)


def _precise() -> object:
    from PySide6.QtCore import Qt

    return Qt.TimerType.PreciseTimer


def after(seconds: float) -> Callable[[], bool]:
    """True once so many seconds are over."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def new_people(folder: Path, rows: int) -> Path:
    """A file of people nobody knows yet."""
    file = folder / "new.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("name", "email", "phone", "tags", "joined"))
        for number, member in enumerate(community.members(rows)):
            writer.writerow((member["name"], f"new{number}@example.org", "", member["tags"], "2026-05-04"))
    return file


def import_like_the_desk(desk: Desk, file: Path) -> Callable[[], bool]:
    """Begin the import; what tells that it and the sync that follows are over."""
    over: list[object] = []
    library, now = desk.library, desk.library.clock.now()

    def work(progress: Progress) -> object:
        from kclub_desktop.import_export.importing import import_files

        return import_files(library, [file], now=now, progress=progress)

    desk.jobs.start(work, key="import", name="import", done=over.append, failed=over.append)
    return lambda: bool(over)


def one_million(desk: Desk) -> None:
    """The same list with every member ten times: what scrolling and a repaint of the whole list cost does not grow."""
    table, usual = desk.page.table, desk.page.table.ids
    table.show_ids(usual * (1_000_000 // len(usual)))
    desk.page.view.verticalScrollBar().setValue(36 * 500_000)
    desk.measure(f"{len(table.ids):,} rows, scrolled", after(REST_SECONDS))
    desk.scroll.stop()
    bar, taken = desk.page.view.verticalScrollBar(), []
    for _ in range(300):
        bar.setValue(bar.value() + bar.pageStep())
        began = time.thread_time()
        desk.page.view.viewport().repaint()
        taken.append(1000 * (time.thread_time() - began))
    print(f"{len(table.ids):,} rows, a page down painted: work {_figures(taken)}", flush=True)
    table.show_ids(usual)
    desk.scroll.start()


def pair(desk: Desk, server: HubServer) -> int:
    """Pair the library with a hub, as if that had all there is; how many change sets that were."""
    community_id = new_community(server.database, desk.library.name)
    pairing.pair(desk.library, server.url, new_code(server.database, community_id), desk.secrets)
    last = desk.library.value("SELECT max(id) FROM change_set")
    state.pushed(desk.library, last)
    desk.sync.start()
    return int(desk.library.value("SELECT count(*) FROM change_set"))


def main() -> None:
    """Print the three figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    members = int(sys.argv[2]) if len(sys.argv) > 2 else community.MEMBERS
    source = community.library_folder(members)
    app = application()
    with tempfile.TemporaryDirectory(prefix="kclub-frames-") as scratch:
        folder = Path(scratch) / "library"
        folder.mkdir()
        shutil.copy(source / FILE_NAME, folder / FILE_NAME)
        with open_library(folder, clock=FixedClock(community.NOW)) as library:
            desk = Desk(library)
            desk.until(lambda: desk.page.loaded and not desk.jobs.busy)
            desk.measure("at rest", after(REST_SECONDS))
            desk.scroll.start()
            desk.measure(f"{members:,} rows, scrolled", after(REST_SECONDS))
            one_million(desk)
            server = HubServer(Path(scratch) / "hub.db")
            server.start()
            known = pair(desk, server)
            file = new_people(Path(scratch), rows)
            reached = desk.measure(
                f"import of {rows:,} into {members:,}, sync, scrolled", import_like_the_desk(desk, file)
            )
            print("the import is over" if reached else "the import was not over yet", flush=True)
            desk.scroll.stop()
            desk.window.close()
            desk.jobs.wait()
            sent = library.value("SELECT count(*) FROM change_set WHERE id <= ?", (state.of(library).pushed,))
            desk.sync.stop()
            server.stop()
            print(f"{sent - known:,} change sets were handed to the hub meanwhile", flush=True)
    app.quit()


if __name__ == "__main__":
    main()
