"""`kclub export`: everything on one member, for them to take along, or everything there is in one archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json
from kclub_desktop.words import tr


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
    json: JsonFlag = False,
) -> None:
    """Write everything on one person (--person, --to), or the whole library with its attachments (--archive).

    A person gets person.json, a page to read, in their language, and their files. `kclub restore` reads an archive.
    """
    if bool(person) == bool(archive) or bool(person) != bool(to):
        raise typer.BadParameter(tr("Name either --archive, or --person and --to."))
    with in_words(json):
        if archive is not None:
            _archive(library, archive, json)
        elif to is not None:
            _person(library, person, to, json)


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
