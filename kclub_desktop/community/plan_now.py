"""Which plans a member's subscriptions give them at a moment: trial, paid time and grace included, a pause not."""

from __future__ import annotations

from kclub_desktop.store import Library

_GIVING = (
    "SELECT DISTINCT plan FROM subscription WHERE member = ?1 AND deleted_at IS NULL AND started_at <= ?2"
    " AND (ended_at IS NULL OR ended_at > ?2) AND (status IN ('trialing', 'active')"
    " OR (status = 'past_due' AND (grace_ends_at IS NULL OR grace_ends_at > ?2))) ORDER BY plan"
)


def plan_of(library: Library, member: int, at: int) -> tuple[int, ...]:
    """Ids of the plans."""
    return tuple(plan for (plan,) in library.rows(_GIVING, (member, at)))
