"""Words for a member's codes: status, what happened in the timeline."""

from __future__ import annotations

from kclub_desktop.ui.desk.members_query import Moment
from kclub_desktop.words import tr, tr_noop

_ANYTHING = "{what}"
"""For a kind of a newer version: what it was about, without a verb."""
_KINDS = {
    "visit": tr_noop("Visited"),
    "sign_up": tr_noop("Signed up"),
    "view": tr_noop("Looked at {what}"),
    "purchase": tr_noop("Bought {what}"),
    "completion": tr_noop("Completed {what}"),
    "rating": tr_noop("Rated {what}"),
    "post": tr_noop("Wrote a post"),
    "check_in": tr_noop("Came to {what}"),
    "question": tr_noop("Asked a question"),
    "order": tr_noop("Order: {what}"),
    "check_in:ok": tr_noop("Checked in: {what}"),
    "check_in:already_used": tr_noop("Ticket shown again: {what}"),
    "check_in:wrong_event": tr_noop("Ticket for another event shown: {what}"),
    "check_in:not_yet_open": tr_noop("Came before the door opened: {what}"),
    "check_in:cancelled": tr_noop("Cancelled ticket shown: {what}"),
    "check_in:unpaid": tr_noop("Unpaid ticket shown: {what}"),
}


def status_words(status: str, archived: bool) -> str:
    """Member, lead or archived."""
    if archived:
        return tr("Archived")
    return tr("Lead") if status == "lead" else tr("Member")


def moment_words(item: Moment) -> str:
    """One line of the timeline."""
    said = _KINDS.get(item.kind, _ANYTHING)
    return tr(said, what=item.detail or tr("something"))


_DID = {
    "visit": tr_noop("came by"),
    "sign_up": tr_noop("signed up"),
    "view": tr_noop("looked at {what}"),
    "purchase": tr_noop("bought {what}"),
    "completion": tr_noop("completed {what}"),
    "rating": tr_noop("rated {what}"),
    "post": tr_noop("wrote a post"),
    "check_in": tr_noop("came to {what}"),
    "question": tr_noop("asked a question"),
}


def did_words(kind: str, what: str) -> str:
    """What somebody did, to stand behind their name."""
    said = _DID.get(kind, _ANYTHING)
    return tr(said, what=what or tr("something"))
