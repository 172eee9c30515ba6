"""On show: what tells people something: states, cards, timeline, conflicts, notices, work under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kclub_desktop.errors import HubUnreachable
from kclub_desktop.ui.gallery.exhibit import Exhibit, State
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.ui.widgets.blocks import button, column
from kclub_desktop.ui.widgets.bulk_bar import BulkBar
from kclub_desktop.ui.widgets.checklist import Checklist, Step
from kclub_desktop.ui.widgets.conflict_card import ConflictCard, Side
from kclub_desktop.ui.widgets.job_tray import JobTray
from kclub_desktop.ui.widgets.keyboard_map import KeyboardMap
from kclub_desktop.ui.widgets.kpi_card import KpiCard
from kclub_desktop.ui.widgets.label import NameLabel
from kclub_desktop.ui.widgets.notifications import Notice, Notices, NotificationCentre
from kclub_desktop.ui.widgets.side_by_side import SideBySide
from kclub_desktop.ui.widgets.states import StateView
from kclub_desktop.ui.widgets.timeline import Timeline, TimelineItem
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_errors import words_for

_EMPTY, _FILLED = tr_noop("Empty"), tr_noop("Filled")


def _nothing() -> None:
    """What a button on show does."""


def _state(say: Callable[[StateView], object]) -> StateView:
    made = StateView(small=True)
    say(made)
    return made


def _empty(view: StateView) -> None:
    view.empty(
        tr("No members yet"),
        tr("Everybody of your community will be here. Bring them in from a file, or add the first one."),
        tr("Import"),
        _nothing,
        "members",
    )


def _failed(view: StateView) -> None:
    view.failed(
        tr("This page could not be loaded"),
        words_for(HubUnreachable("https://hub.example", "timeout")),
        _nothing,
    )


def _timeline() -> Timeline:
    return Timeline(
        (
            TimelineItem(tr("Today"), tr("Came to {what}", what="Light and Shadow"), "ticket", "accent"),
            TimelineItem(tr("Today"), tr("Rated {what}", what="Portraits"), "star", note="★ 5"),
            TimelineItem(tr("Yesterday"), tr("Bought {what}", what="Portraits"), "", "good", "¥299.00"),
            TimelineItem(tr("Yesterday"), tr("Signed up")),
        )
    )


def _conflict() -> ConflictCard:
    kept = Side("+86 138 0013 8000", tr("this device"), "24 Nov 2026 18:40")
    lost = Side("+86 139 0000 1111", tr("another device"), "24 Nov 2026 18:12")
    return ConflictCard("李磊", tr("Phone"), kept, lost)


def _notices(filled: bool) -> NotificationCentre:
    notices = Notices()
    if filled:
        notices.add(Notice(tr("Import done"), 1, "good"))
        notices.add(
            Notice(
                words_for(HubUnreachable("https://hub.example", "timeout")),
                1,
                "warn",
                tr("Try again"),
                _nothing,
            )
        )
    made = NotificationCentre(notices, lambda _at: tr("just now"))
    # Held by what shows it, as the window does.
    notices.setParent(made)
    made.setMinimumHeight(190)
    return made


def _tray() -> QWidget:
    holder, jobs = QWidget(), Jobs()
    jobs.setParent(holder)
    column(holder).addWidget(JobTray(jobs))
    jobs.began.emit("import", tr("Import"))
    jobs.moved.emit("import", 420, 1000)
    jobs.began.emit("count", tr("Export"))
    jobs.began.emit("sync", tr("Sync now"))
    jobs.ended.emit("sync", HubUnreachable("https://hub.example", "timeout"))
    return holder


def _checklist(done: int) -> Checklist:
    steps = (
        (
            tr("Bring in your members"),
            tr("From the file your platform exports; nothing is written before you agree."),
        ),
        (tr("Plan an event"), tr("Members register, the door checks them in, with or without a network.")),
        (
            tr("Keep a copy elsewhere"),
            tr("A second computer in step through a hub of your own; both work without a network."),
        ),
    )
    return Checklist(
        tr("First steps"),
        [Step(words, why, place < done, tr("Begin"), _nothing) for place, (words, why) in enumerate(steps)],
    )


def _bulk() -> QWidget:
    holder, made = QWidget(), BulkBar(button(tr("Archive"), _nothing, icon="archive"))
    column(holder).addWidget(made)
    made.count(1234)
    return holder


def _map() -> QWidget:
    made = KeyboardMap(
        [(tr("Undo"), "Ctrl+Z"), (tr("Find anything"), "Ctrl+K"), (tr("Add member"), "Ctrl+N")]
    )
    # Shown inside a page here, as a window everywhere else.
    made.setWindowFlags(Qt.WindowType.Widget)
    return made


EXHIBITS = (
    Exhibit(
        StateView,
        (
            State(_EMPTY, lambda _jobs: _state(_empty)),
            State(tr_noop("Loading"), lambda _jobs: _state(StateView.loading)),
            State(tr_noop("Something went wrong"), lambda _jobs: _state(_failed)),
            State(
                tr_noop("Too little data"),
                lambda _jobs: _state(lambda view: view.too_little(12, 20, tr("Ratings"))),
            ),
            State(
                tr_noop("Offline"),
                lambda _jobs: _state(
                    lambda view: view.offline(
                        tr("Everything else works. What waits will go when the network is back.")
                    )
                ),
            ),
        ),
    ),
    Exhibit(JobTray, (State(_FILLED, lambda _jobs: _tray()),)),
    Exhibit(
        NotificationCentre,
        (State(_EMPTY, lambda _jobs: _notices(False)), State(_FILLED, lambda _jobs: _notices(True))),
    ),
    Exhibit(
        Checklist,
        (
            State(tr_noop("Just begun"), lambda _jobs: _checklist(0)),
            State(tr_noop("Half done"), lambda _jobs: _checklist(2)),
        ),
    ),
    Exhibit(Timeline, (State(_FILLED, lambda _jobs: _timeline()), State(_EMPTY, lambda _jobs: Timeline()))),
    Exhibit(ConflictCard, (State(_FILLED, lambda _jobs: _conflict()),), wide=True),
    Exhibit(BulkBar, (State(_FILLED, lambda _jobs: _bulk()),), wide=True),
    Exhibit(Avatar, (State(_FILLED, lambda _jobs: Avatar("Anna Meyer")),)),
    Exhibit(NameLabel, (State(_FILLED, lambda _jobs: NameLabel("Anna Meyer", "strong")),)),
    Exhibit(
        KpiCard,
        (
            State(
                _FILLED,
                lambda _jobs: KpiCard(
                    tr("New members, 30 days"), "42", "▲ 12%", "good", tr("vs the 30 before"), [3, 5, 4, 8, 9]
                ),
            ),
            State(_EMPTY, lambda _jobs: KpiCard(tr("Rating"), "–", note=tr("Not enough data yet"))),
        ),
    ),
    Exhibit(
        SideBySide,
        (
            State(
                _FILLED,
                lambda _jobs: SideBySide(
                    KpiCard(tr("Active"), "124"), KpiCard(tr("New"), "13"), shares=(2, 1)
                ),
            ),
        ),
        wide=True,
    ),
    Exhibit(KeyboardMap, (State(_FILLED, lambda _jobs: _map()),)),
)
