"""What the duplicates page asks: the pairs with the names of both, and the two records of one pair beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kclub_desktop.community import duplicates, merging, own_fields
from kclub_desktop.community.duplicates import Pair
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library, rows
from kclub_desktop.store.naming import own_name
from kclub_desktop.store.tables import BY_NAME, Member

MANY = 5_000
"""Members from which on everybody is compared only when asked to: it takes seconds."""
_BRINGS = {
    "order": 'SELECT count(*) FROM "order" WHERE member = ? AND deleted_at IS NULL',
    "payment": "SELECT count(*) FROM payment WHERE member = ?",
    "subscription": "SELECT count(*) FROM subscription WHERE member = ? AND deleted_at IS NULL",
    "enrolment": "SELECT count(*) FROM enrolment WHERE member = ? AND deleted_at IS NULL",
    "rating": "SELECT count(*) FROM rating WHERE member = ? AND deleted_at IS NULL",
    "registration": "SELECT count(*) FROM registration WHERE member = ? AND deleted_at IS NULL",
    "check_in": "SELECT count(*) FROM check_in WHERE member = ?",
    "conversation": "SELECT count(*) FROM conversation WHERE member = ? AND deleted_at IS NULL",
    "note": "SELECT count(*) FROM note WHERE row = ? AND entity = 'member' AND deleted_at IS NULL",
    "attachment": "SELECT count(*) FROM attachment WHERE row = ? AND entity = 'member' AND deleted_at IS NULL",
}


@dataclass(frozen=True)
class Listed:
    """The pairs that still stand, and everybody's name. looked: False when nobody has looked for them yet."""

    pairs: list[Pair]
    names: dict[int, str]
    looked: bool = True


@dataclass(frozen=True)
class Side:
    """One of the two. brings: table -> how many rows come with them, most first."""

    member: Member
    brings: dict[str, int]


@dataclass(frozen=True)
class Field:
    """A field in which at least one of the two says something, in words. key: as merging takes it."""

    key: str
    name: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Compared:
    """A pair in full: the record that is kept (the older), the one that goes into it, and their fields."""

    pair: Pair
    kept: Side
    gone: Side
    fields: list[Field]


def few_enough(library: Library) -> bool:
    """May everybody be compared without being asked to?"""
    return library.value("SELECT 1 FROM member LIMIT 1 OFFSET ?", (MANY,)) is None


def count(library: Library, progress: Progress) -> int | None:
    """How many pairs may be one person; None where looking takes long, so that nobody is asked to wait."""
    if not few_enough(library):
        return None
    return len(duplicates.find(library, progress=progress))


def standing(library: Library, pairs: Iterable[Pair]) -> Listed:
    """Of pairs found before, those of which nobody was merged or said to be somebody else since."""
    known = list(pairs)
    names = duplicates.names(library, known)
    gone = {
        row
        for (row,) in library.rows(
            "SELECT id FROM member WHERE merged_into IS NOT NULL OR deleted_at IS NOT NULL OR erased_at IS NOT NULL"
        )
    }
    settled = set(
        library.rows("SELECT first, second FROM not_duplicate WHERE entity = 'member' AND deleted_at IS NULL")
    )
    left = [
        pair
        for pair in known
        if (pair.first, pair.second) not in settled and not gone & {pair.first, pair.second}
    ]
    return Listed(left, names)


def compared(library: Library, pair: Pair) -> Compared | None:
    """Both records of a pair; None if one is gone."""
    kept, gone = rows.get(library, Member, pair.first), rows.get(library, Member, pair.second)
    for one in (kept, gone):
        if one is None or one.deleted_at is not None or one.merged_into is not None:
            return None
    assert kept is not None and gone is not None
    return Compared(pair, _side(library, kept), _side(library, gone), _fields(library, kept, gone))


def _side(library: Library, member: Member) -> Side:
    counts = {name: int(library.value(sql, (member.id,))) for name, sql in _BRINGS.items()}
    return Side(member, {name: count for name, count in counts.items() if count})


def _fields(library: Library, kept: Member, gone: Member) -> list[Field]:
    from kclub_desktop.words_for_fields import words_for_field

    told = []
    for name in merging.FIELDS:
        mine, theirs = (_said(library, name, getattr(one, name)) for one in (kept, gone))
        if mine or theirs:
            told.append(Field(name, words_for_field("member", name), mine, theirs))
    said: tuple[Mapping[int, str], ...] = tuple(
        own_fields.values(library, int(one.id)) for one in (kept, gone)
    )
    for own in own_fields.fields(library):
        mine, theirs = (values.get(own.id, "") for values in said)
        if mine or theirs:
            told.append(Field(f"field:{own.id}", own.name, mine, theirs))
    return told


def _said(library: Library, name: str, value: Any) -> str:
    column = Member.column(name)
    if value in (None, ""):
        return ""
    if name == "language":
        return {"zh": "中文", "en": "English"}.get(value, str(value))
    if name == "email":
        return str(value).strip().casefold()
    target = BY_NAME.get(getattr(column, "to", ""))
    return own_name(library, target, value) if target else str(value).strip()
