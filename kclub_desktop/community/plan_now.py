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


def members_with(library: Library, plan: int, at: int) -> set[int]:
    """Members who have a plan at that moment."""
    found = library.execute_sql(
        f"SELECT DISTINCT s.member FROM subscription s WHERE s.plan = :plan AND {GIVES}",
        {"plan": plan, **asked_at(library, at)},
    )
    return {member for (member,) in found}


def level_of(library: Library, member: int, at: int) -> int | None:
    """The highest level that a plan of theirs gives while it lasts; None for none."""
    plans = plan_of(library, member, at)
    marks = ", ".join("?" * len(plans))
    found = library.value(
        f"SELECT v.id FROM plan l JOIN level v ON v.id = l.level WHERE l.id IN ({marks}) AND v.deleted_at IS NULL"
        " ORDER BY v.position DESC LIMIT 1",
        plans,
    )
    return None if found is None else int(found)
