"""The words a member is found by: name, pinyin, initials, e-mail, phone, tags; kept in step inside each write.

It is this device's own index, made anew from the rows, and never leaves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.store.tables import Member

if TYPE_CHECKING:
    from kclub_desktop.store.library import Library

_FIELDS = ("", "name", "email", "phone", "tags")


def refresh(library: Library, first_change: int) -> None:
    """Index the members that the open change set touched (log entries with a larger id than first_change)."""
    found = library.rows(
        "SELECT id, name, email, phone, tags FROM member WHERE id IN (SELECT row FROM change WHERE id > ?"
        f" AND entity = ? AND field IN ({','.join('?' * len(_FIELDS))}))",
        (first_change, Member.number, *_FIELDS),
    )
    if found:
        library.connection().executemany(
            "INSERT INTO member_search (member, words) VALUES (?, ?)"
            " ON CONFLICT (member) DO UPDATE SET words = excluded.words",
            [(row[0], words_of(*row[1:])) for row in found],
        )


def check(library: Library) -> list[int]:
    """Members whose words in the index are not what their row says."""
    wanted = {
        row[0]: words_of(*row[1:]) for row in library.rows("SELECT id, name, email, phone, tags FROM member")
    }
    present = dict(library.rows("SELECT member, words FROM member_search"))
    return [one for one in wanted.keys() | present.keys() if wanted.get(one) != present.get(one)]


def rebuild(library: Library) -> None:
    """Make the index anew from the rows."""
    found = library.rows("SELECT id, name, email, phone, tags FROM member")
    with library.atomic("IMMEDIATE"):
        library.execute_sql("DELETE FROM member_search")
        library.connection().executemany(
            "INSERT INTO member_search (member, words) VALUES (?, ?)",
            [(row[0], words_of(*row[1:])) for row in found],
        )


def words_of(name: str, email: str, phone: str, tags: str) -> str:
    """One lower-case text holding everything the member can be found by, parts on lines of their own."""
    parts = [name, email, phone, tags.replace(",", "\n")]
    if any(ord(letter) > 0x2E7F for letter in name):
        parts += pinyin_of(name)
    return "\n".join(part for part in parts if part).casefold()


def pinyin_of(name: str) -> list[str]:
    """Pinyin without tones and its initials: 李磊 → ["lilei", "ll"]. Imported only when a name needs it."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name)
    return ["".join(syllables), "".join(syllable[:1] for syllable in syllables)]


def like(text: str) -> str:
    """Pattern for `words LIKE ? ESCAPE '\\'` that finds text anywhere."""
    escaped = text.strip().casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
