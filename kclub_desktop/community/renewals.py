"""The renewal run: what time brings to subscriptions, as if the desk had looked at every moment since it last did.

Each step has the moment it fell due, and its order and its fact have ids that follow from subscription and moment: a run
that is repeated, cut short or made on two devices comes to the same books. Only what is collected by hand is renewed here;
what an endpoint charges, it tells (subscriptions_paid.py).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kclub_desktop.community import corrections, uses
from kclub_desktop.community.renewal_rules import Rules, rules
from kclub_desktop.community.renewal_steps import Due, Step, next_due, take
from kclub_desktop.community.subscription_moves import load
from kclub_desktop.progress import Progress
from kclub_desktop.store import ChangeGroup, Library, Op

SLICE = 25
"""Subscriptions a write: under 50 ms with their orders."""
_MOST_STEPS = 1000
"""Of one subscription in one run: eighty years of months."""


@dataclass
class Run:
    """What a run did, or would do. orders: made, in the order in which they fell due; asked: currency -> minor units of them;
    uses: passes' uses taken up for check-ins that came from other devices."""

    at: int
    steps: Counter[Step] = field(default_factory=Counter)
    orders: list[int] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    subscriptions: int = 0
    uses: int = 0
    corrected: int = 0
    dry: bool = False

    @property
    def empty(self) -> bool:
        """Was nothing due?"""
        return not (self.subscriptions or self.uses or self.corrected)


class _OnlyLooking(Exception):
    """Ends a write that is not to be kept."""


def run(
    library: Library,
    *,
    now: int | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    initiator: object | None = None,
) -> Run:
    """Do what fell due up to now. In slices, each whole: stopped or killed between two of them, the next run goes on.

    dry_run  the same in one transaction that is rolled back
    Raises LibraryBusy, LibraryNotWritable; Cancelled by progress.
    """
    at = library.clock.now() if now is None else now
    if dry_run:
        told = Run(at, dry=True)
        try:
            with library.write(Op.RENEW):
                _all(library, told, progress or Progress(), initiator)
                raise _OnlyLooking
        except _OnlyLooking:
            return told
    told = Run(at)
    _all(library, told, progress or Progress(), initiator)
    return told


def _all(library: Library, told: Run, progress: Progress, initiator: object | None) -> None:
    kept, group = rules(library), ChangeGroup()
    with library.write(Op.RENEW, group=group, initiator=initiator):
        told.uses = uses.take_up(library)
    waiting = candidates(library, told.at, kept)
    progress.expect(len(waiting))
    for first in range(0, len(waiting), SLICE):
        part = waiting[first : first + SLICE]
        with library.write(Op.RENEW, group=group, initiator=initiator):
            for subscription in part:
                _bring_up_to(library, subscription, told, kept)
        progress.advance(len(part))
    with library.write(Op.RENEW, group=group, initiator=initiator):
        told.corrected = corrections.correct(library, told.at)


def _bring_up_to(library: Library, subscription: int, told: Run, kept: Rules) -> None:
    found = load(library, subscription)
    before = sum(told.steps.values())
    for _ in range(_MOST_STEPS):
        due = next_due(library, found, kept)
        if due is None or due.at > told.at:
            break
        # What a merge left (paid while another device called it overdue) has no moment of its own.
        order = take(library, found, Due(due.step, due.at or told.at), kept)
        told.steps[due.step] += 1
        if order is not None:
            told.orders.append(order.id)
            currency = str(found.currency)
            told.asked[currency] = told.asked.get(currency, 0) + order.total
    told.subscriptions += sum(told.steps.values()) > before


def candidates(library: Library, now: int, kept: Rules | None = None) -> list[int]:
    """Subscriptions that something may have come due for, the longest waiting first. Others need not be looked at."""
    found = library.rows(
        "SELECT id, period_ends_at AS due FROM subscription WHERE status = 'active' AND period_ends_at <= ?1"
        " AND deleted_at IS NULL AND collected_by = 'hand'"
        " UNION SELECT id, trial_ends_at FROM subscription WHERE status = 'trialing' AND trial_ends_at <= ?1"
        " AND deleted_at IS NULL AND collected_by = 'hand'"
        " UNION SELECT id, coalesce(grace_ends_at, period_ends_at, started_at) FROM subscription"
        " WHERE status IN ('past_due', 'unpaid', 'incomplete') AND deleted_at IS NULL AND collected_by = 'hand'"
        " UNION SELECT id, resumes_at FROM subscription WHERE status = 'paused' AND resumes_at <= ?1"
        " AND deleted_at IS NULL"
        " UNION SELECT id, started_at FROM subscription WHERE status = 'active' AND interval = 'use'"
        " AND deleted_at IS NULL AND collected_by = 'hand'"
        ' UNION SELECT s.id, o.due_at FROM "order" o JOIN subscription s ON s.id = o.subscription'
        " WHERE o.subscription IS NOT NULL AND o.status = 'open' AND o.due_at <= ?1 AND o.deleted_at IS NULL"
        " AND s.status = 'active' AND s.deleted_at IS NULL AND s.collected_by = 'hand'",
        (now,),
    )
    kept = kept or rules(library)
    ids = dict.fromkeys(row for row, _due in sorted(found, key=lambda one: (one[1] or 0, one[0])))
    return [row for row in ids if _is_due(library, row, now, kept)]


def _is_due(library: Library, subscription: int, now: int, kept: Rules) -> bool:
    due = next_due(library, load(library, subscription), kept)
    return due is not None and due.at <= now
