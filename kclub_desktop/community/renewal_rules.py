"""How patient the community is: days until an order of a subscription is due, days of grace, days until it is ended.

Shared by all devices, in community settings. Applied in renewals.py.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import CommunitySetting

_KEY = "renewals."
_MOST_DAYS = 365
_MOST_TRIES = 20


@dataclass(frozen=True)
class Rules:
    """due_days: from the first day of a period until its order is due; grace_days: from then on until benefits end;
    cancel_days: from the due day until an unpaid subscription is ended; tries: failed charges after which the grace is
    over; by_itself: does the desk renew what is due without being asked?"""

    due_days: int = 3
    grace_days: int = 7
    cancel_days: int = 30
    tries: int = 4
    by_itself: bool = True


def rules(library: Library) -> Rules:
    """What holds now; what was never set, or set wrongly by another device, has its default."""
    found = dict(
        library.rows(
            "SELECT key, value FROM community_setting WHERE key LIKE 'renewals.%' AND deleted_at IS NULL"
        )
    )
    kept: dict[str, Any] = {
        field.name: int(found[_KEY + field.name])
        for field in fields(Rules)
        if found.get(_KEY + field.name, "").isdigit()
    }
    by_itself = bool(kept.pop("by_itself", 1))
    try:
        return _checked(Rules(**kept, by_itself=by_itself))
    except FieldRefused:
        return Rules()


def set_rules(library: Library, wanted: Rules, *, initiator: object | None = None) -> None:
    """Keep other rules; they hold from the next run on. Raises FieldRefused; then nothing is written."""
    before = asdict(rules(library))
    with library.write(Op.EDIT_SETTINGS, initiator=initiator):
        for name, value in asdict(_checked(wanted)).items():
            if value != before[name]:
                rows.put(library, CommunitySetting, key=_KEY + name, value=str(int(value)))


def _checked(wanted: Rules) -> Rules:
    for name in ("due_days", "grace_days", "cancel_days"):
        if not 0 <= getattr(wanted, name) <= _MOST_DAYS:
            raise FieldRefused(name, "days", str(getattr(wanted, name)))
    if not 1 <= wanted.tries <= _MOST_TRIES:
        raise FieldRefused("tries", "tries", str(wanted.tries))
    return wanted
