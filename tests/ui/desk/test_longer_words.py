"""Another language may need longer words: with every text 40 % longer, in the smallest window, nothing is cut off."""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from kclub_desktop import words
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import set_language
from tests.ui.desk.twice import two_of_one_person

SMALLEST = (1024, 640)
CHOSEN = {
    "members": "SELECT member FROM rating WHERE deleted_at IS NULL GROUP BY member ORDER BY count(*) DESC, member LIMIT 1",
    "courses": "SELECT course FROM rating WHERE deleted_at IS NULL GROUP BY course ORDER BY count(*) DESC, course LIMIT 1",
    "plans": "SELECT id FROM plan WHERE deleted_at IS NULL ORDER BY position LIMIT 1",
    "events": "SELECT id FROM event WHERE deleted_at IS NULL ORDER BY starts_at DESC LIMIT 1",
}
ALL = [*PAGES, "history", "duplicates"]
SLACK_PX = 2  # of rounding


class Longer(dict):
    """A language in which everything is said at greater length; what stands in braces is left alone."""

    def get(self, text, default=None):
        letters = re.sub(r"\{[^}]*\}", "", text)
        more = max(2, round(0.4 * len(letters)))
        return f"[{text}{'~ ' * (more // 2)}]" if letters.strip() else text


@pytest.fixture
def longer(monkeypatch):
    monkeypatch.setattr(words, "catalogue", lambda language: Longer())


def seen_part(widget):
    """The part of a widget that its ancestors let through; one that scrolls lets all through."""
    box, up = QRect(QPoint(0, 0), widget.size()), widget
    while (above := up.parentWidget()) is not None and not up.isWindow():
        box.translate(up.pos())
        if isinstance(above.parentWidget(), QScrollArea) and above.parentWidget().viewport() is above:
            area = above.parentWidget()
            box = box.intersected(QRect(0, box.top(), above.width(), box.height()))
            return box if area.horizontalScrollBar().maximum() == 0 else QRect()
        box = box.intersected(above.rect())
        up = above
    return box


def needed_width(widget):
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            # The longest thing that cannot be broken.
            parts = re.split(r"[\s/\\-]|(?<=[\u2e80-\uffff])|(?=[\u2e80-\uffff])", widget.text())
            return max((widget.fontMetrics().horizontalAdvance(part) for part in parts), default=0)
        lines = widget.text().split("\n")
        return max(widget.fontMetrics().horizontalAdvance(line) for line in lines)
    return widget.sizeHint().width()


def cut(root):
    """What cannot be read whole: (kind, its text)."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisible() or not widget.text():
            continue
        if widget.property("elided") or isinstance(widget.parent(), QAbstractScrollArea | QLineEdit):
            continue
        room = seen_part(widget)
        if needed_width(widget) > room.width() + SLACK_PX:
            found.append(("narrow", widget.text(), needed_width(widget), room.width()))
        high = (
            widget.heightForWidth(widget.width()) if isinstance(widget, QLabel) and widget.wordWrap() else 0
        )
        if high > room.height() + SLACK_PX:
            found.append(("low", widget.text(), high, room.height()))
    return found


@pytest.fixture(autouse=True)
def _usual_look(qapp):
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apply_theme(qapp, "light")


def everything_can_be_read(desk, page):
    if page == "duplicates":
        two_of_one_person(desk.library)
    desk.window._build_again()
    shown = desk.open(page)
    desk.window.resize(*SMALLEST)
    desk.settle()
    assert desk.window.size().toTuple() == SMALLEST
    assert cut(desk.window) == []
    if page in CHOSEN:
        shown.go_to(desk.library.value(CHOSEN[page]))
        desk.settle()
        assert cut(desk.window) == []


@pytest.mark.parametrize("page", ALL)
def test_nothing_is_cut_off_when_every_text_is_longer(desk, longer, page):
    everything_can_be_read(desk, page)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", ALL)
def test_nothing_is_cut_off_with_text_half_as_large_again(desk, page, language):
    set_language(language)
    apply_theme(QApplication.instance(), "light", 1.5)
    everything_can_be_read(desk, page)


def test_nothing_is_cut_off_in_the_first_minute(qtbot, longer, clock, tmp_path):
    from kclub_desktop.ui.first_run.window import FirstRun
    from kclub_desktop.ui.jobs import Jobs

    window = FirstRun(lambda community: tmp_path, tmp_path, clock, Jobs())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert cut(window) == []


def test_the_check_itself_finds_what_is_cut(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    label = QLabel("a rather long sentence", holder)
    label.setFixedWidth(40)
    holder.show()
    assert [kind for kind, *_ in cut(holder)] == ["narrow"]
