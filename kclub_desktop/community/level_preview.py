"""Who would move if the ladder were changed: asked before it is saved, by the same decision that later moves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kclub_desktop.community import level_rules, reward_settings
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.levels import Move, counts, moves
from kclub_desktop.community.reward_settings import Keeping
from kclub_desktop.store import Library

MOST_NAMED = 50


@dataclass(frozen=True)
class Named:
    """One who would move, by name; before, after: names of levels, '' = none."""

    member: int
    name: str
    before: str
    after: str
    up: bool


@dataclass(frozen=True)
class Preview:
    """up, down: how many; named: the first of them, those who would lose first; counts: (level, now, then) by level."""

    up: int
    down: int
    named: tuple[Named, ...]
    counts: tuple[tuple[str, int, int], ...]


def preview(
    library: Library,
    now: int,
    wanted: Sequence[Rank] | None = None,
    keeping: Keeping | None = None,
) -> Preview:
    """Who would move by a wished ladder (None: the one that is kept). Writes nothing. Raises FieldRefused."""
    ranks = level_rules.ladder(library) if wanted is None else level_rules.checked(wanted)
    keeping = reward_settings.checked(keeping) if keeping else None
    found = moves(library, now, None, ranks, keeping)
    has = Counter(counts(library))
    then = has.copy()
    for move in found:
        then[move.before] -= 1
        then[move.after] += 1
    names = ["", *(rank.name for rank in ranks)]
    names += sorted(name for name in has if name not in names)
    ordered = sorted(found, key=lambda one: (one.up, one.member))
    return Preview(
        sum(one.up for one in found),
        sum(not one.up for one in found),
        tuple(_named(library, ordered[:MOST_NAMED])),
        tuple((name, has[name], then[name]) for name in names),
    )


def _named(library: Library, found: Sequence[Move]) -> list[Named]:
    marks = ",".join("?" * len(found))
    names = dict(
        library.rows(f"SELECT id, name FROM member WHERE id IN ({marks})", [one.member for one in found])
    )
    return [Named(one.member, names.get(one.member, ""), one.before, one.after, one.up) for one in found]
