"""Signing up at the door: somebody who is not in the library yet becomes a member, and may come in as a walk-in.

Nobody is looked up: whether an address is known already is not told to whoever types it. Two records of one person are
found and made one at the desk (duplicates.py).
"""

from __future__ import annotations

from kclub_desktop.community import consent, contact, members
from kclub_desktop.community.consent import How
from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Event, Registration

CHANNEL = "kiosk"
_DIGITS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def reached_by(typed: str) -> dict[str, str]:
    """A field of the member from what was typed: an e-mail if it has an @, else a phone number. Raises FieldRefused."""
    if "@" in typed:
        return {"email": contact.email(typed)}
    if not typed.strip():
        raise FieldRefused("email", "empty")
    return {"phone": contact.phone(typed)}


def sign_up(
    library: Library, name: str, reached: str, *, language: str = "", agreed: bool = False, wording: str = ""
) -> int:
    """Add a member who signed up at the kiosk and return the id. Raises FieldRefused; then nothing is written.

    reached  e-mail or phone as typed
    agreed   to be written to, in the words of `wording`; without it nothing is recorded: they were asked and said nothing
    """
    values = {"name": name, "language": language, "channel": CHANNEL, **reached_by(reached)}
    with library.write(Op.ADD_MEMBER):
        member = members.add(library, values)
        if agreed:
            consent.record(library, member, consent.EMAIL, True, how=How.KIOSK, wording=wording)
    return member


def walk_in(library: Library, member: int, event: int) -> str:
    """Register somebody at the door for the event they stand at, and return the code of their ticket. Harmless twice.

    An event that costs something is not paid yet, and a full one has a waiting list: the door says so.
    """
    key = {"event": event, "member": member}
    code = _code(rows.id_for(Registration, key))
    with library.write(Op.REGISTER):
        known = rows.get(library, Registration, rows.id_for(Registration, key))
        if known is not None and known.deleted_at is None and known.status != "cancelled":
            return str(known.ticket)
        there = rows.get(library, Event, event)
        price, capacity = (there.price, there.capacity) if there is not None else (0, None)
        taken = library.value(
            "SELECT count(*) FROM registration WHERE event = ? AND status = 'registered' AND deleted_at IS NULL",
            (event,),
        )
        full = capacity is not None and taken >= capacity
        rows.put(
            library,
            Registration,
            **key,
            registered_at=library.clock.now(),
            ticket=code,
            status="waiting" if full else "registered",
            paid=int(not price),
            source="walk_in",
        )
    return code


def _code(row: int) -> str:
    """A code that no other ticket has: from the registration's own id."""
    number, found = abs(row), ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        found = _DIGITS[digit] + found
    return f"W-{found}"
