"""`kclub member duplicates`, `merge` and `not-same`: who is in the library twice, and making one of two."""

from __future__ import annotations

from typing import Annotated

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, library_of
from kclub_desktop.cli.figures import find_member
from kclub_desktop.cli.members import MemberAsked
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json, say_table
from kclub_desktop.words import tr


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on `kclub member`."""
    app.command("duplicates")(duplicates)
    app.command("merge")(merge)
    app.command("not-same")(not_same)


def duplicates(
    library: LibraryFolder,
    at_least: Annotated[
        int, typer.Option(min=0, max=100, help="Only pairs that are so sure, in percent.")
    ] = 50,
    limit: Annotated[int, typer.Option(min=1, max=ID_MOST, help="At most so many.")] = 100,
    json: JsonFlag = False,
) -> None:
    """List who may be in the library twice, the surest first, with the reasons."""
    from kclub_desktop.community import duplicates as rules
    from kclub_desktop.progress import Progress
    from kclub_desktop.words_for_duplicates import reasons_words

    with in_words(json), library_of(library) as opened, progress_bar(tr("Duplicates"), not json) as shown:
        pairs = [pair for pair in rules.find(opened, progress=Progress(shown)) if pair.percent >= at_least]
        names = rules.names(opened, pairs[:limit])
    if json:
        told = [pair.as_json() | {"names": [names[pair.first], names[pair.second]]} for pair in pairs[:limit]]
        say_json({"count": len(pairs), "pairs": told})
        return
    from kclub_desktop.words import tr_many

    say_table(
        tr_many("1 pair may be one person", "{n} pairs may be one person", len(pairs)),
        ["%", tr("Name"), "ID", tr("Name"), "ID", tr("Why")],
        [
            (
                pair.percent,
                names[pair.first],
                pair.first,
                names[pair.second],
                pair.second,
                reasons_words(pair),
            )
            for pair in pairs[:limit]
        ],
    )


def merge(
    library: LibraryFolder,
    winner: Annotated[
        str, typer.Argument(metavar="KEPT", help="E-mail or id of the record that is kept.")
    ] = "",
    losers: Annotated[
        list[str] | None, typer.Argument(metavar="OTHER…", help="E-mails or ids of those that go into it.")
    ] = None,
    take: Annotated[
        str,
        typer.Option(help="Fields in which the other's value is to stand, separated by commas: name,email."),
    ] = "",
    certain: Annotated[
        bool, typer.Option("--certain", help="Merge every pair that is almost certain, after a backup.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Make one member of several: nothing of either is lost, and kclub undo brings both back."""
    from kclub_desktop.community import merging

    if certain == bool(winner or losers):
        raise typer.BadParameter("KEPT OTHER… | --certain")
    with in_words(json), library_of(library) as opened:
        if certain:
            told = merging.merge_certain(opened)
            if json:
                say_json({"merged": [one.as_json() for one in told]})
            else:
                from kclub_desktop.words import tr_many

                say(tr_many("1 pair merged", "{n} pairs merged", len(told)))
            return
        kept, name = find_member(opened, winner)
        fields = [part.strip() for part in take.split(",") if part.strip()]
        if wrong := [part for part in fields if part not in merging.FIELDS and not part.startswith("field:")]:
            raise typer.BadParameter(f"--take: {', '.join(wrong)} ({', '.join(merging.FIELDS)})")
        done = merging.merge(opened, kept, [find_member(opened, one)[0] for one in losers or ()], fields)
    if json:
        say_json(done.as_json())
    else:
        say(tr("Merged into {name}. kclub undo brings both back.", name=name or kept))
        if done.brought:
            from kclub_desktop.words_for_history import rows_words

            say(rows_words(done.brought))


def not_same(
    member: MemberAsked,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="E-mail or id of somebody else.")],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """Say that two members are two people, so that they are not shown as duplicates again."""
    from kclub_desktop.community import duplicates as rules

    with in_words(json), library_of(library) as opened:
        one, two = find_member(opened, member)[0], find_member(opened, other)[0]
        rules.say_not_same(opened, one, two)
    if json:
        say_json({"members": [str(one), str(two)], "same": False})
    else:
        say(tr("Kept: they are two people."))
