"""Putting somebody on an event's list: at the desk and as a walk-in. Whoever buys a ticket is put there by following.py.

Registration opens earlier for who has that from a level, a plan or points.
"""

from __future__ import annotations

from kclub_desktop.community import benefits
from kclub_desktop.community.benefits import Held
from kclub_desktop.errors import NotOpenYet, UnknownEvent, UnknownMember
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Event, Registration

DESK, WALK_IN = "desk", "walk_in"
_DIGITS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def require_open(held: Held, event: int, at: int, *, ticket_kind: int | None = None) -> None:
    """Raises NotOpenYet while registration, or the sale of that kind of ticket, is not open for this member."""
    kinds = (None,) if ticket_kind is None else (None, ticket_kind)
    opens = [benefits.opens_at_for(held, at, event=event, ticket_kind=kind) for kind in kinds]
    latest = max((moment for moment in opens if moment is not None), default=at)
    if latest > at:
        library = held.library
        title = library.value("SELECT title FROM event WHERE id = ?", (event,))
        raise NotOpenYet(str(title or event), latest, library.zone)


def register(
    library: Library, member: int, event: int, *, source: str = DESK, initiator: object | None = None
) -> str:
    """Put a member on an event's list, and return the code of their ticket. Harmless twice.

    An event that costs something is not paid yet, and a full one has a waiting list: the door says so.
    Raises UnknownMember, UnknownEvent, NotOpenYet; then nothing is written.
    """
    key, now = {"event": event, "member": member}, library.clock.now()
    row = rows.id_for(Registration, key)
    with library.write(Op.REGISTER, initiator=initiator):
        known = rows.get(library, Registration, row)
        if known is not None and known.deleted_at is None and known.status != "cancelled":
            return str(known.ticket)
        there = rows.get(library, Event, event)
        if there is None or there.deleted_at is not None:
            raise UnknownEvent(str(event))
        if not library.value("SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL", (member,)):
            raise UnknownMember(str(member))
        require_open(Held(library, member), event, now)
        taken = library.value(
            "SELECT count(*) FROM registration WHERE event = ? AND status = 'registered' AND deleted_at IS NULL",
            (event,),
        )
        full = there.capacity is not None and taken >= int(there.capacity)
        code = _code(row)
        rows.put(
            library, Registration, **key, registered_at=now, ticket=code, status="waiting" if full else "registered",
            paid=int(not there.price), source=source,
        )  # fmt: skip
    return code


def _code(row: int) -> str:
    """A code that no other ticket has: from the registration's own id."""
    number, found = abs(row), ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        found = _DIGITS[digit] + found
    return f"W-{found}"
