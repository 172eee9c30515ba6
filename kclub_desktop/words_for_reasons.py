"""What a person reads as the reason of a recommendation. The reasons themselves (reasons.py) carry data only.

Said of the courses, not of a member, so that the same words do at the desk and at the kiosk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kclub_desktop.reasons import (
    AlikeInContent,
    BecauseTook,
    Continues,
    FriendsTook,
    FromEvent,
    New,
    Popular,
    Reason,
    SameCreator,
    SameTag,
    TakenAfter,
    YourTopic,
)
from kclub_desktop.words import tr, tr_noop


def reason_words(reason: Reason) -> str:
    """One short phrase in the current language."""
    match reason:
        case BecauseTook(title=title):
            return tr("Often taken by people who took “{course}”", course=title)
        case TakenAfter(title=title):
            return tr("Often taken after “{course}”", course=title)
        case Continues(title=title):
            return tr("Continues “{course}”", course=title)
        case AlikeInContent(title=title):
            return tr("Close to “{course}” in content", course=title)
        case SameCreator(creator=creator):
            return tr("Also by {creator}", creator=creator)
        case YourTopic(tag=tag):
            return tr("On a chosen topic: {tag}", tag=tag)
        case SameTag(tag=tag):
            return tr("Also about {tag}", tag=tag)
        case FromEvent(title=title):
            return tr("Goes with the event “{event}”", event=title)
        case FriendsTook():
            return tr("Friends have taken it too")
        case Popular(members_count=1):
            return tr("Taken by one member")
        case Popular(members_count=count):
            return tr("Taken by {n} members", n=count)
        case New():
            return tr("New here")
    assert_never(reason)


def reasons_words(reasons: Sequence[Reason]) -> str:
    """All reasons in one line; two courses that speak in the same way are named together."""
    said = [reason_words(reason) for reason in reasons]
    for kind, pair in (
        (BecauseTook, tr_noop("Often taken by people who took “{course}” and “{other}”")),
        (TakenAfter, tr_noop("Often taken after “{course}” and “{other}”")),
        (AlikeInContent, tr_noop("Close to “{course}” and “{other}” in content")),
    ):
        both = [(place, reason.title) for place, reason in enumerate(reasons) if isinstance(reason, kind)]
        if len(both) == 2:
            (first, course), (second, other) = both
            said[first] = tr(pair, course=course, other=other)
            said[second] = ""
    return " · ".join(words for words in said if words)
