"""What the desk does with members: add, edit, archive. Who fits whom at import is import_export's business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kclub_desktop.community import contact
from kclub_desktop.errors import UnknownMember
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Activity, Member


def add(library: Library, values: Mapping[str, str], *, initiator: object | None = None) -> int:
    """Add a member who joins now and return the id. Raises FieldRefused; then nothing is written."""
    checked = {field: _checked(field, value) for field, value in {"name": "", **values}.items()}
    now = library.clock.now()
    with library.write(Op.ADD_MEMBER, initiator=initiator):
        member = rows.add(library, Member, joined_at=now, created_at=now, **checked)
        rows.add(library, Activity, member=member, kind="sign_up", at=now, channel=checked.get("channel", ""))
    return member


def edit(
    library: Library, member: int, values: Mapping[str, str], *, initiator: object | None = None
) -> None:
    """Set fields of a member. Raises FieldRefused, UnknownMember; then nothing is written."""
    checked = {field: _checked(field, value) for field, value in values.items()}
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        if not library.value(
            "SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL", (member,)
        ):
            raise UnknownMember(str(member))
        rows.change(library, Member, member, **checked)


def archive(
    library: Library, members: Sequence[int], archived: bool = True, *, initiator: object | None = None
) -> None:
    """Archive members or bring them back, as one step of undo."""
    at = library.clock.now() if archived else None
    with library.write(Op.ARCHIVE_MEMBERS, initiator=initiator):
        rows.change_many(library, Member, [{"id": member, "archived_at": at} for member in members])


def _checked(field: str, value: str) -> str:
    if field == "email":
        return contact.email(value)
    if field == "phone":
        return contact.phone(value)
    return contact.text(field, value, required=field == "name")
