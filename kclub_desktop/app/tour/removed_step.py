"""A kiosk that an owner removed: what its desk says, with the way back to the hub and to the door, and what its door shows."""

from __future__ import annotations

from typing import Any

from kclub_desktop.app.tour.door_step import PIN, kiosk_closed, kiosk_shown
from kclub_desktop.app.tour.screens import (
    LANGUAGES,
    SIZE,
    THEMES,
    close,
    session_of,
    settle,
    take,
)
from kclub_desktop.app.tour.summary import Summary
from kclub_desktop.app.tour.sync_step import KIOSK, Devices
from kclub_desktop.clock import Clock
from kclub_desktop.errors import HubRefused
from kclub_desktop.errors_of_devices import is_removal
from kclub_desktop.store import Library
from kclub_desktop.sync import devices
from kclub_desktop.ui.desk.window import DeskWindow
from kclub_desktop.ui.kiosk import pin
from kclub_desktop.ui.kiosk.kiosk_query import event_now
from kclub_desktop.ui.session import Session
from kclub_desktop.words import set_language


def remove_kiosk(summary: Summary, desk: Library, clock: Clock, paired: Devices) -> None:
    """Remove it at the desk; its next sync is refused, and every look of what it says is photographed."""
    listed = devices.listed(desk, paired.desk.secrets)
    devices.remove(desk, paired.desk.secrets, devices.found(listed, KIOSK))
    try:
        paired.kiosk.sync_now()
    except HubRefused as refused:
        paired.kiosk.error = refused
    session = session_of(paired.kiosk_copy, clock, paired.kiosk)
    pin.keep(session.settings, PIN)
    event = event_now(paired.kiosk_copy, clock.now())
    shut = [
        event is not None and _photograph(summary, session, event, theme, language)
        for theme in THEMES
        for language in LANGUAGES
    ]
    summary.note(
        "removed",
        is_removal(paired.kiosk.error) and all(shut),
        "a removed kiosk is told so by the hub, lets nobody in, and says how it is paired again",
    )


def _photograph(summary: Summary, session: Session, event: int, theme: str, language: str) -> bool:
    """Both pictures of one look. Is the door shut?"""
    set_language(language)
    session.settings.set("theme", theme)
    session.settings.set("language", language)
    window = DeskWindow(session)
    window.resize(*SIZE)
    window.show()
    page: Any = window.show_page("sync")
    settle(session, lambda: page.settled)
    page.pair_again()
    settle(session, lambda: page.settled)
    take(summary, window, f"pair-again-{language}-{theme}")
    close(window)
    settle(session)
    kiosk = kiosk_shown(session, event, theme)
    take(summary, kiosk, f"kiosk-removed-{language}-{theme}")
    is_shut = kiosk.screen_shown is kiosk.removed
    kiosk_closed(session, kiosk)
    return is_shut
