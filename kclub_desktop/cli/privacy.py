"""`kclub erase`: a person's own say over their data, from the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.store.privacy.erasing import Erased

MemberAsked = Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id of the member.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("erase")(erase)


def erase(
    member: MemberAsked,
    library: LibraryFolder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go and erase nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    json: JsonFlag = False,
) -> None:
    """Erase a person for good: here, at the hub, on every device, and again when an old backup is restored."""
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.store import open_library
    from kclub_desktop.store.privacy import erasing

    with in_words(json), open_library(library, clock=SystemClock()) as opened:
        who, name = find_member(opened, member)
        before = erasing.preview(opened, who)
        if not json:
            say_what_goes(before, name)
        if dry_run:
            erased = False
        else:
            if not (yes or json) and sys.stdin.isatty():
                typer.confirm(tr("Erase {name} for good?", name=name), abort=True)
            before = erasing.erase(opened, who)
            erased = True
    if json:
        say_json({"erased": erased, **before.as_json()})
    elif erased:
        say(tr("Erased. Other devices follow with their next sync."))
    else:
        say(tr("Nothing was written: this was a dry run."))


def say_what_goes(erasure: Erased, name: str) -> None:
    """The summary that comes before: what goes, what stays, and that there is no way back."""
    blanked = erasure.blanked
    tables = sorted(blanked.rows.keys() | blanked.kept.keys())
    lines = [(table, blanked.rows.get(table, 0), blanked.kept.get(table, 0)) for table in tables]
    title = tr("What is known of {name}", name=name or erasure.members[0])
    say_table(title, ["", tr("Erased"), tr("Kept without the person")], lines)
    say(
        tr("Amounts and dates stay in the books, without a name. An erasure cannot be undone."),
        tr("Backups made before still hold the person; whoever restores one gets the erasure with it."),
    )
