"""Do all copies really hold the same? Each device says what its tables come to; the hub compares those at the same place.

The hub holds no tables itself and so cannot say who is right: a device that hears of a difference repairs itself from
the log. Copies of different columns (versions) or views (kiosks) are not compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from kclub_hub.communities import KnownDevice
from kclub_hub.database import HubDatabase
from kclub_protocol.digests import EVERYTHING
from kclub_protocol.scopes import Role

Told = tuple[str, int, str]
"""Digest of the columns, rows, digest of the rows."""


_WHOLE, _KIOSK, _MONEYLESS = range(3)
"""Which view of the log a copy was made from, as the table of digests keeps it."""


@dataclass(frozen=True)
class Compared:
    """With how many other copies it was compared, and the tables in which one of them differs."""

    compared: int
    tables: list[str]


def compare(hub: HubDatabase, device: KnownDevice, cursor: int, tables: Mapping[str, Told]) -> Compared:
    """Note what a device has at the log's end and compare it with what others said there; elsewhere nothing is said."""
    view = _KIOSK if device.role == Role.KIOSK else _WHOLE if device.sees_money else _MONEYLESS
    told = json.dumps(tables, ensure_ascii=False)
    with hub.writing(device.community) as db:
        last = db.execute("SELECT last_seq FROM community WHERE id = ?", (device.community,)).fetchone()[0]
        if cursor != last:
            return Compared(0, [])
        db.execute(
            "INSERT INTO digest (community, device, kiosk, cursor, tables) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (community, device) DO UPDATE SET kiosk = excluded.kiosk, cursor = excluded.cursor,"
            " tables = excluded.tables",
            (device.community, device.id, view, cursor, told),
        )
        others = db.execute(
            "SELECT d.tables FROM digest d JOIN device v ON v.community = d.community AND v.id = d.device"
            " WHERE d.community = ? AND d.device <> ? AND d.kiosk = ? AND d.cursor = ? AND v.revoked_at IS NULL",
            (device.community, device.id, view, cursor),
        ).fetchall()
    differing = {name for (body,) in others for name in _differing(tables, json.loads(body))}
    return Compared(len(others), sorted(differing))


def _differing(mine: Mapping[str, Told], theirs: Mapping[str, Told]) -> set[str]:
    """Tables of the same columns and other rows; one without rows is not told of."""
    same_version = EVERYTHING in mine and mine[EVERYTHING][0] == theirs.get(EVERYTHING, [""])[0]
    both = mine.keys() & theirs.keys()
    found = {
        name for name in both if mine[name][0] == theirs[name][0] and tuple(mine[name]) != tuple(theirs[name])
    }
    return found | (mine.keys() ^ theirs.keys() if same_version else set())
