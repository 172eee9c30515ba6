"""What the chip in the sidebar says: saved and synced when, how many changes wait, conflicts, or that the hub is away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kclub_desktop.errors import KClubError
from kclub_desktop.sync.status import Status
from kclub_desktop.ui.desk import shown, sync_query
from kclub_desktop.ui.desk.syncing.state_card import is_away, is_passing, on_its_way
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_hub import files_in_short

_REFRESH_MS, _SOON_MS = 20_000, 1_000
Speak = Callable[[str, str, str], Any]


class SyncChip(QObject):
    """Looks again after every change, every error of sync, three times a minute, and each second while something is on its way.

    `moved`: what it says is something else than before.
    """

    told = Signal()
    moved = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._speak: Speak = lambda words, icon, tone: None
        self._seen: tuple[object, ...] = ()
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.told.connect(self.refresh)
        if session.sync is not None:
            session.sync.on_told(lambda _error: self.told.emit())

    def speak_through(self, speak: Speak) -> None:
        """speak(words, icon, tone): the chip of the sidebar that is there now."""
        self._speak = speak
        self.refresh()

    def stop(self) -> None:
        """At the end of the window."""
        self._timer.stop()

    def refresh(self) -> None:
        """Ask in the background and say it."""
        library = self._session.library
        self._session.jobs.start(lambda progress: sync_query.chip(library), key="chip", done=self._say)

    def _say(self, answer: tuple[Status, bool]) -> None:
        found, to_come = answer
        error = self._session.sync.error if self._session.sync else None
        self._speak(*_words(found, error, self._session.clock.now(), to_come))
        is_moving = found.hub is not None and error is None and bool(found.waiting or not found.synced_at)
        self._timer.setInterval(_SOON_MS if is_moving else _REFRESH_MS)
        seen = (found.hub, found.waiting, found.aside, bool(found.synced_at), type(error))
        if self._seen not in ((), seen):
            self.moved.emit()
        self._seen = seen


def _words(found: Status, error: KClubError | None, now: int, to_come: bool) -> tuple[str, str, str]:
    """(two lines, icon, tone)"""
    # Where sync itself is stopped until a person does something, that comes first.
    if found.conflicts and (error is None or is_away(error) or is_passing(error)):
        return (
            f"{tr('Two edits differ')}\n{tr_many('1 conflict to look at', '{n} conflicts to look at', found.conflicts)}",
            "warn",
            "warn",
        )
    if found.hub is None:
        return f"{tr('All saved')}\n{tr('On this computer only')}", "check", ""
    waiting = tr("Nothing waits")
    if found.waiting:
        waiting = tr_many("1 change waits", "{n} changes wait", found.waiting)
    if to_come and (error is None or is_away(error)):
        return f"{tr('First sync')}\n{on_its_way(error)}", "sync" if error is None else "offline", ""
    if is_away(error):
        return f"{tr('Offline')}\n{waiting}", "offline", ""
    if is_passing(error):
        return f"{tr('Sync tries again')}\n{waiting}", "sync", ""
    if error is not None:
        return f"{tr('Sync needs you')}\n{waiting}", "warn", "warn"
    if found.aside:
        return (
            f"{tr('Not taken by the hub')}\n{tr_many('1 change stays here', '{n} changes stay here', found.aside)}",
            "warn",
            "",
        )
    if found.waiting:
        return f"{tr('Saved here')}\n{waiting}", "sync", ""
    if files := files_in_short(**found.files.left()):
        # Every change has come; the bytes of some attachment have not, and this may be the only place they are.
        if found.files.here_only:
            return f"{tr('Saved here')}\n{files}", "sync", "warn" if found.files.why else ""
        return f"{tr('Changes all saved')}\n{files}", "sync", ""
    when = (
        tr("Synced {when}", when=shown.ago(found.synced_at, now)) if found.synced_at else tr("Not synced yet")
    )
    return f"{tr('All saved')}\n{when}", "check", ""
