"""`kclub hub`: serving a hub from this computer and making pairing codes for it. Looking after it is in hub_care.py."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from kclub_desktop.cli import hub_care
from kclub_desktop.cli.hub_database import Database, chosen, hub_at, without_password
from kclub_desktop.cli.pair import granted
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json
from kclub_desktop.errors import HubNotStarted, UnknownOnHub
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_hub.database import HubDatabase
    from kclub_hub.serve import HubServer

app = typer.Typer(
    help="Serve a hub, the meeting point of your devices, from this computer, and look after it. Start it, then pair your"
    " library with the address and the code it prints: kclub pair --library FOLDER --hub ADDRESS --code CODE. Further"
    " devices are let in from there: kclub pair --library FOLDER --role staff."
)
hub_care.add_to(app)
_SWEPT_AT = 100_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    database: Database = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 takes any free one.", min=0, max=65535)
    ] = 8787,
    log: Annotated[bool, typer.Option("--log", help="Write a line of JSON per request to stderr.")] = False,
    json: JsonFlag = False,
) -> None:
    """Serve a hub until stopped by Ctrl+C. The first start makes a community and prints its pairing code."""
    context.meta["hub_database"] = database
    if context.invoked_subcommand is not None:
        return
    with in_words(json):
        if log:
            from kclub_hub.logs import to_stderr

            to_stderr()
        server = _started(chosen(context, database), host, port)
    try:
        code = _first_code(server.database)
        if json:
            say_json({"url": server.url, "code": code})
        else:
            say(tr("The hub serves {url}. Ctrl+C stops it.", url=server.url))
            if code:
                say(tr("Pairing code, good once and for ten minutes: {code}", code=code))
        sys.stdout.flush()
        _sweep_seldom()
        if host not in LOOPBACK:
            print(tr("Other computers reach a hub over https only; put a proxy with a certificate in front."),
                  file=sys.stderr)  # fmt: skip
        _until_stopped()
    finally:
        server.stop()


@app.command()
def code(
    context: typer.Context,
    community: Annotated[
        str, typer.Argument(help="Name of the community; made when there is none of it.")
    ] = "",
    database: Database = None,
    role: Annotated[
        str,
        typer.Option(help="owner: everything; staff: reads money only; kiosk: only what the door needs."),
    ] = "owner",
    money: Annotated[
        bool, typer.Option("--money", help="Let a staff device write orders and payments.")
    ] = False,
    hide_money: Annotated[
        bool, typer.Option("--hide-money", help="Let a staff device not even see money.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Make a one-time pairing code for another device."""
    from kclub_hub.communities import ROLES, communities, new_code, new_community

    if role not in ROLES:
        raise typer.BadParameter(" | ".join(ROLES), param_hint="--role")
    granted(role, money, hide_money)
    with in_words(json), hub_at(context, database, new=True) as hub:
        known = communities(hub)
        fitting = [row for row in known if community in row] if community else known
        if len(fitting) > 1:
            raise UnknownOnHub(community, tuple(f"{name} ({key})" for key, name in known))
        asked = fitting[0][0] if fitting else new_community(hub, community or "KClub")
        made = new_code(hub, asked, role, money, sees_money=not hide_money)
    if json:
        say_json(
            {"code": made, "community": asked, "role": role, "money": money, "sees_money": not hide_money,
             "minutes": 10}
        )  # fmt: skip
    else:
        say(tr("Pairing code, good once and for ten minutes: {code}", code=made))


def _started(database: str, host: str, port: int) -> HubServer:
    from kclub_hub.database import HubDown, HubTooNew
    from kclub_hub.serve import HubServer
    from kclub_hub.sqlite import NotAHub

    try:
        server = HubServer(database, host, port)
    except NotAHub as error:
        raise HubNotStarted(database, tr("it is not a hub's file")) from error
    except (HubDown, HubTooNew, ValueError, OSError) as error:
        raise HubNotStarted(without_password(database), str(error)) from error
    try:
        server.start()
    except OSError as error:
        server.stop()
        raise HubNotStarted(f"{host}:{port}", error.strerror or str(error)) from error
    return server


def _first_code(hub: HubDatabase) -> str | None:
    """A code for a hub that nobody uses yet; later ones are asked for by `kclub hub code`."""
    from kclub_hub.communities import communities, devices, new_code, new_community

    known = communities(hub)
    if not known:
        return new_code(hub, new_community(hub, "KClub"))
    if len(known) == 1 and not devices(hub, known[0][0]):
        return new_code(hub, known[0][0])
    return None


def _sweep_seldom() -> None:
    """What a start made stays, and a batch of ten thousand rows is in use as long as it is there: looking through all of
    it for what nothing needs, as Python does every 700 things, takes a fifth of the time of a batch."""
    import gc

    gc.freeze()
    gc.set_threshold(_SWEPT_AT)


def _until_stopped() -> None:
    import signal

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        while not stop.wait(0.5):
            pass
    except KeyboardInterrupt:
        return
