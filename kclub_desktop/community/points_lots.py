"""First in, first out: which of a member's points are spent, which have expired, and whether more was spent than there was.

Pure arithmetic over the lines of one member; nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Lot(NamedTuple):
    """Points that came at once: key names them, points are what is left of them after corrections; None: never expire."""

    key: tuple[str, str, int]
    at: int
    points: int
    expires_at: int | None = None


class Outlay(NamedTuple):
    """Points that went: spent, or corrected down."""

    at: int
    points: int


@dataclass
class Sorted:
    """What is left of each lot, what of each has expired, and debt: what was spent beyond all that was there."""

    left: dict[tuple[str, str, int], int] = field(default_factory=dict)
    expired: dict[tuple[str, str, int], int] = field(default_factory=dict)
    debt: int = 0

    @property
    def balance(self) -> int:
        """What the member has; below zero when more was spent than there was."""
        return sum(self.left.values()) - self.debt


def sort_out(lots: Iterable[Lot], outlays: Iterable[Outlay], now: int) -> Sorted:
    """Go through what came and went in order of time; the lot that came first is spent first.

    What comes after an overdraft pays that first. A lot that expires at a moment can no longer be spent at it.
    """
    came = [lot for lot in lots if lot.points > 0 and lot.at <= now]
    gone = [(outlay.at, 2, ("", "", 0), outlay) for outlay in outlays if outlay.at <= now]
    done, open_lots = Sorted(), list[Lot]()
    if not gone and not any(lot.expires_at is not None for lot in came):
        # Nothing went: most members, so that everybody can be counted at once.
        for lot in came:
            done.left[lot.key] = done.left.get(lot.key, 0) + lot.points
        return done
    moments: list[tuple[int, int, tuple[str, str, int], Lot | Outlay]] = [
        (lot.at, 1, lot.key, lot) for lot in came
    ]
    for at, _kind, _key, thing in sorted([*moments, *gone], key=lambda one: one[:3]):
        open_lots = _expire(open_lots, at, done)
        if isinstance(thing, Lot):
            paid = min(done.debt, thing.points)
            done.debt -= paid
            done.left[thing.key] = done.left.get(thing.key, 0) + thing.points - paid
            open_lots.append(thing)
        else:
            done.debt += _take(open_lots, thing.points, done)
    _expire(open_lots, now, done)
    return done


def _expire(open_lots: list[Lot], at: int, done: Sorted) -> list[Lot]:
    standing = []
    for lot in open_lots:
        if lot.expires_at is not None and lot.expires_at <= at:
            if done.left[lot.key]:
                done.expired[lot.key] = done.left[lot.key]
            done.left[lot.key] = 0
        else:
            standing.append(lot)
    return standing


def _take(open_lots: list[Lot], points: int, done: Sorted) -> int:
    """Take points from the oldest lots; how many were not there."""
    for lot in open_lots:
        taken = min(points, done.left[lot.key])
        done.left[lot.key] -= taken
        points -= taken
        if not points:
            break
    return points
