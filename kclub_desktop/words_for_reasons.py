"""What a person reads as the reason of a recommendation. The reasons themselves (reasons.py) carry data only.

Said of the courses, not of a member, so that the same words do at the desk and at the kiosk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kclub_desktop.reasons import BecauseTook, New, Popular, Reason, SameTag
from kclub_desktop.words import tr


def reason_words(reason: Reason) -> str:
    """One short phrase in the current language."""
    match reason:
        case BecauseTook(title=title):
            return tr("Often taken by people who took “{course}”", course=title)
        case SameTag(tag=tag):
            return tr("Also about {tag}", tag=tag)
        case Popular(members_count=1):
            return tr("Taken by one member")
        case Popular(members_count=count):
            return tr("Taken by {n} members", n=count)
        case New():
            return tr("New here")
    assert_never(reason)


def reasons_words(reasons: Sequence[Reason]) -> str:
    """All reasons in one line; courses that were taken are named together."""
    taken = [reason.title for reason in reasons if isinstance(reason, BecauseTook)]
    said = [reason_words(reason) for reason in reasons if not isinstance(reason, BecauseTook)]
    if len(taken) == 1:
        said.insert(0, reason_words(next(why for why in reasons if isinstance(why, BecauseTook))))
    elif taken:
        said.insert(
            0, tr("Often taken by people who took “{course}” and “{other}”", course=taken[0], other=taken[1])
        )
    return " · ".join(said)
