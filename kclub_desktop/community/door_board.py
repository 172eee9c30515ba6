"""The leaderboard at the kiosk: who has the most points now, by display name, and whether it is shown at all.

It is made of what a kiosk has anyway: members' display names, levels and the points on their cards. Whoever asked not to
be shown is not on it. The boards of the desk, over days, are leaderboards.py's.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import door_cards
from kclub_desktop.community.leaderboards import SHOWN, standing
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import CommunitySetting
from kclub_protocol import masks

MOST = 10
_KEY = "kiosk.leaderboard"
_LEDGER = "SELECT member, sum(points) AS value FROM points_entry GROUP BY member"
_CARDS = "SELECT member, points AS value FROM member_card WHERE deleted_at IS NULL"


@dataclass(frozen=True)
class Standing:
    """One on the board. place: 1 is best, equal points share one; name: masked."""

    place: int
    name: str
    level: str
    points: int


@dataclass(frozen=True)
class DoorBoard:
    """The first ten; as_many: how many more have as many points as the last of them."""

    places: tuple[Standing, ...]
    as_many: int = 0


def is_shown(library: Library) -> bool:
    """May kiosks show it? Yes, until somebody at the desk says no."""
    said = library.value(
        "SELECT value FROM community_setting WHERE id = ? AND deleted_at IS NULL",
        (rows.id_for(CommunitySetting, {"key": _KEY}),),
    )
    return said != "0"


def show(library: Library, shown: bool, *, initiator: object | None = None) -> None:
    """Let all kiosks of the community show it, or none."""
    with library.write(Op.EDIT_SETTINGS, initiator=initiator):
        rows.put(library, CommunitySetting, key=_KEY, value="1" if shown else "0")


def board(library: Library) -> DoorBoard:
    """The board of now; empty where it may not be shown."""
    if not is_shown(library):
        return DoorBoard(())
    source = _CARDS if door_cards.is_kiosk(library) else _LEDGER
    found = library.rows(
        f"SELECT m.name, m.level, v.value FROM ({source}) v JOIN member m ON m.id = v.member WHERE v.value > 0"
        f" AND m.on_leaderboards = 1 AND m.name <> '' AND {SHOWN} ORDER BY v.value DESC, m.name, m.id"
    )
    first = found[:MOST]
    ranks = standing([points for _name, _level, points in first])
    places = tuple(
        Standing(place, masks.display_name(name), level, points)
        for place, (name, level, points) in zip(ranks, first, strict=True)
    )
    return DoorBoard(places, sum(points == first[-1][2] for _name, _level, points in found[MOST:]))
