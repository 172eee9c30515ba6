"""Who has which level: by the rules, by hand, by plan or as an import said; who moves, and why nobody moves daily.

A rule lifts a member at once. It lowers them only after the days a level is kept at least (reward_settings.Keeping),
and only when less than the kept share of what the level asks for is there. What a person gave by hand is never lowered
by a rule, nor what a plan gives while it lasts. Each move is a fact.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kclub_desktop.community import measures, plan_now, reward_settings
from kclub_desktop.community.level_rules import Rank, ladder
from kclub_desktop.community.measures import Condition, Kind
from kclub_desktop.community.reward_settings import Keeping
from kclub_desktop.errors import UnknownLevel, UnknownMember
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import LevelChange, Member
from kclub_protocol.ids import derived_id

DAY = 86_400
BY_RULE, BY_PLAN, BY_HAND, BY_IMPORT = "rule", "plan", "hand", "import"
NONE = -1
"""The place on the ladder of who has no level."""


class Standing(NamedTuple):
    """What a member has now: the level's name, how it came and when; at None: nothing was noted."""

    level: str
    why: str = BY_IMPORT
    at: int | None = None


@dataclass(frozen=True)
class Move:
    """A member goes from one level to another; '' = none."""

    member: int
    before: str
    after: str
    why: str
    up: bool


class Figures:
    """What the rules of a ladder ask of members, each asked once for a batch (None: all)."""

    def __init__(
        self, library: Library, ranks: Sequence[Rank], now: int, members: Sequence[int] | None
    ) -> None:
        self._currency, self._ranks = library.currency, ranks
        kinds = {
            measures.kind_of(self._currency, one) for rank in ranks for group in rank.groups for one in group
        }
        self._values: dict[Kind, dict[int, int]] = {
            kind: measures.values(library, kind, now, members) for kind in sorted(kinds, key=str)
        }
        self._reached: dict[int, dict[int, int]] = {}

    def value(self, member: int, condition: Condition) -> int:
        """What a member has of what a condition asks for."""
        return self._values[measures.kind_of(self._currency, condition)].get(member, 0)

    def reached(self, member: int, percent: int = 100) -> int:
        """Place on the ladder of the highest level the rules give, asked to so many percent; NONE for none."""
        return self.places(percent).get(member, NONE)

    def places(self, percent: int = 100) -> Mapping[int, int]:
        """The same of all who reach one: worked out once, going through the values of each condition and not the members."""
        if percent not in self._reached:
            found: dict[int, int] = {}
            for place, rank in enumerate(self._ranks):
                found |= dict.fromkeys(self._holding(rank, percent), place)
            self._reached[percent] = found
        return self._reached[percent]

    def _holding(self, rank: Rank, percent: int) -> set[int]:
        """Who has all that a group of conditions asks for. Each asks for something above nothing, so who has no value has not."""
        found: set[int] = set()
        for group in rank.groups:
            met: set[int] | None = None
            for one in group:
                values, asked = self._values[measures.kind_of(self._currency, one)], one.at_least * percent
                enough = {member for member, value in values.items() if value * 100 >= asked}
                met = enough if met is None else met & enough
            found |= met or set()
        return found


def decide(
    ranks: Sequence[Rank],
    figures: Figures,
    keeping: Keeping,
    member: int,
    has: Standing,
    plan_place: int,
    now: int,
) -> tuple[int, str] | None:
    """(place on the ladder, why) a member ought to have; None where the rules have no say. Writes nothing."""
    places = {rank.name: place for place, rank in enumerate(ranks)}
    if has.level and has.level not in places:
        # A word of somebody else's (an import's): rules give something in its place, but do not take it away.
        gained = max(figures.reached(member), plan_place)
        return (gained, BY_PLAN if plan_place == gained else BY_RULE) if gained > NONE else None
    current = places.get(has.level, NONE)
    full = figures.reached(member)
    best = max(full, plan_place)
    if best >= current:
        return best, BY_PLAN if plan_place > full else BY_RULE
    by_rule = ranks[current].by_rule
    if has.why == BY_HAND or (not by_rule and has.why != BY_PLAN):
        return None
    if has.why != BY_PLAN:
        if has.at is not None and now - has.at < keeping.days * DAY:
            return current, has.why
        best = max(best, min(current, figures.reached(member, keeping.percent)))
    return best, BY_PLAN if plan_place >= best > full else BY_RULE


def moves(
    library: Library,
    now: int,
    members: Sequence[int] | None = None,
    ranks: Sequence[Rank] | None = None,
    keeping: Keeping | None = None,
) -> list[Move]:
    """Who would move by a ladder (None: the one that is kept); writes nothing. members None: all of them."""
    ranks = ladder(library) if ranks is None else ranks
    if not any(rank.by_rule for rank in ranks) and not library.value(
        "SELECT 1 FROM plan WHERE level IS NOT NULL LIMIT 1"
    ):
        return []
    keeping = reward_settings.keeping(library) if keeping is None else keeping
    figures = Figures(library, ranks, now, members)
    plans = _plan_places(library, ranks, now, members)
    renamed = _renamed(library, ranks)
    names = [rank.name for rank in ranks]
    on_ladder, by_rule = {name: place for place, name in enumerate(names)}, figures.places()
    found = []
    for member, has in standings(library, members).items():
        standing = has._replace(level=renamed[has.level]) if has.level in renamed else has
        reached = max(by_rule.get(member, NONE), plans.get(member, NONE))
        if reached == on_ladder.get(standing.level, NONE):
            # Most of them: they are where they belong, and nothing has to be decided.
            continue
        wanted = decide(ranks, figures, keeping, member, standing, plans.get(member, NONE), now)
        if wanted is None:
            continue
        place, why = wanted
        after = names[place] if place > NONE else ""
        if after != standing.level:
            before = on_ladder.get(standing.level, NONE)
            found.append(Move(member, has.level, after, why, place > before))
    return found


