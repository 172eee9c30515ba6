"""The command line as a whole: its commands, the options all of them share, and the desk when no command is named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.core

from kclub_desktop import __version__
from kclub_desktop.cli import (
    attachments,
    backup,
    conflicts,
    coupons,
    data,
    devices,
    doctor,
    duplicates,
    export,
    figures,
    help_words,
    history,
    hub,
    incentives,
    learning,
    member_notes,
    members,
    orders,
    pair,
    payments,
    plans,
    privacy,
    recommend,
    search,
    segments,
    subscriptions,
    sync,
)
from kclub_desktop.cli.say import say_error
from kclub_desktop.words import (
    SOURCE_LANGUAGE,
    current_language,
    languages,
    set_language,
    system_language,
    tr,
)

_Misused: type[Exception] = typer.BadParameter.__bases__[0]
"""Whatever the parser refuses; typer does not name it in public."""


class _Commands(typer.core.TyperGroup):
    """All commands. A script that asks for JSON gets JSON too when it has misspelt an option, and whoever reads Chinese gets
    help and refusals in Chinese."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **named: Any) -> Any:
        words = sys.argv[1:] if args is None else args
        # Asked before the parser reads it: also what it refuses, and its help, is in that language.
        set_language(_asked_language(words) or system_language())
        in_english = current_language() == SOURCE_LANGUAGE
        help_words.dress(self)
        if "--json" not in words and in_english:
            return super().main(args, *rest, **named)
        try:
            code = super().main(args, *rest, **{**named, "standalone_mode": False})
        except typer.Abort:
            print(tr("Aborted."), file=sys.stderr)
            sys.exit(1)
        except _Misused as error:
            _say_misused(error, "--json" in words)
            sys.exit(2)
        sys.exit(code if isinstance(code, int) else 0)


def _asked_language(words: Sequence[str]) -> str:
    """The language named on the command line, '' for none or one that is not spoken."""
    told = [word.removeprefix("--language=") for word in words if word.startswith("--language=")]
    told += [word for before, word in pairwise(words) if before == "--language"]
    return next((one for one in told if one in languages()), "")


def _say_misused(error: Any, json: bool) -> None:
    said = error.format_message()
    if current_language() != SOURCE_LANGUAGE:
        said = help_words.refusal(said)
    if json:
        say_error("Usage", said)
        return
    from typer.rich_utils import rich_format_error

    help_words.say_panels()
    error.format_message = lambda: said
    if type(error).__name__ == "NoArgsIsHelpError":
        return  # its help was shown already
    rich_format_error(error)


app = typer.Typer(
    name="kclub",
    cls=_Commands,
    help="A desk for people who run a knowledge community.",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (
    backup, data, export, figures, learning, recommend, pair, sync, history, privacy, attachments, doctor, search,
    payments, subscriptions, incentives,
):  # fmt: skip
    group.add_to(app)
app.add_typer(hub.app, name="hub")
app.add_typer(segments.app, name="segment")
app.add_typer(plans.app, name="plan")
app.add_typer(subscriptions.app, name="subscription")
for beside in (duplicates, member_notes):
    beside.add_to(members.app)
app.add_typer(members.app, name="member")
app.add_typer(devices.app, name="devices")
app.add_typer(conflicts.app, name="conflicts")
app.add_typer(orders.app, name="order")
app.add_typer(coupons.app, name="coupon")


def _version(asked: bool) -> None:
    if asked:
        print(f"KClub {__version__}")
        raise typer.Exit


def _language(asked: str | None) -> str | None:
    if asked is not None and asked not in languages():
        raise typer.BadParameter(" | ".join(languages()))
    return asked


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    library: Annotated[
        Path | None, typer.Option("--library", help="Open the desk with the library of this folder.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="zh or en; this computer's own otherwise.", callback=_language),
    ] = None,
    _asked: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A desk for people who run a knowledge community. Without a command it opens."""
    set_language(language or system_language())
    if context.invoked_subcommand is not None:
        return
    if context.obj is None:
        print(context.get_help())
        return
    raise typer.Exit(context.obj(library))


def run(desk: Callable[[Path | None], int]) -> None:
    """Read the command line and do what it says; ends the process with the exit code.

    desk  opens the desk with a folder's library and returns the exit code
    """
    app(obj=desk)
