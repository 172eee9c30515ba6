"""`kclub search`: one box that finds members, courses, events, conversations, articles and posts."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import LibraryFolder, library_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr, tr_noop

if TYPE_CHECKING:
    from kclub_desktop.store import Library
    from kclub_desktop.store.search import Found


class Where(enum.StrEnum):
    """What can be looked through."""

    MEMBERS = "members"
    COURSES = "courses"
    EVENTS = "events"
    CONVERSATIONS = "conversations"
    ARTICLES = "articles"
    POSTS = "posts"


WAYS = {
    "name": tr_noop("the whole name"),
    "name_begins": tr_noop("beginning of the name"),
    "word_begins": tr_noop("beginning of a word"),
    "sound": tr_noop("pinyin"),
    "initials": tr_noop("initials"),
    "inside": tr_noop("inside a word"),
    "body": tr_noop("in the text"),
    "contact": tr_noop("phone or e-mail"),
    "mistake": tr_noop("meant perhaps"),
}


def add_to(app: typer.Typer) -> None:
    """Hang the command of this file on the command line."""
    app.command("search")(search)


def search(
    text: Annotated[
        str, typer.Argument(help="Part of a name, pinyin, initials, e-mail, phone number or tag.")
    ],
    library: LibraryFolder,
    where: Annotated[
        list[Where] | None, typer.Option("--in", help="Look through these only; may be given several times.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many of each kind.")] = 20,
    json: JsonFlag = False,
) -> None:
    """Find members, courses, events and more; the best first, what was perhaps meant last."""
    from kclub_desktop.store import search as searching

    with in_words(json), library_of(library) as opened:
        tables = {str(each) for each in where} if where else None
        models = [
            model for model in searching.SEARCHED if tables is None or f"{model.name_of_table()}s" in tables
        ]
        found = searching.find_everywhere(opened, text, limit, models)
        lines = [_line(opened, each) for each in found]
    if json:
        say_json({"found": lines})
    elif not lines:
        say(tr("Nothing fits."))
    else:
        say_table("", [tr("What"), tr("Called"), "", tr("Found by"), "ID"], map(_shown, lines))


def _line(library: Library, found: Found) -> dict[str, Any]:
    from kclub_desktop.store.search import SEARCHED

    table = found.model.name_of_table()
    columns = SEARCHED[found.model].columns
    shown = (*columns.name, *columns.mail, *columns.phone)
    row = library.rows(f'SELECT {", ".join(shown)} FROM "{table}" WHERE id = ?', (found.row,))[0]
    told = dict(zip(shown, row, strict=True))
    return {"in": f"{table}s", "id": str(found.row), "way": found.way.name.lower(), **told}


def _shown(line: dict[str, Any]) -> tuple[str, ...]:
    from kclub_desktop.words_for_fields import words_for_table

    texts = [str(value) for name, value in line.items() if name not in ("in", "id", "way")]
    more = " · ".join(text for text in texts[1:] if text)
    return words_for_table(line["in"][:-1]), texts[0], more, tr(WAYS[line["way"]]), line["id"]
