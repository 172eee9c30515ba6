"""Which database a `kclub hub` command works on, opened, with its failures as our errors."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kclub_desktop.cli import places
from kclub_desktop.errors import FileNotReadable, HubNotStarted, UnknownOnHub
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_hub.database import HubDatabase

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="KCLUB_HUB_DATABASE",
        help="The hub's file, or postgresql://… for a PostgreSQL database.",
    ),
]
Community = Annotated[
    str, typer.Option("--community", help="Name or id of the community, when the hub has several.")
]


def chosen(context: typer.Context, database: str | None) -> str:
    """The database named here, before the subcommand, or by default. Raises HubNotStarted."""
    named = database or context.meta.get("hub_database") or str(places.hub_database())
    if "://" not in named:
        try:
            Path(named).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HubNotStarted(named, error.strerror or str(error)) from error
    return str(named)


@contextmanager
def hub_at(context: typer.Context, database: str | None, *, new: bool = False) -> Iterator[HubDatabase]:
    """The hub's database, closed at the end. Raises HubNotStarted, and FileNotReadable where there is none.

    new  make it where there is none; else a mistyped name would be answered by an empty hub, and backed up
    """
    from kclub_hub.database import HubDatabase, HubDown, HubTooNew
    from kclub_hub.sqlite import NotAHub

    where = chosen(context, database)
    if not new and "://" not in where and not Path(where).is_file():
        raise FileNotReadable(where, os.strerror(errno.ENOENT))
    try:
        hub = HubDatabase(where)
    except NotAHub as error:
        raise HubNotStarted(where, tr("it is not a hub's file")) from error
    except (HubDown, HubTooNew, ValueError, OSError) as error:
        raise HubNotStarted(without_password(where), str(error)) from error
    try:
        yield hub
    except HubDown as error:
        raise HubNotStarted(without_password(where), str(error)) from error
    finally:
        hub.close()


def community_of(hub: HubDatabase, named: str) -> str:
    """The id of the community of a name or id; the only one if none is named. Raises UnknownOnHub."""
    from kclub_hub.communities import communities

    known = communities(hub)
    fitting = [key for key, name in known if named in ("", name, key)]
    if len(fitting) != 1:
        raise UnknownOnHub(named, tuple(f"{name} ({key})" for key, name in known))
    return fitting[0]


def without_password(where: str) -> str:
    """An address as it may be shown."""
    scheme, found, rest = where.partition("://")
    if not found or "@" not in rest:
        return where
    return f"{scheme}://…@{rest.rpartition('@')[2]}"
