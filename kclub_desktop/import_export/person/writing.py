"""Writing a person's export into a folder of its own: person.json, person.html and the files that belong to them."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kclub_desktop.errors import AttachmentNotHere, FolderNotEmpty
from kclub_desktop.import_export.person.data import as_data
from kclub_desktop.import_export.person.gathering import Held, everything_on
from kclub_desktop.import_export.person.page import as_page
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, attachments, disk
from kclub_desktop.store.attachments.names import safe_name
from kclub_desktop.words import current_language, languages, speaking

FILES = "files"


@dataclass(frozen=True)
class Written:
    """What was written. missing: names of attachments whose bytes are not on this device."""

    folder: str
    rows: int
    edits: int
    files: int
    missing: list[str]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def export_person(
    library: Library, member: int, folder: Path, *, language: str = "", progress: Progress | None = None
) -> Written:
    """Write everything on a person into a new or empty folder, in the person's language if we speak it.

    language  of the page instead
    Raises UnknownMember, FolderNotEmpty, FileNotWritable; Cancelled leaves no half export.
    """
    progress = progress or Progress()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(str(folder))
    held = everything_on(library, member)
    progress.expect(len(held.files) + 1)
    made = not folder.exists()
    try:
        with disk.writing_named(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files, missing = _files(library, held, folder, progress)
        _write(library, held, folder, files, language or _language_of(held))
        progress.advance()
    except BaseException:
        _sweep(folder, made)
        raise
    rows = sum(len(rows) for rows in held.rows.values())
    return Written(str(folder), rows, len(held.edits), len(files), missing)


def _write(library: Library, held: Held, folder: Path, files: dict[int, str], language: str) -> None:
    now = library.clock.now()
    data = json.dumps(as_data(held, library.name, now, files), ensure_ascii=False, indent=1)
    with speaking(language):
        page = as_page(held, library.name, library.zone, now, files)
    disk.write_whole(folder / "person.json", data.encode())
    disk.write_whole(folder / "person.html", page.encode())


def _files(
    library: Library, held: Held, folder: Path, progress: Progress
) -> tuple[dict[int, str], list[str]]:
    written: dict[int, str] = {}
    missing = []
    for file in held.files:
        name = f"{FILES}/{len(written) + 1}-{safe_name(file.name)}"
        with disk.writing_named(folder):
            (folder / FILES).mkdir(exist_ok=True, mode=0o700)
        try:
            attachments.save_as(library, file.id, folder / name)
            written[file.id] = name
        except AttachmentNotHere:
            missing.append(file.name)
        progress.advance()
    return written, missing


def _language_of(held: Held) -> str:
    spoken = str(next(iter(held.rows.values()))[0]["language"])
    return spoken if spoken in languages() else current_language()


def _sweep(folder: Path, whole: bool) -> None:
    """Take away what a broken export has written; the folder was ours alone or empty."""
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    shutil.rmtree(folder / FILES, ignore_errors=True)
    for name in ("person.json", "person.html"):
        (folder / name).unlink(missing_ok=True)
