"""The answer of the door, filling the screen: a word, an icon, a colour, and for whom it is good a personal hello.

What is said is put into words in door_answer.py. It closes by itself; whoever touches it may read on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kclub_desktop.ui.kiosk.parts import GAP_PX, MAIN_PX, TOUCH_PX, Ring, button, empty, label, signal_icon
from kclub_desktop.ui.kiosk.screens import Screen
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.words import tr

GOOD, WARN, BAD = "good", "warn", "bad"
_ICONS = {GOOD: "check-circle-fill", WARN: "warning-fill", BAD: "x-circle-fill"}
_BODY_PX = 20 * TOUCH_PX
_ICON_PX = 36 * t.GRID
_SMALL_ICON_PX = MAIN_PX
_CARD_PX = 8 * t.KIOSK_BODY_PX
MOST_COURSES = 3

Course = tuple[str, str]
Fact = tuple[str, str]
Topic = tuple[str, bool]

MOST_PICKED = 3


@dataclass(frozen=True)
class Hello:
    """What a result says, in the current language.

    tone     GOOD, WARN or BAD
    facts    (value, what it is) about the person: points, level
    later    one sentence for afterwards: the next event
    courses  (title, reason), at most three; None while they are being looked for, so that room is kept
    topics   (name, picked) to be asked about
    may_decline  may a course be put away here? Only by whoever showed a ticket
    """

    tone: str
    word: str
    note: str
    name: str = ""
    facts: tuple[Fact, ...] = ()
    later: str = ""
    courses: Sequence[Course] | None = ()
    topics: Sequence[Topic] = ()
    may_decline: bool = False


class Result(Screen):
    """Fills the screen, runs down and closes."""

    closed = Signal()
    topics_picked = Signal(object)
    """The topics picked so far, at most three."""
    declined = Signal(int)
    """Which of the courses shown, counted from 0, the member does not want."""

    def __init__(self, return_ms: int) -> None:
        super().__init__()
        self.icon = QLabel()
        self.word = label("kiosk_hero")
        self.name = label("kiosk_title")
        self.note = label("kiosk_note")
        self.facts = QWidget()
        self._facts = QHBoxLayout(self.facts)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setSpacing(GAP_PX)
        self.next_title = label("kiosk_title", centred=False)
        self.cards = QWidget()
        self._cards = QHBoxLayout(self.cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(GAP_PX)
        self.ask_topics = label("kiosk_quiet", centred=False)
        self.topics = QWidget()
        self._topics = QHBoxLayout(self.topics)
        self._topics.setContentsMargins(0, 0, 0, 0)
        self._topics.setSpacing(GAP_PX)
        self.later = label(centred=False)
        self.ring = Ring(return_ms)
        self.ring.over.connect(self.closed)
        self.close_now = button(self.closed.emit)
        self.close_now.setMinimumWidth(3 * TOUCH_PX)
        self._head, self._foot = QBoxLayout(QBoxLayout.Direction.TopToBottom), QHBoxLayout()
        self._lay_out()
        self.wipe()

    def _lay_out(self) -> None:
        self._words = QVBoxLayout()
        self._words.setSpacing(GAP_PX // 2)
        for part in (self.word, self.name, self.note):
            self._words.addWidget(part)
        self._head.setSpacing(GAP_PX + GAP_PX // 2)
        self._head.addWidget(self.icon)
        self._head.addLayout(self._words, 1)
        self._head.addWidget(self.facts, alignment=Qt.AlignmentFlag.AlignCenter)
        self._foot.setSpacing(GAP_PX)
        self._foot.addStretch(0)
        self._foot.addWidget(self.later, 1)
        self._foot.addWidget(self.ring)
        self._foot.addWidget(self.close_now)
        self._foot.addStretch(0)
        middle = QWidget()
        middle.setMaximumWidth(_BODY_PX)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        column.addStretch(1)
        column.addLayout(self._head)
        column.addStretch(1)
        column.addWidget(self.next_title)
        column.addWidget(self.cards)
        column.addWidget(self.ask_topics)
        column.addWidget(self.topics)
        column.addStretch(1)
        column.addLayout(self._foot)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        self.column.addLayout(row)

    def show_hello(self, hello: Hello) -> None:
        """Show an answer and let the ring run."""
        self.word.setText(hello.word)
        self.name.setText(hello.name)
        self.note.setText(hello.note)
        self.later.setText(hello.later)
        self.icon.setAccessibleName(hello.word)
        self.close_now.setText(tr("Done"))
        empty(self._facts)
        for value, what in hello.facts:
            self._facts.addWidget(_fact(value, what))
        for part in (self.name, self.later):
            part.setVisible(bool(part.text()))
        self.facts.setVisible(bool(hello.facts))
        self._arrange(hello)
        self._offer(hello.topics)
        self.ring.start()

    def show_courses(self, hello: Hello) -> None:
        """Fill the room that was kept for courses, or give it back; the ring runs on."""
        self._arrange(replace(hello, courses=hello.courses or ()))
        self._offer(hello.topics)

    def _offer(self, topics: Sequence[Topic]) -> None:
        """One button per topic; a tap picks it or lets it go, and three are enough."""
        empty(self._topics)
        self.ask_topics.setText(tr("What do you care for? Pick up to three.") if topics else "")
        self.ask_topics.setVisible(bool(topics))
        self.topics.setVisible(bool(topics))
        picked = [name for name, chosen in topics if chosen]
        for name, chosen in topics:
            one = button(partial(self._tapped, name, picked))
            one.setText(f"✓ {name}" if chosen else name)
            one.setAccessibleName(tr("{topic}, picked", topic=name) if chosen else name)
            one.setEnabled(chosen or len(picked) < MOST_PICKED)
            self._topics.addWidget(one, 1)

    def _tapped(self, name: str, picked: list[str]) -> None:
        self.ring.start()
        self.topics_picked.emit([one for one in picked if one != name] if name in picked else [*picked, name])

    def wipe(self) -> None:
        """Forget the person."""
        self.ring.stop()
        for part in (self.word, self.name, self.note, self.later, self.next_title):
            part.setText("")
        self.icon.setAccessibleName("")
        empty(self._facts)
        empty(self._cards)
        self._offer(())

    def _say_no(self, place: int) -> None:
        self.ring.start()
        self.declined.emit(place)

    def _arrange(self, hello: Hello) -> None:
        """An answer alone stands large in the middle; with courses it moves to the left above them."""
        tone, courses = hello.tone, hello.courses
        beside = courses is None or bool(courses)
        side = _SMALL_ICON_PX if beside else _ICON_PX
        self.icon.setPixmap(signal_icon(tone, _ICONS[tone]).pixmap(QSize(side, side)))
        way, where = (
            (QBoxLayout.Direction.LeftToRight, Qt.AlignmentFlag.AlignLeft)
            if beside
            else (QBoxLayout.Direction.TopToBottom, Qt.AlignmentFlag.AlignHCenter)
        )
        self._head.setDirection(way)
        self.icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.word, self.name, self.note):
            part.setAlignment(where | Qt.AlignmentFlag.AlignVCenter)
        to_the_right = beside or bool(self.later.text())
        self.later.setVisible(to_the_right)
        for end in (0, self._foot.count() - 1):
            self._foot.setStretch(end, 0 if to_the_right else 1)
        self.next_title.setText(tr("Next for you") if beside else "")
        self.next_title.setVisible(beside)
        self.cards.setVisible(beside)
        empty(self._cards)
        room = [("", "")] * MOST_COURSES if courses is None else courses
        for place, (title, reason) in enumerate(room):
            say_no = partial(self._say_no, place) if title and hello.may_decline else None
            self._cards.addWidget(_card(title, reason, say_no), 1)


def _fact(value: str, what: str) -> QFrame:
    tile = QFrame()
    tile.setObjectName("kiosk_fact")
    tile.setMinimumWidth(2 * TOUCH_PX)
    column = QVBoxLayout(tile)
    column.setContentsMargins(GAP_PX, GAP_PX // 2, GAP_PX, GAP_PX // 2)
    column.setSpacing(0)
    # The upper line takes what is left over, so that tiles side by side keep one line whatever letters they hold.
    for role, text, stretch in (("kiosk_title", value, 1), ("", what, 0)):
        line = label(role)
        line.setWordWrap(False)
        line.setText(text)
        column.addWidget(line, stretch)
    return tile


def _card(title: str, reason: str, say_no: Callable[[], None] | None = None) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    card.setMinimumHeight(_CARD_PX)
    column = QVBoxLayout(card)
    column.setContentsMargins(GAP_PX + t.GRID, GAP_PX, GAP_PX + t.GRID, GAP_PX)
    column.setSpacing(GAP_PX // 2)
    name, why = label("kiosk_course", centred=False), label("kiosk_quiet", centred=False)
    name.setText(title)
    why.setText(reason)
    column.addWidget(name)
    column.addWidget(why)
    column.addStretch(1)
    if say_no is not None:
        put_away = button(say_no, quiet=True)
        put_away.setText(tr("Not interested"))
        put_away.setAccessibleName(tr("Not interested in {title}", title=title))
        column.addWidget(put_away, alignment=Qt.AlignmentFlag.AlignLeft)
    return card
