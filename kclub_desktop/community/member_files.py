"""A member's files: adding some as one step, listing them, and copies of them in a folder.

How a file is kept, and what its name may be, is store/attachments' business; who may have files is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kclub_desktop.errors import AttachmentNotHere, UnknownMember
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, attachments, disk
from kclub_desktop.store.tables import Member


@dataclass(frozen=True)
class MemberFile:
    """A file of a member. size: bytes; added_at: UTC seconds; here: are its bytes on this device?"""

    id: int
    name: str
    media_type: str
    size: int
    added_at: int
    here: bool

    def as_json(self) -> dict[str, Any]:
        """Plain data; the id as text, since scripts round numbers of this length."""
        return {
            "attachment": str(self.id),
            "name": self.name,
            "media_type": self.media_type,
            "bytes": self.size,
            "added_at": self.added_at,
            "here": self.here,
        }


@dataclass(frozen=True)
class Saved:
    """Copies that were written, by attachment, and why the others were not."""

    files: dict[int, Path] = field(default_factory=dict)
    missing: list[AttachmentNotHere] = field(default_factory=list)


def of_member(library: Library, member: int) -> list[MemberFile]:
    """A member's files, in the order they were added."""
    return [
        MemberFile(
            int(one.id),
            str(one.name),
            str(one.media_type),
            int(one.bytes),
            int(one.added_at),
            bool(one.sha256) and attachments.path_of(library, str(one.sha256)).is_file(),
        )
        for one in attachments.of_row(library, Member, member)
    ]


def add(
    library: Library,
    member: int,
    files: Sequence[Path],
    *,
    progress: Progress | None = None,
    initiator: object | None = None,
) -> list[int]:
    """Copy files to a member, as one step of undo, all of them or none; return the attachments' ids.

    Raises UnknownMember, also for somebody who was erased; otherwise as attachments.add_all.
    """
    here = library.value(
        "SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL",
        (member,),
    )
    if not here:
        raise UnknownMember(str(member))
    return attachments.add_all(library, files, Member, member, progress=progress, initiator=initiator)


def save_all(library: Library, member: int, folder: Path) -> Saved:
    """Write a copy of each of a member's files into a folder, which is made if need be; no other file is touched.

    Raises FileNotWritable.
    """
    saved = Saved()
    with disk.writing_named(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in of_member(library, member):
        try:
            saved.files[one.id] = attachments.save_into(library, one.id, folder)
        except AttachmentNotHere as error:
            saved.missing.append(error)
    return saved
