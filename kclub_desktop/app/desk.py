"""Opening the desk: the application, a library, its session and window, one after the other while the person changes them.

The demo has a hub of its own in this process, so that sync can be seen at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from kclub_desktop.app import rescue, unlocking, working
from kclub_desktop.app.application import application as application_of_process
from kclub_desktop.app.first_run import first_run
from kclub_desktop.app.ready import when_ready
from kclub_desktop.cli import places
from kclub_desktop.clock import Clock, SystemClock
from kclub_desktop.errors import KClubError, LibraryUnreadable, NotALibrary
from kclub_desktop.secrets import Held, Secrets, SystemSecrets
from kclub_desktop.store import Library, is_library
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.ui.desk.libraries import DEMO
from kclub_desktop.ui.desk.window import DeskWindow
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.session import Models, Session, Settings
from kclub_desktop.words import set_language, system_language, tr
from kclub_desktop.words_for_errors import words_for

_HUB_AFTER_MS = 1500
"""The demo's hub waits until the window has settled: what it imports would slow the first second down."""


@dataclass(frozen=True)
class _Next:
    """What to do after a window closed: the folder to open, work to do before, files to look at in the new window.

    door  it is opened as a kiosk
    """

    folder: Path
    work: Callable[[], str] | None = None
    files: tuple[str, ...] = ()
    door: bool = False


def open_desk(folder: Path | None = None, clock: Clock | None = None) -> int:
    """Show the desk until its window is closed; the exit code: 1 if no library could be opened.

    folder  None = the person's own library; while there is none, the first run asks for it
    """
    application, clock = application_of_process(), clock or SystemClock()
    set_language(system_language())
    following: _Next | None = _Next(folder or places.own_library())
    if folder is None and not places.has_own_library():
        begun = first_run(application, clock)
        following = _Next(begun.folder or DEMO, files=begun.files) if begun else None
    code = 0
    while following is not None:
        said = working.done(following.work) if following.work else ""
        try:
            if following.door:
                from kclub_desktop.app.kiosk import open_kiosk

                return open_kiosk(following.folder, None, door_name="", language="", new_pin=False)
            library = _opened(following.folder, clock)
        except KClubError as error:
            chosen, code = _choose_another(error, following.folder, clock), 1
            following = _Next(chosen) if chosen else None
            continue
        following, code = _show(application, library, said, following.files), 0
    return code


def _opened(folder: Path, clock: Clock) -> Library:
    demo = folder in (DEMO, places.demo_library())
    if demo and not is_library(places.demo_library()):
        from kclub_desktop.demo import make_demo

        make_demo(places.demo_library(), clock=clock).shut()
    return unlocking.opened(places.demo_library() if demo else folder, clock, _secrets(folder))


def _secrets(folder: Path) -> Secrets:
    return Held() if folder in (DEMO, places.demo_library()) else SystemSecrets(places.configuration_folder())


def _show(
    application: QApplication, library: Library, said: str, files: tuple[str, ...] = ()
) -> _Next | None:
    """One window from opening to closing; what to do next, or None. files: to look at, then to import."""
    is_demo = library.folder == places.demo_library()
    secrets = _secrets(library.folder)
    jobs, sync, following = Jobs(), SyncLoop(library, secrets, apart=True), list[_Next]()

    def reopen(folder: Path) -> None:
        following.append(_Next(folder))
        window.close()

    def door() -> None:
        following.append(_Next(library.folder, door=True))
        window.close()

    def meanwhile(work: Callable[[], str]) -> None:
        following.append(_Next(library.folder, work))
        window.close()

    session = Session(
        library, jobs, library.clock, Settings(library), Models(), sync, reopen, meanwhile, secrets, door
    )
    window = DeskWindow(session)
    stop_hub: list[Callable[[], None]] = []
    sync.start()
    if is_demo:
        QTimer.singleShot(_HUB_AFTER_MS, window, lambda: stop_hub.append(_serve_demo(library, sync)))
    window.closed.connect(application.quit)
    window.show()
    if said := said or rescue.warning(library.folder):
        window.say(said)
    if files:
        window.look_at_files(files)
    if os.environ.get("KCLUB_EXIT_WHEN_READY"):
        when_ready(window, lambda: window.shown_page.settled, window.close)
    application.exec()
    # A job may be waiting for a sync.
    sync.stop()
    jobs.wait()
    for stop in stop_hub:
        stop()
    window.deleteLater()
    library.shut()
    return following[-1] if following else None


def _serve_demo(library: Library, sync: SyncLoop) -> Callable[[], None]:
    from kclub_desktop.app.embedded_hub import EmbeddedHub

    hub = EmbeddedHub(library, sync)
    hub.start()
    return hub.stop


def _choose_another(error: KClubError, folder: Path, clock: Clock) -> Path | None:
    """A library could not be opened: say why, offer its newest good backup, another folder, or the demo."""
    good = rescue.newest_good(folder) if isinstance(error, LibraryUnreadable | NotALibrary) else None
    words = words_for(error) + (f"\n\n{rescue.words_for_offer(good)}" if good else "")
    print(words, file=sys.stderr)  # noqa: T201
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return None
    box = QMessageBox(QMessageBox.Icon.Warning, "KClub", words)
    restore = box.addButton(tr("Restore the backup"), QMessageBox.ButtonRole.AcceptRole) if good else None
    other = box.addButton(tr("Open another library …"), QMessageBox.ButtonRole.AcceptRole)
    demo = box.addButton(tr("Open the demo community"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if good and box.clickedButton() is restore:
        said = working.done(lambda: rescue.restored(folder, good, clock))
        print(said, file=sys.stderr)  # noqa: T201
        return folder
    if box.clickedButton() is demo:
        return DEMO
    if box.clickedButton() is other:
        chosen = QFileDialog.getExistingDirectory(None, tr("The folder of a library"))
        return Path(chosen) if chosen else None
    return None
