"""What is kept beside a member's own record: contacts, notes, things to do, the owner's own fields, who belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kclub_desktop.community import households, notes, own_fields, reaching
from kclub_desktop.community.notes import Due, Written
from kclub_desktop.community.own_fields import OwnField
from kclub_desktop.community.reaching import Reached
from kclub_desktop.store import Library
from kclub_desktop.store.tables import Member


@dataclass(frozen=True)
class Beside:
    """All of it. own: each field with what the member says in it; referrer: (id, name); brought: how many they brought;
    household: (name, kind); belongs_with: (id, name) of the others of it."""

    contacts: list[Reached] = field(default_factory=list)
    notes: list[Written] = field(default_factory=list)
    to_do: list[Due] = field(default_factory=list)
    own: list[tuple[OwnField, str]] = field(default_factory=list)
    referrer: tuple[int, str] | None = None
    brought: int = 0
    household: tuple[str, str] | None = None
    belongs_with: list[tuple[int, str]] = field(default_factory=list)


def of_member(library: Library, member: Member) -> Beside:
    """What is beside a member: a look-up by index each."""
    row, said = int(member.id), own_fields.values(library, int(member.id))
    referrer = library.rows("SELECT id, name FROM member WHERE id = ?", (member.referrer,))
    household = library.rows(
        "SELECT name, kind FROM household WHERE id = ? AND deleted_at IS NULL", (member.household,)
    )
    return Beside(
        reaching.of_member(library, row),
        notes.of_member(library, row),
        notes.to_do(library, row),
        [(one, said.get(one.id, "")) for one in own_fields.fields(library)],
        referrer[0] if referrer else None,
        int(library.value("SELECT count(*) FROM member WHERE referrer = ? AND merged_into IS NULL", (row,))),
        household[0] if household else None,
        households.members_of(library, int(member.household), row) if household else [],
    )
