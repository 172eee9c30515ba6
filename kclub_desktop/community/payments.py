"""Payments: money in, given back, or never come. Each is a fact that is never edited; a mistake is corrected by another.

What is owed follows in balances.py, what being paid opens in following.py, the paper in receipts.py.
"""

from __future__ import annotations

from kclub_desktop.community import balances, contact, following, orders
from kclub_desktop.community.amounts import LARGEST
from kclub_desktop.community.balances import Balance
from kclub_desktop.errors_of_money import AmountRefused, OrderRefused, UnknownPayment
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Payment, PaymentAttempt, Receipt
from kclub_protocol.ids import derived_id

METHODS = ("cash", "transfer", "card", "wechat", "alipay", "link", "other")
PAYMENT, REFUND, CORRECTION = "payment", "refund", "correction"


def balance(library: Library, order: int) -> Balance:
    """What is owed on an order, or was paid too much. Raises UnknownOrder."""
    return balances.of_order(library, order)


def pay(
    library: Library,
    order: int,
    amount: int,
    method: str,
    *,
    at: int | None = None,
    reference: str = "",
    gateway: str = "",
    fee: int = 0,
    initiator: object | None = None,
) -> int:
    """Keep that money came for an order and return the fact's id. More than is due becomes a credit.

    amount     minor units of the order's currency, above zero
    reference  its number at the gateway or on the bank's paper; the same one for the same order is the same payment, and
               said twice it is kept once; with a gateway, by two devices that were told of it as well: give `at` then
    Raises UnknownOrder, AmountRefused, OrderRefused: cancelled, method, reference; FieldRefused.
    """
    reference = contact.text("reference", reference)
    with library.write(Op.TAKE_PAYMENT, initiator=initiator):
        kept = orders.get(library, order)
        _check(amount, str(kept.currency), method)
        known = _known(library, order, gateway, reference)
        if known is not None:
            if known[1] != amount:
                raise OrderRefused("reference", reference)
            return known[0]
        if kept.cancelled_at is not None:
            raise OrderRefused("cancelled", str(kept.reference))
        own = {"id": derived_id("payment", gateway, reference)} if gateway and reference else {}
        if own and rows.get(library, Payment, own["id"]) is not None:
            # That number is another order's.
            raise OrderRefused("reference", reference)
        payment = rows.add(
            library, Payment, **own, order=order, member=int(kept.member), amount=amount, currency=str(kept.currency),
            paid_at=library.clock.now() if at is None else at, method=method, kind=PAYMENT,
            subscription=kept.subscription, fee=fee, gateway=gateway, reference=reference,
        )  # fmt: skip
        if order in following.follow(library, [order]) and kept.subscription is not None:
            from kclub_desktop.community import subscriptions_paid

            subscriptions_paid.settled(library, order)
    return payment


def refund(
    library: Library,
    payment: int,
    amount: int,
    why: str,
    *,
    method: str = "",
    at: int | None = None,
    reference: str = "",
    row: int | None = None,
    initiator: object | None = None,
) -> int:
    """Keep that money of a payment was given back, wholly or in part, and return the fact's id.

    method  by which it went; by default as it came
    row     the fact's id, where it follows from what was told elsewhere
    Raises UnknownPayment, AmountRefused: not_positive, more_than_paid, nothing_left; OrderRefused: method; FieldRefused.
    """
    why, reference = contact.text("why", why), contact.text("reference", reference)
    with library.write(Op.REFUND_PAYMENT, initiator=initiator):
        kept = _payment(library, payment)
        method = method or str(kept.method)
        _check(amount, str(kept.currency), method)
        left = refundable(library, payment)
        if left <= 0:
            raise AmountRefused("nothing_left", amount, str(kept.currency))
        if amount > left:
            raise AmountRefused("more_than_paid", amount, str(kept.currency), left)
        fact = _counter(
            library, kept, REFUND, -amount, why, method=method, at=at, reference=reference, row=row
        )
        if kept.order is not None:
            following.follow(library, [int(kept.order)])
    return fact


def refundable(library: Library, payment: int) -> int:
    """How much of a payment can still be given back: what came, less what went back, and never more than its order holds.

    0 for what is no payment. Raises UnknownPayment.
    """
    kept = _payment(library, payment)
    if str(kept.kind) != PAYMENT or int(kept.amount) <= 0:
        return 0
    # A correction of a refund brings its money back.
    taken = int(
        library.value(
            "SELECT coalesce(sum(amount), 0) FROM payment WHERE refunds = ?1"
            " OR refunds IN (SELECT id FROM payment WHERE refunds = ?1)",
            (payment,),
        )
    )
    left = int(kept.amount) + taken
    if kept.order is not None:
        left = min(left, balances.of_order(library, int(kept.order)).net)
    return max(0, left)


