"""From “whom to invite” to a segment: the chosen members get a tag, and a saved segment is everybody who has it.

So the same people are found everywhere a segment is used (messages, exports, charts), and one step of undo takes all of
it back. Who is chosen is decided in recommend/inviting.py; what the tag is called is the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence

from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.segments import Where, to_text
from kclub_desktop.store.tables import Member, Segment


def segment_of(
    library: Library,
    members: Sequence[int],
    tag: str,
    *,
    name: str = "",
    op: Op = Op.INVITE,
    initiator: object | None = None,
) -> int:
    """Tag these members and keep the segment of all who have the tag; its id. Doing it again adds to the same segment.

    name: what the segment is called, the tag itself if empty. op: what the history calls it. Raises LibraryBusy, LibraryNotWritable.
    """
    tag = " ".join(tag.replace(",", " ").split())
    where = to_text(Where("tag", "has", tag))
    with library.write(op, initiator=initiator):
        for first in range(0, len(members), 500):
            _tag(library, members[first : first + 500], tag)
        found = library.value(
            "SELECT id FROM segment WHERE filter = ? AND deleted_at IS NULL ORDER BY id LIMIT 1", (where,)
        )
        if found is not None:
            return int(found)
        return rows.add(library, Segment, name=name or tag, filter=where, created_at=library.clock.now())


def _tag(library: Library, members: Sequence[int], tag: str) -> None:
    marks = ", ".join("?" * len(members))
    found = library.rows(f"SELECT id, tags FROM member WHERE id IN ({marks})", members)
    changed = []
    for member, said in found:
        tags = [one.strip() for one in said.split(",") if one.strip()]
        if tag not in tags:
            changed.append({"id": member, "tags": ", ".join([*tags, tag])})
    rows.change_many(library, Member, changed)
