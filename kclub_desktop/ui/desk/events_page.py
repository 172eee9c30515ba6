"""The events page: every event with its counts, and the attendance list of one, where people are checked in."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from kclub_desktop.community import checking_in, events, registering
from kclub_desktop.community.checking_in import Answer, Scan
from kclub_desktop.date_range import FIGURES, DateRange, Preset
from kclub_desktop.progress import Progress
from kclub_desktop.store.tables import CheckIn, Event, Member, Registration
from kclub_desktop.ui.desk import courses_query, events_query, parts, shown
from kclub_desktop.ui.desk.event_words import booked_words, totals_words
from kclub_desktop.ui.desk.events_query import EventRow, Found, Guest
from kclub_desktop.ui.desk.guest_list import GuestList
from kclub_desktop.ui.desk.kept_days import KeptDays
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.markdown_dialog import MarkdownDialog, markdown_part
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.person_picker import Person, PersonPicker
from kclub_desktop.words import tr, tr_code, tr_noop
from kclub_desktop.words_for_errors import words_for

MODES = {"on_site": tr_noop("On site"), "online": tr_noop("Online"), "hybrid": tr_noop("Hybrid")}
ANSWERS = {
    Answer.OK: (tr_noop("{name} is checked in"), "good"),
    Answer.ALREADY_USED: (tr_noop("{name} is here already"), "warn"),
    Answer.WRONG_EVENT: (tr_noop("This ticket is for another event"), "bad"),
    Answer.NOT_YET_OPEN: (tr_noop("The door is not open yet"), "warn"),
    Answer.CANCELLED: (tr_noop("This registration was cancelled"), "bad"),
    Answer.UNPAID: (tr_noop("This ticket is not paid"), "warn"),
    Answer.UNKNOWN: (tr_noop("No registration has this ticket"), "bad"),
}
_REGISTERED = {
    "waiting": tr_noop("{name} is on the waiting list"),
    "registered": tr_noop("{name} is registered"),
}
_FILTER_AFTER_MS = 120
_SUMMARY_PX = 96
"""A longer summary scrolls: the list of guests is what the page is for."""
_OFFERED = (Preset.COMING, *FIGURES)


class EventsPage(Page):
    """Events and attendance."""

    name = "events"
    models = frozenset({Event, Registration, CheckIn, Member})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.chosen, self.text = 0, ""
        self.days = KeptDays(session, self.name, Preset.EVERYTHING, whole=True)
        self.events: dict[int, EventRow] = {}
        super().__init__(session, parent)

    def title(self) -> str:
        """Events, in the current language."""
        return tr("Events")

    def build(self, body: QWidget) -> None:
        """List at the left, attendance at the right."""
        self.count = parts.text("", "secondary")
        self.search = parts.field(tr("Title, place"), filter=True, value=self.text)
        typing = QTimer(self, singleShot=True, interval=_FILTER_AFTER_MS)
        typing.timeout.connect(self._typed)
        self.search.textChanged.connect(lambda: typing.start())
        titles = (tr("Title"), tr("Starts"), tr("Place"), tr("Registered"), tr("Came"))
        self.list = RowList(titles, self.title(), right=(3, 4), needs={2: 620, 3: 460, 4: 460})
        self.list.chosen.connect(self.go_to)
        self.nothing = parts.small_message(tr("No event fits. Try fewer words or more days."))
        self.nothing.hide()
        left = parts.column(margins=parts.PAGE, gap=12)
        self.picker = self.days.picker(_OFFERED)
        self.picker.changed.connect(self.show_days)
        self.totals = parts.text("", "secondary", wrap=True)
        left.addLayout(parts.header(self.title(), self.count))
        left.addWidget(parts.FilterBar(self.search, self.picker))
        left.addWidget(self.totals)
        left.addWidget(self.list, 1)
        left.addWidget(self.nothing, 1)
        self.inspector = self._door()
        self.inspector.hide()
        parts.beside(left, self.inspector, body)

    def _door(self) -> QFrame:
        panel = QFrame()
        panel.setObjectName("inspector")
        panel.setFixedWidth(parts.inspector_width())
        inner = parts.column(panel, parts.CARD, 12)
        self._head = parts.column(gap=6)
        inner.addLayout(self._head)
        self.ticket = parts.field(tr("Ticket code, or a name to find"))
        self.ticket.returnPressed.connect(self._ticket_typed)
        finding = QTimer(self, singleShot=True, interval=_FILTER_AFTER_MS)
        finding.timeout.connect(self._load_guests)
        self.ticket.textChanged.connect(lambda: finding.start())
        inner.addLayout(
            parts.row(self.ticket, parts.button(tr("Check in"), self._ticket_typed, kind="primary"))
        )
        self.answer = parts.text("", "answer", wrap=True)
        self.answer.setAccessibleName(tr("Answer"))
        self.answer.hide()
        inner.addWidget(self.answer)
        self.guests = GuestList()
        self.guests.wanted.connect(self._guest_wanted)
        self.nobody = parts.small_message(tr("Nobody on this list."))
        self.nobody.hide()
        inner.addWidget(self.guests, 1)
        inner.addWidget(self.nobody, 1)
        self.newcomer = PersonPicker(tr("Register a member"), self.find_people, self.session.jobs)
        self.newcomer.picked.connect(self._register)
        inner.addWidget(self.newcomer)
        return panel

    def find_people(self, words: str, most: int) -> list[Person]:
        """Members whose words fit, for who is to be registered."""
        return [Person(*found) for found in courses_query.members_like(self.session.library, words, most)]

    def show_days(self, days: DateRange) -> None:
        """Look at other days, and remember them."""
        self.days.keep(days)
        self.refresh()

    def query(self, progress: Progress) -> Found:
        """The events of the days that fit."""
        session = self.session
        return events_query.ask(session.library, self.text, self.days.range, session.clock.now(), self.chosen)

    def show_loaded(self, loaded: Found) -> None:
        """Fill the list and the attendance of the chosen event."""
        found = loaded.rows
        if not loaded.all:
            self.show_empty(
                tr("No events yet"),
                tr("Meetings, workshops and talks are shown here with who registered and who came."),
            )
            return
        self.events.update({event.id: event for event in found})
        if loaded.chosen is not None:
            self.events[loaded.chosen.id] = loaded.chosen
        self.totals.setText(totals_words(loaded.totals))
        self.totals.setVisible(bool(found))
        self.count.setText(shown.number(len(found)))
        self.list.fill([(event.id, _cells(event)) for event in found], self.chosen)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        if self.chosen in self.events:
            self._show_head(self.events[self.chosen])
            self._load_guests()

    def go_to(self, row_id: int) -> None:
        """Show the attendance list of one event."""
        self.chosen = row_id
        self._say("", "")
        self.ticket.clear()
        if row_id in self.events:
            self.list.mark(row_id)
            self._show_head(self.events[row_id])
            self._load_guests()
        else:
            self.refresh()

    # The door

    def check_in(self, *, ticket: str = "", member: int | None = None, name: str = "") -> None:
        """Let one person in by ticket or by tap, and say what the door says."""
        library, event = self.session.library, self.chosen

        def work() -> tuple[Scan, str]:
            who = events_query.guest_meant(library, event, ticket) if ticket else member
            code = "" if who is not None else ticket
            scan = checking_in.check_in(library, event, ticket=code, member=who)
            return scan, name or events_query.member_name(library, scan.member)

        def said(result: tuple[Scan, str]) -> str:
            return tr(ANSWERS[result[0].answer][0], name=result[1] or tr("This guest"))

        def answered(result: tuple[Scan, str]) -> None:
            self._say(said(result), ANSWERS[result[0].answer][1])

        self.do(
            work,
            said=said,
            take_back=lambda result: checking_in.undo_check_in(library, result[0].id),
            done=answered,
        )

    def register(self, person: Person) -> None:
        """Put a member on the list of the event that is shown."""
        library, event = self.session.library, self.chosen

        def work() -> str:
            registering.register(library, person.id, event, initiator=self)
            return events_query.status_of(library, event, person.id)

        def said(status: str) -> str:
            words = _REGISTERED.get(status, _REGISTERED["registered"])
            return tr(words, name=person.name)

        self._say("", "")
        self.do(
            work,
            said=said,
            done=lambda _status: self.refresh(),
            failed=lambda error: self._say(words_for(error), "warn"),
        )

    def _register(self, person: Person | None) -> None:
        if person is not None:
            self.newcomer.pick(None)
            self.register(person)

    def take_back(self, guest: Guest) -> None:
        """Undo a check-in."""
        library, event, scan, member = self.session.library, self.chosen, guest.check_in, guest.member
        if scan is None:
            return
        self._say("", "")
        self.do(
            lambda: checking_in.undo_check_in(library, scan),
            said=tr("Check-in of {name} taken back", name=guest.name),
            take_back=lambda _result: checking_in.check_in(library, event, member=member),
        )

    def _guest_wanted(self, guest: Guest) -> None:
        if guest.check_in is not None:
            self.take_back(guest)
        else:
            self.check_in(member=guest.member, name=guest.name)

    def _say(self, words: str, tone: str) -> None:
        self.answer.setText(words)
        self.answer.setProperty("tone", tone)
        self.answer.style().unpolish(self.answer)
        self.answer.style().polish(self.answer)
        self.answer.setVisible(bool(words))

    def _typed(self) -> None:
        self.text = self.search.text()
        self.refresh()

    def _ticket_typed(self) -> None:
        """Enter: a ticket's code, or a name that fits one guest only."""
        typed = self.ticket.text().strip()
        if typed:
            self.ticket.clear()
            self.check_in(ticket=typed)

    def _show_head(self, event: EventRow) -> None:
        parts.clear(self._head)
        close = parts.icon_button(tr("Close"), self._close, "close")
        top = parts.row(parts.text(event.title, "section", wrap=True), close)
        top.setStretch(0, 1)
        self._head.addLayout(top)
        where = " · ".join(part for part in (tr_code(MODES, event.mode, "On site"), event.place) if part)
        when = shown.moment(event.starts_at, event.zone)
        self._head.addWidget(parts.text(f"{when}\n{where}", "secondary", wrap=True))
        pills = [
            parts.pill(tr("{n} came", n=event.came), "good" if event.came else ""),
            parts.pill(booked_words(event)),
        ]
        if event.waiting:
            pills.append(parts.pill(tr("{n} waiting", n=event.waiting), "warn"))
        self._head.addLayout(parts.row(*pills, None, gap=6))
        if event.summary:
            room = parts.inspector_width() - 2 * parts.CARD
            self._head.addWidget(markdown_part(tr("Summary"), event.summary, room, "secondary", _SUMMARY_PX))
        words = tr("Edit summary") if event.summary else tr("Write a summary")
        self._head.addLayout(parts.row(parts.button(words, self.edit_summary, kind="link"), None))
        self.inspector.show()

    def edit_summary(self) -> None:
        """Write what the event that is shown is about."""
        event, library = self.events[self.chosen], self.session.library

        def keep(words: str) -> None:
            events.describe(library, event.id, words)

        asks = tr("What the event is about")
        MarkdownDialog(self, event.title, asks, tr("Summary"), event.summary, keep).open()

    def _close(self) -> None:
        self.chosen = 0
        self.inspector.hide()
        self.list.clearSelection()

    def _load_guests(self) -> None:
        library, event, words = self.session.library, self.chosen, self.ticket.text().strip()
        self.session.jobs.start(
            lambda progress: events_query.guests(library, event, words),
            key="guests",
            done=self._show_guests,
        )

    def _show_guests(self, found: list[Guest]) -> None:
        self.guests.fill(found, self.events[self.chosen].zone if self.chosen in self.events else "UTC")
        self.guests.setVisible(bool(found))
        self.nobody.setVisible(not found)


def _cells(event: EventRow) -> tuple[str, ...]:
    seats = f"{event.registered} / {event.capacity}" if event.capacity else str(event.registered)
    place = event.place or tr_code(MODES, event.mode, "On site")
    return event.title, shown.moment(event.starts_at, event.zone), place, seats, str(event.came)
