"""`kclub pair`: on an owner's device, make a one-time code for another; on the other device, join with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli import keys
from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json
from kclub_desktop.progress import Progress
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_protocol.scopes import Sees

_ROLES = ("owner", "staff", "kiosk")


def add_to(app: typer.Typer) -> None:
    """Hang the command of this file on the command line."""
    app.command("pair")(pair)


def pair(
    library: LibraryFolder,
    role: Annotated[
        str,
        typer.Option(
            help="Make a code for owner: everything; staff: all but money; kiosk: only what the door needs."
        ),
    ] = "",
    money: Annotated[bool, typer.Option("--money", help="With --role staff: money too.")] = False,
    hide_money: Annotated[
        bool, typer.Option("--hide-money", help="With --role staff: it does not even see money.")
    ] = False,
    code: Annotated[str, typer.Option(help="Join with this code; --hub says where.")] = "",
    hub: Annotated[str, typer.Option(help="Address of the hub to join.")] = "",
    link: Annotated[str, typer.Option(help="Join with a pairing link, instead of --hub and --code.")] = "",
    name: Annotated[
        str,
        typer.Option(help="What this device is called; otherwise its name as before, or this computer's."),
    ] = "",
    json: JsonFlag = False,
) -> None:
    """Make a code for another device (--role), or join a hub (--hub and --code, or --link). An empty folder is a new copy."""
    joining = bool(code or hub or link)
    if bool(role) == joining:
        raise typer.BadParameter(tr("Name either --role, to make a code, or --hub and --code, to join."))
    if joining:
        if not link and not (hub and code):
            raise typer.BadParameter(tr("Pairing needs both --hub and --code."))
        _join(library, hub, code, link, name, json)
        return
    if role not in _ROLES:
        raise typer.BadParameter(" | ".join(_ROLES), param_hint="--role")
    _make_code(library, role, granted(role, money, hide_money), json)


def granted(role: str, money: bool, hide_money: bool) -> Sees:
    """What the two options grant of money. Raises BadParameter where they do not fit."""
    from kclub_protocol.scopes import Sees

    if (money or hide_money) and role != "staff":
        raise typer.BadParameter(tr("Only staff can be given money; an owner has it, a kiosk never."))
    if money and hide_money:
        raise typer.BadParameter(tr("Name either --money or --hide-money: who writes money sees it."))
    return Sees.of(money, not hide_money)


def _make_code(folder: Path, role: str, sees: Sees, json: bool) -> None:
    from kclub_desktop.sync import devices
    from kclub_desktop.sync.link import spaced
    from kclub_desktop.words_for_hub import role_words, sees_words

    with in_words(json), library_of(folder) as library:
        made = devices.new_code(library, keys.secrets(), role, sees)
        minutes = max(1, (made.until - library.clock.now()) // 60)
    if json:
        say_json(made.as_json())
        return
    say(
        tr(
            "Pairing code, good once and for {minutes} minutes: {code}",
            minutes=minutes,
            code=spaced(made.code),
        ),
        tr("{role}: {sees}.", role=role_words(role), sees=sees_words(role, sees)),
        tr('On the other device: kclub pair --library FOLDER --link "{link}"', link=made.link),
    )


def _join(folder: Path, hub: str, code: str, link: str, name: str, json: bool) -> None:
    with in_words(json), progress_bar(tr("Agreeing with the hub"), shown=not json) as shown:
        answer = join(folder, hub, code, link, name, Progress(shown))
    if json:
        say_json(answer)
    else:
        say(tr("Paired with {url} as “{name}”. {received} changes came, {sent} went.", **_worded(answer)))


def join(folder: Path, hub: str, code: str, link: str, name: str, progress: Progress) -> dict[str, Any]:
    """Pair a folder's library, new if there is none, and sync once; what came of it as plain data.

    Raises NotALink, and as operations.invited, pairing.pair and session.sync.
    """
    from kclub_desktop.clock import SystemClock
    from kclub_desktop.errors import NotALink
    from kclub_desktop.operations.invited import invited, plain
    from kclub_desktop.store import is_library
    from kclub_desktop.store.naming import devices
    from kclub_desktop.sync import afterwards, files, joining, pairing, state
    from kclub_desktop.sync.link import read_link
    from kclub_desktop.sync.session import sync

    if link and read_link(plain(link)) is None:
        raise NotALink(link)
    asked = invited(link or hub, code)
    secrets, new = keys.secrets(), not is_library(folder)
    if new:
        joining.new_copy(folder, asked, secrets, SystemClock(), name)
    with library_of(folder) as library:
        if not new:
            called = name or devices(library).get(library.node, "")
            pairing.pair(library, asked.url, asked.code, secrets, called)
        synced = sync(library, secrets, progress)
        afterwards.finish(library)
        called = devices(library).get(library.node, name)
        left = {"files_left": files.last(library).left()}
        return {
            "hub": state.of(library).url,
            "name": called,
            "community": library.name,
            **synced.as_json(),
            **left,
        }


def _worded(answer: dict[str, Any]) -> dict[str, Any]:
    return {"url": answer["hub"]} | {key: answer[key] for key in ("name", "received", "sent")}
