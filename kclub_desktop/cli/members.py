"""`kclub member …`: members added, shown, listed and edited, from scripts or a terminal. Duplicates are in duplicates.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, library_of
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.store import Library

app = typer.Typer(help="Members: added, found, edited, tagged, merged.", no_args_is_help=True)
MemberAsked = Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id of the member.")]
MembersAsked = Annotated[list[str], typer.Argument(metavar="MEMBER…", help="E-mails or ids of members.")]
Name = Annotated[str | None, typer.Option(help="What they are called.")]
Email = Annotated[str | None, typer.Option(help="Their e-mail address.")]
Phone = Annotated[str | None, typer.Option(help="Their phone number, as they write it.")]
Language = Annotated[str | None, typer.Option("--speaks", help="The language they read: zh or en.")]
Birthday = Annotated[str | None, typer.Option(help="YYYY-MM-DD, or MM-DD without the year.")]
ChannelName = Annotated[str | None, typer.Option("--channel", help="Where they came from.")]
Tags = Annotated[str | None, typer.Option(help="Tags separated by commas.")]
NoteText = Annotated[str | None, typer.Option("--note", help="A note that stands with them.")]
Referrer = Annotated[str | None, typer.Option(help="E-mail or id of whoever brought them; - for nobody.")]
HouseholdName = Annotated[
    str | None, typer.Option("--household", help="Their household, made if need be; - takes them out.")
]
CompanyName = Annotated[
    str | None, typer.Option("--company", help="Their company, made if need be; - takes them out.")
]
Own = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="A field of your own; may be repeated."),
]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What they are called.")],
    library: LibraryFolder,
    email: Email = None,
    phone: Phone = None,
    speaks: Language = None,
    birthday: Birthday = None,
    channel: ChannelName = None,
    tags: Tags = None,
    note: NoteText = None,
    referrer: Referrer = None,
    household: HouseholdName = None,
    company: CompanyName = None,
    own: Own = None,
    lead: Annotated[bool, typer.Option("--lead", help="They have not joined yet.")] = False,
    json: JsonFlag = False,
) -> None:
    """Add a member, or a lead; `kclub undo` takes it back."""
    from kclub_desktop.community import members
    from kclub_desktop.store import Op

    given = _given(name, email, phone, speaks, birthday, channel, tags, note)
    with in_words(json), library_of(library) as opened, opened.write(Op.ADD_MEMBER):
        member = members.add(opened, {**given, "status": "lead" if lead else "member"})
        _relate(opened, member, referrer, household, company, own)
    if json:
        say_json({"member": str(member), "name": given["name"]})
    else:
        say(tr("{name} was added: {id}", name=given["name"], id=member))


@app.command()
def edit(
    member: MemberAsked,
    library: LibraryFolder,
    name: Name = None,
    email: Email = None,
    phone: Phone = None,
    speaks: Language = None,
    birthday: Birthday = None,
    channel: ChannelName = None,
    tags: Tags = None,
    note: NoteText = None,
    referrer: Referrer = None,
    household: HouseholdName = None,
    company: CompanyName = None,
    own: Own = None,
    json: JsonFlag = False,
) -> None:
    """Change what is said of a member; what is not named stays. An empty value takes one away."""
    from kclub_desktop.community import members
    from kclub_desktop.store import Op

    given = _given(name, email, phone, speaks, birthday, channel, tags, note)
    with in_words(json), library_of(library) as opened:
        who, _called = find_member(opened, member)
        with opened.write(Op.EDIT_MEMBER):
            if given:
                members.edit(opened, who, given)
            _relate(opened, who, referrer, household, company, own)
        told = _told(opened, who)
    if json:
        say_json(told)
    else:
        say(tr("Change kept"))


@app.command()
def show(member: MemberAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Show all that is known of a member."""
    with in_words(json), library_of(library) as opened:
        told = _told(opened, find_member(opened, member)[0])
    if json:
        say_json(told)
        return
    from kclub_desktop.words_for_fields import words_for_field

    lines = [
        (words_for_field("member", field), value)
        for field, value in told.items()
        if isinstance(value, str) and value and field != "member"
    ]
    lines += [(name, value) for name, value in told["own"].items()]
    lines += [(one["label"] or one["kind"], one["value"]) for one in told["contacts"]]
    say_table(f"{told['name']}  {told['member']}", ["", ""], lines)
    for one in told["notes"]:
        say(f"  {_day(one['written_at'])}  {one['body']}")
    for one in told["to_do"]:
        mark = "✓" if one["done_at"] else "·"
        say(f"  {mark} {one['words']}  {_day(one['due_at']) if one['due_at'] else ''}")


