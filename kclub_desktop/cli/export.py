"""`kclub export`: lists for a spreadsheet, everything on one member to take along, or everything there is in one archive."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json
from kclub_desktop.words import tr, tr_noop


def add_to(app: typer.Typer) -> None:
    """Hang the command of this file on the command line."""
    app.command("export")(export)


def export(
    library: LibraryFolder,
    person: Annotated[
        str, typer.Option("--person", metavar="MEMBER", help="E-mail or id of the member.")
    ] = "",
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="A new or empty folder for what a person takes along."),
    ] = None,
    archive: Annotated[
        Path | None, typer.Option("--archive", metavar="FILE", help="Write everything into this one file.")
    ] = None,
    members: Annotated[
        Path | None, typer.Option("--members", metavar="FILE", help="Write all members as CSV.")
    ] = None,
    courses: Annotated[
        Path | None, typer.Option("--courses", metavar="FILE", help="Write all courses as CSV.")
    ] = None,
    ratings: Annotated[
        Path | None, typer.Option("--ratings", metavar="FILE", help="Write all ratings as CSV.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Write lists as CSV (--members, --courses, --ratings), everything on one person (--person, --to), or the whole
    library with its attachments (--archive).

    `kclub import` reads the lists again, `kclub restore` an archive. A person gets person.json, a page to read, in their
    language, and their files.
    """
    named = {"members": members, "courses": courses, "ratings": ratings}
    lists = {what: file for what, file in named.items() if file is not None}
    if [bool(person), bool(archive), bool(lists)].count(True) != 1 or bool(person) != bool(to):
        raise typer.BadParameter(
            tr("Name --members, --courses or --ratings, or --archive, or --person and --to.")
        )
    with in_words(json):
        if lists:
            _lists(library, lists, json)
        elif archive is not None:
            _archive(library, archive, json)
        elif to is not None:
            _person(library, person, to, json)


def _lists(folder: Path, files: dict[str, Path], as_json: bool) -> None:
    from kclub_desktop.errors import FileThere
    from kclub_desktop.import_export.export import export_courses, export_members, export_ratings
    from kclub_desktop.progress import Progress

    write = {"members": export_members, "courses": export_courses, "ratings": export_ratings}
    written: dict[str, int] = {}
    with library_of(folder) as opened:
        taken: set[Path] = set()
        for file in files.values():
            # What is there may be anything, the library itself not excepted.
            if os.path.lexists(file) or file.absolute() in taken:
                raise FileThere(str(file))
            taken.add(file.absolute())
        with progress_bar(tr("Exporting"), not as_json) as shown:
            progress = Progress(shown)
            for what, file in files.items():
                written[what] = write[what](opened, file, progress=progress)
    if as_json:
        say_json({what: {"file": str(files[what]), "rows": rows} for what, rows in written.items()})
        return
    said = {
        "members": tr_noop("{n} members written to {file}"),
        "courses": tr_noop("{n} courses written to {file}"),
        "ratings": tr_noop("{n} ratings written to {file}"),
    }
    say(*(tr(said[what], n=rows, file=files[what]) for what, rows in written.items()))


def _archive(folder: Path, file: Path, as_json: bool) -> None:
    from kclub_desktop.progress import Progress
    from kclub_desktop.store.backup.archive import archive

    with (
        library_of(folder) as opened,
        progress_bar(tr("Exporting"), not as_json) as shown,
    ):
        written = archive(opened, file, progress=Progress(shown))
    if as_json:
        say_json(written.as_json())
    else:
        said = tr(
            "Everything is in {file}: the library and {n} attachments.",
            file=written.file,
            n=written.files - 1,
        )
        say(said)


def _person(folder: Path, person: str, to: Path, as_json: bool) -> None:
    from kclub_desktop.import_export.person import export_person
    from kclub_desktop.progress import Progress

    with (
        library_of(folder) as opened,
        progress_bar(tr("Exporting"), not as_json) as shown,
    ):
        member, name = find_member(opened, person)
        written = export_person(opened, member, to, progress=Progress(shown))
    if as_json:
        say_json(written.as_json())
        return
    said = tr(
        "Everything on {name} is in {folder}: {rows} entries, {edits} changes, {files} files.",
        name=name or member,
        folder=written.folder,
        rows=written.rows,
        edits=written.edits,
        files=written.files,
    )
    say(said)
    if written.missing:
        say(tr("Not on this computer: {names}.", names=", ".join(written.missing)))
