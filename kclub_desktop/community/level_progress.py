"""How far a member is from the next level, as data: what is missing, until when it counts. Words are words_for_rewards.py's."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import measures, reward_settings
from kclub_desktop.community.level_rules import Rank, ladder
from kclub_desktop.community.levels import BY_IMPORT, DAY, NONE, Figures, standings
from kclub_desktop.community.measures import Condition
from kclub_desktop.store import Library, moneyless

_FIRST = {
    measures.SPEND: "SELECT min(paid_at) FROM payment WHERE member = ? AND paid_at >= ? AND amount > 0",
    measures.COURSES: "SELECT min(completed_at) FROM enrolment WHERE member = ? AND completed_at >= ?"
    " AND deleted_at IS NULL",
    measures.EVENTS: "SELECT min(scanned_at) FROM check_in WHERE member = ? AND scanned_at >= ? AND answer = 'ok'",
    measures.POSTS: "SELECT min(at) FROM activity WHERE member = ? AND kind = 'post' AND at >= ?",
    measures.POINTS: "SELECT min(at) FROM points_entry WHERE member = ? AND at >= ? AND entity <> ''",
}


@dataclass(frozen=True)
class Step:
    """One condition: how much the member has, how much is missing (0: met)."""

    condition: Condition
    has: int
    missing: int


@dataclass(frozen=True)
class Progress:
    """Where a member stands.

    level, why, since  what they have ('' = none), by what, and from when; since None: not noted
    next               the next level a rule gives; '' at the top
    steps              the way to it that is nearest: all of these must be met
    percent            how far they are, 0 to 100
    until              until when all that is counted now still counts: after that more is missing; None: for good
    kept_until         before this moment the level is not lost, whatever happens; None: already past, or not by rule
    """

    level: str
    why: str = BY_IMPORT
    since: int | None = None
    next: str = ""
    steps: tuple[Step, ...] = ()
    percent: int = 0
    until: int | None = None
    kept_until: int | None = None

    @property
    def missing(self) -> tuple[Step, ...]:
        """What is still to be done."""
        return tuple(step for step in self.steps if step.missing)


def progress(library: Library, member: int, now: int) -> Progress:
    """Where a member stands, and what the next level asks."""
    ranks = ladder(library)
    has = standings(library, [member]).get(member)
    if has is None or not ranks:
        return Progress(has.level if has else "")
    names = [rank.name for rank in ranks]
    place = names.index(has.level) if has.level in names else NONE
    kept = None
    if has.at is not None and place > NONE and ranks[place].by_rule:
        keeps = has.at + reward_settings.keeping(library).days * DAY
        kept = keeps if keeps > now else None
    following = next((rank for rank in ranks[place + 1 :] if rank.by_rule), None)
    if following is None:
        return Progress(has.level, has.why, has.at, kept_until=kept)
    ways = following.groups
    if not moneyless.sees_money(library):
        # What is missing in spend would be all of it here, which is not true.
        ways = tuple(group for group in ways if all(one.measure != measures.SPEND for one in group))
    if not ways:
        return Progress(has.level, has.why, has.at, kept_until=kept)
    figures = Figures(library, ranks, now, [member])
    steps = max((tuple(_step(figures, member, one) for one in group) for group in ways), key=_share)
    return Progress(
        has.level, has.why, has.at, following.name, steps, int(100 * _share(steps)),
        _until(library, member, steps, now), kept,
    )  # fmt: skip


def nearest(library: Library, rank: Rank, now: int, most: int = 5) -> list[tuple[int, int]]:
    """(member, percent) of those who have less than a level and are nearest to it, for whom a word may be enough."""
    ranks = ladder(library)
    place = next(number for number, one in enumerate(ranks) if one.id == rank.id)
    below = {"", *(one.name for one in ranks[:place])}
    figures = Figures(library, [rank], now, None)
    found = []
    for member, has in standings(library).items():
        if has.level in below and rank.groups:
            share = max(_share(tuple(_step(figures, member, one) for one in group)) for group in rank.groups)
            if 0 < share < 1:
                found.append((member, int(100 * share)))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:most]


def _step(figures: Figures, member: int, condition: Condition) -> Step:
    has = figures.value(member, condition)
    return Step(condition, has, max(0, condition.at_least - has))


def _share(steps: tuple[Step, ...]) -> float:
    """How much of a way is done: each condition counts alike."""
    return sum(min(1.0, max(0, step.has) / step.condition.at_least) for step in steps) / max(1, len(steps))


def _until(library: Library, member: int, steps: tuple[Step, ...], now: int) -> int | None:
    """When the first of what counts now leaves its window."""
    leaving = []
    for step in steps:
        window, measure = step.condition.window_days, step.condition.measure
        if window is None or measure not in _FIRST or step.has <= 0:
            continue
        first = library.value(_FIRST[measure], (member, now - window * DAY + 1))
        if first is not None:
            leaving.append(first + window * DAY)
    return min(leaving, default=None)