def correct(
    library: Library,
    fact: int,
    why: str = "",
    *,
    at: int | None = None,
    row: int | None = None,
    initiator: object | None = None,
) -> int | None:
    """Take back a payment or refund that was recorded by mistake, by a fact that says so; what was owed is owed again.

    row: the id of that fact, as refund.

    Receipts for it are voided by others. Returns the correcting fact; None if there is nothing left to correct.
    Raises UnknownPayment, FieldRefused.
    """
    from kclub_desktop.community import receipts

    why = contact.text("why", why)
    with library.write(Op.CORRECT_PAYMENT, initiator=initiator):
        kept = _payment(library, fact)
        left = correctable(library, fact)
        if not left:
            return None
        correction = _counter(library, kept, CORRECTION, -left, why, at=at, row=row)
        for (receipt,) in library.rows(
            "SELECT id FROM receipt WHERE payment = ? AND kind <> 'void'", (fact,)
        ):
            if not receipts.is_voided(library, receipt):
                receipts.void(library, receipt)
        if kept.order is not None:
            following.follow(library, [int(kept.order)])
    return correction


def correctable(library: Library, fact: int) -> int:
    """The part of a fact that still stands: a payment less what was given back of it, a refund (below zero) as it is."""
    kept = _payment(library, fact)
    if str(kept.kind) == CORRECTION:
        return 0
    if str(kept.kind) == PAYMENT and int(kept.amount) > 0:
        return refundable(library, fact)
    done = int(library.value("SELECT coalesce(sum(amount), 0) FROM payment WHERE refunds = ?", (fact,)))
    return int(kept.amount) + done


def fail(
    library: Library,
    order: int,
    why: str,
    *,
    amount: int | None = None,
    gateway: str = "",
    at: int | None = None,
    next_try_at: int | None = None,
    number: str = "",
    initiator: object | None = None,
) -> int:
    """Keep that a charge failed and return the fact's id. why: the gateway's code; amount: by default what is due.

    number  the gateway's own of this attempt: told twice it is kept once
    Raises UnknownOrder, FieldRefused.
    """
    why = contact.text("why", why)
    own = {"id": derived_id("payment_attempt", gateway, number)} if number else {}
    with library.write(Op.PAYMENT_FAILED, initiator=initiator):
        kept = orders.get(library, order)
        if own and rows.get(library, PaymentAttempt, own["id"]) is not None:
            return own["id"]
        due = balances.of_order(library, order).due
        attempt = rows.add(
            library, PaymentAttempt, **own, member=int(kept.member), order=order, subscription=kept.subscription,
            amount=due if amount is None else amount, currency=str(kept.currency), gateway=gateway, why=why,
            tried_at=library.clock.now() if at is None else at, next_try_at=next_try_at,
        )  # fmt: skip
        if kept.subscription is not None:
            from kclub_desktop.community import subscriptions_paid

            subscriptions_paid.failed(library, order)
    return attempt


def of_order(library: Library, order: int) -> list[Payment]:
    """The facts of an order, the oldest first."""
    return list(
        Payment.select().where(Payment.order == order).order_by(Payment.paid_at, Payment.id).execute(library)
    )


def receipts_of(library: Library, order: int) -> list[Receipt]:
    """The papers of an order, in the order of their numbers."""
    return list(
        Receipt.select()
        .where(Receipt.order == order)
        .order_by(Receipt.issued_at, Receipt.id)
        .execute(library)
    )


def refund_order(
    library: Library, order: int, amount: int, why: str, *, method: str = "", initiator: object | None = None
) -> list[int]:
    """Give back so much of an order, from its newest payments first, as one step. Raises as refund."""
    with library.write(Op.REFUND_PAYMENT, initiator=initiator):
        kept = orders.get(library, order)
        _check(amount, str(kept.currency), method or METHODS[0])
        left, facts = amount, []
        for payment in reversed(of_order(library, order)):
            part = min(left, refundable(library, int(payment.id)))
            if part > 0:
                facts.append(refund(library, int(payment.id), part, why, method=method))
                left -= part
        if left:
            most = amount - left
            raise AmountRefused(
                "more_than_paid" if most else "nothing_left", amount, str(kept.currency), most
            )
    return facts


def _counter(
    library: Library,
    kept: Payment,
    kind: str,
    amount: int,
    why: str,
    *,
    method: str = "",
    at: int | None = None,
    reference: str = "",
    row: int | None = None,
) -> int:
    own = {} if row is None else {"id": row}
    return rows.add(
        library, Payment, **own, order=kept.order, member=kept.member, amount=amount, currency=str(kept.currency),
        paid_at=library.clock.now() if at is None else at, method=method or str(kept.method), kind=kind,
        subscription=kept.subscription, refunds=int(kept.id), gateway=str(kept.gateway), reference=reference, why=why,
    )  # fmt: skip


def _payment(library: Library, payment: int) -> Payment:
    kept = rows.get(library, Payment, payment)
    if kept is None:
        raise UnknownPayment(str(payment))
    return kept


def _known(library: Library, order: int, gateway: str, reference: str) -> tuple[int, int] | None:
    if not reference:
        return None
    found = library.rows(
        'SELECT id, amount FROM payment WHERE "order" = ? AND gateway = ? AND reference = ? AND kind = ?'
        " ORDER BY id LIMIT 1",
        (order, gateway, reference, PAYMENT),
    )
    return (int(found[0][0]), int(found[0][1])) if found else None


def _check(amount: int, currency: str, method: str) -> None:
    if amount <= 0:
        raise AmountRefused("not_positive", amount, currency)
    if amount >= LARGEST:
        raise AmountRefused("too_large", amount, currency, LARGEST - 1)
    if method not in METHODS:
        raise OrderRefused("method", method)
