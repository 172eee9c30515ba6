"""What members still owe, by how long it is overdue, and what they paid too much. Never added up across currencies."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import balances, coupons
from kclub_desktop.community.coupons import Overrun
from kclub_desktop.store import Library

_DAY = 86400
AGES = ("not_due", "to_30", "to_60", "to_90", "older")
"""Not due yet, then 1–30, 31–60, 61–90 and more days overdue."""
_ENDS = (0, 30, 60, 90)


@dataclass(frozen=True)
class Receivable:
    """An order on which something is due. overdue: days since it was due, begun ones counted; 0 or less while it is not."""

    order: int
    reference: str
    member: int
    name: str
    ordered_at: int
    due_at: int | None
    currency: str
    total: int
    due: int
    overdue: int
    subscription: int | None

    @property
    def age(self) -> str:
        """One of AGES."""
        return AGES[sum(self.overdue > end for end in _ENDS)]


@dataclass(frozen=True)
class Credit:
    """An order on which too much was paid."""

    order: int
    reference: str
    member: int
    name: str
    currency: str
    credit: int


@dataclass(frozen=True)
class Receivables:
    """due: the longest overdue first; sums: currency -> age -> minor units; overruns: coupons used too often."""

    due: list[Receivable]
    credits: list[Credit]
    sums: dict[str, dict[str, int]]
    overruns: list[Overrun]


def receivables(library: Library, now: int) -> Receivables:
    """All there is to be collected, given back or looked at."""
    found = library.rows(
        'SELECT o.id, o.reference, o.member, m.name, o.ordered_at, o.due_at, o.subscription FROM "order" o'
        " JOIN member m ON m.id = o.member WHERE o.status = 'open' AND o.deleted_at IS NULL"
        " AND o.cancelled_at IS NULL"
    )
    accounts = balances.of_orders(library, (row[0] for row in found))
    due: list[Receivable] = []
    sums: dict[str, dict[str, int]] = {}
    for order, reference, member, name, ordered_at, due_at, subscription in found:
        account = accounts[order]
        if not account.due:
            continue
        overdue = 0 if due_at is None else -((due_at - now) // _DAY)
        one = Receivable(
            order, reference, member, name, ordered_at, due_at, account.currency, account.total, account.due, overdue,
            subscription,
        )  # fmt: skip
        due.append(one)
        by_age = sums.setdefault(one.currency, dict.fromkeys(AGES, 0))
        by_age[one.age] += one.due
    due.sort(key=lambda one: (-one.overdue, one.ordered_at))
    return Receivables(due, _credits(library), dict(sorted(sums.items())), coupons.overruns(library))


def _credits(library: Library) -> list[Credit]:
    """Orders that hold more than they cost; only they have payments that do not come to the total."""
    found = library.rows(
        'SELECT o.id, o.reference, o.member, m.name FROM (SELECT "order" AS of_order, sum(amount) AS net FROM payment'
        ' WHERE "order" IS NOT NULL GROUP BY "order") s JOIN "order" o ON o.id = s.of_order'
        " JOIN member m ON m.id = o.member WHERE o.deleted_at IS NULL AND s.net > 0"
        " AND (s.net > o.total OR o.cancelled_at IS NOT NULL) ORDER BY o.ordered_at DESC"
    )
    accounts = balances.of_orders(library, (row[0] for row in found))
    return [
        Credit(order, reference, member, name, accounts[order].currency, accounts[order].credit)
        for order, reference, member, name in found
        if accounts[order].credit
    ]
