"""Why two members may be one person, in words, and how sure that makes us."""

from __future__ import annotations

from kclub_desktop.community.duplicates import CERTAIN, Evidence, Found, Pair
from kclub_desktop.words import tr, tr_noop

EVIDENCE = {
    Evidence.EMAIL: tr_noop("the same e-mail"),
    Evidence.MAILBOX: tr_noop("e-mail that arrives in the same mailbox"),
    Evidence.PHONE: tr_noop("the same phone number"),
    Evidence.CONTACT: tr_noop("the same further contact"),
    Evidence.NAME_AND_BIRTHDAY: tr_noop("the same name and birthday"),
    Evidence.NAME: tr_noop("the same name"),
    Evidence.NAME_SOUND: tr_noop("names that sound the same"),
    Evidence.NAME_CLOSE: tr_noop("names that differ by a letter or two"),
    Evidence.BIRTHDAY: tr_noop("the same birthday"),
    Evidence.EMAIL_NAME: tr_noop("the same e-mail but for its host"),
    Evidence.NOTHING_AGAINST: tr_noop("one of them has no e-mail and no phone"),
}
_LIKELY = 0.75


def evidence_words(found: Found) -> str:
    """“the same e-mail: anna@example.org”."""
    said = tr(EVIDENCE[found.what])
    return tr("{did}: {what}", did=said, what=found.value) if found.value else said


def reasons_words(pair: Pair) -> str:
    """All of it in one line, without the values."""
    return tr(", ").join(tr(EVIDENCE[found.what]) for found in pair.evidence)


def sureness_words(confidence: float) -> str:
    """How sure we are, in a word or two."""
    if confidence >= CERTAIN:
        return tr("almost certain")
    return tr("likely") if confidence >= _LIKELY else tr("possible")
