"""Undo and redo at the desk: one after the other, off the UI thread, said in the message with the way back.

Ctrl+Z first takes what the message offers when only that can be taken back there (a check-in is a fact), else the newest
step of this device. A long one shows how far it is and can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store.undo import SLICE, Undone
from kclub_desktop.ui.desk.toast import Toast
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_history import undone_words

Back = int | Callable[[], Any] | None
"""What takes something back: a change set to undo, something to run, or nothing."""
_KEY = "undo"


class Undoing:
    """Runs what takes back; says what came of it through the window's message."""

    def __init__(self, session: Session, toast: Toast, noted: Callable[[str], Any]) -> None:
        """noted: keeps what was said, since the message goes by itself."""
        self._session, self._toast, self._noted = session, toast, noted
        self._waiting: list[tuple[Callable[[Progress], Any], bool]] = []
        self._running = False
        self._passed: set[int] = set()
        """Steps of which nothing can be taken back any more: the next Ctrl+Z goes on to the one before."""

    def say(self, words: str, back: Back = None, *, redo: bool = False) -> None:
        """Show a message; back is offered as Undo, or as Redo when what it takes back is an undo."""
        self._noted(words)
        if back is None:
            self._toast.say(words, None)
            return
        self._toast.say(
            words,
            lambda: self.take_back(back, redo=redo),
            tr("Redo") if redo else tr("Undo"),
            facts=callable(back),
        )

    def take_back(self, back: int | Callable[[], Any], *, redo: bool = False) -> None:
        """Undo a change set, or run what takes a fact back. redo: what is taken back is itself an undo."""
        library = self._session.library
        if callable(back):
            self._queue(lambda progress: back(), redo)
        else:
            self._queue(lambda progress: _ways().undo(library, back, progress=progress), redo)

    def step(self, step: int | None, again: bool) -> None:
        """Take back a step chosen from a history; again: do one again that was taken back. None = the newest."""
        library = self._session.library
        if step is None:
            (self.redo_last if again else self.undo_last)()
        elif again:
            self._queue(lambda progress: _ways().redo(library, step, progress=progress), True)
        else:
            self._queue(lambda progress: _ways().undo(library, step, progress=progress), False)

    def undo_last(self) -> None:
        """Ctrl+Z."""
        if self._toast.offers_facts:
            self._toast.take_back()
            return
        library = self._session.library
        self._queue(
            lambda progress: _ways().undo_last(library, passing=self._passed, progress=progress), False
        )

    def redo_last(self) -> None:
        """Ctrl+Shift+Z."""
        library = self._session.library
        self._queue(lambda progress: _ways().redo_last(library, progress=progress), True)

    def _queue(self, work: Callable[[Progress], Any], redo: bool) -> None:
        """One at a time: two at once would look for the same newest step."""
        self._waiting.append((work, redo))
        if not self._running:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        work, redo = self._waiting.pop(0)
        self._running = True
        self._session.jobs.start(
            work,
            key=_KEY,
            done=lambda result: self._done(result, redo),
            failed=self._failed,
            moved=lambda done, total: self._moved(done, total, redo),
        )

    def _moved(self, done: int, total: int | None, redo: bool) -> None:
        if total is not None and total > SLICE:
            percent = 100 * done // total
            words = tr("Doing again: {n}%", n=percent) if redo else tr("Taking back: {n}%", n=percent)
            self._toast.say(words, lambda: self._session.jobs.cancel(_KEY), tr("Stop"))

    def _done(self, result: Any, redo: bool) -> None:
        self._running = False
        if not isinstance(result, Undone):
            self.say(tr("Taken back"))
        elif result.cancelled:
            self.say(tr("Stopped. What was taken back until then is one step"), result.by, redo=not redo)
        else:
            if result.by is None:
                self._passed.add(result.step)
            self.say(undone_words(result, redo), result.by, redo=not redo)
        self._next()

    def _failed(self, error: KClubError | None) -> None:
        self._running = False
        if error is not None:
            self.say(words_for(error))
        self._next()


def _ways() -> ModuleType:
    """Imported with the first undo: all that is known of money comes along, which no start needs."""
    from kclub_desktop.operations import taking_back

    return taking_back
