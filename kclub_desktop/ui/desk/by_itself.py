"""Work the open desk does by itself: some while after it opens, every so often, or soon after something was written.

Such work never stops anybody's own: what went wrong is said once, and again only when it went right in between or is
something else. On a copy that has not all of the community yet it waits: what it would write of a part of it, others
have written of the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QTimer

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes
from kclub_desktop.ui.desk.sync_query import is_to_come
from kclub_desktop.ui.session import Session
from kclub_desktop.words_for_errors import words_for

HOUR_MS = 3_600_000
_COPY_MS = 3_000


class ByItself(QObject):
    """Runs one such work. Subclasses give key, when, work and trouble_words.

    first_ms, every_ms  after the start, and then how often; 0: never
    after_ms            after a change that concerns it, so that several writes are one look; 0: it hears of none
    """

    key: ClassVar[str] = ""
    first_ms: ClassVar[int] = 0
    every_ms: ClassVar[int] = 0
    after_ms: ClassVar[int] = 0

    def __init__(self, parent: QObject, session: Session, say: Callable[[str], None]) -> None:
        """say: puts words before the person."""
        super().__init__(parent)
        self._session, self._say, self._told, self._over = session, say, "", False
        self._again = QTimer(self, interval=self.every_ms)
        self._soon = QTimer(self, singleShot=True, interval=self.after_ms)
        self._wait = QTimer(self, singleShot=True, interval=_COPY_MS)
        for timer in (self._again, self._soon, self._wait):
            timer.timeout.connect(self.look)
        if self.every_ms:
            self._again.start()
        if self.first_ms:
            QTimer.singleShot(self.first_ms, self, self.look)

    def work(self, progress: Progress) -> Any:
        """What is done, off the UI thread; what it needs is imported here and not with the window."""
        raise NotImplementedError

    def concerns(self, changes: Changes) -> bool:
        """Is there something to do after these?"""
        return False

    def done_words(self, done: Any) -> str:
        """What to say of what was done; '' for nothing."""
        return ""

    def trouble_words(self, why: str) -> str:
        """What to say when it could not be done."""
        raise NotImplementedError

    def task(self) -> dict[str, Any]:
        """How the work is shown while it runs, as `Jobs.start` takes it."""
        return {}

    def hear(self, changes: Changes) -> None:
        """Something was written, here or elsewhere."""
        if self.after_ms and self.concerns(changes):
            self._soon.start()

    def look(self) -> None:
        """Do now what is due, or as soon as this copy has what the community has; nothing once it was stopped.

        A closed window's library is closed, and may be another file by now.
        """
        if self._over:
            return
        if is_to_come(self._session.library):
            self._wait.start()
            return
        self._session.jobs.start(self.work, key=self.key, done=self._done, failed=self._failed, **self.task())

    def stop(self) -> None:
        """No more of it, of what was waiting to begin either."""
        self._over = True
        for timer in (self._again, self._soon, self._wait):
            timer.stop()

    def _done(self, done: Any) -> None:
        self._told = ""
        if words := self.done_words(done):
            self._say(words)

    def _failed(self, error: KClubError | None) -> None:
        why = words_for(error) if error else ""
        if why and why != self._told:
            self._told = why
            self._say(self.trouble_words(why))
