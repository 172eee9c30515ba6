"""What all pages share: loading off the UI thread, the four states, refreshing when data changed, and doing things.

A page builds its widgets in `build` and fills them in `show_loaded`; a language switch simply builds them again, so
that no word can be forgotten. What is asked lives in the query modules, what is changed in the services.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedLayout, QVBoxLayout, QWidget

from kclub_desktop.errors import KClubError, LibraryUnreadable
from kclub_desktop.progress import Progress
from kclub_desktop.store import Changes
from kclub_desktop.store.declare import Table
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.sync_query import is_to_come
from kclub_desktop.ui.desk.undoing import Back
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.states import StateView
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_REFRESHED_EVERY_MS, _REFRESHED_AT_LEAST_MS = 400, 2_000
_ASKING_OF_ALL = 5
"""An import tells of a change twenty times a second. Asking everything anew each time would take its time from the window,
so a page is asked every 0.4 s, or less often where that would be more than a fifth of all time."""


class Page(QWidget):
    """One page of the desk. Subclasses give name, models, title, build, query and show_loaded."""

    name: ClassVar[str] = ""
    models: ClassVar[frozenset[type[Table]]] = frozenset()
    """A committed change of one of these makes the page stale."""

    said = Signal(str, object)
    """(words, what takes it back: a change set, something to run, or None): shown as a message by the window."""
    trouble = Signal(str)
    """Words about what went wrong: shown as a message, and kept until somebody looked."""
    undo_wanted = Signal(object, bool)
    """(step, is it to be done again): the person chose a step to take back, or one that was; None = the newest."""
    wanted = Signal(str, object)
    """(page name, id): the person wants to see something of another page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.stale = True
        self.loaded = False
        self.waits = False
        """Does it say that what it shows is still to come from the hub?"""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._refreshed, self._asked_ms, self._asking = QElapsedTimer(), 0, False
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._refresh_if_seen)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._assemble()

    # What a page is

    def title(self) -> str:
        """The page's name in the current language."""
        raise NotImplementedError

    def build(self, body: QWidget) -> None:
        """Make the widgets of the page inside body."""
        raise NotImplementedError

    def query(self, progress: Progress) -> Any:
        """Ask for everything shown; runs off the UI thread and touches no widget."""
        raise NotImplementedError

    def show_loaded(self, found: Any) -> None:
        """Fill the widgets with what query returned; at most 4 ms."""
        raise NotImplementedError

    # Life

    def refresh(self) -> None:
        """Load again in the background; what is shown stays until the answer is here."""
        self.stale, self._asking = False, True
        self._again.stop()
        self._refreshed.start()
        if not self.loaded:
            self._in_place.loading()
            self._stack.setCurrentWidget(self._in_place)
        self.session.jobs.start(
            self.query, key=f"page:{self.name}", done=self._arrived, failed=self._could_not_load
        )

    def on_changes(self, changes: Changes) -> None:
        """Data changed: refresh if seen, else when next shown. Now, or a moment later where one change follows the other."""
        if not self.models or changes.touch(*self.models):
            self.stale = True
            if self.isVisible() and not self._asking:
                self._refresh_soon()

    def _refresh_soon(self) -> None:
        if self._again.isActive():
            return
        pause = max(_REFRESHED_EVERY_MS, min(_ASKING_OF_ALL * self._asked_ms, _REFRESHED_AT_LEAST_MS))
        since = self._refreshed.elapsed() if self._refreshed.isValid() else pause
        if since >= pause:
            self.refresh()
        else:
            self._again.start(pause - since)

    def _refresh_if_seen(self) -> None:
        if self.stale and self.isVisible():
            self.refresh()

    def look_again(self) -> None:
        """Something it shows is otherwise now: refresh if seen, else when next shown."""
        self.stale = True
        if self.isVisible():
            self.refresh()

    def retranslate(self) -> None:
        """Build every widget again in the current language and load."""
        self._assemble()
        self.loaded = False
        self.stale = True
        if self.isVisible():
            self.refresh()

    @property
    def settled(self) -> bool:
        """Is what is shown all there is to show for now?"""
        return self.loaded and not self.stale

    def focus_filter(self) -> None:
        """Put the cursor into the page's filter, if it has one."""
        for field in self.body.findChildren(parts.QLineEdit):
            if field.property("filter"):
                field.setFocus()
                field.selectAll()
                return

    def go_to(self, row_id: Any) -> None:
        """Show one thing of this page; pages with an inspector override it."""

    def showEvent(self, event: QShowEvent) -> None:
        """Load what went stale while hidden."""
        super().showEvent(event)
        if self.stale:
            self.refresh()

    # Doing

    def do(
        self,
        work: Callable[..., Any],
        *,
        said: str | Callable[[Any], str],
        take_back: Callable[[Any], Any] | None = None,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[KClubError], None] | None = None,
        undoable: bool = True,
        name: str = "",
        key: str = "",
        stoppable: bool = True,
        away: bool = False,
    ) -> None:
        """Run a write as a job, say what happened and offer Undo.

        undoable   False where taking it back means nothing, as with pairing
        take_back  gets the work's result, for what undo of a change set cannot take back (facts)
        failed     shows a refusal in its place; without it the words go into the message
        name       what this work is called, if it may take long: it is shown and can be stopped; work is given a progress
        key        with the same key the latest wins
        stoppable  False for work with a name that is done whole or not at all: it is given no progress
        away       True for work that asks the hub: nothing else waits until it answers
        """
        library = self.session.library

        def run(progress: Progress) -> tuple[Any, int | None]:
            before = library.last_written
            result = work(progress) if name and stoppable else work()
            after = library.last_written
            return result, after if after != before else None

        def finished(answer: tuple[Any, int | None]) -> None:
            result, change_set = answer
            back: Back = None
            if take_back is not None:
                back = lambda: take_back(result)  # noqa: E731
            elif change_set is not None and undoable:
                back = change_set
            words = said if isinstance(said, str) else said(result)
            if words:
                self.said.emit(words, back)
            if done:
                done(result)

        def refused(error: KClubError | None) -> None:
            if error is None:
                return
            if failed:
                failed(error)
            else:
                self.trouble.emit(words_for(error))

        self.session.jobs.start(
            run, key=key, name=name, stoppable=stoppable, away=away, done=finished, failed=refused
        )

    # States

    def show_message(
        self,
        title: str,
        text: str,
        button: str = "",
        action: Callable[[], Any] | None = None,
        icon: str = "",
        other: QPushButton | None = None,
    ) -> None:
        """In place of the content: what this is or what went wrong, and one button; other: a second way beside it."""
        self._in_place.empty(title, text, button, action, icon or self.name, other)
        self._stack.setCurrentWidget(self._in_place)

    def show_empty(
        self,
        title: str,
        text: str,
        button: str = "",
        action: Callable[[], Any] | None = None,
        *,
        other: QPushButton | None = None,
    ) -> None:
        """There is nothing of this yet, and how to begin; on a copy that waits for what the community has only that."""
        if is_to_come(self.session.library):
            self.show_waiting()
        else:
            self.show_message(title, text, button, action, other=other)

    def show_waiting(self) -> None:
        """What the community has is still to come from the hub; the page is asked again when it has."""
        self.waits = True
        self.show_message(
            tr("What the community has is on its way to this computer"),
            tr("Members, courses and events are here when it has come from the hub; that goes by itself."),
            icon="sync",
        )

    def show_content(self) -> None:
        """Bring the content back in place of a message."""
        self._stack.setCurrentWidget(self.body)

    def _assemble(self) -> None:
        while item := self._outer.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        holder = QWidget(self)
        self._stack = QStackedLayout(holder)
        self.body = QWidget(holder)
        self._in_place = StateView(holder)
        for widget in (self.body, self._in_place):
            self._stack.addWidget(widget)
        self.build(self.body)
        self._outer.addWidget(holder)

    def _arrived(self, found: Any) -> None:
        self.loaded, self._asking, self._asked_ms = True, False, self._refreshed.elapsed()
        self.waits = False
        self.show_content()
        self.show_loaded(found)
        # What was written while it was asked may not be in the answer.
        if self.stale and self.isVisible():
            self._refresh_soon()

    def _could_not_load(self, error: KClubError | None) -> None:
        self._asking = False
        if error is None:
            text = tr("Something went wrong in the program. Your data was not changed.")
        else:
            text = words_for(error)
        other = None
        if isinstance(error, LibraryUnreadable):
            other = parts.button(tr("Go back to a backup"), lambda: self.wanted.emit("settings", None))
        self._in_place.failed(tr("This page could not be loaded"), text, self.refresh, other)
        self._stack.setCurrentWidget(self._in_place)
