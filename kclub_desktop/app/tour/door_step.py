"""The door: the kiosk of the event that is about to begin lets a guest in, and says so in both languages and themes."""

from __future__ import annotations

from kclub_desktop.app.tour.screens import (
    LANGUAGES,
    SIZE,
    THEMES,
    application,
    close,
    session_of,
    settle,
    take,
)
from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.app.tour.sync_step import KIOSK
from kclub_desktop.clock import Clock
from kclub_desktop.errors import NoEvent
from kclub_desktop.store import Library
from kclub_desktop.ui.kiosk import pin
from kclub_desktop.ui.kiosk.kiosk_query import event_now
from kclub_desktop.ui.kiosk.window import KioskWindow
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.theme.apply import apply_theme
from kclub_desktop.words import set_language

PIN = "2580"
_GUESTS = (
    "SELECT r.ticket, m.id FROM registration r JOIN member m ON m.id = r.member WHERE r.event = ? AND r.paid = 1"
    " AND r.status = 'registered' AND r.deleted_at IS NULL ORDER BY"
    " (SELECT count(*) FROM enrolment n WHERE n.member = m.id) DESC, m.id LIMIT ?"
)


def check_in(summary: Summary, library: Library, clock: Clock) -> None:
    """One guest per language and theme, and the first ticket once more. Raises NoEvent."""
    application()
    session = session_of(library, clock)
    pin.keep(session.settings, PIN)
    event = event_now(library, clock.now())
    if event is None:
        raise NoEvent(str(library.folder))
    looks = [(theme, language) for theme in THEMES for language in LANGUAGES]
    guests = library.rows(_GUESTS, (event, len(looks)))
    for (theme, language), (ticket, _member) in zip(looks, guests, strict=True):
        _one_guest(summary, session, event, ticket, theme, language)
    let_in = library.rows(
        "SELECT count(DISTINCT member), sum(answer = 'ok'), sum(answer = 'already_used') FROM check_in WHERE event = ?",
        (event,),
    )[0]
    summary.note(
        "check-in",
        let_in == (len(looks), len(looks), len(looks)),
        f"{let_in[1]} guests let in at the kiosk; a ticket shown again was told from a new one and kept as a scan",
    )


def kiosk_shown(session: Session, event: int, theme: str) -> KioskWindow:
    """The kiosk's window as a guest finds it, in the language that is spoken."""
    apply_theme(application(), theme)
    kiosk = KioskWindow(session, event, door_name=KIOSK)
    kiosk.resize(*SIZE)
    kiosk.show()
    settle(session)
    return kiosk


def kiosk_closed(session: Session, kiosk: KioskWindow) -> None:
    """Away with it."""
    kiosk.leave()
    close(kiosk)
    settle(session)


def _one_guest(
    summary: Summary, session: Session, event: int, ticket: str, theme: str, language: str
) -> None:
    set_language(language)
    kiosk = kiosk_shown(session, event, theme)
    take(summary, kiosk, f"kiosk-{language}-{theme}")
    kiosk.attract.board_pressed.emit()
    if settle(session, lambda: kiosk.screen_shown is kiosk.board):
        take(summary, kiosk, f"kiosk-leaderboard-{language}-{theme}")
    for name in ("welcome", "again"):
        kiosk.scanned(ticket)
        settle(session, lambda: kiosk.screen_shown is kiosk.result)
        take(summary, kiosk, f"kiosk-{name}-{language}-{theme}")
    kiosk_closed(session, kiosk)
