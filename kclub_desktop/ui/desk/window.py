"""The desk's window: sidebar, pages made on first visit, shortcuts, the message with Undo, and news of changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from kclub_desktop.store import Changes, Origin, moneyless
from kclub_desktop.ui.desk import libraries, looks, sync_query
from kclub_desktop.ui.desk.actions import OF_KIOSK, actions_of, commands, listen
from kclub_desktop.ui.desk.asides import Asides
from kclub_desktop.ui.desk.daily_backup import DailyBackup
from kclub_desktop.ui.desk.daily_privacy import DailyPrivacy
from kclub_desktop.ui.desk.daily_renewals import DailyRenewals
from kclub_desktop.ui.desk.moneyless_page import OF_MONEY, MoneylessPage
from kclub_desktop.ui.desk.orders_following import OrdersFollowing
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.rewarding import Rewarding
from kclub_desktop.ui.desk.sidebar import PAGES, Sidebar
from kclub_desktop.ui.desk.sync_chip import SyncChip
from kclub_desktop.ui.desk.toast import Toast
from kclub_desktop.ui.desk.undoing import Back, Undoing
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.theme.apply import on_look_changed
from kclub_desktop.ui.widgets.keyboard_map import KeyboardMap, shortcuts_of
from kclub_desktop.words import current_language, next_language, on_language_changed, set_language, tr

_POLL_MS = 250
_FRAME_MS = 16
_CLASSES = {code: f"{code.capitalize()}Page" for code in (*PAGES, "history", "duplicates")}


class DeskWindow(QMainWindow):
    """One library's window."""

    changed = Signal(object)
    """Changes, carried from the writing thread to this one."""
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._pages: dict[str, Page] = {}
        self._sees_money = moneyless.sees_money(session.library)
        self._news: list[Changes] = []
        remembered = session.settings.get("desk.page", "overview")
        # Whatever of the community such a copy has is for the door, and for whoever stands there.
        self.is_kiosk = sync_query.is_kiosk(session.library)
        self._current = "sync" if self.is_kiosk else remembered if remembered in _CLASSES else "overview"
        self.setMinimumSize(1024, 640)
        self.resize(1280, 800)
        if geometry := session.settings.get("desk.geometry"):
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        set_language(session.settings.get("language", current_language()))
        looks.put_on(session.settings)
        self._stack = QStackedWidget()
        middle = QWidget()
        middle.setObjectName("canvas")
        self._layout = QHBoxLayout(middle)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self._toast = Toast(middle)
        self.asides = Asides(session, middle)
        self._undoing = Undoing(session, self._toast, self.asides.note)
        self._chip = SyncChip(session, self)
        self._chip.moved.connect(self._look_at_sync)
        self._make_sidebar()
        self._actions = actions_of(self)
        listen(self, self._actions)
        self._frame = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._frame.timeout.connect(self._tell_pages)
        self.changed.connect(self._note)
        self._stops: list[Callable[[], None]] = [
            session.library.on_changes(self.changed.emit),
            on_language_changed(lambda _code: self._build_again()),
            on_look_changed(self._build_again),
        ]
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(session.library.poll)
        self._poll.timeout.connect(session.settings.write_remembered)
        self._poll.start()
        session.jobs.crashed.connect(self._say_bug)
        self._daily = (
            DailyBackup(self, session, self.say_trouble),
            DailyRenewals(self, session, self.say_trouble),
            DailyPrivacy(self, session, self.say_trouble),
            Rewarding(self, session, self.say_trouble),
            OrdersFollowing(self, session, self.say_trouble),
        )
        for each in self._daily:
            self.changed.connect(each.hear)
        self.show_page(self._current)

    # Pages

    def page(self, name: str) -> Page:
        """The page of that name, made when first asked for."""
        if name not in self._pages:
            made = self._made(name)
            made.said.connect(self.say)
            made.trouble.connect(self.say_trouble)
            made.undo_wanted.connect(self._undoing.step)
            made.wanted.connect(self.go)
            self._pages[name] = made
            self._stack.addWidget(made)
        return self._pages[name]

    def _made(self, name: str) -> Page:
        if not self._sees_money and name in OF_MONEY:
            return MoneylessPage(self.session, name)
        module = import_module(f"kclub_desktop.ui.desk.{name}_page")
        made: Page = getattr(module, _CLASSES[name])(self.session)
        return made

    @property
    def shown_page(self) -> Page:
        """The page that is seen now."""
        return self.page(self._current)

    def show_page(self, name: str) -> Page:
        """Open a page and remember it; on a kiosk's computer the others are its Sync page."""
        name = "sync" if self.is_kiosk and name not in OF_KIOSK else name
        page = self.page(name)
        self._current = name
        self._stack.setCurrentWidget(page)
        self._sidebar.mark(name)
        page.setFocus()
        self.setWindowTitle(f"{page.title()} – {self.session.library.name}")
        self.session.settings.remember("desk.page", name)
        return page

    def go(self, name: str, row_id: Any = None) -> None:
        """Open a page and, with an id (or a pair of them, for duplicates), show that thing."""
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

    def say_trouble(self, words: str, tone: str = "warn") -> None:
        """Show a message that a person should look at, and keep it under the bell until they did."""
        self._toast.say(words, None)
        self.asides.note(words, tone)

    def _say_bug(self, _error: object) -> None:
        self.say_trouble(tr("Something went wrong in the program. Your data was not changed."), "bad")

    # Commands

    def open_palette(self) -> None:
        """Ctrl+K."""
        from kclub_desktop.ui.desk.command_palette import CommandPalette

        palette = CommandPalette(
            self, self.session, commands(self._actions, self._hidden), self.go, finds=not self.is_kiosk
        )
        corner = self.mapToGlobal(self.rect().topLeft())
        palette.move(corner.x() + (self.width() - palette.width()) // 2, corner.y() + 80)
        palette.show()

    def open_keyboard_map(self) -> KeyboardMap:
        """F1: what works here and now."""
        shown = KeyboardMap(shortcuts_of(self), self)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.open()
        return shown

    def open_notices(self) -> None:
        """What the program said."""
        self.asides.open_notices(self._sidebar.bell)

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the page that is seen."""
        self.shown_page.focus_filter()

    def switch_language(self) -> None:
        """The other language, at once; with more than two, the next."""
        set_language(next_language())
        self.session.settings.remember("language", current_language())

    def switch_theme(self) -> None:
        """Dark or light, at once."""
        looks.switch_theme(self.session.settings)

    def change_library(self, which: str) -> None:
        """which: new, open or demo."""
        libraries.choose(self, self.session, which)

    def look_at_files(self, files: Sequence[str]) -> None:
        """Show what an import of these files would bring, as after choosing them on the Members page."""
        getattr(self.show_page("members"), "look_at_files")(files)  # noqa: B009 the page's own, which Page does not know

    def sync_now(self) -> None:
        """Open the sync page and sync."""
        getattr(self.show_page("sync"), "sync_now")()  # noqa: B009 the page's own, which Page does not know

    def on_members(self, action: str) -> None:
        """Do on the Members page what one of its buttons does."""
        getattr(self.show_page("members"), action)()

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
        if origin is not Origin.HERE and self._sees_money != moneyless.sees_money(self.session.library):
            self._see_money_or_not()
        for page in self._pages.values():
            page.on_changes(together)
        self._chip.refresh()

    def _look_at_sync(self) -> None:
        """What the chip says of sync, its page says too, and every page that waits for what the community has."""
        for name, page in self._pages.items():
            if name == "sync" or page.waits:
                page.look_again()

    @property
    def _hidden(self) -> frozenset[str]:
        if self.is_kiosk:
            return frozenset(PAGES) - OF_KIOSK
        return frozenset() if self._sees_money else OF_MONEY

    def _see_money_or_not(self) -> None:
        """An owner changed what this device sees: every page is made anew when it is next shown."""
        self._sees_money = not self._sees_money
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._build_again()
        if self._sees_money:
            self.say(tr("This device sees money now."))
        else:
            self.say_trouble(tr("An owner has changed what this device sees: money is no longer on it."))

    def _make_sidebar(self) -> None:
        self._sidebar = Sidebar(self.session.library.name, self._current, self._hidden)
        self._sidebar.page_wanted.connect(self.show_page)
        self._sidebar.language_wanted.connect(self.switch_language)
        self._sidebar.theme_wanted.connect(self.switch_theme)
        self._sidebar.notices_wanted.connect(self.open_notices)
        self.asides.unread.connect(self._sidebar.say_unread)
        self._sidebar.say_unread(self.asides.notices.unread)
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
        self.asides.build()
        for page in self._pages.values():
            page.retranslate()
        self.show_page(self._current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message and the work under way in their places."""
        super().resizeEvent(event)
        if hasattr(self, "asides"):
            self.asides.place()
            if self._toast.isVisible():
                self._toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood; stop listening."""
        self._poll.stop()
        self._chip.stop()
        self.asides.stop()
        for each in self._daily:
            each.stop()
        for stop in self._stops:
            stop()
        self.session.settings.remember("desk.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        super().closeEvent(event)
        self.closed.emit()
