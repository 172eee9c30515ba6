"""Words for a member's codes: status, what happened in the timeline."""

from __future__ import annotations

from kclub_desktop.ui.desk.member_timeline import Moment
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_consent import purpose_words

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
    "check_in:unknown": tr_noop("Came without a ticket: {what}"),
    "check_in_undone": tr_noop("Check-in taken back: {what}"),
    "payment": tr_noop("Paid"),
    "refund": tr_noop("Money given back"),
    "subscription:started": tr_noop("Subscription began: {what}"),
    "subscription:paid": tr_noop("Subscription paid: {what}"),
    "subscription:overdue": tr_noop("Subscription overdue: {what}"),
    "subscription:unpaid": tr_noop("Subscription unpaid: {what}"),
    "subscription:price_planned": tr_noop("Change of plan agreed for later: {what}"),
    "subscription:cancel_withdrawn": tr_noop("Stays after all: {what}"),
    "subscription:came_back": tr_noop("Pass runs again: {what}"),
    "subscription:corrected": tr_noop("Subscription put right: {what}"),
    "subscription:card_ends": tr_noop("The card that pays ends soon: {what}"),
    "pass:used": tr_noop("Use of a pass: {what}"),
    "pass:given_back": tr_noop("Enrolment cancelled, use given back to the pass: {what}"),
    "pass:let_be": tr_noop("Overrun of the pass let be: {what}"),
    "subscription:trial_ended": tr_noop("Trial ended: {what}"),
    "subscription:renewed": tr_noop("Subscription renewed: {what}"),
    "subscription:payment_failed": tr_noop("Payment failed: {what}"),
    "subscription:paused": tr_noop("Subscription paused: {what}"),
    "subscription:resumed": tr_noop("Subscription goes on: {what}"),
    "subscription:changed_price": tr_noop("Subscription changed: {what}"),
    "subscription:cancel_asked": tr_noop("Wants to end the subscription: {what}"),
    "subscription:ended": tr_noop("Subscription ended: {what}"),
    "enrolled": tr_noop("Enrolled: {what}"),
    "enrolment_cancelled": tr_noop("Enrolment cancelled: {what}"),
    "registered": tr_noop("Registered for {what}"),
    "registered:waiting": tr_noop("On the waiting list: {what}"),
    "registered:cancelled": tr_noop("Registration cancelled: {what}"),
    "level": tr_noop("Level: {what}"),
    "points:earned": tr_noop("Points earned: {what}"),
    "points:spent": tr_noop("Points spent: {what}"),
    "points:expired": tr_noop("Points expired: {what}"),
    "points:corrected": tr_noop("Points corrected: {what}"),
    "badge": tr_noop("Badge: {what}"),
    "agreed": tr_noop("Agreed: {what}"),
    "taken_back": tr_noop("Took back or refused: {what}"),
    "note": tr_noop("Note: {what}"),
    "done": tr_noop("Done: {what}"),
    "mail": tr_noop("Mail sent: {what}"),
    "conversation": tr_noop("Asked: {what}"),
    "wrote": tr_noop("Wrote: {what}"),
    "answered": tr_noop("Was answered: {what}"),
    "merged": tr_noop("Merged with {what}"),
}
_LONGEST = 140


def status_words(status: str, archived: bool) -> str:
    """Member, lead or archived."""
    if archived:
        return tr("Archived")
    return tr("Lead") if status == "lead" else tr("Member")


def moment_words(item: Moment) -> str:
    """One line of the timeline."""
    said = _KINDS.get(item.kind, _ANYTHING)
    what = " ".join(item.detail.split())
    if what.startswith("purpose:"):
        what = purpose_words(what.removeprefix("purpose:"))
    if len(what) > _LONGEST:
        what = what[: _LONGEST - 1] + "…"
    return tr(said, what=what or tr("something"))


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
