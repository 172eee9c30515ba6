"""`kclub member note`, `contact`, `remind`, `done` and `field`: what is written beside a member."""

from __future__ import annotations

from typing import Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of, row_id
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.members import MemberAsked
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on `kclub member`."""
    app.command("note")(note)
    app.command("contact")(contact)
    app.command("remind")(remind)
    app.command("done")(done)
    app.command("field")(field)


def note(
    member: MemberAsked,
    words: Annotated[str, typer.Argument(help="What is to be kept.")],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Write a note on a member, with its time."""
    from kclub_desktop.community import notes

    with in_words(json), library_of(library) as opened:
        row = notes.write(opened, find_member(opened, member)[0], words)
    _kept("note", row, json)


def contact(
    member: MemberAsked,
    kind: Annotated[str, typer.Argument(help="email, phone, wechat, address, site, or a word of your own.")],
    value: Annotated[str, typer.Argument(help="The address or number.")],
    library: LibraryFolder,
    label: Annotated[str, typer.Option(help="What it is for: home, work, invoices.")] = "",
    json: JsonFlag = False,
) -> None:
    """Keep one more way to reach a member."""
    from kclub_desktop.community import reaching

    with in_words(json), library_of(library) as opened:
        row = reaching.add(opened, find_member(opened, member)[0], kind, value, label)
    _kept("contact", row, json)


def remind(
    member: MemberAsked,
    words: Annotated[str, typer.Argument(help="What is to be done.")],
    library: LibraryFolder,
    by: Annotated[str, typer.Option(help="The day by which, YYYY-MM-DD.")] = "",
    kind: Annotated[str, typer.Option(help="call, renew, answer or other.")] = "other",
    json: JsonFlag = False,
) -> None:
    """Keep something to do about a member."""
    from kclub_desktop.community import due_days, notes

    with in_words(json), library_of(library) as opened:
        due_at = due_days.end_of(by, opened.zone)
        row = notes.remind(opened, find_member(opened, member)[0], words, due_at, kind)
    _kept("follow_up", row, json)


def done(
    follow_up: Annotated[
        str, typer.Argument(help="Id of what was to be done, from kclub member show --json.")
    ],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Say that something about a member was done."""
    from kclub_desktop.community import notes
    from kclub_desktop.errors import UnknownMember
    from kclub_desktop.store import rows
    from kclub_desktop.store.tables import FollowUp

    with in_words(json), library_of(library) as opened:
        row = row_id(follow_up)
        if row is None or rows.get(opened, FollowUp, row) is None:
            raise UnknownMember(follow_up)
        notes.done(opened, row)
    _kept("follow_up", row, json)


def field(
    library: LibraryFolder,
    name: Annotated[str, typer.Argument(help="What the new field is called; none lists the fields.")] = "",
    kind: Annotated[str, typer.Option(help="text, number, date, choice or yes_no.")] = "text",
    choices: Annotated[str, typer.Option(help="Words to choose from, separated by commas.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the field away.")] = False,
    json: JsonFlag = False,
) -> None:
    """List the fields of your own that members have, add one, or take one away."""
    from kclub_desktop.community import own_fields

    with in_words(json), library_of(library) as opened:
        if name and remove:
            own_fields.remove(opened, own_fields.find(opened, name).id)
        elif name:
            own_fields.add(opened, name, kind, choices.replace("，", ",").split(",") if choices else ())
        there = own_fields.fields(opened)
    if json:
        said = [
            {"field": str(one.id), "name": one.name, "kind": one.kind, "choices": list(one.choices)}
            for one in there
        ]
        say_json({"fields": said})
        return
    from kclub_desktop.words_for_members import field_kind_words

    rows_shown = [(one.name, field_kind_words(one.kind), tr(", ").join(one.choices)) for one in there]
    say_table("", [tr("Called"), tr("Kind"), ""], rows_shown)


def _kept(what: str, row: int, json: bool) -> None:
    if json:
        say_json({what: str(row)})
    else:
        say(tr("Kept: {id}", id=row))
