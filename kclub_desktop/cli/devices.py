"""`kclub devices …`: the devices of this library's community, from any owner's device: listed, renamed, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli import keys
from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.secrets import Secrets
    from kclub_desktop.store import Library
    from kclub_desktop.sync.devices import HubDevice

app = typer.Typer(
    help="The devices of this library's community: who has a copy, and what each may do.",
    no_args_is_help=True,
)
Asked = Annotated[str, typer.Argument(metavar="DEVICE", help="Name or id of the device, as the list has it.")]


@app.command("list")
def list_(library: LibraryFolder, json: JsonFlag = False) -> None:
    """List every device with its role, when it was last seen, and whether it may sync."""
    from kclub_desktop.sync import devices
    from kclub_desktop.words_for_hub import role_words
    from kclub_desktop.words_for_values import moment

    with in_words(json), library_of(library) as opened:
        known, zone = devices.listed(opened, keys.secrets()), opened.zone
    if json:
        say_json({"devices": [each.as_json() for each in known]})
        return
    heads = (
        tr("Device name"),
        tr("Device role"),
        tr("Writes money"),
        tr("Last seen"),
        tr("Device state"),
        tr("Device id"),
    )
    say_table(
        "",
        heads,
        [
            (
                f"{each.name} ({tr('this device')})" if each.here else each.name,
                role_words(each.role),
                _money(each),
                moment(each.seen_at, zone) if each.seen_at else tr("never connected"),
                tr("removed") if each.revoked_at else tr("may sync"),
                each.id,
            )
            for each in known
        ],
    )


@app.command()
def rename(
    device: Asked,
    name: Annotated[str, typer.Argument(help="What it is called from now on.")],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Call a device something else, everywhere."""
    from kclub_desktop.sync import devices

    was = _done(library, device, json, lambda opened, held, one: devices.rename(opened, held, one, name))
    _say(json, was, tr("{name} is called {new} now.", name=was.name, new=name.strip()), name=name.strip())


@app.command()
def revoke(device: Asked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Remove a device: it is let in no more, from its next call on. What it handed in stays, and so does its copy."""
    from kclub_desktop.sync import devices

    def work(opened: Library, held: Secrets, one: HubDevice) -> None:
        if one.here:
            raise typer.BadParameter(tr("This is the device you are at; remove it from another owner's."))
        devices.remove(opened, held, one)

    was = _done(library, device, json, work)
    _say(json, was, tr("{name} was removed. It is let in no more.", name=was.name), revoked=True)


@app.command()
def restore(device: Asked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Let a removed device in again, as it was."""
    from kclub_desktop.sync import devices

    was = _done(library, device, json, devices.let_in_again)
    _say(json, was, tr("{name} is let in again.", name=was.name), revoked=False)


@app.command()
def money(
    device: Asked,
    library: LibraryFolder,
    no: Annotated[bool, typer.Option("--no", help="Take it back: money is only read again.")] = False,
    hide: Annotated[
        bool, typer.Option("--hide", help="It sees no money; what it has goes at its next sync.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Let a staff device write orders, payments, plans and prices, only see them (--no), or see none (--hide)."""
    from kclub_desktop.sync import devices
    from kclub_desktop.words_for_hub import granted_words
    from kclub_protocol.scopes import Sees

    if no and hide:
        raise typer.BadParameter(tr("Name either --no or --hide."))
    sees = Sees.NOTHING if hide else Sees.READS if no else Sees.WRITES

    def work(opened: Library, held: Secrets, one: HubDevice) -> None:
        if one.role != "staff":
            raise typer.BadParameter(tr("Only staff can be given money; an owner has it, a kiosk never."))
        devices.grant_money(opened, held, one, sees)

    was = _done(library, device, json, work)
    _say(json, was, granted_words(was.name, sees), money=sees is Sees.WRITES, sees_money=not hide)


def _done(
    folder: Any, device: str, json: bool, work: Callable[[Library, Secrets, HubDevice], None]
) -> HubDevice:
    """Do something to the one device that is asked for; how it was before."""
    from kclub_desktop.sync import devices

    with in_words(json), library_of(folder) as opened:
        secrets = keys.secrets()
        one = devices.found(devices.listed(opened, secrets), device)
        work(opened, secrets, one)
        return one


def _say(json: bool, device: HubDevice, words: str, **changed: Any) -> None:
    if json:
        say_json({"device": device.id, "name": device.name, **changed})
    else:
        say(words)


def _money(device: HubDevice) -> str:
    if device.role == "kiosk":
        return "–"
    if device.role == "owner" or device.money:
        return tr("Yes")
    return tr("No") if device.sees_money else tr("does not see it")
