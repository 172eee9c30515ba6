"""The one QApplication of the process, named as the desktop knows it, and ended by Ctrl+C."""

from __future__ import annotations

import signal
import sys

from PySide6.QtWidgets import QApplication


def application() -> QApplication:
    """The running application, or a new one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("KClub")
    app.setDesktopFileName("kclub")
    return app
