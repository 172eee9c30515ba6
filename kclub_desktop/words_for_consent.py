"""What a person reads of consent: what it is for, how it was said, whether it stands. The facts are in community/consent.py."""

from __future__ import annotations

from kclub_desktop.words import tr, tr_noop

PURPOSES = {
    "email": tr_noop("E-mail"),
    "phone": tr_noop("Phone calls"),
    "photos": tr_noop("Photos"),
    "analysis": tr_noop("Analysis"),
}
HOW = {
    "spoken": tr_noop("spoken"),
    "form": tr_noop("by form"),
    "kiosk": tr_noop("at the kiosk"),
    "link": tr_noop("by link"),
    "import": tr_noop("from an import"),
}


def purpose_words(purpose: str) -> str:
    """What consent is for; a purpose of the owner's own is in the owner's words."""
    return tr(PURPOSES[purpose]) if purpose in PURPOSES else purpose


def how_words(how: str) -> str:
    """How it was said; a way of a newer version by its own name."""
    return tr(HOW[how]) if how in HOW else how


def given_words(given: bool) -> str:
    """Agreed, or taken back."""
    return tr("Agreed") if given else tr("Taken back or refused")
