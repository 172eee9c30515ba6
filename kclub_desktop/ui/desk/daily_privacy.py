"""Once a day while the desk is open: the retention rules that are on, and attachments nobody uses any more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kclub_desktop.community import retention
from kclub_desktop.community.retention import Due
from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store import attachments
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_retention import due_words

_FIRST_MS = 90_000
"""After the daily backup, and long after the first pages."""
_EVERY_MS = 3_600_000


class DailyPrivacy(QObject):
    """Runs the job; say: puts words before the person when something was erased, or could not be."""

    def __init__(self, parent: QObject, session: Session, say: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._session, self._say, self._told = session, say, ""
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def look(self) -> None:
        """Do what is due."""
        library = self._session.library

        def work(progress: Progress) -> list[Due]:
            attachments.collect(library)
            return retention.run_if_due(library, progress=progress)

        self._session.jobs.start(work, key="daily-privacy", done=self._done, failed=self._failed)

    def stop(self) -> None:
        """No more of them."""
        self._timer.stop()

    def _done(self, done: list[Due]) -> None:
        self._told = ""
        words = [due_words(due.subject, due.count, True) for due in done if due.count]
        if words:
            self._say(tr("By the retention rules: {what}", what=" · ".join(words)))

    def _failed(self, error: KClubError | None) -> None:
        words = words_for(error) if error else ""
        if words and words != self._told:
            self._told = words
            self._say(tr("The retention rules could not run. {why}", why=words))
