"""Words for a member's codes: status, what happened in the timeline, which fields an edit touched."""

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
OPERATIONS = {
    "add_member": tr_noop("Added"),
    "edit_member": tr_noop("Edited"),
    "archive_members": tr_noop("Archived"),
    "merge_members": tr_noop("Merged"),
    "edit_course": tr_noop("Course edited"),
    "enrol": tr_noop("Enrolled"),
    "rate": tr_noop("Rated"),
    "edit_event": tr_noop("Event edited"),
    "register": tr_noop("Registered"),
    "check_in": tr_noop("Checked in"),
    "undo_check_in": tr_noop("Check-in taken back"),
    "record_order": tr_noop("Order recorded"),
    "record_activity": tr_noop("Activity recorded"),
    "import": tr_noop("Imported"),
    "make_demo": tr_noop("Demo made"),
    "pair": tr_noop("Paired"),
    "sync": tr_noop("Synced"),
    "resolve_conflict": tr_noop("Conflict settled"),
    "undo": tr_noop("Taken back"),
}
FIELDS = {
    "name": tr_noop("Name"),
    "email": tr_noop("E-mail"),
    "phone": tr_noop("Phone"),
    "note": tr_noop("Note"),
    "level": tr_noop("Level"),
    "status": tr_noop("Status"),
    "tags": tr_noop("Tags"),
    "language": tr_noop("Language"),
    "channel": tr_noop("Channel"),
    "plan": tr_noop("Plan"),
    "title": tr_noop("Title"),
    "summary": tr_noop("Summary"),
    "price": tr_noop("Price"),
    "place": tr_noop("Place"),
    "capacity": tr_noop("Capacity"),
    "starts_at": tr_noop("Starts"),
    "ends_at": tr_noop("Ends"),
    "stars": tr_noop("Rating"),
    "review": tr_noop("Review"),
    "progress": tr_noop("Progress"),
    "archived_at": tr_noop("Archived"),
    "deleted_at": tr_noop("Deleted"),
}


def status_words(status: str, archived: bool) -> str:
    """Member, lead or archived."""
    if archived:
        return tr("Archived")
    return tr("Lead") if status == "lead" else tr("Member")


def moment_words(item: Moment) -> str:
    """One line of the timeline."""
    if item.kind.startswith("op:"):
        named = [tr(FIELDS[name]) for name in item.detail.split(",") if name in FIELDS]
        words = operation_words(item.kind.removeprefix("op:"))
        return (
            f"{words}: {tr(', ').join(named)}"
            if named and not item.kind.endswith("archive_members")
            else words
        )
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


def operation_words(operation: str) -> str:
    """What a change set was."""
    return tr(OPERATIONS[operation]) if operation in OPERATIONS else tr("Changed")


def field_words(name: str) -> str:
    """A field's name."""
    return tr(FIELDS[name]) if name in FIELDS else tr("Value")
