"""From the command to a window one can work in: the members page of 100,000, beside Anki's deck list of 100,000 notes.

Both are whole processes, timed by the same clock outside of them from before the process is made: ours until the first
page has painted its members and the event loop is idle, Anki's until its browser engine has drawn the deck list.
Sketch: the smallest window process takes 130 ms, imports of peewee and numpy 90, ids of 100,000 rows in order 40,
one page of rows and its painting 30. Aim: half of Anki.
Run: python benchmarks/bench_start.py [pairs]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import anki
import community
from versus import NotMeasured, Program, plain_environment, spread, versus

from kclub_desktop.clock import FixedClock
from kclub_desktop.store import open_library
from kclub_desktop.ui.session import Settings

KCLUB = Path(sys.executable).parent / "kclub"
"""KCLUB_BENCH_COMMAND names another build, a packaged one say."""


def start_ms(folder: Path, inside: list[float]) -> float:
    """Milliseconds of one start; inside gets what the program itself counted from its own beginning."""
    command = [os.environ.get("KCLUB_BENCH_COMMAND", str(KCLUB)), "--library", str(folder)]
    with Program(command, plain_environment(KCLUB_EXIT_WHEN_READY="1")) as program:
        taken, answer = program.ready_ms()
        program.ends_well()
    inside.append(answer["ready_ms"])
    return taken


def main() -> None:
    """Print both and the ratio."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    folder = community.library_folder()
    with open_library(folder, clock=FixedClock(community.NOW)) as library:
        Settings(library).set("desk.page", "members")
    reference, inside = anki.prepared(), []
    try:
        versus(
            f"start with {community.MEMBERS:,} members",
            lambda: start_ms(folder, inside),
            reference and reference.start_ms,
            pairs,
            reference=f"{anki.NAME} with as many notes",
        )
    except NotMeasured as reason:
        sys.exit(f"The start could not be measured: {reason}")
    print(f"  counted by our process itself: {spread(inside[1:])}")


if __name__ == "__main__":
    main()
