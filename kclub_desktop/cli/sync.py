"""`kclub sync`: agreeing with the hub, how this copy stands with it, and what the hub does not take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kclub_desktop.cli import keys
from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json
from kclub_desktop.progress import Progress
from kclub_desktop.words import tr, tr_many


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("sync")(sync)


def sync(
    library: LibraryFolder,
    hub: Annotated[str, typer.Option(help="Address of the hub, for pairing.")] = "",
    code: Annotated[str, typer.Option(help="One-time code, for pairing; made by `kclub pair --role`.")] = "",
    status: Annotated[
        bool, typer.Option("--status", help="Only say how this copy stands; no network.")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try again at once what the hub did not take.")
    ] = False,
    save_aside: Annotated[
        Path | None, typer.Option(help="Write what the hub does not take into this new file, and do no more.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Agree with the hub. With --hub and --code the library is paired first; an empty folder becomes a new copy."""
    if bool(hub) != bool(code):
        raise typer.BadParameter(tr("Pairing needs both --hub and --code."))
    if status:
        _say_status(library, json)
        return
    if save_aside is not None:
        _save_aside(library, save_aside, json)
        return
    with in_words(json), progress_bar(tr("Agreeing with the hub"), shown=not json) as shown:
        answer = _sync(library, hub, code, retry, Progress(shown))
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
    _say_files(answer)


def _say_files(answer: dict[str, Any]) -> None:
    from kclub_desktop.words_for_hub import files_words

    if answer["files"]:
        say(
            tr_many(
                "1 file was handed in or fetched.", "{n} files were handed in or fetched.", answer["files"]
            )
        )
    say(*files_words(**answer["files_left"]))


def _sync(folder: Path, hub: str, code: str, retry: bool, progress: Progress) -> dict[str, Any]:
    from kclub_desktop.cli.pair import join
    from kclub_desktop.sync import afterwards, aside_care, files, state
    from kclub_desktop.sync.session import sync as agree

    if code:
        return join(folder, hub, code, "", "", progress)
    with library_of(folder) as library:
        if retry:
            aside_care.try_again(library)
        synced = agree(library, keys.secrets(), progress)
        afterwards.finish(library)
        left = files.last(library).left()
        return {"hub": state.of(library).url, **synced.as_json(), "files_left": left}


def _say_status(folder: Path, json: bool) -> None:
    from kclub_desktop.sync import aside_care
    from kclub_desktop.sync.status import status
    from kclub_desktop.words_for_history import step_words
    from kclub_desktop.words_for_hub import files_words, reason_words, role_words
    from kclub_desktop.words_for_values import moment

    with in_words(json), library_of(folder) as library:
        found, aside, zone = status(library), aside_care.told(library), library.zone
    if json:
        told = [{"step": each.change_set, "reason": each.reason, "tried_at": each.tried_at} for each in aside]
        say_json({**found.as_json(), "set_aside": told})
        return
    if found.hub is None:
        say(tr("This library lives on this computer only"))
    else:
        when = moment(found.synced_at, zone) if found.synced_at else tr("not yet")
        say(
            tr("Hub: {url}", url=found.hub),
            tr("This device: {name}, {role}", name=found.device or "–", role=role_words(found.role)),
            tr("Last synced: {when}", when=when),
            tr("Waiting to be sent: {n}", n=found.waiting),
        )
    say(tr("Conflicts to look at: {n}", n=found.conflicts), *files_words(**found.files.left()))
    for each in aside:
        what = step_words(each.step) if each.step else "–"
        say(tr("Not taken by the hub: step {step}, {what}: {reason}", step=each.change_set, what=what,
               reason=reason_words(each.reason)))  # fmt: skip


def _save_aside(folder: Path, file: Path, json: bool) -> None:
    from kclub_desktop.sync import aside_care

    with in_words(json), library_of(folder) as library:
        written = aside_care.write_file(library, file)
    if json:
        say_json({"file": str(file), "changes": written})
    else:
        say(tr("{n} changes are in {file}.", n=written, file=file))
