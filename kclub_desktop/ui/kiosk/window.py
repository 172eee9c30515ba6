"""The kiosk's window: which screen is seen, when a person's traces are wiped, and who may leave.

What a scan means is decided in operations/door.py and said in door_answer.py; here an answer gets its screen. Typed
letters and touches are taken in input.py. A guest cannot close it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kclub_desktop.community import consent, door_board, signing_up
from kclub_desktop.community.door_board import DoorBoard
from kclub_desktop.errors import KClubError, NoEvent
from kclub_desktop.operations import door
from kclub_desktop.operations.door import DoorAnswer
from kclub_desktop.store import Changes
from kclub_desktop.store.tables import CommunitySetting, Event, Member, MemberCard, PointsEntry
from kclub_desktop.ui.kiosk import door_answer, pin, removed
from kclub_desktop.ui.kiosk.board import Leaderboard
from kclub_desktop.ui.kiosk.input import Input
from kclub_desktop.ui.kiosk.kiosk_query import Found, event_shown, find_names
from kclub_desktop.ui.kiosk.parts import GAP_PX, TOUCH_PX, button, look_anew, set_icon
from kclub_desktop.ui.kiosk.pin_pad import PinPad
from kclub_desktop.ui.kiosk.removed import Removed
from kclub_desktop.ui.kiosk.result import Hello, Result
from kclub_desktop.ui.kiosk.screens import Attract, FindName, Screen
from kclub_desktop.ui.kiosk.sign_up import Asked, SignedUp, SignUp
from kclub_desktop.ui.session import Session
from kclub_desktop.words import (
    current_language,
    language_name,
    next_language,
    on_language_changed,
    set_language,
    tr,
)

RETURN_MS = 8_000
IDLE_MS = 30_000
HOLD_MS = 5_000
_LOOK_MS = 1_000
_CORNER_PX = 6 * TOUCH_PX


class KioskWindow(QWidget):
    """Full screen at the door of one event. Raises NoEvent if there is no such event."""

    left = Signal()
    """It was closed by somebody who may."""
    _heard = Signal(object)

    def __init__(
        self,
        session: Session,
        event_id: int,
        *,
        door_name: str = "",
        leaderboard: bool = True,
        return_ms: int = RETURN_MS,
        idle_ms: int = IDLE_MS,
        hold_ms: int = HOLD_MS,
    ) -> None:
        """leaderboard: False where this door shows none, whatever the community says."""
        super().__init__()
        event = event_shown(session.library, event_id)
        if event is None:
            raise NoEvent(str(session.library.folder))
        self.session, self.event_shown, self.door_name = session, event, door_name
        self.setObjectName("kiosk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._home_language, self._board_here = current_language(), leaderboard
        self._may_leave, self._first_pin = False, ""
        self._tries = pin.Tries(session.clock)
        self._asking: tuple[str, int | None] | None = None
        self._say: Callable[[], Hello] | None = None
        self._build(return_ms)
        self.input = Input(self)
        self._idle = QTimer(self, singleShot=True, interval=idle_ms)
        self._idle.timeout.connect(self.go_home)
        self._hold = QTimer(self, singleShot=True, interval=hold_ms)
        self._hold.timeout.connect(self._ask_pin)
        self._stop = [
            on_language_changed(lambda _code: self.retranslate()),
            session.library.on_changes(self._heard.emit),
        ]
        self._heard.connect(self._on_changes)
        self._removal = QTimer(self, interval=_LOOK_MS)
        self._removal.timeout.connect(self.look_for_removal)
        if session.sync is not None:
            self._removal.start()
        self._show(self._home if pin.is_set(session.settings) else self.choose_pin)
        self._look_at_board(self._offer_board)
        # The first guest shall not wait for a model to be learned.
        session.jobs.start(lambda progress: session.models.get(session.library, progress), key="kiosk:learn")

    def _build(self, return_ms: int) -> None:
        self.attract = Attract()
        self.find_name = FindName()
        self.result = Result(return_ms)
        self.choose_pin = PinPad(choosing=True)
        self.ask_pin = PinPad(choosing=False)
        self.removed, self._is_removed = Removed(), removed.is_removed(self.session)
        self.attract.pressed.connect(lambda: self._show(self.find_name))
        self.find_name.asked.connect(self._look_up)
        self.find_name.chosen.connect(self._check_in_found)
        self.sign_up, self.signed_up, self._new_member = SignUp(), SignedUp(), 0
        self.attract.sign_up_pressed.connect(self._ask_to_sign_up)
        self.sign_up.given.connect(self._sign_up)
        self.signed_up.coming_in.connect(self._walk_in)
        self.signed_up.closed.connect(self.go_home)
        self.result.closed.connect(self.go_home)
        self.board = Leaderboard()
        self.attract.board_pressed.connect(lambda: self._look_at_board(self._show_board))
        self.board.back.connect(self.go_home)
        self._pick_topics: Callable[[list[str]], None] = lambda _picked: None
        self.result.topics_picked.connect(lambda picked: self._pick_topics(picked))
        self._decline: Callable[[int], None] = lambda _place: None
        self.result.declined.connect(lambda place: self._decline(place))
        self.choose_pin.given.connect(self._choose)
        self.choose_pin.back.connect(self.leave)
        self.ask_pin.given.connect(self._try)
        for screen in (self.find_name, self.ask_pin, self.sign_up):
            screen.back.connect(self.go_home)
        self.screens = QStackedWidget()
        for each in self._all():
            self.screens.addWidget(each)
        self.corner = button(lambda: None, quiet=True)
        self.corner.pressed.connect(lambda: self._hold.start())
        self.corner.released.connect(lambda: self._hold.stop())
        self.language = button(self._other_language, quiet=True)
        self.language.setMinimumWidth(2 * TOUCH_PX)
        self.corner.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QHBoxLayout()
        top.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, 0)
        top.addWidget(self.corner)
        top.addStretch(1)
        top.addWidget(self.language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.screens, 1)
        self.retranslate()

    def _all(self) -> tuple[Screen, ...]:
        return (
            self.attract, self.find_name, self.result, self.choose_pin, self.ask_pin, self.sign_up, self.signed_up,
            self.board, self.removed,
        )  # fmt: skip

    # What is seen

    @property
    def screen_shown(self) -> Screen:
        """The screen that is seen now."""
        shown = self.screens.currentWidget()
        assert isinstance(shown, Screen)
        return shown

    @property
    def _home(self) -> Screen:
        return self.removed if self._is_removed else self.attract

    @property
    def tone(self) -> str:
        """What the whole screen signals: good, warn, bad, or '' on any screen but a result."""
        return str(self.property("tone") or "")

    def go_home(self) -> None:
        """Back to the inviting screen, and nothing of the last person is left on any of them."""
        if self.screen_shown is self.choose_pin:
            self._first_pin = ""
            self.choose_pin.wipe()
            return
        self._forget_person()
        set_language(self._home_language)
        self._show(self._home)

    def touched(self) -> None:
        """Somebody is there: what wipes or returns by itself waits anew."""
        self._idle.start()

    def read_on(self) -> None:
        """A finger on a result: whoever is reading may go on."""
        if self.result.ring.running:
            self.result.ring.start()

    def retranslate(self) -> None:
        """Say every word again in the current language, an answer too."""
        self._first_pin = ""
        self.setWindowTitle(tr("Check-in"))
        code, name = next_language(), language_name(next_language())
        self.language.setText(name)
        self.language.setProperty("code", code)
        set_icon(self.language, "translate", "secondary", self.tone)
        self.corner.ensurePolished()
        name = self.session.library.name or "KClub"
        room = _CORNER_PX - 4 * GAP_PX
        self.corner.setText(self.corner.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room))
        self.corner.setAccessibleName(tr("Hold for five seconds to leave the kiosk"))
        for screen in self._all():
            screen.retranslate()
        event = self.event_shown
        at_and_where = " · ".join(part for part in (door_answer.when(event), event.place) if part)
        self.attract.show_event(event.title, at_and_where)
        if self._say is not None:
            self.result.show_hello(self._say())

    def _show(self, screen: Screen) -> None:
        self._forget_person()
        self.screens.setCurrentWidget(screen)
        self._paint("")
        self.setFocus()
        self._idle.start()

    def _forget_person(self) -> None:
        for key in ("kiosk:find", "kiosk:courses"):
            self.session.jobs.cancel(key)
        self._say, self._new_member = None, 0
        self.input.forget()
        for each in self._all():
            each.wipe()

    def _paint(self, tone: str) -> None:
        if self.tone == tone:
            return
        self.setProperty("tone", tone)
        for each in (self, *self.findChildren(QWidget)):
            look_anew(each)
        set_icon(self.language, "translate", "secondary", tone)

    def _other_language(self) -> None:
        set_language(str(self.language.property("code")))

    # Signing up

    def _ask_to_sign_up(self) -> None:
        self.sign_up.wording = consent.wording_of(self.session.library, consent.EMAIL)
        self._show(self.sign_up)

    def _sign_up(self, asked: Asked) -> None:
        library, language = self.session.library, current_language()
        self.session.jobs.start(
            lambda _progress: signing_up.sign_up(
                library,
                asked.name,
                asked.reached,
                language=language,
                agreed=asked.agreed,
                wording=asked.wording,
            ),
            key="kiosk:sign_up",
            done=lambda member: self._signed_up(member, asked.name),
            failed=self.show_trouble,
        )

    def _signed_up(self, member: int, name: str) -> None:
        self._show(self.signed_up)
        self._new_member = member
        self.signed_up.show_person(name, self.event_shown.title)

    def _walk_in(self) -> None:
        library, event, member = self.session.library, self.event_shown.id, self._new_member
        if member:
            self.session.jobs.start(
                lambda _progress: signing_up.walk_in(library, member, event),
                key="kiosk:sign_up",
                done=lambda code: self.check_in(ticket=code),
                failed=self.show_trouble,
            )

    def _on_changes(self, changes: Changes) -> None:
        """The desk or the hub moved the event: the door says its new place and time."""
        if changes.touch(Event):
            known = event_shown(self.session.library, self.event_shown.id)
            if known is not None and known != self.event_shown:
                self.event_shown = known
                self.retranslate()
        if changes.touch(CommunitySetting, Member, MemberCard, PointsEntry):
            self._look_at_board(self._offer_board)

    def look_for_removal(self) -> None:
        """An owner removed this kiosk, or let it in again: another screen is seen, unless somebody is at the PIN."""
        now = removed.is_removed(self.session)
        if now != self._is_removed:
            self._is_removed = now
            if self.screen_shown not in (self.choose_pin, self.ask_pin):
                self.go_home()

    # The leaderboard

    def _look_at_board(self, done: Callable[[DoorBoard], None]) -> None:
        library = self.session.library
        if self._board_here:
            self.session.jobs.start(
                lambda _progress: door_board.board(library), key="kiosk:board", done=done,
                failed=lambda _error: done(DoorBoard(())),
            )  # fmt: skip

    def _offer_board(self, found: DoorBoard) -> None:
        self.attract.offer_board(bool(found.places))
        if self.screen_shown is self.board:
            self._show_board(found)

    def _show_board(self, found: DoorBoard) -> None:
        """The board, or the inviting screen once there is none any more."""
        self.attract.offer_board(bool(found.places))
        if self.screen_shown not in (self.attract, self.board):
            return
        if not found.places:
            self.go_home()
            return
        if self.screen_shown is not self.board:
            self._show(self.board)
        self.board.show_board(found)

    # Checking in

    def _look_up(self, text: str) -> None:
        library, event = self.session.library, self.event_shown.id
        self.session.jobs.start(
            lambda _progress: (text, find_names(library, event, text)), key="kiosk:find", done=self._found
        )

    def _found(self, answer: tuple[str, list[Found]]) -> None:
        text, found = answer
        if self.screen_shown is self.find_name and self.find_name.text == text:
            self.find_name.show_found(found)

    def _check_in_found(self, found: Found) -> None:
        self.check_in(ticket=found.ticket, member=found.member, shown_as=found.name)

    def scanned(self, code: str) -> None:
        """A scanner read a code, on whatever screen; only where the PIN is being chosen nobody is at the door yet."""
        if self.screen_shown is self.choose_pin:
            self.go_home()
        else:
            self.check_in(ticket=code)

    def check_in(self, *, ticket: str = "", member: int | None = None, shown_as: str = "") -> None:
        """Ask the door and show what it says. shown_as: a masked name, when nobody has shown a ticket."""
        asked = ticket, member
        if asked == self._asking:
            return
        if self._is_removed:
            self.go_home()
            return
        self._asking = asked
        library, event, name = self.session.library, self.event_shown.id, self.door_name
        self.session.jobs.start(
            lambda _progress: door.scan(library, event, ticket=ticket, member=member, door=name),
            key="kiosk:door",
            done=lambda answer: self._answered(answer, shown_as),
            failed=self.show_trouble,
        )

    def show_trouble(self, error: KClubError | None = None) -> None:
        """Say in words that it did not work; the kiosk goes on."""
        self._asking = None
        self._show_said(lambda: door_answer.trouble(error))

    def _answered(self, answer: DoorAnswer, shown_as: str) -> None:
        self._asking = None
        person = door_answer.tells_of_person(answer, shown_as)
        event, now = self.event_shown, self.session.clock.now()

        def say(courses: DoorAnswer | None) -> Hello:
            said = door_answer.hello(answer, event, now, shown_as)
            if person is None:
                return said
            if courses is None:
                return replace(said, courses=None)
            topics = door_answer.topic_words(courses, shown_as)
            words = door_answer.course_words(courses)
            return replace(said, courses=words, topics=topics, may_decline=not shown_as)

        self._show_said(lambda: say(None))
        if person is not None:
            self._look_for_courses(answer, self._say, say)

    def _look_for_courses(
        self,
        answer: DoorAnswer,
        shown: Callable[[], Hello] | None,
        say: Callable[[DoorAnswer | None], Hello],
    ) -> None:
        """Fill in the next courses when they are known, if the same person still stands there."""
        library, models = self.session.library, self.session.models

        def fill(found: DoorAnswer) -> None:
            nonlocal shown
            if self._say is shown:
                shown = self._say = lambda: say(found)
                self._pick_topics = lambda picked: ask(
                    lambda: door.keep_topics(library, models, found, picked), found
                )
                self._decline = lambda place: ask(
                    lambda: door.decline(library, models, found, found.courses[place].course_id), found
                )
                self.result.show_courses(say(found))

        def ask(work: Callable[[], DoorAnswer], otherwise: DoorAnswer) -> None:
            self.session.jobs.start(
                lambda _progress: work(),
                key="kiosk:courses",
                done=fill,
                failed=lambda _error: fill(otherwise),
            )

        ask(lambda: door.with_courses(library, models, answer), answer)

    def _show_said(self, say: Callable[[], Hello]) -> None:
        self._show(self.result)
        self._say = say
        hello = say()
        self.result.show_hello(hello)
        self._paint(hello.tone)

    # Leaving

    def _ask_pin(self) -> None:
        if self.screen_shown is not self.choose_pin:
            self._show(self.ask_pin)
            if self._tries.resting:
                self.ask_pin.say(tr("Too many tries. Wait a minute."))

    def _try(self, given: str) -> None:
        if self._tries.resting:
            self.ask_pin.say(tr("Too many tries. Wait a minute."))
        elif pin.fits(self.session.settings, given):
            self._tries.forget()
            self.leave()
        else:
            self._tries.count_wrong()
            self.ask_pin.say(tr("This is not the PIN."))

    def _choose(self, given: str) -> None:
        """Twice the same, so that a slip of the finger locks nobody out of the computer."""
        first, self._first_pin = self._first_pin, ""
        if not first:
            self._first_pin = given
            self.choose_pin.say(tr("Once more, to be sure."))
        elif first != given:
            self.choose_pin.say(tr("These were two different PINs. Choose one."))
        else:
            pin.keep(self.session.settings, given)
            self._show(self._home)

    def leave(self) -> None:
        """Close for good."""
        self._may_leave = True
        self._let_go()
        self.close()
        self.left.emit()

    def _let_go(self) -> None:
        while self._stop:
            self._stop.pop()()
        self.input.stop()
        for timer in (self._idle, self._hold, self._removal):
            timer.stop()
        self._forget_person()

    def closeEvent(self, event: QCloseEvent) -> None:
        nothing_to_guard = not pin.is_set(self.session.settings)
        if nothing_to_guard and not self._may_leave:
            self._may_leave = True
            self._let_go()
            self.left.emit()
        event.setAccepted(self._may_leave)
