"""Does the desk stay smooth? Gaps on the window's thread while it imports, syncs and is scrolled, all at once.

A timer on the window's thread should come every 4 ms; what is longer than that is a gap in which nothing could be
drawn and no key be heard. Measured at rest, scrolled alone, and then with everything at once: 20,000 rows imported as
the desk does it into 100,000 members, every slice handed to a hub as the demo's is (both in processes of their own), while the
list is scrolled sixty times a second. Other programs on the machine make gaps too, so three more things are told: the gaps
less the time for which the window's thread was ready to go on and no processor was free (Linux tells that of each
thread); what it worked itself; and the gaps that another program had at the same time, whose window is empty and which
works as long for each frame as ours did at rest. What is left of a gap neither worked nor stood in that queue: mostly the
interpreter, held by another thread. Aim: p99 under 16 ms, none over 50.
Run: python benchmarks/bench_frames.py [rows to import] [members] [within]
within: sync on a thread of the window's process instead of beside it, to compare with.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import community
import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kclub_desktop import apart
from kclub_desktop.app.application import application
from kclub_desktop.clock import FixedClock
from kclub_desktop.progress import Cancelled, Progress
from kclub_desktop.secrets import Held
from kclub_desktop.store import Library, open_library
from kclub_desktop.store.library import FILE_NAME
from kclub_desktop.sync import outbox, pairing, state
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.ui.desk.window import DeskWindow
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.session import Models, Session, Settings

TICK_MS, FRAME_MS = 4, 16
_REFERENCE, _REFERENCE_WORK_MS, _WITHIN = "reference", 3.0, "within"
_QUEUE = Path("/proc/thread-self/schedstat")
REST_SECONDS = 4.0
MOST_SECONDS = 55.0


@dataclass
class Probe:
    """Ticks of the window's thread: how long after the one before, and what of that is this program's own doing."""

    gaps: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    def begin(self) -> None:
        """From now on."""
        self.gaps, self.worked, self.own, self.held = [], [], [], []
        self._last = _clocks()

    def tick(self) -> None:
        """The timer came."""
        now = _clocks()
        gap, worked, waited = (1000 * (new - old) for new, old in zip(now, self._last, strict=True))
        self.gaps.append(gap)
        self.worked.append(worked)
        self.own.append(max(worked, gap - waited))
        self.held.append(max(0.0, gap - worked - waited - TICK_MS))
        self._last = now

    def __str__(self) -> str:
        return (
            f"gap {_figures(self.gaps)}\n  with a processor free at once {_figures(self.own)}"
            f"\n  work of the window's own thread {_figures(self.worked)}"
            f"\n  held up otherwise {_figures(self.held)}, together {sum(self.held) / sum(self.gaps):.1%} of the time"
        )


def _clocks() -> tuple[float, float, float]:
    """The clock, the processor time of this thread, and how long it waited for a processor, in seconds."""
    waited = int(_QUEUE.read_text().split()[1]) / 1e9 if _QUEUE.exists() else 0.0
    return time.perf_counter(), time.thread_time(), waited


class Reference:
    """Another program with a window's loop, at the same time: its gaps are the machine's."""

    def __init__(self) -> None:
        words = [sys.executable, __file__, _REFERENCE, str(_REFERENCE_WORK_MS)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, word: str) -> str:
        """begin: forget what was; end: its figures."""
        assert self._process.stdin and self._process.stdout
        print(word, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()

    def stop(self) -> None:
        """No more of it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def be_the_reference(work_ms: float) -> None:
    """A frame every 16 ms that takes so much work, and a tick every 4; answers one line for each that it is asked."""
    from PySide6.QtCore import QSocketNotifier

    app, probe = application(), Probe()

    def frame() -> None:
        until = time.thread_time() + work_ms / 1000
        while time.thread_time() < until:
            pass

    def asked() -> None:
        word = sys.stdin.readline().strip()
        if not word:
            app.exit()
        elif word == "begin":
            probe.begin()
            print("begun", flush=True)
        else:
            print(_figures(probe.gaps), flush=True)

    probe.begin()
    hearing = QSocketNotifier(0, QSocketNotifier.Type.Read)
    hearing.activated.connect(asked)
    for every, do in ((TICK_MS, probe.tick), (FRAME_MS, frame)):
        timer = QTimer(app, interval=every, timerType=_precise())
        timer.timeout.connect(do)
        timer.start()
    app.exec()


