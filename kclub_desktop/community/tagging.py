"""Tags of many members at once: put on, taken off, renamed by doing both. A tag never holds a comma."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kclub_desktop.community import contact
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Member


def listed(tags: str) -> list[str]:
    """The tags of a text separated by commas, each once whatever its case."""
    found: dict[str, str] = {}
    for part in tags.split(","):
        tag = " ".join(part.split())
        if tag:
            found.setdefault(tag.casefold(), tag)
    return list(found.values())


def of_members(library: Library, members: Sequence[int]) -> dict[str, int]:
    """Tag -> how many of these members have it, most first."""
    found: dict[str, tuple[str, int]] = {}
    for (tags,) in _tags(library, members, "tags"):
        for tag in listed(tags):
            spelt, count = found.get(tag.casefold(), (tag, 0))
            found[tag.casefold()] = spelt, count + 1
    return dict(sorted(found.values(), key=lambda item: (-item[1], item[0].casefold())))


def change(
    library: Library,
    members: Sequence[int],
    *,
    put_on: Iterable[str] = (),
    take_off: Iterable[str] = (),
    initiator: object | None = None,
) -> int:
    """Put tags on members and take others off, as one step of undo; how many changed. Raises FieldRefused."""
    on = listed(",".join(contact.text("tags", tag) for tag in put_on))
    off = {tag.casefold() for tag in listed(",".join(take_off))}
    with library.write(Op.TAG_MEMBERS, initiator=initiator):
        changed = []
        for member, tags in _tags(library, members, "id, tags"):
            kept = [tag for tag in listed(tags) if tag.casefold() not in off]
            wanted = ", ".join(listed(",".join([*kept, *on])))
            if wanted != tags:
                changed.append({"id": member, "tags": contact.text("tags", wanted)})
        rows.change_many(library, Member, changed)
    return len(changed)


def _tags(library: Library, members: Sequence[int], columns: str) -> list[tuple[Any, ...]]:
    return library.rows(
        f"SELECT {columns} FROM member WHERE id IN (SELECT value FROM json_each(?)) AND merged_into IS NULL"
        " AND deleted_at IS NULL",
        (json.dumps(list(members)),),
    )
