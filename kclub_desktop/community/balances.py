"""What is owed on an order, and its status: both follow from facts alone, so that every device finds the same.

paid        the payments, less those corrected because they never came
given_back  the refunds, likewise
A refund first gives back what was paid too much; the rest takes the price down, so that nobody owes again what they got
back. A correction does the opposite: money that never came is owed. Only the order's own currency counts here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from kclub_desktop.errors_of_money import UnknownOrder
from kclub_desktop.store import Library

OPEN, PAID, REFUNDED, CANCELLED = "open", "paid", "refunded", "cancelled"
KIND = "CASE WHEN p.kind = 'correction' THEN coalesce(f.kind, 'payment') ELSE p.kind END"
"""For payment p, joined with the fact f it names: as what it counts. A correction counts as what it corrects."""
_FACTS = (
    f"SELECT p.\"order\" AS of_order, p.currency AS currency, coalesce(sum(CASE WHEN {KIND} = 'refund' THEN 0"
    f" ELSE p.amount END), 0) AS paid, coalesce(-sum(CASE WHEN {KIND} = 'refund' THEN p.amount ELSE 0 END), 0)"
    " AS given_back FROM payment p LEFT JOIN payment f ON f.id = p.refunds"
)


@dataclass(frozen=True)
class Balance:
    """One order's account in minor units of its currency."""

    order: int
    currency: str
    total: int
    paid: int = 0
    given_back: int = 0
    cancelled: bool = False

    @property
    def net(self) -> int:
        """What the community holds of it: the sum of its facts."""
        return self.paid - self.given_back

    @property
    def due(self) -> int:
        """What is still to pay; 0 when nothing is."""
        return 0 if self.cancelled else max(0, self.total - self.paid)

    @property
    def credit(self) -> int:
        """What was paid too much and can be given back."""
        return max(0, self.net if self.cancelled else self.paid - self.total - self.given_back)

    @property
    def charge(self) -> int:
        """What it costs in the end: the total less what was given back of it. charge - net = due - credit."""
        return self.net + self.due - self.credit

    @property
    def status(self) -> str:
        """open, paid, refunded or cancelled."""
        if self.cancelled:
            return CANCELLED
        if self.due:
            return OPEN
        return REFUNDED if self.given_back > 0 and self.net <= 0 and self.total > 0 else PAID


@dataclass(frozen=True)
class Standing:
    """How a member stands in one currency: still to pay, paid too much, and paid in all less refunds."""

    currency: str
    due: int
    credit: int
    net: int


def of_orders(library: Library, orders: Iterable[int]) -> dict[int, Balance]:
    """Balance of each order by its id, deleted ones too; ids that are not there are left out."""
    wanted = json.dumps(list(orders))
    found = library.rows(
        "SELECT o.id, o.currency, o.total, coalesce(s.paid, 0), coalesce(s.given_back, 0), o.cancelled_at IS NOT NULL"
        f' FROM "order" o LEFT JOIN ({_FACTS} WHERE p."order" IN (SELECT value FROM json_each(?1))'
        ' GROUP BY p."order", p.currency) s ON s.of_order = o.id AND s.currency = o.currency'
        " WHERE o.id IN (SELECT value FROM json_each(?1))",
        (wanted,),
    )
    return {
        order: Balance(order, currency, total, paid, given_back, bool(cancelled))
        for order, currency, total, paid, given_back, cancelled in found
    }


def of_order(library: Library, order: int) -> Balance:
    """Balance of one order. Raises UnknownOrder."""
    found = of_orders(library, [order])
    if order not in found:
        raise UnknownOrder(str(order))
    return found[order]


def of_member(library: Library, member: int) -> list[Standing]:
    """How a member stands, currency by currency; never added up across them."""
    orders = [row for (row,) in library.rows(
        'SELECT id FROM "order" WHERE member = ? AND deleted_at IS NULL', (member,))]  # fmt: skip
    due: dict[str, int] = {}
    credit: dict[str, int] = {}
    for balance in of_orders(library, orders).values():
        due[balance.currency] = due.get(balance.currency, 0) + balance.due
        credit[balance.currency] = credit.get(balance.currency, 0) + balance.credit
    net = dict(
        library.rows(
            "SELECT currency, sum(amount) FROM payment WHERE member = ? GROUP BY currency", (member,)
        )
    )
    return [
        Standing(currency, due.get(currency, 0), credit.get(currency, 0), net.get(currency, 0))
        for currency in sorted({*due, *net})
    ]