_PEOPLE = "m.status <> 'lead' AND m.deleted_at IS NULL AND m.merged_into IS NULL AND m.erased_at IS NULL"
"""Who can have a level: not leads, nor who was merged, erased or deleted."""


def counts(library: Library) -> dict[str, int]:
    """How many have each level now; '' = none."""
    return dict(library.rows(f"SELECT m.level, count(*) FROM member m WHERE {_PEOPLE} GROUP BY m.level"))


def standings(library: Library, members: Sequence[int] | None = None) -> dict[int, Standing]:
    """What members have now, of all who can have a level.

    Why they have it is what was noted when they last came to this level, though a later note may say another: where two
    devices set one each by hand, a person may have decided for the earlier, and an undo goes back to what was before.
    """
    told = None if members is None else json.dumps(list(members))
    of = "1" if told is None else "m.id IN (SELECT value FROM json_each(?1))"
    people = library.rows(
        f"SELECT m.id, m.level FROM member m WHERE {of} AND {_PEOPLE}", () if told is None else (told,)
    )
    of = of.replace("m.id", "member")
    last: dict[int, str] = {}
    notes: dict[tuple[int, str], tuple[str, int]] = {}
    for member, to_level, why, at in library.rows(
        f"SELECT member, to_level, why, changed_at FROM level_change WHERE {of} ORDER BY changed_at, id",
        () if told is None else (told,),
    ):
        since = notes[member, to_level][1] if last.get(member) == to_level else at
        last[member], notes[member, to_level] = to_level, (why, since)
    return {member: Standing(level, *notes.get((member, level), ())) for member, level in people}


def write_moves(library: Library, found: Sequence[Move], now: int) -> None:
    """Let members move, inside a write: their level, and the fact that says so."""
    rows.change_many(library, Member, [{"id": one.member, "level": one.after} for one in found])
    rows.add_many(
        library,
        LevelChange,
        [
            {"id": derived_id("level_change", one.member, one.before, one.after, one.why, now),
             "member": one.member, "from_level": one.before, "to_level": one.after, "changed_at": now,
             "why": one.why}
            for one in found
        ],
    )  # fmt: skip


def set_by_hand(library: Library, member: int, level: str, *, initiator: object | None = None) -> None:
    """Give a member a level that no rule takes away, or with '' leave it to the rules again.

    Raises UnknownMember, UnknownLevel; then nothing is written.
    """
    now = library.clock.now()
    if level and level not in {rank.name for rank in ladder(library)}:
        raise UnknownLevel(level)
    with library.write(Op.SET_LEVEL, initiator=initiator):
        has = standings(library, [member]).get(member)
        if has is None:
            raise UnknownMember(str(member))
        if has.level == level and (has.why == BY_HAND) == bool(level):
            return
        # Twice in a second, with an undo between, is two notes, and the later one is the last.
        noted_at = library.value("SELECT max(changed_at) FROM level_change WHERE member = ?", (member,))
        now = max(now, (noted_at or 0) + 1)
        if level:
            write_moves(library, [Move(member, has.level, level, BY_HAND, True)], now)
            return
        # The hand lets go: the level stays until the rules, asked at once, say another.
        noted = Move(member, has.level, has.level, BY_RULE, False)
        write_moves(library, [noted], now)
        write_moves(library, moves(library, now, [member], keeping=Keeping(0, 100)), now + 1)


def _plan_places(
    library: Library, ranks: Sequence[Rank], now: int, members: Sequence[int] | None
) -> dict[int, int]:
    """Place on the ladder that a member's plans give while they last."""
    places = {rank.id: place for place, rank in enumerate(ranks) if rank.id}
    giving: Mapping[int, int] = {
        plan: places[level]
        for plan, level in library.rows(
            "SELECT id, level FROM plan WHERE level IS NOT NULL AND deleted_at IS NULL"
        )
        if level in places
    }
    if not giving:
        return {}
    found: dict[int, int] = {}
    for member, plan in plan_now.plans_of(library, members, now):
        if plan in giving:
            found[member] = max(giving[plan], found.get(member, NONE))
    return found


def _renamed(library: Library, ranks: Sequence[Rank]) -> dict[str, str]:
    """Old name -> new one, of levels that a wished ladder calls something else."""
    wished = {rank.id: rank.name for rank in ranks if rank.id}
    return {
        name: wished[row]
        for row, name in library.rows("SELECT id, name FROM level WHERE deleted_at IS NULL")
        if row in wished and wished[row] != name
    }
