"""Lists to work through: who renews or ends soon, whose trial ends, whose money did not come, who left lately, and passes that
were used more often than bought. Each line is a subscription with the moment that makes it a matter."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import uses
from kclub_desktop.store import Library

DAY = 86_400
AHEAD_DAYS, WIN_BACK_DAYS = 30, 90
LISTS = ("past_due", "failed", "trials", "expiring", "win_back", "overrun")
"""In the order of urgency."""


@dataclass(frozen=True)
class Item:
    """One line. at: UTC seconds of what the list is about; amount: what is due, or would be, in minor units; why: a code of
    what comes (renews, ends, expires), of a state, of a failure or of an end; left: a pass's uses, None for others."""

    subscription: int
    member: int
    name: str
    plan: str
    status: str
    at: int
    amount: int
    currency: str
    why: str
    order: int | None = None
    left: int | None = None


_FROM = " FROM subscription s JOIN member m ON m.id = s.member AND m.deleted_at IS NULL JOIN plan l ON l.id = s.plan"
_SELECT = "SELECT s.id, s.member, m.name, l.name, s.status,"
_OPEN = (
    ' LEFT JOIN "order" o ON o.id = (SELECT x.id FROM "order" x WHERE x.subscription = s.id AND x.status = \'open\''
    " AND x.deleted_at IS NULL ORDER BY x.due_at, x.id LIMIT 1)"
)


def counts(library: Library, now: int) -> dict[str, int]:
    """List -> how many are on it."""
    return {
        "past_due": len(past_due(library)),
        "failed": len(failed(library)),
        "trials": len(trials(library, now)),
        "expiring": len(expiring(library, now)),
        "win_back": len(win_back(library, now)),
        "overrun": len(uses.overrun(library)),
    }


def listed(library: Library, which: str, now: int) -> list[Item]:
    """The lines of a list. Raises KeyError for one that is none."""
    return {
        "past_due": lambda: past_due(library),
        "failed": lambda: failed(library),
        "trials": lambda: trials(library, now),
        "expiring": lambda: expiring(library, now),
        "win_back": lambda: win_back(library, now),
        "overrun": lambda: overrun(library),
    }[which]()


def past_due(library: Library) -> list[Item]:
    """Past due and unpaid ones, the longest waiting first; at: when it was due."""
    return _items(
        library,
        f"{_SELECT} coalesce(o.due_at, s.period_starts_at, s.started_at), coalesce(o.total, s.amount), s.currency,"
        f" s.status, o.id, NULL{_FROM}{_OPEN} WHERE s.status IN ('past_due', 'unpaid') AND s.deleted_at IS NULL"
        " ORDER BY 6, 1",
    )


def failed(library: Library) -> list[Item]:
    """Where the last charge failed and nothing was paid since; at: of the failure, why: the gateway's code."""
    return _items(
        library,
        f'{_SELECT} a.tried_at, a.amount, a.currency, a.why, a."order", NULL{_FROM}'
        " JOIN payment_attempt a ON a.subscription = s.id AND a.id = (SELECT x.id FROM payment_attempt x"
        ' WHERE x.subscription = s.id ORDER BY x.tried_at DESC, x.id DESC LIMIT 1) JOIN "order" o ON o.id = a."order"'
        " AND o.status = 'open' AND o.deleted_at IS NULL WHERE s.deleted_at IS NULL AND s.status <> 'canceled'"
        " ORDER BY a.tried_at DESC, 1",
    )


def trials(library: Library, now: int, days: int = AHEAD_DAYS) -> list[Item]:
    """Trials that end within so many days, the next first."""
    return _items(
        library,
        f"{_SELECT} s.trial_ends_at, s.amount, s.currency, CASE WHEN s.cancel_at_period_end THEN 'ends' ELSE 'renews' END,"
        f" NULL, NULL{_FROM} WHERE s.status = 'trialing' AND s.trial_ends_at <= ? AND s.deleted_at IS NULL"
        " ORDER BY 6, 1",
        now + days * DAY,
    )


def expiring(library: Library, now: int, days: int = AHEAD_DAYS) -> list[Item]:
    """Active ones whose period ends within so many days, the next first; why: renews, ends, expires, or card_ends where
    the card that pays will not hold until then."""
    ends_first = (
        "(SELECT e.why FROM subscription_event e WHERE e.subscription = s.id AND e.kind = 'card_ends'"
        " ORDER BY e.at DESC, e.id LIMIT 1) < strftime('%Y-%m', s.period_ends_at, 'unixepoch')"
    )
    return _items(
        library,
        f"{_SELECT} s.period_ends_at, s.amount, s.currency, CASE WHEN s.cancel_at_period_end THEN 'ends'"
        f" WHEN {ends_first} THEN 'card_ends' WHEN s.interval IN ('once', 'use') THEN 'expires' ELSE 'renews' END,"
        f" NULL, NULL{_FROM} WHERE s.status = 'active' AND s.period_ends_at <= ? AND s.deleted_at IS NULL"
        f" AND (s.collected_by = 'hand' OR s.cancel_at_period_end OR {ends_first}) ORDER BY 6, 1",
        now + days * DAY,
    )


def win_back(library: Library, now: int) -> list[Item]:
    """Members whose last subscription ended within ninety days and who have none now, the latest first."""
    return _items(
        library,
        f"{_SELECT} s.ended_at, s.amount, s.currency, s.end_reason, NULL, NULL{_FROM} WHERE s.status = 'canceled'"
        " AND s.ended_at > ?1 AND s.ended_at <= ?2 AND s.deleted_at IS NULL AND m.archived_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM subscription x WHERE x.member = s.member AND x.deleted_at IS NULL"
        " AND (x.status <> 'canceled' OR (x.ended_at, x.id) > (s.ended_at, s.id))) ORDER BY s.ended_at DESC, 1",
        now - WIN_BACK_DAYS * DAY,
        now,
    )


def overrun(library: Library) -> list[Item]:
    """Passes that two doors used more often than was bought, the worst first."""
    found = []
    for one in uses.overrun(library):
        found += _items(
            library,
            f"{_SELECT} coalesce((SELECT max(used_at) FROM plan_use WHERE subscription = s.id), s.started_at), s.amount,"
            f" s.currency, s.status, NULL, ?{_FROM} WHERE s.id = ?",
            one.left,
            one.subscription,
        )
    return found


def _items(library: Library, sql: str, *asked: object) -> list[Item]:
    return [Item(*row) for row in library.rows(sql, asked)]
