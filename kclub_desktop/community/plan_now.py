"""Which plans a member has at a moment: what their subscriptions give now, the grace included. Benefits stand on it."""

from __future__ import annotations

from kclub_desktop.store import Library
from kclub_desktop.store.plans_giving import GIVES, asked_at


def plan_of(library: Library, member: int, at: int) -> tuple[int, ...]:
    """Ids of the plans a member has at that moment (UTC seconds), in the plans' order; empty for none."""
    found = library.execute_sql(
        f"SELECT DISTINCT l.id, l.position FROM subscription s JOIN plan l ON l.id = s.plan WHERE s.member = :member"
        f" AND l.deleted_at IS NULL AND {GIVES} ORDER BY l.position, l.id",
        {"member": member, **asked_at(library, at)},
    )
    return tuple(plan for plan, _position in found)
