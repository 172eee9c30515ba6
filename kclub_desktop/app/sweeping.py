"""When Python looks through everything for what nothing needs: now and then between two frames, never in the midst of work.

Of itself it does so on whichever thread happens to make one thing too many. That one holds every other meanwhile, with an open
window's 150,000 things 150 ms, which nobody takes for a frame; and a part of a window that is freed on a thread which is not
the window's brings the program down. So it is told when, on the window's thread. What was looked through once is set
aside (frozen), so that the next look is at what came since and takes a few milliseconds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_FIRST_MS, _EVERY_MS = 3_000, 10_000
_YOUNG_MS = 1_000
_MIDDLE = 1
"""The generation of what was looked through once at most."""
_TWICE = 2


class Sweeping(QObject):
    """Sweeps as long as it lives; one for the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._thorough = 0
        self._often = QTimer(self, interval=_YOUNG_MS)
        self._often.timeout.connect(lambda: gc.collect(_MIDDLE))
        self._often.start()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        # What a start makes is kept as it is: modules and the window, and next to nothing that nobody needs.
        QTimer.singleShot(_FIRST_MS, self, self._set_aside)

    def _set_aside(self) -> None:
        gc.freeze()
        self._thorough = gc.get_freeze_count()
        self._timer.start()

    def sweep(self) -> None:
        """Free what came since the last time and is in use no more; once that has doubled, whatever was set aside, too."""
        everything = gc.get_freeze_count() > _TWICE * self._thorough
        if everything:
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        if everything:
            self._thorough = gc.get_freeze_count()
