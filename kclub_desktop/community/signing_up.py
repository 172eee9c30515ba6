"""Signing up at the door: somebody who is not in the library yet becomes a member, and may come in as a walk-in.

Nobody is looked up: whether an address is known already is not told to whoever types it. Two records of one person are
found and made one at the desk (duplicates.py).
"""

from __future__ import annotations

from kclub_desktop.community import consent, contact, members, registering
from kclub_desktop.community.consent import How
from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library, Op

CHANNEL = "kiosk"


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
    Raises NotOpenYet before registration opens for this member.
    """
    return registering.register(library, member, event, source=registering.WALK_IN)
