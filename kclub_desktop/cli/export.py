"""`kclub export --person`: everything on one member, for them to take along."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json
from kclub_desktop.words import tr


def add_to(app: typer.Typer) -> None:
    """Hang the command of this file on the command line."""
    app.command("export")(export)


def export(
    library: LibraryFolder,
    person: Annotated[str, typer.Option("--person", metavar="MEMBER", help="E-mail or id of the member.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="A new or empty folder.")],
    json: JsonFlag = False,
) -> None:
    """Write everything on one person: person.json, a page to read, and their files. The page is in the person's language."""
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.import_export.person import export_person
    from kclub_desktop.progress import Progress
    from kclub_desktop.store import open_library

    with (
        in_words(json),
        open_library(library, clock=SystemClock()) as opened,
        progress_bar(tr("Exporting"), not json) as shown,
    ):
        member, name = find_member(opened, person)
        written = export_person(opened, member, to, progress=Progress(shown))
    if json:
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
