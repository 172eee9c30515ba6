"""The one QApplication of the process, named as the desktop knows it, and ended by Ctrl+C."""

from __future__ import annotations

import signal
import sys

from PySide6.QtWidgets import QApplication

from kclub_desktop.app.sweeping import Sweeping

_SWITCH_SECONDS = 0.0005
"""How long work on another thread keeps the interpreter when the window wants it: Python's own 5 ms, once for each of the
threads that import, sync and serve, would be more than a frame (benchmarks/bench_frames.py)."""


def application() -> QApplication:
    """The running application, or a new one."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("KClub")
    app.setDesktopFileName("kclub")
    if app.findChild(Sweeping) is None:
        Sweeping(app)
    return app
