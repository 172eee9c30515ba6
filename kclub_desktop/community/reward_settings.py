"""What levels and points agree on across devices: since when there is a ledger, and how slowly a level is lost.

Kept as community settings, so that every device counts alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import CommunitySetting

_LOOKED = "rewards.looked_since"
"""This device's own: since when it has looked and found nothing to begin a ledger with."""
_SINCE, _KEEP_DAYS, _KEEP_PERCENT = "points.since", "levels.keep_days", "levels.keep_percent"
USUAL_KEEP_DAYS, USUAL_KEEP_PERCENT = 30, 90
LONGEST_KEEP_DAYS = 3660


@dataclass(frozen=True)
class Keeping:
    """When a level is lost: not before so many days have passed since it was reached, and only once less than so many
    percent of what it asks for is there. Both, since the days alone let a member at the edge go up and down each month,
    and the percent alone take a level away the week after it was reached."""

    days: int = USUAL_KEEP_DAYS
    percent: int = USUAL_KEEP_PERCENT


def ledger_since(library: Library) -> int | None:
    """From when on each fact has a line of its own in the ledger; what was before is one line per member. None: not begun."""
    return _number(library, _SINCE)


def looked_since(library: Library) -> int | None:
    """From when on the ledger will run once there is something to write into it; None: nobody has looked yet."""
    found = library.value("SELECT value FROM setting WHERE name = ?", (_LOOKED,))
    return int(found) if found is not None and str(found).isdecimal() else None


def look_from(library: Library, at: int) -> None:
    """Note that there was nothing to write at a moment: what comes later gets lines of its own. Nothing that others see
    is written, so that opening an empty community leaves it as it was. Inside a write."""
    library.execute_sql(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", (_LOOKED, str(at))
    )


def begin_ledger(library: Library, at: int) -> None:
    """Say to all devices that the ledger runs from a moment on. Inside a write."""
    rows.put(library, CommunitySetting, key=_SINCE, value=str(at))


def keeping(library: Library) -> Keeping:
    """When a level is lost."""
    days, percent = _number(library, _KEEP_DAYS), _number(library, _KEEP_PERCENT)
    return Keeping(
        USUAL_KEEP_DAYS if days is None else days, USUAL_KEEP_PERCENT if percent is None else percent
    )


def checked(wanted: Keeping) -> Keeping:
    """The same. Raises FieldRefused: keep_days, keep_percent."""
    if not 0 <= wanted.days <= LONGEST_KEEP_DAYS:
        raise FieldRefused("keep_days", "keep_days", str(wanted.days))
    if not 1 <= wanted.percent <= 100:
        raise FieldRefused("keep_percent", "keep_percent", str(wanted.percent))
    return wanted


def set_keeping(library: Library, wanted: Keeping, *, initiator: object | None = None) -> None:
    """Change it for all devices. Raises FieldRefused."""
    checked(wanted)
    with library.write(Op.EDIT_LEVELS, initiator=initiator):
        rows.put(library, CommunitySetting, key=_KEEP_DAYS, value=str(wanted.days))
        rows.put(library, CommunitySetting, key=_KEEP_PERCENT, value=str(wanted.percent))


def _number(library: Library, key: str) -> int | None:
    # Asked at every new fact: by id and without a row object.
    said = library.value(
        "SELECT value FROM community_setting WHERE id = ? AND deleted_at IS NULL",
        (rows.id_for(CommunitySetting, {"key": key}),),
    )
    return int(said) if said is not None and str(said).isdecimal() else None
