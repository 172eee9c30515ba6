"""Which plans a member has at a moment: what their subscriptions give now, the grace included. Benefits stand on it."""

from __future__ import annotations

import json
from collections.abc import Sequence

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


def plans_of(library: Library, members: Sequence[int] | None, at: int) -> list[tuple[int, int]]:
    """(member, plan) of these members at that moment, in one question; None: of all."""
    of, asked = "1", asked_at(library, at)
    if members is not None:
        of, asked["members"] = (
            "s.member IN (SELECT value FROM json_each(:members))",
            json.dumps(list(members)),
        )
    return list(
        library.execute_sql(
            "SELECT DISTINCT s.member, s.plan FROM subscription s JOIN plan l ON l.id = s.plan"
            f" WHERE {of} AND l.deleted_at IS NULL AND {GIVES}",
            asked,
        )
    )