@app.command("list")
def list_(
    library: LibraryFolder,
    find: Annotated[
        str, typer.Option(help="Only who is found by these words: name, pinyin, e-mail, phone, tag.")
    ] = "",
    leads: Annotated[bool, typer.Option("--leads", help="Only who has not joined yet.")] = False,
    archived: Annotated[bool, typer.Option("--archived", help="Only who is archived.")] = False,
    tag: Annotated[str, typer.Option(help="Only who has this tag.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=ID_MOST, help="At most so many.")] = 100,
    json: JsonFlag = False,
) -> None:
    """List members by name."""
    from kclub_desktop.community import directory

    with in_words(json), library_of(library) as opened:
        count, people = directory.listed(
            opened, find=find, leads=leads, archived=archived, tag=tag, limit=limit
        )
    if json:
        say_json({"count": count, "members": people})
        return
    from kclub_desktop.words import tr_many

    heads = [tr("Name"), tr("E-mail"), tr("Phone"), tr("Tags"), "ID"]
    rows = [(one["name"], one["email"], one["phone"], one["tags"], one["member"]) for one in people]
    say_table(tr_many("1 member", "{n} members", count), heads, rows)


@app.command()
def tag(
    members: MembersAsked,
    library: LibraryFolder,
    on: Annotated[str, typer.Option("--add", help="Tags to put on, separated by commas.")] = "",
    off: Annotated[str, typer.Option("--remove", help="Tags to take off.")] = "",
    json: JsonFlag = False,
) -> None:
    """Put tags on members, or take them off."""
    from kclub_desktop.community import tagging

    with in_words(json), library_of(library) as opened:
        ids = [find_member(opened, one)[0] for one in members]
        changed = tagging.change(opened, ids, put_on=on.split(","), take_off=off.split(","))
    _say_changed(changed, json)


@app.command()
def archive(members: MembersAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Archive members: they are kept and no longer listed."""
    _set_archived(members, library, True, json)


@app.command()
def restore(members: MembersAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Bring archived members back."""
    _set_archived(members, library, False, json)


@app.command()
def join(members: MembersAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Leads become members, from now on."""
    from kclub_desktop.community import members as rules

    with in_words(json), library_of(library) as opened:
        changed = rules.join(opened, [find_member(opened, one)[0] for one in members])
    _say_changed(changed, json)


def _set_archived(asked: list[str], library: Any, archived: bool, json: bool) -> None:
    from kclub_desktop.community import members as rules

    with in_words(json), library_of(library) as opened:
        ids = [find_member(opened, one)[0] for one in asked]
        rules.archive(opened, ids, archived)
    _say_changed(len(ids), json)


def _say_changed(changed: int, json: bool) -> None:
    from kclub_desktop.words import tr_many

    if json:
        say_json({"changed": changed})
    else:
        say(tr_many("1 member changed", "{n} members changed", changed))


def _given(
    name: str | None,
    email: str | None,
    phone: str | None,
    language: str | None,
    birthday: str | None,
    channel: str | None,
    tags: str | None,
    note: str | None,
) -> dict[str, str]:
    said = {
        "name": name, "email": email, "phone": phone, "language": language, "birthday": birthday,
        "channel": channel, "tags": tags, "note": note,
    }  # fmt: skip
    return {field: value for field, value in said.items() if value is not None}


def _relate(
    library: Library,
    member: int,
    referrer: str | None,
    household: str | None,
    company: str | None,
    own: list[str] | None,
) -> None:
    from kclub_desktop.community import households, members, own_fields
    from kclub_desktop.errors_of_members import UnknownField

    if referrer is not None:
        members.set_referrer(library, member, None if referrer == "-" else find_member(library, referrer)[0])
    for name, kind in ((household, "household"), (company, "company")):
        if name is not None:
            households.link(library, [member], "" if name == "-" else name, kind)
    for said in own or ():
        field, equals, value = said.partition("=")
        if not equals:
            raise UnknownField(said)
        own_fields.say(library, member, own_fields.find(library, field), value)


def _told(library: Library, member: int) -> dict[str, Any]:
    from kclub_desktop.community import directory

    return directory.told(library, member)


def _day(at: int) -> str:
    from kclub_desktop.words_for_values import day

    return day(at, "UTC")
