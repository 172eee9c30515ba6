"""The renewal run by itself, a while after the desk opens and then every hour, where the community wants that.

It is harmless twice, and what it did is said once, so that nobody finds an order that came from nowhere.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kclub_desktop.community import renewal_rules, renewals
from kclub_desktop.community.renewals import Run
from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_subscriptions import run_words

_FIRST_MS = 45_000
"""Between the daily backup, so that there is one from before, and the rules of privacy."""
_EVERY_MS = 3_600_000


class DailyRenewals(QObject):
    """Runs the job; say: puts words before the person when something was due, or could not be done."""

    def __init__(self, parent: QObject, session: Session, say: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._session, self._say, self._told = session, say, ""
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def look(self) -> None:
        """Do what is due, if the rules say that the desk does it by itself."""
        library = self._session.library

        def work(progress: Progress) -> Run | None:
            return (
                renewals.run(library, progress=progress) if renewal_rules.rules(library).by_itself else None
            )

        self._session.jobs.start(work, key="daily-renewals", done=self._done, failed=self._failed)

    def stop(self) -> None:
        """No more of them."""
        self._timer.stop()

    def _done(self, done: Run | None) -> None:
        self._told = ""
        if done is not None and (done.steps or done.uses):
            steps = {str(step): count for step, count in done.steps.items()}
            self._say(tr("Subscriptions: {what}", what=" · ".join(run_words(steps, done.asked, done.uses))))

    def _failed(self, error: KClubError | None) -> None:
        words = words_for(error) if error else ""
        if words and words != self._told:
            self._told = words
            self._say(tr("What is due could not be renewed. {why}", why=words))
