"""What the command palette finds: members, courses and events by all that the search knows of them."""

from __future__ import annotations

from kclub_desktop.store import Library, search
from kclub_desktop.store.declare import Table
from kclub_desktop.store.tables import Course, Event, Member

_PAGES: tuple[tuple[str, type[Table], str, str], ...] = (
    ("members", Member, "name", "email"),
    ("courses", Course, "title", "category"),
    ("events", Event, "title", "place"),
)
"""(page, table, column of the words, column of the note)"""


def found(library: Library, text: str, limit: int = 6) -> list[tuple[str, int, str, str]]:
    """(page, id, words, note) of what fits text, at most `limit` of each table; nothing for an empty text."""
    lines = []
    for page, model, words, note in _PAGES:
        ids = [each.row for each in search.find(library, model, text, limit)]
        rows = library.rows(
            f"SELECT id, {words}, {note} FROM {model.name_of_table()} WHERE id IN ({','.join('?' * len(ids))})",
            ids,
        )
        lines += [(page, *row) for row in sorted(rows, key=lambda row: ids.index(row[0]))]
    return lines