def _figures(taken: list[float]) -> str:
    p50, p99 = np.percentile(taken, (50, 99))
    late = sum(one > FRAME_MS for one in taken) / len(taken)
    return (
        f"p50 {p50:.1f}, p99 {p99:.1f}, worst {max(taken):.1f} ms, over a frame {late:.2%} of {len(taken):,}"
    )


class Desk:
    """The desk's window over a copy of the library. apart: does it sync in a process of its own, as the desk's does?"""

    def __init__(self, library: Library, apart: bool) -> None:
        self.library, self.jobs = library, Jobs()
        self.secrets = Held()
        self.sync = SyncLoop(library, self.secrets, apart=apart)
        self.session = Session(
            library, self.jobs, library.clock, Settings(library), Models(), self.sync, secrets=self.secrets
        )
        self.window = DeskWindow(self.session)
        self.window.show()
        self.page = self.window.show_page("members")
        self.probe, self.reference = Probe(), Reference()
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
        self.reference.ask("begin")
        self.probe.begin()
        self.ticks.start()
        began = time.monotonic()
        reached = self.until(done, most)
        self.ticks.stop()
        print(f"{name} ({time.monotonic() - began:.0f} s): {self.probe}", flush=True)
        print(f"  another program's gaps meanwhile {self.reference.ask('end')}", flush=True)
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
        from kclub_desktop.import_export.beside import import_beside

        return import_beside(library, [file], now=now, dry_run=False, progress=progress)

    desk.jobs.start(work, key="import", name="import", done=over.append, failed=over.append)
    return lambda: bool(over) and not outbox.waiting(library, state.of(library).pushed)


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


def pair(desk: Desk, file: Path, serving: Progress) -> int:
    """Pair the library with a hub, as if that had all there is; how many change sets that were. serving ends the hub."""
    addresses: Queue[tuple[str, str]] = Queue()
    words = "kclub_desktop.app.embedded_hub:serve", file, desk.library.name
    Thread(target=_hub, args=(words, serving, addresses.put), daemon=True).start()
    pairing.pair(desk.library, *addresses.get(timeout=MOST_SECONDS), desk.secrets)
    last = desk.library.value("SELECT max(id) FROM change_set")
    state.pushed(desk.library, last)
    desk.sync.start()
    return int(desk.library.value("SELECT count(*) FROM change_set"))


def _hub(words: tuple[Any, ...], serving: Progress, heard: Callable[[Any], None]) -> None:
    with suppress(Cancelled):
        apart.run(*words, progress=serving, heard=heard)


def main() -> None:
    """Print the figures."""
    if sys.argv[1:2] == [_REFERENCE]:
        be_the_reference(float(sys.argv[2]))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    members = int(sys.argv[2]) if len(sys.argv) > 2 else community.MEMBERS
    source = community.library_folder(members)
    app = application()
    with tempfile.TemporaryDirectory(prefix="kclub-frames-") as scratch:
        folder = Path(scratch) / "library"
        folder.mkdir()
        shutil.copy(source / FILE_NAME, folder / FILE_NAME)
        with open_library(folder, clock=FixedClock(community.NOW)) as library:
            desk = Desk(library, apart=sys.argv[-1] != _WITHIN)
            desk.until(lambda: desk.page.loaded and not desk.jobs.busy)
            desk.measure("at rest", after(REST_SECONDS))
            desk.scroll.start()
            desk.measure(f"{members:,} rows, scrolled", after(REST_SECONDS))
            one_million(desk)
            serving = Progress()
            known = pair(desk, Path(scratch) / "hub.db", serving)
            file = new_people(Path(scratch), rows)
            reached = desk.measure(
                f"import of {rows:,} into {members:,}, sync, scrolled", import_like_the_desk(desk, file)
            )
            print("all is imported and sent" if reached else "it was not over yet", flush=True)
            desk.scroll.stop()
            desk.window.close()
            desk.jobs.wait()
            sent = library.value("SELECT count(*) FROM change_set WHERE id <= ?", (state.of(library).pushed,))
            desk.sync.stop()
            serving.cancel()
            desk.reference.stop()
            print(f"{sent - known:,} change sets were handed to the hub meanwhile", flush=True)
    app.quit()


if __name__ == "__main__":
    main()
