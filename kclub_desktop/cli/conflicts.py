"""`kclub conflicts …`: fields that two devices changed at once: listed, shown with both values, and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of, row_id
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.sync.conflicts import Conflict, Version

app = typer.Typer(
    help="Conflicts: two devices changed one field and could not see each other. Nothing is lost; you decide.",
    no_args_is_help=True,
)
Asked = Annotated[str, typer.Argument(metavar="CONFLICT", help="Number of the conflict, as the list has it.")]


@app.command("list")
def list_(
    library: LibraryFolder,
    settled: Annotated[bool, typer.Option("--settled", help="Those that were decided, too.")] = False,
    json: JsonFlag = False,
) -> None:
    """List what is to be decided, newest first."""
    from kclub_desktop.sync import conflicts

    with in_words(json), library_of(library) as opened:
        found, zone = conflicts.listed(opened, settled=settled), opened.zone
    if json:
        say_json({"conflicts": [_data(each) for each in found]})
        return
    if not found:
        say(tr("No conflicts to look at on this device."))
        return
    heads = (tr("No."), tr("What"), tr("Field"), tr("This device says"), tr("Another says"), tr("State"))
    lines = []
    for each in found:
        mine, theirs = _sides(each)
        lines.append(
            (
                each.id,
                each.what or "–",
                _field(each),
                _said(each, mine, zone),
                _said(each, theirs, zone),
                _state(each),
            )
        )
    say_table("", heads, lines)


@app.command()
def show(conflict: Asked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Show both values, who wrote each and when, and which one stands."""
    from kclub_desktop.sync import conflicts
    from kclub_desktop.words_for_values import moment

    with in_words(json), library_of(library) as opened:
        found, zone = conflicts.get(opened, _number(conflict)), opened.zone
    if json:
        say_json(_data(found))
        return
    say(f"{found.what or '–'} · {_field(found)} · {_state(found)}")
    for keep, version in zip(("mine", "theirs"), _sides(found), strict=True):
        who = version.device or (tr("this device") if version.mine else tr("another device"))
        stands = tr("stands now") if version.value == found.now else tr("set aside")
        say(f"  {keep}: {_said(found, version, zone)}  ({who}, {moment(version.at, zone)}, {stands})")
    if found.both is not None:
        say(f"  both: {found.both}")
    if found.now not in (found.kept.value, found.lost.value):
        say(f"  now: {_words(found, found.now, '', zone)}")


@app.command()
def keep(
    conflict: Asked,
    which: Annotated[
        str,
        typer.Argument(
            metavar="WHICH",
            help="mine, theirs, both where that makes sense, or now for what was written since.",
        ),
    ],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Decide: this device's value stands, the other's, both in one, or what was written since. Another decision later is possible."""
    from kclub_desktop.sync import conflicts

    if which not in tuple(conflicts.Keep):
        raise typer.BadParameter(" | ".join(conflicts.Keep), param_hint="WHICH")
    with in_words(json), library_of(library) as opened:
        done = conflicts.settle(opened, _number(conflict), conflicts.Keep(which))
        found, zone = conflicts.get(opened, done.conflict), opened.zone
    if json:
        say_json({"conflict": done.conflict, "kept": which, "value": done.value, "step": done.change_set})
    else:
        say(
            tr(
                "Settled: {what}, {field} is now {value}.",
                what=found.what or "–",
                field=_field(found),
                value=_words(found, found.now, "", zone),
            )
        )


def _number(said: str) -> int:
    from kclub_desktop.errors import UnknownConflict

    number = row_id(said)
    if number is None:
        raise UnknownConflict(said)
    return number


def _sides(found: Conflict) -> tuple[Version, Version]:
    return (found.kept, found.lost) if found.kept.mine else (found.lost, found.kept)


def _field(found: Conflict) -> str:
    from kclub_desktop.words_for_history import field_words

    return field_words(found.model, found.field)


def _said(found: Conflict, version: Version, zone: str) -> str:
    return _words(found, version.value, version.name, zone)


def _words(found: Conflict, value: Any, name: str, zone: str) -> str:
    from kclub_desktop.words_for_history import value_words

    return value_words(found.model, found.field, value, name, zone, found.currency)


def _state(found: Conflict) -> str:
    return tr("settled") if found.settled_at else tr("to decide")


def _data(found: Conflict) -> dict[str, Any]:
    mine, theirs = _sides(found)

    def side(version: Version) -> dict[str, Any]:
        return {
            "value": version.value, "device": version.device, "at": version.at,
            "stands": version.value == found.now,
        }  # fmt: skip

    return {
        "id": found.id, "table": found.model.name_of_table(), "row": str(found.row), "what": found.what,
        "field": found.field, "mine": side(mine), "theirs": side(theirs), "both": found.both,
        "settled_at": found.settled_at,
    }  # fmt: skip
