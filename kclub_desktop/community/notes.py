"""Notes on a member, each with its time and who wrote it, and things to do about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kclub_desktop.community import contact
from kclub_desktop.community.members import must_stand
from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import FollowUp, Member, Note

ENTITY = Member.name_of_table()
KINDS = ("call", "renew", "answer", "other")


@dataclass(frozen=True)
class Written:
    """A note. at: UTC seconds; author: name of whoever of the staff wrote it, '' if not known."""

    id: int
    body: str
    at: int
    author: str
    pinned: bool

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {"note": str(self.id), "body": self.body, "written_at": self.at, "author": self.author}


@dataclass(frozen=True)
class Due:
    """Something to do. due_at, done_at: UTC seconds or None."""

    id: int
    kind: str
    words: str
    due_at: int | None
    done_at: int | None

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "follow_up": str(self.id),
            "kind": self.kind,
            "words": self.words,
            "due_at": self.due_at,
            "done_at": self.done_at,
        }


def of_member(library: Library, member: int) -> list[Written]:
    """A member's notes: pinned ones first, then the newest."""
    found = library.rows(
        "SELECT n.id, n.body, n.written_at, coalesce(s.name, ''), n.pinned FROM note n LEFT JOIN staff s ON s.id = n.author"
        " WHERE n.row = ? AND n.entity = ? AND n.deleted_at IS NULL ORDER BY n.pinned DESC, n.written_at DESC, n.id DESC",
        (member, ENTITY),
    )
    return [Written(row, body, at, author, bool(pinned)) for row, body, at, author, pinned in found]


def write(library: Library, member: int, body: str, *, initiator: object | None = None) -> int:
    """Keep a note of now, by whoever works on this device, and return its id. Raises FieldRefused, UnknownMember."""
    body = contact.text("note", body, required=True)
    with library.write(Op.WRITE_NOTE, initiator=initiator):
        must_stand(library, member)
        author = library.value("SELECT staff FROM device WHERE node = ?", (library.node,))
        return rows.add(
            library, Note, entity=ENTITY, row=member, body=body, author=author, written_at=library.clock.now()
        )


def change(library: Library, note: int, body: str, *, initiator: object | None = None) -> None:
    """Set the words of a note; '' takes it away. Raises FieldRefused."""
    body = contact.text("note", body)
    with library.write(Op.WRITE_NOTE, initiator=initiator):
        if body:
            rows.change(library, Note, note, body=body)
        else:
            rows.change(library, Note, note, deleted_at=library.clock.now())


def to_do(library: Library, member: int) -> list[Due]:
    """What is to be done about a member: open things by day, those without one last, then what was done lately."""
    return [
        Due(*row)
        for row in library.rows(
            "SELECT id, kind, words, due_at, done_at FROM follow_up WHERE row = ? AND entity = ? AND deleted_at IS NULL"
            " ORDER BY done_at IS NOT NULL, due_at IS NULL, due_at, done_at DESC, id",
            (member, ENTITY),
        )
    ]


def remind(
    library: Library,
    member: int,
    words: str,
    due_at: int | None = None,
    kind: str = "other",
    *,
    initiator: object | None = None,
) -> int:
    """Keep something to do about a member; due_at in UTC seconds. Raises FieldRefused, UnknownMember."""
    words = contact.text("words", words, required=True)
    if kind not in KINDS:
        raise FieldRefused("kind", "choice", kind)
    with library.write(Op.FOLLOW_UP, initiator=initiator):
        must_stand(library, member)
        return rows.add(
            library,
            FollowUp,
            entity=ENTITY,
            row=member,
            kind=kind,
            words=words,
            due_at=due_at,
            created_at=library.clock.now(),
        )


def done(library: Library, follow_up: int, is_done: bool = True, *, initiator: object | None = None) -> None:
    """Say that something was done, or that it was not after all."""
    at = library.clock.now() if is_done else None
    with library.write(Op.FOLLOW_UP, initiator=initiator):
        rows.change(library, FollowUp, follow_up, done_at=at)
