"""What stands beside the pages: work under way at the bottom right, and what the program said, under the bell."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import shown
from kclub_desktop.ui.desk.sync_under_way import SyncUnderWay
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import widened
from kclub_desktop.ui.widgets.job_tray import JobTray
from kclub_desktop.ui.widgets.notifications import Notice, Notices, NotificationCentre
from kclub_desktop.words_for_errors import words_for

_TRAY_PX, _CENTRE_PX = 320, (360, 420)
_EDGE_PX = 4 * t.GRID
_SEEN_AFTER_MS = 300
"""Work that is over sooner would only flicker."""


class Asides(QObject):
    """Holds the notices and the tray of one window."""

    unread = Signal(int)

    def __init__(self, session: Session, around: QWidget) -> None:
        """around: the window's middle, in whose corner the tray lies."""
        super().__init__(around)
        self._session, self._around = session, around
        self.notices = Notices(self)
        self.notices.changed.connect(lambda: self.unread.emit(self.notices.unread))
        self._tray: JobTray | None = None
        self._syncing = SyncUnderWay(session, self)
        self.build()
        session.jobs.ended.connect(self._ended)

    def build(self) -> None:
        """The tray in the current language and look; while work is under way the old one stays, so that none is forgotten."""
        if self._tray is not None:
            if not self._tray.isHidden():
                return
            self._tray.deleteLater()
        self._tray = JobTray(self._session.jobs, self._around, _SEEN_AFTER_MS)
        self._tray.setFixedWidth(widened(_TRAY_PX))
        self._tray.counted.connect(lambda _running, _failed: self.place())

    def stop(self) -> None:
        """At the end of the window."""
        self._syncing.stop()

    def place(self) -> None:
        """Into the corner, above everything."""
        if self._tray is None:
            return
        self._tray.adjustSize()
        room = self._around
        self._tray.move(
            room.width() - self._tray.width() - _EDGE_PX, room.height() - self._tray.height() - _EDGE_PX
        )
        self._tray.raise_()

    def note(self, words: str, tone: str = "") -> None:
        """Keep something said. tone: warn or bad where a person should look."""
        self.notices.add(Notice(words, self._session.clock.now(), tone))

    def open_notices(self, beside: QWidget) -> NotificationCentre:
        """Show what was said, above the bell; looking at it is reading it."""
        now = self._session.clock.now()
        centre = NotificationCentre(self.notices, lambda at: shown.ago(at, now), self._around.window())
        centre.setWindowFlags(Qt.WindowType.Popup)
        centre.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        centre.resize(widened(_CENTRE_PX[0]), widened(_CENTRE_PX[1]))
        corner = beside.mapToGlobal(QPoint(0, 0))
        centre.move(corner.x(), max(0, corner.y() - centre.height() - t.GRID))
        centre.show()
        self.notices.read()
        return centre

    def _ended(self, _key: str, error: object) -> None:
        if isinstance(error, KClubError):
            self.note(words_for(error), "warn")
