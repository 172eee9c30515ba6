"""What the desk does with members: add, edit, archive, and a lead who becomes a member. Who fits whom at import is
import_export's business, and how two become one is in merging.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kclub_desktop.community import contact
from kclub_desktop.errors import FieldRefused, UnknownMember
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Activity, Member

STATUSES = ("member", "lead")
LANGUAGES = ("", "zh", "en")


def add(library: Library, values: Mapping[str, str], *, initiator: object | None = None) -> int:
    """Add a member who joins now, or a lead, who has not joined, and return the id.

    Raises FieldRefused, UnknownMember for a referrer who is none; then nothing is written.
    """
    checked = {field: _checked(field, value) for field, value in {"name": "", **values}.items()}
    now = library.clock.now()
    joins = checked.get("status", "member") == "member"
    with library.write(Op.ADD_MEMBER, initiator=initiator):
        member = rows.add(library, Member, joined_at=now if joins else None, created_at=now, **checked)
        if joins:
            rows.add(
                library, Activity, member=member, kind="sign_up", at=now, channel=checked.get("channel", "")
            )
    return member


def edit(
    library: Library, member: int, values: Mapping[str, str], *, initiator: object | None = None
) -> None:
    """Set fields of a member. Raises FieldRefused, UnknownMember; then nothing is written."""
    checked = {field: _checked(field, value) for field, value in values.items()}
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        must_stand(library, member)
        rows.change(library, Member, member, **checked)


def set_referrer(
    library: Library, member: int, referrer: int | None, *, initiator: object | None = None
) -> None:
    """Say who brought a member; None: nobody known. Raises UnknownMember, FieldRefused for who brought themself."""
    if referrer == member:
        raise FieldRefused("referrer", "oneself")
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        must_stand(library, member)
        if referrer is not None:
            must_stand(library, referrer)
        rows.change(library, Member, member, referrer=referrer)


def join(library: Library, members: Sequence[int], *, initiator: object | None = None) -> int:
    """Leads become members, as one step of undo: they join now, which is an activity of theirs. Returns how many were
    leads; whoever is a member already stays as they are. Raises UnknownMember."""
    now = library.clock.now()
    with library.write(Op.JOIN_MEMBERS, initiator=initiator):
        for member in members:
            must_stand(library, member)
        leads = [
            member
            for member in members
            if library.value("SELECT status FROM member WHERE id = ?", (member,)) == "lead"
        ]
        for member in leads:
            rows.change(library, Member, member, status="member", joined_at=now)
            channel = library.value("SELECT channel FROM member WHERE id = ?", (member,))
            rows.add(library, Activity, member=member, kind="sign_up", at=now, channel=channel)
    return len(leads)


def archive(
    library: Library, members: Sequence[int], archived: bool = True, *, initiator: object | None = None
) -> None:
    """Archive members or bring them back, as one step of undo."""
    at = library.clock.now() if archived else None
    with library.write(Op.ARCHIVE_MEMBERS, initiator=initiator):
        rows.change_many(library, Member, [{"id": member, "archived_at": at} for member in members])


def must_stand(library: Library, member: int) -> None:
    """Raises UnknownMember for a member who is not there, or was erased or merged into another."""
    there = library.value(
        "SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL", (member,)
    )
    if there is None:
        raise UnknownMember(str(member))


def _checked(field: str, value: str) -> Any:
    match field:
        case "email":
            return contact.email(value)
        case "phone":
            return contact.phone(value)
        case "birthday":
            return contact.birthday(value)
        case "status" | "language":
            value = value.strip()
            if value not in (STATUSES if field == "status" else LANGUAGES):
                raise FieldRefused(field, "choice", value)
            return value
        case _:
            return contact.text(field, value, required=field == "name")
