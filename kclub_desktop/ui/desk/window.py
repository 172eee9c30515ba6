"""The desk's window: sidebar, pages made on first visit, shortcuts, the message with Undo, and news of changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from kclub_desktop.store import Changes, Origin
from kclub_desktop.ui.desk import libraries
from kclub_desktop.ui.desk.daily_backup import DailyBackup
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.sidebar import PAGES, Sidebar
from kclub_desktop.ui.desk.sync_chip import SyncChip
from kclub_desktop.ui.desk.toast import Toast
from kclub_desktop.ui.desk.undoing import Back, Undoing
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.theme.apply import apply_theme, tokens
from kclub_desktop.words import current_language, on_language_changed, set_language, tr

_POLL_MS = 250
_FRAME_MS = 16
_CLASSES = {code: f"{code.capitalize()}Page" for code in (*PAGES, "history")}


class DeskWindow(QMainWindow):
    """One library's window."""

    changed = Signal(object)
    """Changes, carried from the writing thread to this one."""
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._pages: dict[str, Page] = {}
        self._news: list[Changes] = []
        remembered = session.settings.get("desk.page", "overview")
        self._current = remembered if remembered in _CLASSES else "overview"
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)
        if geometry := session.settings.get("desk.geometry"):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        set_language(session.settings.get("language", current_language()))
        self._apply_theme()
        self._stack = QStackedWidget()
        middle = QWidget()
        middle.setObjectName("canvas")
        self._layout = QHBoxLayout(middle)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self._toast = Toast(middle)
        self._undoing = Undoing(session, self._toast)
        self._chip = SyncChip(session, self)
        self._make_sidebar()
        self._shortcuts()
        self._frame = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._frame.timeout.connect(self._tell_pages)
        self.changed.connect(self._note)
        self._stops: list[Callable[[], None]] = [
            session.library.on_changes(self.changed.emit),
            on_language_changed(lambda _code: self._build_again()),
        ]
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(session.library.poll)
        self._poll.start()
        session.jobs.crashed.connect(self._say_bug)
        self._backups = DailyBackup(self, session, self.say)
        self.show_page(self._current)

    # Pages

    def page(self, name: str) -> Page:
        """The page of that name, made when first asked for."""
        if name not in self._pages:
            module = import_module(f"kclub_desktop.ui.desk.{name}_page")
            made: Page = getattr(module, _CLASSES[name])(self.session)
            made.said.connect(self.say)
            made.undo_wanted.connect(self._undoing.step)
            made.wanted.connect(self.go)
            self._pages[name] = made
            self._stack.addWidget(made)
        return self._pages[name]

    @property
    def shown_page(self) -> Page:
        """The page that is seen now."""
        return self.page(self._current)

    def show_page(self, name: str) -> Page:
        """Open a page and remember it."""
        page = self.page(name)
        self._current = name
        self._stack.setCurrentWidget(page)
        self._sidebar.mark(name)
        page.setFocus()
        self.setWindowTitle(f"{page.title()} – {self.session.library.name}")
        self.session.settings.set("desk.page", name)
        return page

    def go(self, name: str, row_id: int | None = None) -> None:
        """Open a page and, with an id, show that thing."""
        page = self.show_page(name)
        if row_id is not None:
            page.go_to(row_id)

    # Saying and undoing

    def say(self, words: str, back: Back = None) -> None:
        """Show a message; back, a change set or something to run as a job, takes it back."""
        self._undoing.say(words, back)

    def undo_last(self) -> None:
        """Take back the newest change set made on this device."""
        self._undoing.undo_last()

    def redo_last(self) -> None:
        """Do again what was taken back last."""
        self._undoing.redo_last()

    def _say_bug(self, _error: object) -> None:
        self.say(tr("Something went wrong in the program. Your data was not changed."))

    # Commands

    def open_palette(self) -> None:
        """Ctrl+K."""
        from kclub_desktop.ui.desk.command_palette import Command, CommandPalette

        commands = [
            Command(tr(words), f"Ctrl+{number}", code, partial(self.show_page, code))
            for number, (code, words) in enumerate(PAGES.items(), start=1)
        ]
        commands += [
            Command(tr("Add member"), "Ctrl+N", "add", lambda: self._on_members("add_member")),
            Command(tr("Import"), "Ctrl+I", "import", lambda: self._on_members("import_files")),
            Command(tr("Export"), "Ctrl+E", "export", lambda: self._on_members("export")),
            Command(tr("Undo"), "Ctrl+Z", "undo", self.undo_last),
            Command(tr("Redo"), "Ctrl+Shift+Z", "redo", self.redo_last),
            Command(tr("History"), "Ctrl+H", "history", partial(self.show_page, "history")),
            Command(tr("Switch language"), "", "language", self.switch_language),
            Command(tr("Light or dark"), "", "theme", self.switch_theme),
            Command(tr("New library …"), "", "add", lambda: self.change_library("new")),
            Command(tr("Open another library …"), "", "archive", lambda: self.change_library("open")),
        ]
        palette = CommandPalette(self, self.session, commands, self.go)
        corner = self.mapToGlobal(self.rect().topLeft())
        palette.move(corner.x() + (self.width() - palette.width()) // 2, corner.y() + 80)
        palette.show()

    def switch_language(self) -> None:
        """The other language, at once."""
        set_language("en" if current_language() == "zh" else "zh")
        self.session.settings.set("language", current_language())

    def switch_theme(self) -> None:
        """Dark or light, at once."""
        self.session.settings.set("theme", "light" if tokens().name == "dark" else "dark")
        self._apply_theme()
        self._build_again()

    def change_library(self, which: str) -> None:
        """which: new, open or demo."""
        libraries.choose(self, self.session, which)

    def _sync_now(self) -> None:
        getattr(self.show_page("sync"), "sync_now")()  # noqa: B009 the page's own, which Page does not know

    def _on_members(self, action: str) -> None:
        getattr(self.show_page("members"), action)()

    def _shortcuts(self) -> None:
        for number, code in enumerate(PAGES, start=1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, partial(self.show_page, code))
        for keys, action in (("Ctrl+N", "add_member"), ("Ctrl+I", "import_files"), ("Ctrl+E", "export")):
            QShortcut(QKeySequence(keys), self, partial(self._on_members, action))
        QShortcut(QKeySequence("Ctrl+K"), self, self.open_palette)
        QShortcut(QKeySequence("F5"), self, self._sync_now)
        QShortcut(QKeySequence.StandardKey.Undo, self, self.undo_last)
        for keys in ("Ctrl+Shift+Z", "Ctrl+Y"):
            QShortcut(QKeySequence(keys), self, self.redo_last)
        QShortcut(QKeySequence("Ctrl+H"), self, partial(self.show_page, "history"))
        QShortcut(QKeySequence.StandardKey.Find, self, lambda: self.page(self._current).focus_filter())

    # News, words, looks

    def _note(self, changes: Changes) -> None:
        self._news.append(changes)
        if not self._frame.isActive():
            self._frame.start()

    def _tell_pages(self) -> None:
        news, self._news = self._news, []
        if not news:
            return
        models = frozenset().union(*(changes.models for changes in news))
        origin = news[0].origin if len({changes.origin for changes in news}) == 1 else Origin.OTHER_PROCESS
        together = Changes(models, origin, news[0].initiator if len(news) == 1 else None)
        for page in self._pages.values():
            page.on_changes(together)
        self._chip.refresh()

    def _make_sidebar(self) -> None:
        self._sidebar = Sidebar(self.session.library.name, self._current)
        self._sidebar.page_wanted.connect(self.show_page)
        self._sidebar.language_wanted.connect(self.switch_language)
        self._sidebar.theme_wanted.connect(self.switch_theme)
        self._sidebar.library_wanted.connect(self.change_library)
        self._sidebar.palette_wanted.connect(self.open_palette)
        self._layout.insertWidget(0, self._sidebar)
        self._chip.speak_through(self._sidebar.say_sync)

    def _build_again(self) -> None:
        """Every word and colour anew, after a switch of language or theme."""
        old = self._sidebar
        old.hide()
        self._layout.removeWidget(old)
        old.deleteLater()
        self._make_sidebar()
        self._toast.hide()
        for page in self._pages.values():
            page.retranslate()
        self.show_page(self._current)

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self.session.settings.get("theme", "system"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message in its place."""
        super().resizeEvent(event)
        if hasattr(self, "_toast") and self._toast.isVisible():
            self._toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood; stop listening."""
        self._poll.stop()
        self._chip.stop()
        self._backups.stop()
        for stop in self._stops:
            stop()
        self.session.settings.set("desk.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        super().closeEvent(event)
        self.closed.emit()
