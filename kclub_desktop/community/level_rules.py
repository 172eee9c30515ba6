"""Levels and what each asks for: groups of conditions, of which all of one group must hold. Saved as a whole, with history.

Who has reached what is levels.py's business; how a rule reads in words is in words_for_rewards.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from kclub_desktop.community import contact, measures, rule_versions
from kclub_desktop.community.measures import Condition
from kclub_desktop.errors import FieldRefused, UnknownLevel
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Level, LevelRule

MOST_LEVELS, MOST_CONDITIONS = 20, 12


@dataclass(frozen=True)
class Rank:
    """A level as it stands or is wished for. position: higher is better; groups: () = given by hand or plan only.

    id 0: one that is not kept yet. tone: name of a colour of the theme.
    """

    id: int
    name: str
    position: int
    groups: tuple[tuple[Condition, ...], ...] = ()
    summary: str = ""
    tone: str = ""

    @property
    def by_rule(self) -> bool:
        """Is it reached by a rule?"""
        return bool(self.groups)


def ladder(library: Library) -> list[Rank]:
    """All levels, the lowest first."""
    groups: dict[int, dict[int, list[Condition]]] = defaultdict(lambda: defaultdict(list))
    for level, group, measure, at_least, currency, window in library.rows(
        'SELECT level, "group", measure, at_least, currency, window_days FROM level_rule'
        ' WHERE deleted_at IS NULL AND active = 1 ORDER BY level, "group", id'
    ):
        if measure in measures.MEASURES:
            groups[level][group].append(Condition(measure, at_least, window, currency))
    return [
        Rank(row, name, position, tuple(tuple(listed) for listed in groups[row].values()), summary, tone)
        for row, name, position, summary, tone in library.rows(
            "SELECT id, name, position, summary, tone FROM level WHERE deleted_at IS NULL ORDER BY position, name"
        )
    ]


def find(library: Library, asked: str) -> Rank:
    """A level by its name or id. Raises UnknownLevel."""
    for rank in ladder(library):
        if asked.strip() in (rank.name, str(rank.id)):
            return rank
    raise UnknownLevel(asked)


def checked(wanted: Sequence[Rank]) -> list[Rank]:
    """A whole ladder with clean names, in order, positions 1, 2, 3 …

    Raises FieldRefused: empty or doubled names, a condition that cannot be, too many of something.
    """
    if len(wanted) > MOST_LEVELS:
        raise FieldRefused("levels", "too_many", str(len(wanted)))
    made, names = list[Rank](), set[str]()
    for place, rank in enumerate(wanted, start=1):
        name = contact.text("name", rank.name, required=True)
        if name.casefold() in names:
            raise FieldRefused("name", "twice", name)
        names.add(name.casefold())
        if sum(len(group) for group in rank.groups) > MOST_CONDITIONS:
            raise FieldRefused("conditions", "too_many", name)
        groups = tuple(tuple(measures.checked(one) for one in group) for group in rank.groups if group)
        made.append(Rank(rank.id, name, place, groups, contact.text("summary", rank.summary), rank.tone))
    return made


def save(library: Library, wanted: Sequence[Rank], *, initiator: object | None = None) -> None:
    """Make the ladder what is wished, as one step of undo; levels that are not in it go. Nobody moves by this alone:
    that is done by the recount that follows a changed rule. Raises FieldRefused; then nothing is written."""
    ranks = checked(wanted)
    with library.write(Op.EDIT_LEVELS, initiator=initiator):
        before = {rank.id: rank for rank in ladder(library)}
        kept = set()
        for rank in ranks:
            row = _save_level(library, rank, before)
            kept.add(row)
            _save_rules(library, row, rank, before.get(row))
        now = library.clock.now()
        for row in before.keys() - kept:
            rows.change(library, Level, row, deleted_at=now)
            _drop_rules(library, row)


def _save_level(library: Library, rank: Rank, before: dict[int, Rank]) -> int:
    values = {"summary": rank.summary, "position": rank.position, "tone": rank.tone}
    if rank.id not in before:
        return rows.put(library, Level, name=rank.name, **values)
    rows.change(library, Level, rank.id, name=rank.name, **values)
    if before[rank.id].name != rank.name:
        # Members hold the name of their level: it moves with the level.
        holders = library.rows("SELECT id FROM member WHERE level = ?", (before[rank.id].name,))
        from kclub_desktop.store.tables import Member

        rows.change_many(library, Member, [{"id": member, "level": rank.name} for (member,) in holders])
    return rank.id


def _save_rules(library: Library, row: int, rank: Rank, before: Rank | None) -> None:
    if before is not None and before.groups == rank.groups:
        return
    _drop_rules(library, row)
    content = []
    for number, group in enumerate(rank.groups):
        for one in group:
            values = asdict(one)
            rows.add(library, LevelRule, level=row, group=number, **values)
            content.append({"group": number, **values})
    rule_versions.note(library, "level", str(row), content)


def _drop_rules(library: Library, level: int) -> None:
    now = library.clock.now()
    standing = library.rows("SELECT id FROM level_rule WHERE level = ? AND deleted_at IS NULL", (level,))
    rows.change_many(library, LevelRule, [{"id": row, "deleted_at": now} for (row,) in standing])
