"""Adding a file to a row, finding its bytes, and saving them somewhere else; each file is kept once, whoever uses it.

The bytes come first and the row second: what a power cut leaves is a file without a row, which `unused` collects. Of a
file only its owner may read, nothing may be run from the folder, and it leaves by save_as alone.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from kclub_desktop.errors import AttachmentNotHere, AttachmentTooLarge
from kclub_desktop.store import disk, rows
from kclub_desktop.store.attachments.media_type import SNIFFED_BYTES, media_type_of
from kclub_desktop.store.attachments.names import safe_name
from kclub_desktop.store.changes import Op
from kclub_desktop.store.declare import Table
from kclub_desktop.store.library import Library
from kclub_desktop.store.tables import Attachment

FOLDER = "attachments"
LARGEST_BYTES = 200_000_000
_PRIVATE = 0o600


def add(
    library: Library,
    source: Path,
    owner: type[Table],
    row: int,
    *,
    name: str = "",
    initiator: object | None = None,
) -> int:
    """Copy a file into the library, as an attachment of a row, and return the attachment's id.

    name  as people see it; by default the file's own
    Raises AttachmentTooLarge, FileNotReadable, FileNotWritable, LibraryBusy, LibraryNotWritable.
    """
    name = safe_name(name or source.name)
    with disk.reading_named(source):
        size = source.stat().st_size
        if size > LARGEST_BYTES:
            raise AttachmentTooLarge(str(source), size, LARGEST_BYTES)
        with open(source, "rb") as file:
            first = file.read(SNIFFED_BYTES)
            file.seek(0)
            digest, size = _keep(library, file, source)
    with library.write(Op.EDIT_ATTACHMENT, initiator=initiator):
        position = library.value(
            'SELECT count(*) FROM attachment WHERE "row" = ? AND entity = ? AND deleted_at IS NULL',
            (row, owner.name_of_table()),
        )
        return rows.add(
            library,
            Attachment,
            sha256=digest,
            name=name,
            media_type=media_type_of(first, name),
            bytes=size,
            entity=owner.name_of_table(),
            row=row,
            position=position,
            added_at=library.clock.now(),
        )


def remove(library: Library, attachment: int, *, initiator: object | None = None) -> None:
    """Take an attachment off its row. Its bytes stay until nobody can want them back."""
    with library.write(Op.EDIT_ATTACHMENT, initiator=initiator):
        rows.change(library, Attachment, attachment, deleted_at=library.clock.now())


def of_row(library: Library, owner: type[Table], row: int) -> list[Attachment]:
    """The attachments of a row, in their order."""
    chosen = Attachment.select().where(
        (Attachment.row == row)
        & (Attachment.entity == owner.name_of_table())
        & Attachment.deleted_at.is_null()
    )
    return list(chosen.order_by(Attachment.position, Attachment.id).execute(library))


def save_as(library: Library, attachment: int, target: Path) -> None:
    """Write an attachment's bytes to a file of the person's choosing, after they were checked by their hash.

    Raises AttachmentNotHere, FileNotWritable.
    """
    kept = rows.get(library, Attachment, attachment)
    if kept is None:
        raise AttachmentNotHere(str(attachment))
    source = path_of(library, str(kept.sha256))
    if not source.is_file():
        raise AttachmentNotHere(str(kept.name))
    if disk.sha256_of(source) != kept.sha256:
        raise AttachmentNotHere(str(kept.name), damaged=True)
    disk.copy_checked(source, target)


def path_of(library: Library, sha256: str) -> Path:
    """Where the bytes of that hash lie, if they are here."""
    return library.folder / FOLDER / sha256[:2] / sha256


def total_bytes(library: Library) -> int:
    """What all attachments that are in use take, each file counted once."""
    return int(
        library.value(
            "SELECT coalesce(sum(size), 0) FROM (SELECT max(bytes) AS size FROM attachment"
            " WHERE deleted_at IS NULL AND sha256 <> '' GROUP BY sha256)"
        )
    )


def _keep(library: Library, file: BinaryIO, source: Path) -> tuple[str, int]:
    """Copy bytes under their hash; (hash, size). A file that is there already is left as it is, unless damaged."""
    folder = library.folder / FOLDER
    made = folder / f".{secrets.token_hex(8)}.part"
    digest, size = hashlib.sha256(), 0
    with disk.writing_named(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as out:
                for piece in disk.pieces(file):
                    digest.update(piece)
                    size += len(piece)
                    if size > LARGEST_BYTES:
                        raise AttachmentTooLarge(str(source), size, LARGEST_BYTES)
                    out.write(piece)
                disk.settle(out)
            target = path_of(library, digest.hexdigest())
            target.parent.mkdir(mode=0o700, exist_ok=True)
            disk.take_place(made, target)
        finally:
            made.unlink(missing_ok=True)
    return digest.hexdigest(), size
