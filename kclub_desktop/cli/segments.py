"""`kclub segment …`: saved filters over members: listed, explained, saved, deleted, and who is in one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.community.segments import Saved
    from kclub_desktop.store import Library
    from kclub_desktop.store.segments import Part

app = typer.Typer(help="Segments: saved filters over members, always up to date.", no_args_is_help=True)
Asked = Annotated[
    str, typer.Argument(metavar="SEGMENT", help="Name or id of a saved segment, or a suggestion's code.")
]


@app.command("list")
def list_(library: LibraryFolder, json: JsonFlag = False) -> None:
    """List the saved segments and the suggested ones with how many members are in each."""
    from kclub_desktop.community import segments

    with in_words(json), library_of(library) as opened:
        lines = [_data(opened, each.name, each.part, str(each.id)) for each in segments.saved(opened)]
        names = {line["name"] for line in lines}
        lines += [
            _data(opened, tr(name), part, code, suggested=True)
            for code, (name, part) in segments.suggested(opened).items()
            if tr(name) not in names
        ]
    if json:
        say_json({"segments": lines})
        return
    shown = [
        (
            line["name"],
            "–" if line["count"] is None else line["count"],
            line["words"],
            tr("suggested: {code}", code=line["id"]) if line["suggested"] else "",
        )
        for line in lines
    ]
    say_table("", [tr("Segment"), tr("Members"), tr("Who"), ""], shown)


@app.command()
def show(segment: Asked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Say in words who is in a segment, and how many."""
    with in_words(json), library_of(library) as opened:
        found = _found(opened, segment)
        line = _data(opened, found.name, found.part, str(found.id))
    if json:
        say_json(line)
    else:
        say(line["name"], line["words"], "" if line["count"] is None else _how_many(line["count"]))


@app.command()
def members(
    segment: Asked,
    library: LibraryFolder,
    limit: Annotated[int, typer.Option(min=1, max=ID_MOST, help="At most so many.")] = 1000,
    json: JsonFlag = False,
) -> None:
    """List who is in a segment, the newest first."""
    from kclub_desktop.store import segments

    with in_words(json), library_of(library) as opened:
        ids = list(segments.members(opened, _part(_found(opened, segment))))
        wanted = ids[:limit]
        rows = {
            row[0]: row
            for start in range(0, len(wanted), 500)
            for row in opened.rows(
                "SELECT id, name, email, phone FROM member WHERE id IN"
                f" ({','.join('?' * len(wanted[start : start + 500]))})",
                wanted[start : start + 500],
            )
        }
    people = [
        {"id": str(row), "name": name, "email": email, "phone": phone}
        for row, name, email, phone in (rows[each] for each in wanted)
    ]
    if json:
        say_json({"count": len(ids), "members": people})
        return
    say_table(
        _how_many(len(ids)),
        [tr("Name"), tr("E-mail"), tr("Phone"), "ID"],
        [(one["name"], one["email"], one["phone"], one["id"]) for one in people],
    )


@app.command()
def save(
    name: Annotated[str, typer.Argument(help="What to call it; a segment of that name gets the new filter.")],
    library: LibraryFolder,
    filter: Annotated[
        str,
        typer.Option(
            "--filter", help="The filter as JSON; @FILE reads it from a file, - from standard input."
        ),
    ] = "",
    suggested: Annotated[str, typer.Option(help="Code of a suggested segment instead of a filter.")] = "",
    json: JsonFlag = False,
) -> None:
    """Save a filter as a segment. What a filter may say is in the guide."""
    from kclub_desktop.community import segments
    from kclub_desktop.store.segments import parse

    with in_words(json), library_of(library) as opened:
        part = _part(_found(opened, suggested)) if suggested else parse(_given(filter))
        row = segments.save(opened, name, part)
        line = _data(opened, name.strip(), part, str(row))
    if json:
        say_json(line)
    else:
        say(tr("Segment saved"), line["words"], _how_many(line["count"]))


@app.command()
def delete(segment: Asked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Delete a segment; its members stay as they are, and kclub undo brings it back."""
    from kclub_desktop.community import segments

    with in_words(json), library_of(library) as opened:
        found = segments.find(opened, segment)
        segments.delete(opened, found.id)
    if json:
        say_json({"deleted": str(found.id), "name": found.name})
    else:
        say(tr("Segment deleted"))


def _found(library: Library, asked: str) -> Saved:
    """A saved segment, or a suggested one by its code. Raises UnknownSegment."""
    from kclub_desktop.community import segments
    from kclub_desktop.errors import UnknownSegment

    try:
        return segments.find(library, asked)
    except UnknownSegment:
        offered = segments.suggested(library)
        if asked not in offered:
            raise
    name, part = offered[asked]
    return segments.Saved(0, tr(name), part)


def _part(found: Saved) -> Part:
    from kclub_desktop.errors import FilterRefused

    if found.part is None:
        raise FilterRefused("", "version")
    return found.part


def _given(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if not text.startswith("@"):
        return text
    from kclub_desktop.errors import FileNotReadable

    try:
        return Path(text[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileNotReadable(text[1:], getattr(error, "strerror", None) or str(error)) from error


def _data(
    library: Library, name: str, part: Part | None, code: str, suggested: bool = False
) -> dict[str, Any]:
    from kclub_desktop.community import segments as rules
    from kclub_desktop.store import segments
    from kclub_desktop.words_for_segments import said

    told: dict[str, Any] = {"id": code, "name": name, "suggested": suggested}
    if part is None:
        return told | {
            "count": None,
            "words": tr("Only a newer version of KClub understands it."),
            "filter": None,
        }
    data = segments.to_data(part)
    words = said(data, rules.titles(library, part))
    count = segments.count(library, part) if rules.can_answer(library, part) else None
    return told | {"count": count, "words": words, "filter": data}


def _how_many(count: int) -> str:
    from kclub_desktop.words import tr_many

    return tr_many("1 member", "{n} members", count)
