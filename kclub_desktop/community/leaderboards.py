"""Leaderboards: who did most in a period, ties sharing a place (1, 2, 2, 4); whoever asked not to be shown is not in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Member

POINTS, COURSES, EVENTS = "points", "courses", "events"
BOARDS = (POINTS, COURSES, EVENTS)
_SQL: Mapping[str, str] = {
    # What the ledger began with was earned long before, and what was spent is no loss of place.
    POINTS: "SELECT member, sum(points) AS value FROM points_entry WHERE kind IN ('earned', 'corrected')"
    " AND entity <> '' AND why <> 'opening' AND at >= ?1 AND at < ?2 GROUP BY member",
    COURSES: "SELECT member, count(*) AS value FROM enrolment WHERE completed_at >= ?1 AND completed_at < ?2"
    " AND deleted_at IS NULL GROUP BY member",
    EVENTS: "SELECT member, count(*) AS value FROM (SELECT member, min(scanned_at) AS at FROM check_in c"
    " WHERE member IS NOT NULL AND answer = 'ok' AND undoes IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = c.id) GROUP BY member, event)"
    " WHERE at >= ?1 AND at < ?2 GROUP BY member",
}
SHOWN = "m.deleted_at IS NULL AND m.merged_into IS NULL AND m.erased_at IS NULL AND m.archived_at IS NULL"
"""Who is there to be shown, by SQL over member m."""


@dataclass(frozen=True)
class Placed:
    """A member on a board. place: 1 is best, equal values share one and the next is as if they stood one after another."""

    place: int
    member: int
    name: str
    level: str
    value: int


@dataclass(frozen=True)
class Board:
    """A board. hidden: how many would stand on it had they not asked not to be shown."""

    kind: str
    places: tuple[Placed, ...]
    hidden: int


def board(library: Library, kind: str, since: int, until: int, most: int = 20) -> Board:
    """The first of a period [since, until) in UTC seconds; who ties with the last is in it too. Raises FieldRefused."""
    if kind not in BOARDS:
        raise FieldRefused("board", "board", kind)
    found = library.rows(
        f"SELECT m.id, m.name, m.level, v.value, m.on_leaderboards FROM ({_SQL[kind]}) v JOIN member m ON m.id = v.member"
        f" WHERE v.value > 0 AND {SHOWN} ORDER BY v.value DESC, m.name, m.id",
        (since, until),
    )
    shown = [row for row in found if row[4]]
    ranks = standing([value for _member, _name, _level, value, _on in shown])
    places = (Placed(place, *row[:4]) for place, row in zip(ranks, shown, strict=True) if place <= most)
    return Board(kind, tuple(places), len(found) - len(shown))


def standing(values: Sequence[int]) -> list[int]:
    """Places of values, the largest first: 1 is best, equal ones share one and the next is as if they stood apart."""
    places: list[int] = []
    for number, value in enumerate(values, start=1):
        places.append(places[-1] if places and value == values[number - 2] else number)
    return places


def show_on(library: Library, member: int, shown: bool, *, initiator: object | None = None) -> None:
    """A member asks to be shown on leaderboards, or not."""
    with library.write(Op.EDIT_MEMBER, initiator=initiator):
        rows.change(library, Member, member, on_leaderboards=int(shown))
