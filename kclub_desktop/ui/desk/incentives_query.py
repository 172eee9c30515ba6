"""What the Incentives page shows, a tab at a time; the rules and figures have their one definition in community/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kclub_desktop.clock import midnight
from kclub_desktop.community import (
    badges,
    benefits,
    door_board,
    leaderboards,
    level_rules,
    points,
    points_rules,
    reward_settings,
)
from kclub_desktop.community.badges import Honour
from kclub_desktop.community.benefits import Given
from kclub_desktop.community.leaderboards import Board
from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.points import Line
from kclub_desktop.community.points_rules import Rule
from kclub_desktop.community.reward_settings import Keeping
from kclub_desktop.store import Library

MOVES_SHOWN, LINES_SHOWN, PLACES_SHOWN = 12, 60, 50


@dataclass(frozen=True)
class Moved:
    """Somebody changed their level; '' = none."""

    member: int
    name: str
    before: str
    after: str
    at: int
    why: str


@dataclass(frozen=True)
class Levels:
    """ranks: the lowest first; counts: members by name of level, '' = none; moved: the newest first."""

    ranks: list[Rank]
    counts: dict[str, int]
    keeping: Keeping
    moved: list[Moved]
    currency: str


@dataclass(frozen=True)
class Points:
    """outstanding: what members have in all; overdrawn: (member, name, points) of who spent more than they had."""

    rules: list[Rule]
    lines: list[Line]
    outstanding: int
    overdrawn: list[tuple[int, str, int]]
    currency: str


@dataclass(frozen=True)
class Benefits:
    """benefits with what they are tied to, by id."""

    benefits: list[Given]
    levels: dict[int, str]
    plans: dict[int, str]
    courses: dict[int, str]


def levels(library: Library) -> Levels:
    """The ladder, how many stand on each step, and who moved last."""
    counts = dict(
        library.rows(
            "SELECT level, count(*) FROM member WHERE deleted_at IS NULL AND merged_into IS NULL AND erased_at IS NULL"
            " AND status <> 'lead' GROUP BY level"
        )
    )
    moved = library.rows(
        "SELECT m.id, m.name, l.from_level, l.to_level, l.changed_at, l.why FROM level_change l"
        " JOIN member m ON m.id = l.member WHERE l.from_level <> l.to_level"
        " ORDER BY l.changed_at DESC, l.id LIMIT ?",
        (MOVES_SHOWN,),
    )
    ranks = level_rules.ladder(library)
    return Levels(
        ranks, counts, reward_settings.keeping(library), [Moved(*row) for row in moved], library.currency
    )


def ledger(library: Library) -> Points:
    """The rules of points, the newest lines, what is owed, and what does not add up."""
    return Points(
        points_rules.current(library),
        points.lines(library, most=LINES_SHOWN),
        points.outstanding(library),
        points.overdrawn(library),
        library.currency,
    )


def honours(library: Library) -> list[Honour]:
    """The badges."""
    return badges.badges(library)


@dataclass(frozen=True)
class BoardShown(Board):
    """A board of the desk. at_kiosk: may kiosks show who has the most points?"""

    at_kiosk: bool = True


def board(library: Library, kind: str, first: date, last: date) -> BoardShown:
    """A leaderboard of whole days of the community."""
    since, until = midnight(first, library.zone), midnight(last + timedelta(days=1), library.zone)
    found = leaderboards.board(library, kind, since, until, PLACES_SHOWN)
    return BoardShown(found.kind, found.places, found.hidden, door_board.is_shown(library))


def given(library: Library) -> Benefits:
    """The benefits, and the names of what they are tied to."""
    names = {
        table: dict(library.rows(f'SELECT id, {column} FROM "{table}" WHERE deleted_at IS NULL'))
        for table, column in (("level", "name"), ("plan", "name"), ("course", "title"))
    }
    return Benefits(benefits.benefits(library), names["level"], names["plan"], names["course"])


def members_like(library: Library, words: str, most: int) -> list[tuple[int, str, str]]:
    """(id, name, e-mail or phone) of members by what is typed."""
    from kclub_desktop.ui.desk import courses_query

    return courses_query.members_like(library, words, most)
