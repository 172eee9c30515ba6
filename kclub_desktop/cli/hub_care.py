"""`kclub hub devices|revoke|backup|restore|compact|audit`: looking after a hub from the computer it runs on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from kclub_desktop.cli.hub_database import Community, Database, community_of, hub_at
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.errors import FileNotReadable, FileNotWritable, FileThere, HubBackupRefused, UnknownOnHub
from kclub_desktop.words import tr


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file under `kclub hub`."""
    for command in (devices, revoke, backup, restore, compact, audit):
        app.command()(command)


def devices(
    context: typer.Context, database: Database = None, community: Community = "", json: JsonFlag = False
) -> None:
    """List the devices of a community: who may sync, since when, and when each was last seen."""
    from kclub_hub.communities import devices as known_devices

    with in_words(json), hub_at(context, database) as hub:
        known = known_devices(hub, community_of(hub, community))
    if json:
        say_json(
            [
                {
                    "id": each.id, "name": each.name, "role": each.role, "node": each.node, "money": each.money,
                    "sees_money": each.sees_money,
                    "added_at": each.added_at, "seen_at": each.seen_at, "revoked_at": each.revoked_at,
                }
                for each in known
            ]
        )  # fmt: skip
        return
    heads = (
        tr("Device id"),
        tr("Device name"),
        tr("Device role"),
        tr("Paired on"),
        tr("Last seen"),
        tr("Device state"),
    )
    rows = [
        (
            each.id, each.name, each.role, _day(each.added_at), _day(each.seen_at),
            tr("removed") if each.revoked_at else tr("may sync"),
        )
        for each in known
    ]  # fmt: skip
    say_table("", heads, rows)


def revoke(
    context: typer.Context,
    device: Annotated[str, typer.Argument(help="Id or name of the device, as `kclub hub devices` lists it.")],
    database: Database = None,
    community: Community = "",
    json: JsonFlag = False,
) -> None:
    """Remove a device: it is let in no more, from its next call on. What it has handed in stays."""
    from kclub_hub.communities import devices as known_devices
    from kclub_hub.communities import revoke as revoke_device

    with in_words(json), hub_at(context, database) as hub:
        chosen = community_of(hub, community)
        known = [each for each in known_devices(hub, chosen) if each.revoked_at is None]
        fitting = [each for each in known if device in (each.id, each.name)]
        if len(fitting) != 1:
            raise UnknownOnHub(device, tuple(f"{each.name} ({each.id})" for each in known))
        revoke_device(hub, chosen, fitting[0].id)
    if json:
        say_json({"revoked": fitting[0].id})
    else:
        say(tr("{name} was removed. It is let in no more.", name=fitting[0].name or fitting[0].id))


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
    database: Database = None,
    json: JsonFlag = False,
) -> None:
    """Write the whole hub into one file, while it runs. The file holds the community's data: keep it safe."""
    from kclub_hub.keep import back_up

    with in_words(json), hub_at(context, database) as hub:
        try:
            rows = back_up(hub, file)
        except FileExistsError as error:
            raise FileThere(str(file)) from error
        except OSError as error:
            raise FileNotWritable(str(file), error.strerror or str(error)) from error
    if json:
        say_json({"file": str(file), "rows": rows})
    else:
        say(tr("The hub is in {file}: {rows} rows.", file=file, rows=rows))


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `kclub hub backup` wrote.")],
    database: Database = None,
    json: JsonFlag = False,
) -> None:
    """Read a backup into a new, empty hub; its devices go on and hand in what the backup does not know."""
    from kclub_hub.keep import HubNotEmpty, NotABackup
    from kclub_hub.keep import restore as read_into

    with in_words(json), hub_at(context, database, new=True) as hub:
        try:
            rows = read_into(hub, file)
        except NotABackup as error:
            raise HubBackupRefused(str(file), "damaged") from error
        except HubNotEmpty as error:
            raise HubBackupRefused(str(file), "not_empty") from error
        except OSError as error:
            raise FileNotReadable(str(file), error.strerror or str(error)) from error
    if json:
        say_json({"file": str(file), "rows": rows})
    else:
        say(tr("The hub was restored from {file}: {rows} rows.", file=file, rows=rows))


def compact(
    context: typer.Context, database: Database = None, community: Community = "", json: JsonFlag = False
) -> None:
    """Let go of replaced values that every device has seen. A serving hub does this by itself once a day."""
    from kclub_hub.compact import compact as compact_log

    with in_words(json), hub_at(context, database) as hub:
        done = compact_log(hub, community_of(hub, community))
    if json:
        say_json({"upto": done.upto, "values": done.values, "change_sets": done.change_sets})
    else:
        say(tr("{n} replaced values were let go.", n=done.values))


def audit(
    context: typer.Context,
    database: Database = None,
    community: Community = "",
    limit: Annotated[int, typer.Option(help="How many lines.", min=1, max=10_000)] = 50,
    json: JsonFlag = False,
) -> None:
    """Show pairings, removals and refused tries, newest first."""
    from kclub_hub import audit as log

    with in_words(json), hub_at(context, database) as hub:
        lines = log.lines(hub, community_of(hub, community), limit)
    if json:
        say_json([{"at": x.at, "device": x.device, "action": x.action, "detail": x.detail} for x in lines])
        return
    heads = (tr("Happened at"), tr("Device id"), tr("Noted action"), tr("About"))
    say_table("", heads, [(_moment(x.at), x.device or tr("this hub"), x.action, x.detail) for x in lines])


def _day(seconds: int | None) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(seconds)) if seconds else "–"


def _moment(seconds: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
