"""Starting the kiosk: the library, the session, the window over the whole screen, and sync beside it.

A bug must not close the door: it reaches the log, the guest reads that it did not work, and the next one can come.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication

from kclub_desktop.clock import SystemClock
from kclub_desktop.errors import NoEvent
from kclub_desktop.secrets import Secrets, SystemSecrets, configuration_folder
from kclub_desktop.store import Library
from kclub_desktop.store.encryption.kiosk import opened_at_the_door
from kclub_desktop.sync import state
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.kiosk import pin
from kclub_desktop.ui.kiosk.kiosk_query import event_now, event_shown
from kclub_desktop.ui.kiosk.window import KioskWindow
from kclub_desktop.ui.session import Models, Session, Settings
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import current_language, set_language

POLL_MS = 250
_DESIGNED_FOR = QSize(1280, 800)
_LARGEST_SCALE = 1.5
log = logging.getLogger(__name__)


def open_kiosk(
    folder: Path,
    event: int | None = None,
    *,
    door_name: str = "",
    language: str = "",
    leaderboard: bool = True,
    new_pin: bool = False,
    secrets: Secrets | None = None,
) -> int:
    """Run the kiosk of an event until somebody leaves it with the PIN; returns the exit code.

    event      None: the one that is on, else the next one
    door_name  kept with each scan, and told to who comes with a used ticket
    language   the one it returns to after each guest; '' is the one chosen in the desk, else the current one
    leaderboard  False where this door shows none
    new_pin    forget the PIN and have another chosen
    secrets    where the hub's token is kept; without them a paired library is not synced
    Raises NotALibrary, NoEvent and what else opened_at_the_door raises, before any window is seen.
    """
    with ExitStack() as open_things:
        held = secrets or SystemSecrets(configuration_folder())
        library = open_things.enter_context(opened_at_the_door(folder, SystemClock(), held))
        chosen = event if event is not None else event_now(library, library.clock.now())
        if chosen is None or event_shown(library, chosen) is None:
            raise NoEvent(str(folder))
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        settings = Settings(library)
        set_language(language or settings.get("language", current_language()))
        if new_pin:
            pin.forget(settings)
        apply_theme(app, settings.get("theme", "light"), scale_for(app.primaryScreen().size()))
        jobs = Jobs()
        open_things.callback(jobs.wait)
        sync = _sync(library, secrets)
        session = Session(library, jobs, library.clock, settings, Models(), sync)
        window = KioskWindow(session, chosen, door_name=door_name, leaderboard=leaderboard)
        window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        open_things.enter_context(_bugs_shown(window))
        open_things.enter_context(_ended_by_signals(window))
        if sync:
            sync.start()
            open_things.callback(sync.stop)
        poll = QTimer(window, interval=POLL_MS)
        poll.timeout.connect(library.poll)
        poll.start()
        window.left.connect(app.quit)
        window.showFullScreen()
        code = app.exec()
        # Quitting once more, with no loop running, would end every later loop of this process at once.
        window.left.disconnect(app.quit)
        window.leave()
        return code


def scale_for(screen: QSize) -> float:
    """How much larger the type is on a large screen, 1.0 to 1.5."""
    fits = min(screen.width() / _DESIGNED_FOR.width(), screen.height() / _DESIGNED_FOR.height())
    return min(_LARGEST_SCALE, max(1.0, fits))


def _sync(library: Library, secrets: Secrets | None) -> SyncLoop | None:
    return SyncLoop(library, secrets, apart=True) if secrets and state.find(library) else None


@contextmanager
def _bugs_shown(window: KioskWindow) -> Iterator[None]:
    """An exception in a slot goes to the log and to the screen in words, instead of ending the program."""
    before = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("the kiosk met a bug", exc_info=(kind, error, trace))
        # Later, outside of whatever was interrupted; a second bug there would end in the log alone.
        QTimer.singleShot(0, window, window.show_trouble)

    sys.excepthook = show
    try:
        yield
    finally:
        sys.excepthook = before


@contextmanager
def _ended_by_signals(window: KioskWindow) -> Iterator[None]:
    """The computer's own shutdown, or Ctrl+C where it was started, ends it properly.

    Not by asking the application to quit: that asks the window, which a guest cannot close either.
    """
    asked = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: window.leave()) for number in asked}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
