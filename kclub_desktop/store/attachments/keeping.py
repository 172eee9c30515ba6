"""Adding a file to a row, finding its bytes, and saving them somewhere else; each file is kept once, whoever uses it.

The bytes come first and the row second: what a power cut leaves is a file without a row, which `unused` collects. Of a
file only its owner may read, nothing may be run from the folder, and it leaves by save_as alone.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from kclub_desktop.errors import AttachmentNotHere, AttachmentTooLarge
from kclub_desktop.progress import Progress
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
    (made,) = add_all(library, [source], owner, row, names=[name], initiator=initiator)
    return made


def add_all(
    library: Library,
    sources: Sequence[Path],
    owner: type[Table],
    row: int,
    *,
    names: Sequence[str] = (),
    progress: Progress | None = None,
    initiator: object | None = None,
) -> list[int]:
    """Copy files into the library, as attachments of a row, all of them or none; return their ids in the same order.

    names     as people see them, one for each file; by default, and where one is empty, the file's own
    progress  advances with each file
    Raises as add, and Cancelled.
    """
    progress = progress or Progress()
    progress.expect(len(sources))
    kept = []
    for source, name in zip(sources, names or [""] * len(sources), strict=True):
        kept.append(_kept(library, source, safe_name(name or source.name)))
        progress.advance()
    with library.write(Op.EDIT_ATTACHMENT, initiator=initiator):
        first = library.value(
            'SELECT coalesce(max(position) + 1, 0) FROM attachment WHERE "row" = ? AND entity = ? AND deleted_at IS NULL',
            (row, owner.name_of_table()),
        )
        return [
            rows.add(
                library,
                Attachment,
                entity=owner.name_of_table(),
                row=row,
                position=position,
                added_at=library.clock.now(),
                **said,
            )
            for position, said in enumerate(kept, start=first)
        ]


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


def save_into(library: Library, attachment: int, folder: Path) -> Path:
    """Write an attachment's bytes into a folder, under its name or, where that is taken, one with a number; the file.

    Raises as save_as.
    """
    kept = rows.get(library, Attachment, attachment)
    if kept is None:
        raise AttachmentNotHere(str(attachment))
    # A name may have come from another device, which may have been careless with it.
    wanted = Path(safe_name(str(kept.name)))
    target, number = folder / wanted, 2
    while os.path.lexists(target):
        target, number = folder / f"{wanted.stem} {number}{wanted.suffix}", number + 1
    save_as(library, attachment, target)
    return target


def is_hash(text: str) -> bool:
    """Is it a hash as attachments have it? What came from elsewhere must be asked, before it is taken for a path."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


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


def _kept(library: Library, source: Path, name: str) -> dict[str, Any]:
    """Copy a file's bytes into the library; what its row then says of them."""
    with disk.reading_named(source):
        size = source.stat().st_size
        if size > LARGEST_BYTES:
            raise AttachmentTooLarge(str(source), size, LARGEST_BYTES)
        with open(source, "rb") as file:
            first = file.read(SNIFFED_BYTES)
            file.seek(0)
            digest, size = _keep(library, file, source)
    return {"sha256": digest, "name": name, "media_type": media_type_of(first, name), "bytes": size}


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
