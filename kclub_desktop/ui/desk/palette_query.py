"""What the command palette finds: members by name, pinyin, e-mail or phone, and courses by title or its pinyin."""

from __future__ import annotations

from kclub_desktop.store import Library
from kclub_desktop.store.search import pinyin_of
from kclub_desktop.ui.desk.courses_query import members_like


def found(library: Library, text: str, limit: int = 6) -> list[tuple[str, int, str, str]]:
    """(page, id, words, note) of members and courses that fit text; nothing for an empty text."""
    if not text.strip():
        return []
    members = [("members", row_id, name, note) for row_id, name, note in members_like(library, text, limit)]
    titles = library.rows("SELECT id, title, category FROM course WHERE deleted_at IS NULL ORDER BY title")
    wanted = text.strip().casefold()
    fitting = [row for row in titles if wanted in row[1].casefold()]
    if not fitting and wanted.isascii() and len(titles) <= 500:
        fitting = [row for row in titles if any(wanted in said.casefold() for said in pinyin_of(row[1]))]
    return members + [("courses", *row) for row in fitting[:limit]]
