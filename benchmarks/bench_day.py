"""Does the desk stay as small as it was? Memory, open files and connections over a day of going from page to page.

A desk with the demo community is taken to one page after another, each time after another program has edited a member, as
a kiosk, a sync or the command line does. The reference is the same desk after the first fifty, when each page was there.
Run: python benchmarks/bench_day.py [pages]
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kclub_desktop.app.tour.screens import application, session_of, settle
from kclub_desktop.clock import SystemClock
from kclub_desktop.demo import make_demo
from kclub_desktop.store import Op, open_library, rows
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.desk.window import DeskWindow

WARM, PAGES_A_DAY = 50, 400


def megabytes() -> float:
    """What this process holds in memory; Linux only."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def open_files() -> int:
    """Files and the like that this process has open."""
    return len(os.listdir("/proc/self/fd"))


def main() -> None:
    """Print both at the start, after the first fifty, and at the end."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES_A_DAY
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder) / "demo", clock=SystemClock()).shut()
        with (
            open_library(Path(folder) / "demo", clock=SystemClock()) as library,
            open_library(Path(folder) / "demo", clock=SystemClock()) as elsewhere,
        ):
            people = [
                row for (row,) in library.rows("SELECT id FROM member WHERE deleted_at IS NULL LIMIT 50")
            ]
            application()
            session = session_of(library, SystemClock())
            window = DeskWindow(session)
            window.show()
            settle(session)
            seen = {}
            for page in range(many + 1):
                if page in (0, WARM, many):
                    gc.collect()
                    seen[page] = megabytes(), open_files()
                    print(f"{page:>6} pages: {seen[page][0]:7.0f} MB, {seen[page][1]:4} files open")
                window.show_page(chance.choice(list(PAGES)))
                with elsewhere.write(Op.EDIT_MEMBER):
                    rows.change(elsewhere, Member, chance.choice(people), note=f"page {page}")
                library.poll()
                settle(session)
            warm, end = seen[min(WARM, many)], seen[many]
            print(
                f"at the end / when warm: memory {end[0] / warm[0]:.2f}, files {end[1] / warm[1]:.2f} (aim: 1)"
            )
            window.close()
            session.jobs.wait()


if __name__ == "__main__":
    main()
