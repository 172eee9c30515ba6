"""A payment that happens elsewhere: the community's own payment link with an order's number and amount in it, for a QR code.

Nothing is asked of a network here. The link is done with when a payment for the order arrives, by hand or by sync.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import balances, orders
from kclub_desktop.community.money_settings import linked, settings
from kclub_desktop.errors_of_money import LinkRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Checkout


@dataclass(frozen=True)
class PaymentLink:
    """checkout: its row; amount in minor units."""

    checkout: int
    url: str
    amount: int
    currency: str


def offer(library: Library, order: int, *, initiator: object | None = None) -> PaymentLink:
    """The link by which what is due on an order can be paid; asked again, the same while the amount is.

    Raises UnknownOrder, LinkRefused: none, address, nothing_due.
    """
    kept = orders.get(library, order)
    due, template = balances.of_order(library, order).due, settings(library).payment_link
    if due <= 0:
        raise LinkRefused("nothing_due", str(kept.reference))
    if not template:
        raise LinkRefused("none")
    currency = str(kept.currency)
    url = linked(template, order=str(kept.reference), amount=_written(due, currency), currency=currency)
    found = library.rows(
        "SELECT id, url, amount FROM checkout WHERE \"order\" = ? AND status = 'open' AND deleted_at IS NULL",
        (order,),
    )
    standing = next((row for row, known, amount in found if (known, amount) == (url, due)), None)
    if standing is not None:
        return PaymentLink(int(standing), url, due, currency)
    with library.write(Op.OFFER_LINK, initiator=initiator):
        # One that asks for another amount must not be paid any more.
        rows.change_many(library, Checkout, [{"id": row, "status": "expired"} for row, _, _ in found])
        checkout = rows.add(
            library, Checkout, member=int(kept.member), order=order, amount=due, currency=currency, url=url,
            gateway="link", reference=str(kept.reference), asked_at=library.clock.now(),
        )  # fmt: skip
    return PaymentLink(checkout, url, due, currency)


def _written(minor: int, currency: str) -> str:
    from babel.numbers import get_currency_precision

    digits = get_currency_precision(currency)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)
