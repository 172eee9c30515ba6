"""Saved segments: named filters over members, kept like any record, so they sync and can be undone.

What a filter is and whom it finds is store/segments.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import contact
from kclub_desktop.errors import FilterRefused, UnknownSegment
from kclub_desktop.store import Library, Op, moneyless, rows, segments
from kclub_desktop.store.segments import Part
from kclub_desktop.store.tables import Course, Event, Segment
from kclub_desktop.words_for_segments import rows_named

OF_MONEY = frozenset({"plan", "subscription", "spent"})
"""Fields of a filter that only a device that sees money can answer."""


@dataclass(frozen=True)
class Saved:
    """A saved segment. part None: its filter is one that only a newer version understands."""

    id: int
    name: str
    part: Part | None


def saved(library: Library) -> list[Saved]:
    """All saved segments in their order."""
    found = library.rows(
        "SELECT id, name, filter FROM segment WHERE deleted_at IS NULL ORDER BY position, created_at, id"
    )
    return [Saved(row_id, name, _understood(text)) for row_id, name, text in found]


def can_answer(library: Library, part: Part) -> bool:
    """Does this device know what a filter asks about? One that sees no money knows nothing of OF_MONEY."""
    asks_of_money = any(where.field in OF_MONEY for where in segments.conditions(part))
    return not asks_of_money or moneyless.sees_money(library)


def suggested(library: Library) -> dict[str, tuple[str, Part]]:
    """Code -> (name, filter) of the segments that are offered here: on a device that sees no money none that asks about it."""
    return {code: one for code, one in segments.SUGGESTED.items() if can_answer(library, one[1])}


def find(library: Library, asked: str) -> Saved:
    """The segment of that name, else of that id. Raises UnknownSegment."""
    there = saved(library)
    named = [each for each in there if each.name.casefold() == asked.strip().casefold()]
    named = named or [each for each in there if str(each.id) == asked.strip()]
    if not named:
        raise UnknownSegment(asked)
    return named[0]


def save(library: Library, name: str, part: Part, *, initiator: object | None = None) -> int:
    """Keep a filter under a name and return its id; a segment of that name gets the new filter. Raises FieldRefused."""
    name = contact.text("name", name, required=True)
    text = segments.to_text(part)
    with library.write(Op.EDIT_SEGMENT, initiator=initiator):
        same = [each.id for each in saved(library) if each.name.casefold() == name.casefold()]
        if same:
            rows.change(library, Segment, same[0], name=name, filter=text)
            return same[0]
        last = library.value("SELECT max(position) FROM segment WHERE deleted_at IS NULL")
        position = 0 if last is None else last + 1
        return rows.add(
            library, Segment, name=name, filter=text, position=position, created_at=library.clock.now()
        )


def rename(library: Library, segment: int, name: str, *, initiator: object | None = None) -> None:
    """Call a segment something else. Raises FieldRefused, UnknownSegment."""
    name = contact.text("name", name, required=True)
    with library.write(Op.EDIT_SEGMENT, initiator=initiator):
        _must_stand(library, segment)
        rows.change(library, Segment, segment, name=name)


def delete(library: Library, segment: int, *, initiator: object | None = None) -> None:
    """Delete a segment; its members stay as they are. Raises UnknownSegment."""
    with library.write(Op.DELETE_SEGMENT, initiator=initiator):
        _must_stand(library, segment)
        rows.change(library, Segment, segment, deleted_at=library.clock.now())


def titles(library: Library, part: Part) -> dict[int, str]:
    """Titles of the courses and events a filter names, by id, for its words."""
    named = list(rows_named(segments.to_data(part)))
    marks = ",".join("?" * len(named))
    found: dict[int, str] = {}
    for model in (Course, Event):
        found.update(
            library.rows(f"SELECT id, title FROM {model.name_of_table()} WHERE id IN ({marks})", named)
        )
    return found


def _must_stand(library: Library, segment: int) -> None:
    if not library.value("SELECT 1 FROM segment WHERE id = ? AND deleted_at IS NULL", (segment,)):
        raise UnknownSegment(str(segment))


def _understood(text: str) -> Part | None:
    try:
        return segments.parse(text)
    except FilterRefused:
        return None
