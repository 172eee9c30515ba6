"""`kclub sync`: pairing a library with a hub, once, and agreeing with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json
from kclub_desktop.progress import Progress
from kclub_desktop.words import tr


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("sync")(sync)


def sync(
    library: LibraryFolder,
    hub: Annotated[str, typer.Option(help="Address of the hub, for pairing.")] = "",
    code: Annotated[str, typer.Option(help="One-time code, for pairing; made by `kclub hub code`.")] = "",
    json: JsonFlag = False,
) -> None:
    """Agree with the hub. With --hub and --code the library is paired first; an empty folder becomes a new copy."""
    if bool(hub) != bool(code):
        raise typer.BadParameter(tr("Pairing needs both --hub and --code."))
    with in_words(json), progress_bar(tr("Agreeing with the hub"), shown=not json) as shown:
        answer = _sync(library, hub, code, Progress(shown))
    if json:
        say_json(answer)
        return
    say(
        tr(
            "In agreement with {url}: {received} changes came, {sent} went.",
            url=answer["hub"],
            received=answer["received"],
            sent=answer["sent"],
        )
    )
    if answer["conflicts"]:
        say(tr("{n} fields were changed on both sides; nothing is lost.", n=answer["conflicts"]))
    if answer["aside"]:
        say(
            tr("{n} changes are not taken by the hub; they stay here and are tried again.", n=answer["aside"])
        )
    if answer["repaired"]:
        say(tr("{n} rows differed from another device and were put right.", n=answer["repaired"]))


def _sync(folder: Path, hub: str, code: str, progress: Progress) -> dict[str, Any]:
    from kclub_desktop.cli import places
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.secrets import SystemSecrets
    from kclub_desktop.store import is_library, make_library
    from kclub_desktop.sync import state
    from kclub_desktop.sync.pairing import pair
    from kclub_desktop.sync.session import sync as agree

    secrets = SystemSecrets(places.configuration_folder())
    new = bool(code) and not is_library(folder)
    made = make_library(folder, name="", clock=SystemClock()) if new else None
    with made or library_of(folder) as library:
        if code:
            pair(library, hub, code, secrets)
        synced = agree(library, secrets, progress)
        return {"hub": state.of(library).url, **synced.as_json()}
