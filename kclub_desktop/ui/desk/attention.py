"""What a person should look at today: one table of kinds, each a count, its words and the page where it is worked through.

A subject adds a line here and nothing else; the overview shows those whose count is above zero, in this order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kclub_desktop.community import coupons, uses, worklists
from kclub_desktop.store import Library
from kclub_desktop.ui.desk.sidebar import PAGES
from kclub_desktop.ui.desk.sync_query import open_conflicts
from kclub_desktop.words import tr_noop

DAY = 86_400
_RECENT_DAYS, _SOON_DAYS = 30, 7


@dataclass(frozen=True)
class Kind:
    """words: marked with tr_noop; tone: of the count; page: the first of these pages that there is; count(library, now)."""

    code: str
    words: str
    tone: str
    page: tuple[str, ...]
    count: Callable[[Library, int], int]


@dataclass(frozen=True)
class Attention:
    """Something to look at: its kind, how many, and the page that shows it."""

    kind: Kind
    count: int
    page: str


def attention(library: Library, now: int) -> list[Attention]:
    """What a person should look at today; only what there is. One query per kind."""
    found = [(kind, kind.count(library, now)) for kind in KINDS]
    return [Attention(kind, count, _page(kind)) for kind, count in found if count]


def _page(kind: Kind) -> str:
    return next(page for page in kind.page if page in PAGES)


def _asked(sql: str, *at: Callable[[int], int]) -> Callable[[Library, int], int]:
    """A count by SQL; at: its parameters, from now."""
    return lambda library, now: int(library.value(sql, tuple(one(now) for one in at)))


def _now(now: int) -> int:
    return now


def _recently(now: int) -> int:
    return now - _RECENT_DAYS * DAY


def _soon(now: int) -> int:
    return now + _SOON_DAYS * DAY


_COMING = (
    "SELECT count(*) FROM registration r JOIN event e ON e.id = r.event WHERE r.deleted_at IS NULL"
    " AND e.deleted_at IS NULL AND e.starts_at > ?"
)
KINDS = (
    Kind(
        "conflicts",
        tr_noop("Edits that differ between devices"),
        "bad",
        ("sync",),
        lambda library, _now: open_conflicts(library),
    ),
    Kind(
        "past_due",
        tr_noop("Subscriptions whose payment did not come"),
        "bad",
        ("plans", "members"),
        _asked(
            "SELECT count(*) FROM subscription WHERE status IN ('past_due', 'unpaid') AND deleted_at IS NULL"
        ),
    ),
    Kind(
        "overdue_orders",
        tr_noop("Open orders past their day"),
        "bad",
        ("money", "members"),
        _asked(
            "SELECT count(*) FROM \"order\" WHERE status = 'open' AND due_at < ? AND deleted_at IS NULL", _now
        ),
    ),
    Kind(
        "overrun",
        tr_noop("Passes used more often than bought"),
        "bad",
        ("plans",),
        lambda library, _now: len(uses.overrun(library)),
    ),
    Kind(
        "coupon_overrun",
        tr_noop("Coupons used more often than allowed"),
        "bad",
        ("money", "members"),
        lambda library, _now: len({one.code for one in coupons.overruns(library)}),
    ),
    Kind(
        "failed_charges",
        tr_noop("Subscriptions whose last charge failed"),
        "warn",
        ("plans",),
        lambda library, _now: len(worklists.failed(library)),
    ),
    Kind(
        "trials_ending",
        tr_noop("Trials that end within a week"),
        "accent",
        ("plans",),
        lambda library, now: len(worklists.trials(library, now, _SOON_DAYS)),
    ),
    Kind(
        "ending",
        tr_noop("Subscriptions that end within a week"),
        "warn",
        ("plans", "members"),
        _asked(
            "SELECT count(*) FROM subscription WHERE status IN ('active', 'trialing') AND deleted_at IS NULL"
            " AND (cancel_at_period_end = 1 OR interval IN ('once', 'use')) AND period_ends_at >= ?"
            " AND period_ends_at < ?",
            _now,
            _soon,
        ),
    ),
    Kind(
        "low_ratings",
        tr_noop("Ratings of one or two stars in 30 days"),
        "warn",
        ("courses",),
        _asked(
            "SELECT count(*) FROM rating WHERE deleted_at IS NULL AND stars <= 2 AND rated_at > ?", _recently
        ),
    ),
    Kind(
        "unpaid_tickets",
        tr_noop("Unpaid tickets of coming events"),
        "warn",
        ("events",),
        _asked(f"{_COMING} AND r.paid = 0 AND r.status = 'registered'", _now),
    ),
    Kind(
        "waiting_lists",
        tr_noop("On waiting lists of coming events"),
        "accent",
        ("events",),
        _asked(f"{_COMING} AND r.status = 'waiting'", _now),
    ),
    Kind(
        "same_email",
        tr_noop("E-mail addresses used by several members"),
        "accent",
        ("members",),
        _asked(
            "SELECT count(*) FROM (SELECT 1 FROM member WHERE email <> '' AND deleted_at IS NULL"
            " AND merged_into IS NULL GROUP BY lower(email) HAVING count(*) > 1)"
        ),
    ),
)
