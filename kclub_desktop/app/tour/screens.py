"""Screenshots of the desk: every page, in both languages, both themes and both sizes, once it shows its data."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.clock import Clock
from kclub_desktop.store import Library
from kclub_desktop.sync.loop import SyncLoop
from kclub_desktop.ui.desk.command_palette import CommandPalette
from kclub_desktop.ui.desk.insights_page import TABS
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.desk.window import DeskWindow
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.session import Models, Session, Settings
from kclub_desktop.ui.widgets.figure_card import FigureCard
from kclub_desktop.words import set_language

LANGUAGES, THEMES = ("en", "zh"), ("light", "dark")
SIZE = (1280, 800)
"""Of the kiosk and the palette's window."""
SIZES = ((1024, 640), (1440, 900))
"""The desk's smallest, where everything must still be there, and a usual one, where it should shine."""
SHOWN = (*PAGES, "history", "duplicates")
_PATIENCE_SECONDS = 60.0
# The thing whose inspector is shown: somebody with much to show, and the event that is about to begin.
_CHOSEN = {
    "members": "SELECT member FROM rating WHERE deleted_at IS NULL GROUP BY member ORDER BY count(*) DESC, member LIMIT 1",
    "courses": "SELECT course FROM rating WHERE deleted_at IS NULL GROUP BY course ORDER BY count(*) DESC, course LIMIT 1",
    "money": "SELECT id FROM \"order\" WHERE status = 'open' AND deleted_at IS NULL ORDER BY due_at, id LIMIT 1",
    "plans": "SELECT id FROM plan WHERE deleted_at IS NULL ORDER BY position LIMIT 1",
    "events": "SELECT id FROM event WHERE deleted_at IS NULL AND ends_at > ?1 ORDER BY starts_at LIMIT 1",
}


def application() -> QApplication:
    """The running application, or a new one."""
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(["kclub"])


def session_of(library: Library, clock: Clock, sync: SyncLoop | None = None) -> Session:
    """A session as the desk has it; sync: with a hub."""
    return Session(library, Jobs(), clock, Settings(library), Models(), sync)


def photograph_desk(summary: Summary, library: Library, clock: Clock, sync: SyncLoop | None = None) -> None:
    """Every page of the desk, and the inspector of something on it; sync: the one that the Sync page shows."""
    application()
    session = session_of(library, clock, sync)
    before = len(summary.screenshots)
    for theme in THEMES:
        for language in LANGUAGES:
            _photograph(summary, session, theme, language)
    taken = len(summary.screenshots) - before
    summary.note(
        "desk", taken > 0, f"{taken} screenshots of {len(SHOWN)} pages in both themes, languages and sizes"
    )


def settle(session: Session, done: Callable[[], bool] = lambda: True) -> bool:
    """Let the event loop run until all jobs are over and done() holds; False if that never came."""
    application()
    until = time.monotonic() + _PATIENCE_SECONDS
    quiet = 0
    while time.monotonic() < until:
        QApplication.processEvents()
        quiet = quiet + 1 if not session.jobs.busy and done() else 0
        if quiet > 5:
            return True
        time.sleep(0.005)
    return False


def close(widget: QWidget) -> None:
    """Close a window and be rid of it: outside a running event loop nothing else deletes it, and each look visits all there are."""
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def take(summary: Summary, widget: QWidget, name: str) -> Path:
    """Save a widget as a picture and note it."""
    file = summary.folder / f"{name}.png"
    widget.grab().save(str(file))
    summary.screenshots.append(file.name)
    return file


def _photograph(summary: Summary, session: Session, theme: str, language: str) -> None:
    set_language(language)
    session.settings.set("theme", theme)
    session.settings.set("language", language)
    window = DeskWindow(session)
    window.resize(*SIZES[-1])
    window.show()
    for page in SHOWN:
        shown = window.show_page(page)
        settle(session, partial(getattr, shown, "settled"))
        _take_in_all_sizes(summary, session, window, f"{page}-{language}-{theme}")
        if page == "insights":
            _tabs(summary, session, window, f"{language}-{theme}")
        if page in _CHOSEN:
            shown.go_to(_chosen(session, page))
            settle(session)
            _take_in_all_sizes(summary, session, window, f"{page}-inspector-{language}-{theme}")
        if page == "money":
            _show_coupon(session, shown)
            _take_in_all_sizes(summary, session, window, f"coupons-{language}-{theme}")
    window.resize(*SIZE)
    window.open_palette()
    _palette(summary, session, f"palette-{language}-{theme}")
    close(window)
    settle(session)


def _show_coupon(session: Session, page: Any) -> None:
    """The tab of coupons with one of them."""
    page.show_tab("coupons")
    settle(session)
    if (
        coupon := session.library.value("SELECT id FROM coupon WHERE deleted_at IS NULL ORDER BY id")
    ) is not None:
        page.coupons.choose(coupon)
    settle(session)


def _tabs(summary: Summary, session: Session, window: DeskWindow, look: str) -> None:
    """The other tabs of the insights, in the usual size, and the members behind a bar."""
    page: Any = window.shown_page
    for tab in list(TABS)[1:]:
        page.show_tab(tab)
        settle(session, partial(getattr, page, "settled"))
        take(summary, window, f"insights-{tab}-{look}")
    page.show_tab("members")
    settle(session, partial(getattr, page, "settled"))
    page.show_behind(page.findChildren(FigureCard)[0].chart.bars[2].key)
    settle(session)
    take(summary, window, f"insights-behind-{look}")
    page.panel.hide()


def _take_in_all_sizes(summary: Summary, session: Session, window: DeskWindow, name: str) -> None:
    for width, height in SIZES:
        window.resize(width, height)
        settle(session)
        take(summary, window, f"{name}-{width}x{height}")


def _palette(summary: Summary, session: Session, name: str) -> None:
    palette: Any = next(one for one in QApplication.topLevelWidgets() if isinstance(one, CommandPalette))
    palette.line.setText("li")
    settle(session)
    take(summary, palette, name)
    close(palette)


def _chosen(session: Session, page: str) -> int:
    sql = _CHOSEN[page]
    return int(session.library.value(sql, (session.clock.now(),) if "?1" in sql else ()))
