"""What the inspector shows of one member's level, points and badges; each has its one definition in community/."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import badges, benefits, level_progress, level_rules, points
from kclub_desktop.community.badges import Honour
from kclub_desktop.community.benefits import Given
from kclub_desktop.community.level_progress import Progress
from kclub_desktop.community.points import Line
from kclub_desktop.store import Library

LINES_SHOWN = 6


@dataclass(frozen=True)
class Rewards:
    """expiring: (points, moment) of what is gone next; lines: the newest; honours: (badge, when given); levels, grantable:
    what can be given by hand; for_points: benefits that can be had for points."""

    progress: Progress
    points: int
    expiring: tuple[int, int] | None
    lines: list[Line]
    honours: list[tuple[Honour, int]]
    levels: list[str]
    grantable: list[Honour]
    for_points: list[Given]
    on_boards: bool
    currency: str


def rewards_of(library: Library, member: int) -> Rewards:
    """Everything of one member."""
    has = badges.badges_of(library, member)
    held = {badge.id for badge, _at in has}
    return Rewards(
        level_progress.progress(library, member, library.clock.now()),
        points.points(library, member),
        points.next_to_expire(library, member),
        points.lines(library, member, LINES_SHOWN),
        has,
        [rank.name for rank in level_rules.ladder(library)],
        [one for one in badges.badges(library) if one.active and one.id not in held],
        [one for one in benefits.benefits(library) if one.active and one.points],
        bool(library.value("SELECT on_leaderboards FROM member WHERE id = ?", (member,))),
        library.currency,
    )
