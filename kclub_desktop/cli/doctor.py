"""`kclub doctor`: looking a library over and repairing what can be repaired without losing data."""

from __future__ import annotations

from typing import Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json
from kclub_desktop.words import tr


def add_to(app: typer.Typer) -> None:
    """Hang the command of this file on the command line."""
    app.command("doctor")(doctor)


def doctor(
    library: LibraryFolder,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put right what can be, and say what was done.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Look a library over: file, rules, references, search, erasures. Exit code 1 if something needs attention."""
    from kclub_desktop.progress import Progress
    from kclub_desktop.store.doctor import State, examine
    from kclub_desktop.words_for_doctor import finding_words, state_words

    with (
        in_words(json),
        library_of(library) as opened,
        progress_bar(tr("Looking the library over"), not json) as shown,
    ):
        found = examine(opened, repair, Progress(shown))
    healthy = all(finding.state is not State.FAULT for finding in found)
    if json:
        findings = [
            {
                "code": each.code,
                "state": str(each.state),
                "values": each.values,
                "message": finding_words(each.code, each.values),
            }
            for each in found
        ]
        say_json({"healthy": healthy, "findings": findings})
    else:
        say(*(f"{state_words(each.state)}: {finding_words(each.code, each.values)}" for each in found))
        if not found:
            say(tr("Everything is in order."))
        elif not healthy and not repair:
            say(tr("`kclub doctor --repair` puts right what it can."))
    raise typer.Exit(0 if healthy else 1)
