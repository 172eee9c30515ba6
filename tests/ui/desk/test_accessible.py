"""Who cannot see the screen or use a mouse: every thing one can act on has a name and a role, can be reached, and shows that it was."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from kclub_desktop.ui.charts.chart import Chart
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.gallery.window import GalleryWindow
from kclub_desktop.words import set_language

ALL = [*PAGES, "history", "duplicates"]
INTERACTIVE = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QTextEdit, QDateEdit, QAbstractSlider, Chart,
    QProgressBar,
)  # fmt: skip
NAMELESS_ROLES = {QAccessible.Role.NoRole}
CHOSEN = {
    "members": "SELECT id FROM member WHERE deleted_at IS NULL AND archived_at IS NULL LIMIT 1",
    "courses": "SELECT id FROM course WHERE deleted_at IS NULL LIMIT 1",
    "plans": "SELECT id FROM plan WHERE deleted_at IS NULL ORDER BY position LIMIT 1",
    "events": "SELECT id FROM event WHERE deleted_at IS NULL ORDER BY starts_at DESC LIMIT 1",
    "money": "SELECT id FROM \"order\" WHERE status = 'open' AND deleted_at IS NULL LIMIT 1",
}


def own_parts(widget):
    """Scroll bars, the line inside a combo box, headers: Qt names or hides those itself."""
    above = widget.parentWidget()
    return isinstance(widget, QScrollBar) or isinstance(
        above, QComboBox | QDateEdit | QAbstractItemView | QLineEdit
    ) or (
        above is not None and widget.objectName().startswith("qt_")
    )  # fmt: skip


def interactive(root):
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE) and widget.isVisible() and not own_parts(widget)
    ]


def told(widget):
    """(name, role) as a screen reader hears it."""
    heard = QAccessible.queryAccessibleInterface(widget)
    return heard.text(QAccessible.Text.Name), heard.role()


def faults(root):
    found = []
    for widget in interactive(root):
        name, role = told(widget)
        if not name.strip() or role in NAMELESS_ROLES:
            found.append((type(widget).__name__, widget.objectName(), name, role))
    return found


def opened(desk, page):
    shown = desk.open(page)
    if page in CHOSEN:
        shown.go_to(desk.library.value(CHOSEN[page]))
        desk.settle()
    return shown


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", ALL)
def test_everything_one_can_act_on_has_a_name_and_a_role(desk, page, language):
    set_language(language)
    desk.settle()
    opened(desk, page)
    assert interactive(desk.window)
    assert faults(desk.window) == []


def test_every_part_of_the_gallery_has_a_name_and_a_role(qtbot):
    window = GalleryWindow()
    qtbot.addWidget(window)
    window.show()
    assert faults(window) == []
    window.close()


def walk(window, start):
    """What Tab goes through, from a widget on, once around."""
    seen, now = [start], start.nextInFocusChain()
    while now is not start:
        reached = now.focusPolicy() & Qt.FocusPolicy.TabFocus
        if reached and now.isVisibleTo(window) and now.isEnabled() and now.focusProxy() is None:
            seen.append(now)
        now = now.nextInFocusChain()
    return seen


@pytest.mark.parametrize("page", ALL)
def test_tab_reaches_everything_one_can_act_on(desk, page):
    shown = opened(desk, page)
    reached = set(walk(desk.window, desk.window._sidebar.bell))
    missed = [
        (type(widget).__name__, told(widget)[0])
        for widget in interactive(shown)
        if widget not in reached and widget.isEnabled() and not isinstance(widget, QProgressBar)
    ]
    assert missed == []


@pytest.mark.parametrize("page", ["members", "courses", "events"])
def test_tab_goes_from_left_to_right_and_down(desk, page):
    shown = opened(desk, page)
    order = [w for w in walk(desk.window, desk.window._sidebar.bell) if shown.isAncestorOf(w)]
    places = {w: w.mapTo(shown, w.rect().center()) for w in order}
    inspector = shown.inspector
    sides = [inspector.isAncestorOf(w) for w in order if w is not shown]
    # First the list's side from top to bottom, then the inspector's.
    assert sides == sorted(sides)
    rows = [places[w].y() for w in order if not inspector.isAncestorOf(w) and w is not shown]
    assert all(later >= earlier - 40 for earlier, later in itertools.pairwise(rows))


FOCUS_SHOWN = 20  # pixels that must differ


def differing(one, other):
    return sum(
        one.pixel(x, y) != other.pixel(x, y)
        for x in range(0, one.width(), 2)
        for y in range(0, one.height(), 2)
    )


@pytest.mark.parametrize("page", ["overview", "members", "insights", "settings", "sync"])
def test_what_has_the_keyboard_shows_it(desk, page):
    shown = opened(desk, page)
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    silent, looked = [], 0
    for widget in interactive(shown):
        if not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QPlainTextEdit):
            continue  # a list marks its row
        widget.clearFocus()
        # A line without a frame of its own shows it on the one around it.
        framed = widget.parentWidget() if widget.objectName() == "bare" else widget
        before = framed.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if not widget.hasFocus():
            continue
        looked += 1
        if differing(before, framed.grab().toImage()) < FOCUS_SHOWN:
            silent.append((type(widget).__name__, told(widget)[0]))
        widget.clearFocus()
    assert looked >= 2 and silent == []
