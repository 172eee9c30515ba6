"""Work under way is seen, can be stopped, and what went wrong stays until it was read."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from kclub_desktop.errors import LibraryBusy
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.widgets.checklist import Checklist, Step
from kclub_desktop.ui.widgets.conflict_card import ConflictCard, Side
from kclub_desktop.ui.widgets.job_tray import JobTray
from kclub_desktop.ui.widgets.keyboard_map import KeyboardMap
from kclub_desktop.ui.widgets.notifications import Notice, Notices, NotificationCentre
from kclub_desktop.ui.widgets.states import StateView


def buttons(widget):
    return {button.accessibleName(): button for button in widget.findChildren(QPushButton)}


@pytest.fixture
def jobs():
    """As a window has them: it waits for their threads before it goes."""
    made = Jobs()
    yield made
    made.wait()


def test_a_long_job_shows_how_far_it_is_and_goes_when_done(qtbot, jobs):
    go = threading.Event()
    tray = JobTray(jobs)
    qtbot.addWidget(tray)

    def work(progress):
        progress.expect(4)
        progress.advance()
        go.wait(10)

    jobs.start(work, name="Import")
    qtbot.waitUntil(lambda: tray.running == 1 and tray._cards["#1"].far.text() == "25%")
    go.set()
    qtbot.waitUntil(lambda: tray.isHidden())


def test_a_short_job_without_a_name_is_never_shown(qtbot, jobs):
    tray = JobTray(jobs)
    qtbot.addWidget(tray)
    jobs.start(lambda progress: None)
    jobs.wait()
    assert tray.isHidden()


def test_a_job_is_stopped_from_the_tray(qtbot, jobs):
    went = threading.Event()
    tray = JobTray(jobs)
    qtbot.addWidget(tray)
    failed = []

    def work(progress):
        went.set()
        while True:
            progress.advance()

    jobs.start(work, name="Import", failed=failed.append)
    went.wait(10)
    buttons(tray)["Stop: Import"].click()

    qtbot.waitUntil(lambda: failed == [None])
    assert tray.isHidden()


def test_what_went_wrong_stays_in_the_tray_until_it_was_read(qtbot, jobs):
    tray = JobTray(jobs)
    qtbot.addWidget(tray)

    def work(progress):
        raise LibraryBusy("folder")

    jobs.start(work, name="Import", failed=lambda error: None)
    qtbot.waitUntil(lambda: bool(tray._cards) and tray._cards["#1"].failed)
    assert tray.running == 0 and not tray.isHidden()

    buttons(tray)["Close"].click()
    assert tray.isHidden()


def test_the_same_job_begun_again_is_shown_once(qtbot, jobs):
    go = threading.Event()
    tray = JobTray(jobs)
    qtbot.addWidget(tray)
    for _ in range(2):
        jobs.start(lambda progress: go.wait(10), key="import", name="Import")
    assert len(tray._cards) == 1
    go.set()
    qtbot.waitUntil(lambda: tray.isHidden())


def test_only_what_needs_a_person_is_counted_as_unread(qtbot):
    notices = Notices()
    centre = NotificationCentre(notices, str)
    qtbot.addWidget(centre)
    notices.add(Notice("Kept", 1, "good"))
    notices.add(Notice("The hub is away", 2, "warn"))
    assert (notices.unread, [one.words for one in notices.items]) == (1, ["The hub is away", "Kept"])

    buttons(centre)["Take away: Kept"].click()
    notices.read()

    assert (notices.unread, [one.words for one in notices.items]) == (0, ["The hub is away"])


def test_the_first_step_not_done_is_the_one_explained(qtbot):
    begun = []
    steps = [
        Step("one", "because", True, "Go", lambda: begun.append(1)),
        Step("two", "since", False, "Go", lambda: begun.append(2)),
    ]
    made = Checklist("First steps", steps)
    qtbot.addWidget(made)
    words = [label.text() for label in made.findChildren(type(made).__mro__[1]) if hasattr(label, "text")]
    assert "since" in words and "because" not in words
    buttons(made)["Go"].click()
    assert begun == [2]


def test_a_conflict_is_settled_either_way(qtbot):
    card = ConflictCard("李磊", "Phone", Side("1", "here", "now"), Side("2", "there", "then"))
    qtbot.addWidget(card)
    told = []
    card.settled.connect(told.append)
    buttons(card)["Use this one: 2"].click()
    buttons(card)["Keep this one: 1"].click()
    assert told == [True, False]


def test_loading_that_is_quick_never_flickers(qtbot):
    view = StateView()
    qtbot.addWidget(view)
    view.loading()
    assert view._stack.currentWidget() is view._blank
    view.empty("Nothing", "here")
    qtbot.wait(200)
    assert view._stack.currentWidget() is view._said


def test_too_little_data_says_how_much_is_missing(qtbot):
    view = StateView(small=True)
    qtbot.addWidget(view)
    view.too_little(12, 20, "Ratings")
    words = " ".join(
        label.text() for label in view.findChildren(type(view).__mro__[1]) if hasattr(label, "text")
    )
    assert "Ratings: 12 so far. 8 more and this can be shown." in words


def test_the_keyboard_map_finds_by_words_and_by_key(qtbot):
    made = KeyboardMap([("Undo", "Ctrl+Z"), ("Find anything", "Ctrl+K")])
    qtbot.addWidget(made)
    qtbot.keyClicks(made.line, "ctrl+k")
    assert made._grid.itemAtPosition(0, 0).widget().text() == "Find anything"
    qtbot.keyClick(made.line, Qt.Key.Key_Escape)


def test_after_the_end_nothing_is_begun_any_more(qtbot, jobs):
    jobs, begun = Jobs(), []
    jobs.wait()

    jobs.start(lambda progress: begun.append(1), done=begun.append)

    qtbot.wait(50)
    assert begun == [] and not jobs.busy
