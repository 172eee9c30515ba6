"""Who counts as one person, and when they bought: SQL that every insight shares.

A merged record's facts are those of the record it was merged into; deleted records count nowhere. The tables made
here are common table expressions for `WITH RECURSIVE`; when somebody is active is in overview.py and retention.py.
"""

from __future__ import annotations

from kclub_desktop.store import Library

# Merged records are few: their chains are walked up by primary key, so that no index on merged_into is needed.
PEOPLE = """
chain(id, up) AS (
    SELECT id, merged_into FROM member WHERE merged_into IS NOT NULL
    UNION SELECT chain.id, member.merged_into FROM chain JOIN member ON member.id = chain.up
        WHERE member.merged_into IS NOT NULL),
person(id, root, status) AS MATERIALIZED (
    SELECT id, id, status FROM member WHERE merged_into IS NULL AND deleted_at IS NULL
    UNION ALL SELECT chain.id, member.id, member.status FROM chain JOIN member ON member.id = chain.up
        WHERE member.merged_into IS NULL AND member.deleted_at IS NULL)"""
"""person: every record's id, the id of the person it stands for (root), and that person's status."""

BOUGHT = """
bought(member, at) AS (
    SELECT member, ordered_at FROM "order"
        WHERE status IN ('paid', 'refunded') AND total > 0 AND deleted_at IS NULL
    UNION ALL SELECT member, at FROM activity WHERE kind = 'purchase' AND member IS NOT NULL)"""
"""bought: purchases, given back or not; free orders are none. One purchase may be there as order and as activity."""


def roots(library: Library) -> dict[int, int]:
    """Record id -> id of the person it stands for, for every record that counts."""
    return dict(library.rows(f"WITH RECURSIVE {PEOPLE} SELECT id, root FROM person"))
