"""The card a kiosk has of each member: what a door may know, points above all, which it cannot count itself.

A kiosk sees neither payments nor the ledger. While the community has one, the desk keeps a card of every member and
writes it anew when what stands on it has changed; without a kiosk there are none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kclub_desktop.community.points import points
from kclub_desktop.store import Library, rows, search
from kclub_desktop.store.tables import MemberCard
from kclub_protocol import masks
from kclub_protocol.scopes import Role

_TAIL = 4


def is_kiosk(library: Library) -> bool:
    """Is this copy a kiosk's, which holds a part of the community only?"""
    role = library.value("SELECT role FROM device WHERE node = ? AND deleted_at IS NULL", (library.node,))
    return bool(role == Role.KIOSK)


def wanted(library: Library) -> bool:
    """Is there a kiosk that needs cards?"""
    return bool(
        library.value(
            "SELECT 1 FROM device WHERE role = ? AND revoked_at IS NULL AND deleted_at IS NULL",
            (str(Role.KIOSK),),
        )
    )


def keep(library: Library, balances: Mapping[int, int], now: int) -> int:
    """Write the cards of members (member -> points) that are new or say something old, inside a write; how many.

    Who was merged into another or is gone has none: a merge takes the card away on every device.
    """
    if not balances or not wanted(library):
        return 0
    told = json.dumps(list(balances))
    has = {
        member: tuple(said)
        for member, *said in library.rows(
            "SELECT member, display_name, initials, email_tail, phone_tail, points FROM member_card"
            " WHERE member IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL",
            (told,),
        )
    }
    cards = []
    for member, name, email, phone in library.rows(
        "SELECT id, name, email, phone FROM member WHERE id IN (SELECT value FROM json_each(?))"
        " AND merged_into IS NULL AND deleted_at IS NULL AND erased_at IS NULL ORDER BY id",
        (told,),
    ):
        card = _card(name, email, phone, balances[member])
        if has.get(member) != tuple(card.values()):
            cards.append({"member": member, **card, "made_at": now})
    rows.put_many(library, MemberCard, cards)
    return len(cards)


def points_at_door(library: Library, member: int) -> int:
    """A member's points as the device at the door knows them: counted where the facts are, else as on the card."""
    if not is_kiosk(library):
        return points(library, member)
    found = library.value("SELECT points FROM member_card WHERE member = ? AND deleted_at IS NULL", (member,))
    return int(found or 0)


def _card(name: str, email: str, phone: str, balance: int) -> dict[str, Any]:
    """In the order in which the columns are asked for."""
    return {
        "display_name": masks.display_name(name),
        "initials": _initials(name),
        "email_tail": masks.masked(email) if email else "",
        "phone_tail": phone[-_TAIL:] if len(phone) > 2 * _TAIL else "",
        "points": balance,
    }


def _initials(name: str) -> str:
    """李磊 → ll, Tom O'Neil → to."""
    spoken = search.spoken(name)
    return spoken[1] if len(spoken) > 1 else "".join(part[0] for part in name.split()).casefold()
