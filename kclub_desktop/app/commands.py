"""The commands that need Qt: `kclub kiosk`, `kclub tour`, `kclub gallery`, and `kclub receipt`, which paints paper. All others are in cli/, which knows no window."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kclub_desktop.app import receipt_command
from kclub_desktop.cli import places
from kclub_desktop.cli.data import ID_MOST
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json
from kclub_desktop.words import tr


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("kiosk")(kiosk)
    app.command("tour")(tour)
    app.command("gallery")(gallery)
    receipt_command.add_to(app)


def whole() -> Any:
    """Every command there is, as the parser has them: for who looks at all of their help."""
    from typer.main import get_command

    from kclub_desktop.cli.main import app

    made = typer.Typer(add_completion=False)
    made.add_typer(app)
    add_to(made)
    return get_command(made)


def kiosk(
    context: typer.Context,
    library: Annotated[
        Path | None,
        typer.Option(
            "--library", help="The folder that holds the library; otherwise the one the desk opens."
        ),
    ] = None,
    event: Annotated[
        int | None,
        typer.Option(max=ID_MOST, help="Id of the event; otherwise the one that is on, or the next one."),
    ] = None,
    door: Annotated[str, typer.Option(help="Name of this door, kept with each scan.")] = "",
    new_pin: Annotated[
        bool, typer.Option("--new-pin", help="Forget the PIN of this computer and choose another.")
    ] = False,
    leaderboard: Annotated[
        bool, typer.Option("--leaderboard/--no-leaderboard", help="Show who has the most points, masked.")
    ] = True,
) -> None:
    """Check guests in at the door, full screen. Leaving takes five seconds on the upper left corner, and the PIN."""
    from kclub_desktop.app.kiosk import open_kiosk

    language = str((context.parent.params.get("language") if context.parent else None) or "")
    with in_words(False):
        folder = library or places.default_library()
        code = open_kiosk(
            folder, event, door_name=door, language=language, new_pin=new_pin, leaderboard=leaderboard
        )
    raise typer.Exit(code)


def tour(
    out: Annotated[Path, typer.Option("--out", help="Folder for the screenshots and summary.json.")],
    json: JsonFlag = False,
) -> None:
    """Do the whole main job without a person: import, look, recommend, chart, check in, sync; with screenshots."""
    from kclub_desktop.app.tour import run_tour

    with in_words(json):
        summary = run_tour(out)
    if json:
        say_json(summary)
    else:
        for step in summary["steps"]:
            say(f"{'✓' if step['ok'] else '✗'} {step['step']}: {step['said']}")
        say(
            tr("{n} screenshots and summary.json are in {folder}.", n=len(summary["screenshots"]), folder=out)
        )
    raise typer.Exit(0 if summary["ok"] else 1)


def gallery() -> None:
    """Show every part the desk is made of, in every state, theme, language and size of text."""
    from kclub_desktop.app.gallery import open_gallery

    raise typer.Exit(open_gallery())
