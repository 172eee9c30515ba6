"""Members looked up as plain data: a list that is searched and narrowed, and all that is known of one."""

from __future__ import annotations

from typing import Any

from kclub_desktop.community import consent, households, notes, own_fields, reaching, tagging
from kclub_desktop.errors import UnknownMember
from kclub_desktop.store import Library, rows, search
from kclub_desktop.store.tables import Member

_TEXTS = (
    "name", "email", "phone", "language", "status", "level", "plan", "channel", "tags", "note", "birthday",
)  # fmt: skip


def listed(
    library: Library,
    *,
    find: str = "",
    leads: bool = False,
    archived: bool = False,
    tag: str = "",
    limit: int = 100,
) -> tuple[int, list[dict[str, Any]]]:
    """How many members fit, and the first of them by name. find: as typed into the search box."""
    where = ["deleted_at IS NULL AND merged_into IS NULL"]
    where.append("archived_at IS NOT NULL" if archived else "archived_at IS NULL")
    params: list[Any] = []
    if leads:
        where.append("status = 'lead'")
    if find.strip():
        fitting, asked = search.fitting(library, Member, find)
        where.append(f"id IN ({fitting})")
        params += asked
    found = library.rows(
        "SELECT id, name, email, phone, tags, status FROM member WHERE "
        + " AND ".join(where)
        + " ORDER BY name COLLATE NOCASE, id",
        params,
    )
    if tag.strip():
        wanted = " ".join(tag.split()).casefold()
        found = [row for row in found if wanted in {one.casefold() for one in tagging.listed(row[4])}]
    names = ("name", "email", "phone", "tags", "status")
    return len(found), [
        {"member": str(row), **dict(zip(names, rest, strict=True))} for row, *rest in found[:limit]
    ]


def told(library: Library, member: int) -> dict[str, Any]:
    """All that is known of a member, as plain data. Raises UnknownMember."""
    found = rows.get(library, Member, member)
    if found is None or found.deleted_at is not None:
        raise UnknownMember(str(member))
    household = next((one for one in households.known(library) if one.id == found.household), None)
    said, named = own_fields.values(library, member), own_fields.fields(library)
    return {
        "member": str(member),
        **{field: getattr(found, field) for field in _TEXTS},
        "joined_at": found.joined_at,
        "archived_at": found.archived_at,
        "referrer": str(found.referrer) if found.referrer is not None else None,
        "household": household.name if household else "",
        "own": {field.name: said[field.id] for field in named if field.id in said},
        "contacts": [one.as_json() for one in reaching.of_member(library, member)],
        "notes": [one.as_json() for one in notes.of_member(library, member)],
        "to_do": [one.as_json() for one in notes.to_do(library, member)],
        "consent": {
            purpose: one.given for purpose, one in consent.standing(consent.log_of(library, member)).items()
        },
    }
