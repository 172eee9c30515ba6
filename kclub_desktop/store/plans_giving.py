"""Which subscriptions give their plan at a moment, as SQL: asked by the rules of the community and by recommendations alike.

A pass gives while uses are left. What should have been renewed gives on for as long as the community is patient anyway, so
that a desk that was not opened for a week takes nothing from anybody.
"""

from __future__ import annotations

from typing import Any

from kclub_desktop.store.library import Library

_DAY = 86_400
_DEFAULT_PATIENCE_DAYS = 10
USED = (
    "(SELECT coalesce(sum(CASE WHEN event IS NULL AND course IS NULL THEN net ELSE max(0, min(net, 1)) END), 0) FROM"
    " (SELECT event, course, sum(uses) AS net FROM plan_use WHERE subscription = s.id GROUP BY event, course))"
)
"""Uses taken of subscription s. An event, or a course, takes one use however often it was scanned."""
GIVES = (
    "s.deleted_at IS NULL AND s.started_at <= :at AND (s.ended_at IS NULL OR s.ended_at > :at) AND ("
    "(s.status IN ('trialing', 'active') AND (s.period_ends_at IS NULL OR s.period_ends_at > :at"
    " OR (s.interval IN ('month', 'year') AND s.cancel_at_period_end = 0 AND s.period_ends_at > :at - :patience)))"
    " OR (s.status = 'past_due' AND (s.grace_ends_at IS NULL OR s.grace_ends_at > :at)))"
    " AND (s.interval <> 'use' OR (SELECT coalesce(p.uses, 0) FROM price p WHERE p.id = s.price) > "
    + USED
    + ")"
)
"""Does subscription s give its plan? Named parameters: at, patience (seconds)."""


def asked_at(library: Library, at: int) -> dict[str, Any]:
    """The parameters of GIVES."""
    found = dict(
        library.rows(
            "SELECT key, value FROM community_setting WHERE deleted_at IS NULL"
            " AND key IN ('renewals.due_days', 'renewals.grace_days')"
        )
    )
    due, grace = (found.get(f"renewals.{name}", "") for name in ("due_days", "grace_days"))
    days = (int(due) if due.isdigit() else 3) + (int(grace) if grace.isdigit() else 7)
    return {"at": at, "patience": min(days, 730) * _DAY if due or grace else _DEFAULT_PATIENCE_DAYS * _DAY}
