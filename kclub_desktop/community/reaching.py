"""Further ways to reach a member beside the first e-mail and phone: WeChat, a second address, a postal one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kclub_desktop.community import contact
from kclub_desktop.community.members import must_stand
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Contact

KINDS = ("email", "phone", "wechat", "address", "site")


@dataclass(frozen=True)
class Reached:
    """One way to reach a member. kind: one of KINDS, other_name (by which they are found), or a word of the owner's."""

    id: int
    kind: str
    value: str
    label: str

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"contact": str(self.id), "kind": self.kind, "value": self.value, "label": self.label}


def of_member(library: Library, member: int) -> list[Reached]:
    """A member's further contacts in their order."""
    found = library.rows(
        "SELECT id, kind, value, label FROM contact WHERE member = ? AND deleted_at IS NULL ORDER BY position, id",
        (member,),
    )
    return [Reached(*row) for row in found]


def add(
    library: Library, member: int, kind: str, value: str, label: str = "", *, initiator: object | None = None
) -> int:
    """Keep one more way to reach a member. Raises FieldRefused, UnknownMember."""
    kind = contact.text("kind", kind, required=True)
    value, label = _checked(kind, value), contact.text("label", label)
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        must_stand(library, member)
        position = len(of_member(library, member))
        return rows.add(
            library, Contact, member=member, kind=kind, value=value, label=label, position=position
        )


def change(library: Library, row: int, value: str, *, initiator: object | None = None) -> None:
    """Set what a contact says; '' takes it away. Raises FieldRefused."""
    kind = str(library.value("SELECT kind FROM contact WHERE id = ?", (row,)) or "")
    kept = _checked(kind, value) if value.strip() else ""
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        if kept:
            rows.change(library, Contact, row, value=kept)
        else:
            rows.change(library, Contact, row, deleted_at=library.clock.now())


def _checked(kind: str, value: str) -> str:
    if kind == "email":
        return contact.email(contact.text("email", value, required=True))
    if kind == "phone":
        return contact.phone(contact.text("phone", value, required=True))
    return contact.text("value", value, required=True)
