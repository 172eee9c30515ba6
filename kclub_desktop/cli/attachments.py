"""`kclub attach` and `kclub attachments`: a member's files, from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.privacy import MemberAsked
from kclub_desktop.cli.say import (
    JsonFlag,
    harmless,
    in_words,
    progress_bar,
    say,
    say_error,
    say_json,
    say_table,
)
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import added_words, moment, size

if TYPE_CHECKING:
    from kclub_desktop.errors import AttachmentNotHere


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("attach")(attach)
    app.command("attachments")(attachments)


def attach(
    member: MemberAsked,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to keep with the member.")],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Keep files with a member: copies, of 200 MB at most each, all of them or none. kclub undo takes them off again."""
    from kclub_desktop.community import member_files
    from kclub_desktop.progress import Progress

    with in_words(json), library_of(library) as opened:
        who, name = find_member(opened, member)
        with progress_bar(tr("Adding files"), shown=not json) as shown:
            made = set(member_files.add(opened, who, files, progress=Progress(shown)))
        added = [one for one in member_files.of_member(opened, who) if one.id in made]
    if json:
        say_json({"member": str(who), "added": [one.as_json() for one in added]})
        return
    for one in added:
        say(f"{one.name} · {size(one.size)}")
    say(f"{name or who}: {added_words(len(added))}")


def attachments(
    member: MemberAsked,
    library: LibraryFolder,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="DIR", help="Write copies into this folder; nothing is overwritten."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """List a member's files; --save writes copies of them. The exit code is 1 if one of them could not be saved."""
    from kclub_desktop.community import member_files

    with in_words(json), library_of(library) as opened:
        who, name = find_member(opened, member)
        found, zone = member_files.of_member(opened, who), opened.zone
        saved = member_files.save_all(opened, who, save) if save else member_files.Saved()
    if json:
        paths = {attachment: str(file) for attachment, file in saved.files.items()}
        told = [one.as_json() | ({"saved": paths.get(one.id)} if save else {}) for one in found]
        say_json({"member": str(who), "files": told})
    elif not found:
        say(tr("{name} has no files.", name=name or who))
    else:
        lines = [
            (one.name, size(one.size), moment(one.added_at, zone), "" if one.here else tr("not on this computer"))
            for one in found
        ]  # fmt: skip
        say_table(
            tr("Files of {name}", name=name or who), [tr("File name"), tr("Size"), tr("Added"), ""], lines
        )
        for file in saved.files.values():
            say(tr("Saved: {file}", file=file))
    if saved.missing:
        _say_missing(saved.missing, json)
        raise typer.Exit(1)


def _say_missing(errors: Sequence[AttachmentNotHere], json: bool) -> None:
    from kclub_desktop.words_for_errors import words_for

    said = [words_for(error) for error in errors]
    if json:
        say_error("AttachmentNotHere", " ".join(said))
    else:
        print(*map(harmless, said), sep="\n", file=sys.stderr)
