"""On show: what the kiosk is made of, each screen as a guest meets it, on the kiosk's own ground."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kclub_desktop.community.door_board import DoorBoard, Standing
from kclub_desktop.ui.gallery.exhibit import Exhibit, State
from kclub_desktop.ui.kiosk.board import Leaderboard
from kclub_desktop.ui.kiosk.kiosk_query import Found
from kclub_desktop.ui.kiosk.parts import DIGITS, LETTERS, Keys, Ring, Typed
from kclub_desktop.ui.kiosk.pin_pad import PinPad
from kclub_desktop.ui.kiosk.removed import Removed
from kclub_desktop.ui.kiosk.result import BAD, GOOD, WARN, Hello, Result
from kclub_desktop.ui.kiosk.screens import Attract, FindName, Screen
from kclub_desktop.ui.kiosk.sign_up import CONSENT, REACHED, SignedUp, SignUp
from kclub_desktop.words import tr, tr_noop

_EMPTY, _FILLED, _REFUSED = tr_noop("Empty"), tr_noop("Filled"), tr_noop("Refused")
_SCREEN_PX = 580
_RETURNS_MS = 8_000
_NAMES = ("宋**", "Anna M.", "赵*", "Tom O.", "唐*", "朱**", "曾*", "Chloe M.", "许*", "James T.")
_EVENT = ("圆桌 · The Round Table", "18:00 · Attic")


class KioskGround(QWidget):
    """What the style sheet takes for the kiosk's window. tone: of an answer, or ''."""

    def __init__(self, inside: QWidget, tone: str = "") -> None:
        super().__init__()
        self.setObjectName("kiosk")
        self.setProperty("tone", tone)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.addWidget(inside)
        if isinstance(inside, Screen):
            self.setMinimumHeight(_SCREEN_PX)


def _attract(board: bool) -> QWidget:
    made = Attract()
    made.show_event(*_EVENT)
    made.offer_board(board)
    return KioskGround(made)


def _find(letters: str, found: tuple[Found, ...]) -> QWidget:
    made = FindName()
    made.type(letters)
    made.show_found(found)
    return KioskGround(made)


def _result(hello: Hello) -> QWidget:
    made = Result(_RETURNS_MS)
    made.show_hello(hello)
    made.ring.stop()  # on show it stands
    return KioskGround(made, hello.tone)


def _welcome() -> QWidget:
    courses = (("水墨入门", "★ 4.8"), ("Ink Painting", "★ 4.6"), ("摄影：光与影", "★ 4.9"))
    return _result(
        Hello(
            GOOD, tr("Welcome, {name}", name="林*"), tr("You are signed up."), "林*",
            (("320", tr("Points")), ("Gold", tr("Level"))), "", courses, (("墨", True), ("Photo", False)), True,
        )
    )  # fmt: skip


def _pin(choosing: bool, digits: str, said: str = "") -> QWidget:
    made = PinPad(choosing)
    if said:
        made.say(said)
    for digit in digits:
        made.type(digit)
    return KioskGround(made)


def _sign_up(step: int, *texts: str, go_on: bool = False) -> QWidget:
    made = SignUp()
    for place, words in enumerate(texts):
        made.step = place
        made.type(words)
    made.step = step
    made.retranslate()
    if go_on:
        made.go_on()
    return KioskGround(made)


def _signed_up() -> QWidget:
    made = SignedUp()
    made.show_person("Anna Meyer", _EVENT[0])
    return KioskGround(made)


def _board(many: int, as_many: int = 0) -> QWidget:
    made = Leaderboard()
    places = [Standing(n + 1, name, "Gold", 900 - 40 * n) for n, name in enumerate(_NAMES[:many])]
    made.show_board(DoorBoard(tuple(places), as_many))
    return KioskGround(made)


def _typed(words: str) -> QWidget:
    made = Typed()
    made.show_typed(words, tr("Letters, pinyin or initials"))
    return KioskGround(made)


def _ring(tone: str) -> QWidget:
    return KioskGround(Ring(_RETURNS_MS), tone)


def _said(make: Callable[[], QWidget], words: str) -> State:
    return State(words, lambda _jobs: make())


_LI = (Found(1, "T-1", "李**", "··00"), Found(2, "T-2", "李**", "l**@"), Found(3, "T-3", "L** M**", ""))

EXHIBITS = (
    Exhibit(
        Attract,
        (
            _said(lambda: _attract(False), tr_noop("Plain")),
            _said(lambda: _attract(True), tr_noop("With a leaderboard")),
        ),
        wide=True,
    ),
    Exhibit(
        FindName,
        (
            _said(lambda: _find("", ()), _EMPTY),
            _said(lambda: _find("L", _LI), _FILLED),
            _said(lambda: _find("QQ", ()), tr_noop("Nothing found")),
        ),
        wide=True,
    ),
    Exhibit(
        Result,
        (
            _said(_welcome, tr_noop("Good")),
            _said(lambda: _result(Hello(WARN, tr("Already checked in"), tr("At {time}", time="18:02"))), tr_noop("Careful")),
            _said(lambda: _result(Hello(BAD, tr("Another event"), _EVENT[0])), _REFUSED),
        ),
        wide=True,
    ),
    Exhibit(
        SignUp,
        (
            _said(lambda: _sign_up(0), _EMPTY),
            _said(lambda: _sign_up(0, go_on=True), _REFUSED),
            _said(lambda: _sign_up(REACHED, "Anna", "anna@example.org"), _FILLED),
            _said(lambda: _sign_up(CONSENT, "Anna", "anna@example.org"), tr_noop("Asking for consent")),
        ),
        wide=True,
    ),
    Exhibit(Removed, (_said(lambda: KioskGround(Removed()), tr_noop("Plain")),), wide=True),
    Exhibit(SignedUp, (_said(_signed_up, _FILLED),), wide=True),
    Exhibit(
        PinPad,
        (
            _said(lambda: _pin(True, ""), _EMPTY),
            _said(lambda: _pin(False, "1234"), _FILLED),
            _said(lambda: _pin(False, "", tr("This is not the PIN.")), _REFUSED),
        ),
        wide=True,
    ),
    Exhibit(
        Leaderboard,
        (
            _said(lambda: _board(0), _EMPTY),
            _said(lambda: _board(3), tr_noop("A few")),
            _said(lambda: _board(10, 4), tr_noop("Many")),
        ),
        wide=True,
    ),
    Exhibit(
        Keys,
        (
            _said(lambda: KioskGround(Keys(LETTERS, staggered=True)), tr_noop("Letters")),
            _said(lambda: KioskGround(Keys(DIGITS)), tr_noop("Digits")),
        ),
        wide=True,
    ),
    Exhibit(Typed, (_said(lambda: _typed(""), _EMPTY), _said(lambda: _typed("LIX"), _FILLED))),
    Exhibit(Ring, (_said(lambda: _ring(""), tr_noop("Plain")), _said(lambda: _ring(GOOD), tr_noop("Good")))),
)  # fmt: skip
