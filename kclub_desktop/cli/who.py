"""Which member a command is about: by e-mail or id."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kclub_desktop.store import Library


def member_asked_for(library: Library, asked: str) -> tuple[int, str]:
    """Id and name of the member with that e-mail (in whatever case) or id; where two share it, the older record.

    Raises UnknownMember.
    """
    from kclub_desktop.errors import UnknownMember
    from kclub_desktop.store.tables import Member

    said = asked.strip()
    query = Member.select(Member.id, Member.name).where(
        Member.deleted_at.is_null() & Member.merged_into.is_null()
    )
    by_id = said.removeprefix("-").isdecimal() and len(said) <= 19
    fits = (Member.id == int(said)) if by_id else (Member.email.collate("NOCASE") == said)
    found = list(query.where(fits).order_by(Member.id).limit(1).tuples().execute(library)) if said else []
    if not found:
        raise UnknownMember(asked)
    return int(found[0][0]), str(found[0][1])
