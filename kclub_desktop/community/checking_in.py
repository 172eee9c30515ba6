"""The door's rules: who is let in, and why not. Every scan is kept as a fact, refused ones too; undo is another fact."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from kclub_desktop.community import uses, uses_given_back
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Activity, CheckIn

OPENS_BEFORE_SECONDS = 2 * 3600


class Answer(enum.StrEnum):
    """What the door says to a scan."""

    OK = "ok"
    ALREADY_USED = "already_used"
    WRONG_EVENT = "wrong_event"
    NOT_YET_OPEN = "not_yet_open"
    CANCELLED = "cancelled"
    UNPAID = "unpaid"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Ticket:
    """The registration behind a scan. status: as Registration.status."""

    event: int
    member: int
    status: str
    paid: bool


@dataclass(frozen=True)
class Door:
    """The event at this door as it stands now; times in UTC seconds. used_at: when this ticket came in, None if not."""

    event: int
    starts_at: int
    cancelled: bool
    used_at: int | None = None


@dataclass(frozen=True)
class Scan:
    """A scan that was kept. used_at, used_door: of the earlier one, if the ticket was used already."""

    id: int
    answer: Answer
    member: int | None
    used_at: int | None = None
    used_door: str = ""


def admit(ticket: Ticket | None, door: Door, now: int) -> Answer:
    """The one rule of the door; looks nothing up. What is final comes before what may change by waiting."""
    if ticket is None:
        return Answer.UNKNOWN
    if ticket.event != door.event:
        return Answer.WRONG_EVENT
    if door.cancelled or ticket.status == "cancelled":
        return Answer.CANCELLED
    if door.used_at is not None:
        return Answer.ALREADY_USED
    if not ticket.paid or ticket.status == "waiting":
        return Answer.UNPAID
    if now < door.starts_at - OPENS_BEFORE_SECONDS:
        return Answer.NOT_YET_OPEN
    return Answer.OK


def check_in(
    library: Library, event: int, *, ticket: str = "", member: int | None = None, door: str = ""
) -> Scan:
    """Record one scan of a ticket's code, or one tap on a member, at an event's door, and answer it."""
    now, code = library.clock.now(), ticket.strip().upper()
    with library.write(Op.CHECK_IN):
        found = _ticket(library, event, code, member)
        who = found.member if found else member
        used = _used(library, event, who)
        starts_at, status = library.rows("SELECT starts_at, status FROM event WHERE id = ?", (event,))[0]
        answer = admit(found, Door(event, starts_at, status == "cancelled", used[0] if used else None), now)
        scan = rows.add(
            library,
            CheckIn,
            event=event,
            member=who,
            ticket=code,
            scanned_at=now,
            door=door,
            answer=str(answer),
        )
        if answer is Answer.OK:
            rows.add(library, Activity, member=who, kind="check_in", at=now, event=event)
            uses.use_for_check_in(library, scan)
    at, where = used if used and answer is Answer.ALREADY_USED else (None, "")
    return Scan(scan, answer, who, at, where)


def undo_check_in(library: Library, check_in_id: int) -> bool:
    """Take back a check-in by a fact that says so; False for one that was taken back before. The ticket is good again."""
    with library.write(Op.UNDO_CHECK_IN):
        scan = rows.get(library, CheckIn, check_in_id)
        taken_back = library.value("SELECT 1 FROM check_in WHERE undoes = ?", (check_in_id,))
        if scan is None or taken_back:
            return False
        rows.add(
            library,
            CheckIn,
            event=scan.event,
            member=scan.member,
            ticket=scan.ticket,
            scanned_at=library.clock.now(),
            door=scan.door,
            answer=scan.answer,
            undoes=check_in_id,
        )
        uses_given_back.of_check_in(library, check_in_id)
    return True


def _ticket(library: Library, event: int, code: str, member: int | None) -> Ticket | None:
    asked, values = ("upper(ticket) = ?", (code,)) if code else ("member = ?", (member,))
    found = library.rows(
        f"SELECT event, member, status, paid FROM registration WHERE deleted_at IS NULL AND {asked}"
        " ORDER BY event <> ?, id",
        (*values, event),
    )
    if not found and code:
        found = _of_a_merged_record(library, event, code)
    if not found or (not code and found[0][0] != event):
        return None
    return Ticket(found[0][0], found[0][1], found[0][2], bool(found[0][3]))


def _of_a_merged_record(library: Library, event: int, code: str) -> list[tuple[int, int, str, int]]:
    """The registration into which the one with this code went when two members became one: the paper is still good."""
    return library.rows(
        "SELECT kept.event, kept.member, kept.status, kept.paid FROM registration gone JOIN member m ON m.id = gone.member"
        " JOIN registration kept ON kept.event = gone.event AND kept.member = m.merged_into AND kept.deleted_at IS NULL"
        " WHERE upper(gone.ticket) = ? AND gone.deleted_at IS NOT NULL ORDER BY gone.event <> ?, kept.id",
        (code, event),
    )


def _used(library: Library, event: int, member: int | None) -> tuple[int, str] | None:
    found = library.rows(
        "SELECT scanned_at, door FROM check_in c WHERE event = ? AND member = ? AND answer = 'ok' AND undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = c.id) ORDER BY scanned_at LIMIT 1",
        (event, member),
    )
    return found[0] if found else None
