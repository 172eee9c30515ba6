"""When is a window ready? When its first page shows its data and the event loop has nothing left to do.

For `make bench`: with KCLUB_EXIT_WHEN_READY set the desk says so on stdout, with the time since the process began,
and ends.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

_LOOK_MS = 2


def when_ready(window: QWidget, settled: Callable[[], bool], then: Callable[[], Any]) -> None:
    """Print {"ready_ms": …} and call then() as soon as the window has nothing left to show: settled() holds."""
    timer = QTimer(window, interval=_LOOK_MS)

    def look() -> None:
        if not settled():
            return
        timer.stop()
        # A timer of zero runs after what is waiting: painting comes before it.
        QTimer.singleShot(0, window, say)

    def say() -> None:
        print(json.dumps({"ready_ms": round(_milliseconds_of_life(), 1)}), flush=True)  # noqa: T201
        then()

    timer.timeout.connect(look)
    timer.start()


def _milliseconds_of_life() -> float:
    """Since this process began, by the system's own account; since its clock began where the system keeps none."""
    import os

    stat = Path("/proc/self/stat")
    if not stat.exists():
        return time.process_time() * 1000
    started = int(stat.read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - started) * 1000
