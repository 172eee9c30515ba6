"""What the filter of the members page asks: saved segments with their counts, and what conditions can choose from."""

from __future__ import annotations

from dataclasses import dataclass, field

from kclub_desktop.community import segments as rules
from kclub_desktop.store import Library, moneyless, segments
from kclub_desktop.store.segments import EVERYBODY, AllOf, AnyOf, Not, Part, Where

_MOST_COUNTED = 40
_MOST_CHOICES = 500
_LIVE = "deleted_at IS NULL AND merged_into IS NULL AND archived_at IS NULL"


@dataclass(frozen=True)
class SavedRow:
    """A saved segment in the menu. part None: only a newer version understands it; count None: not counted."""

    id: int
    name: str
    part: Part | None
    count: int | None


@dataclass(frozen=True)
class Choices:
    """What there is to choose from. words: field -> values; rows: course or event -> (id, title)."""

    words: dict[str, list[str]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    rows: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    currency: str = ""
    suggested: list[tuple[str, Part]] = field(default_factory=list)
    sees_money: bool = True


@dataclass(frozen=True)
class Flat:
    """A filter as the editor shows it: conditions of which all or any hold, each denied or not."""

    every: bool
    lines: tuple[tuple[bool, Where], ...]
    """(denied, condition)"""

    @property
    def part(self) -> Part:
        """The filter again."""
        parts = tuple(Not(where) if denied else where for denied, where in self.lines)
        if not parts:
            return EVERYBODY
        if len(parts) == 1:
            return parts[0]
        return AllOf(parts) if self.every else AnyOf(parts)


def flat(part: Part) -> Flat | None:
    """A filter as lines of the editor; None where its parts are nested deeper than that."""
    every, parts = not isinstance(part, AnyOf), part.parts if isinstance(part, AllOf | AnyOf) else (part,)
    lines = []
    for each in parts:
        match each:
            case Where():
                lines.append((False, each))
            case Not(Where() as denied):
                lines.append((True, denied))
            case _:
                return None
    return Flat(every, tuple(lines))


def saved_rows(library: Library) -> list[SavedRow]:
    """The saved segments with how many members are in each now; the first forty are counted, as far as this device can."""

    def count(at: int, part: Part | None) -> int | None:
        if part is None or at >= _MOST_COUNTED or not rules.can_answer(library, part):
            return None
        return segments.count(library, part)

    return [
        SavedRow(each.id, each.name, each.part, count(at, each.part))
        for at, each in enumerate(rules.saved(library))
    ]


def choices(library: Library) -> Choices:
    """Values in use, the commonest first, and the newest courses and events."""
    words = {
        column: [
            value
            for (value,) in library.rows(
                f"SELECT {column} FROM member WHERE {_LIVE} AND {column} <> '' GROUP BY {column}"
                f" ORDER BY count(*) DESC LIMIT {_MOST_CHOICES}"
            )
        ]
        for column in ("level", "plan", "channel")
    }
    plans = library.rows("SELECT name FROM plan WHERE deleted_at IS NULL AND name <> '' ORDER BY name")
    words["plan"] = list(dict.fromkeys([*words["plan"], *(name for (name,) in plans)]))
    return Choices(
        words,
        _tags(library),
        {
            "course": library.rows(
                "SELECT id, title FROM course WHERE deleted_at IS NULL ORDER BY title COLLATE NOCASE"
            ),
            "event": library.rows(
                "SELECT id, title FROM event WHERE deleted_at IS NULL ORDER BY starts_at DESC LIMIT 500"
            ),
        },
        library.currency,
        list(rules.suggested(library).values()),
        moneyless.sees_money(library),
    )


def _tags(library: Library) -> list[str]:
    found: dict[str, int] = {}
    # Through the index of the live members SQLite would fetch every row by itself: three times as long.
    for tags, count in library.rows(
        f"SELECT tags, count(*) FROM member NOT INDEXED WHERE {_LIVE} AND tags <> '' GROUP BY tags"
    ):
        for tag in (each.strip() for each in tags.split(",")):
            if tag:
                found[tag] = found.get(tag, 0) + count
    return sorted(found, key=lambda tag: -found[tag])[:_MOST_CHOICES]
