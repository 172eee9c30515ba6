"""What money does to a subscription: an order of it is settled, or a charge for one failed.

Called by who records payments, inside the same write. The moment is that of the payment or the attempt, so that what was
paid last week and is written down today counts from last week.
"""

from __future__ import annotations

from typing import Any

from kclub_desktop.community import subscription_orders
from kclub_desktop.community.periods import after_days, comes_again, period_end
from kclub_desktop.community.renewal_rules import rules
from kclub_desktop.community.subscription_moves import make
from kclub_desktop.community.subscription_states import Move, State
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Price, Subscription


def settled(library: Library, order: int) -> None:
    """An order was paid in full. Of a subscription that waits for it: it is active again. Harmless twice, and for any other
    order; call it once the order's status says paid."""
    at = _last(library, order, "payment", "paid_at")
    found = _of(library, order)
    if found is None or str(found.status) not in (State.INCOMPLETE, State.PAST_DUE, State.UNPAID):
        return
    with library.write(Op.EDIT_SUBSCRIPTION):
        if subscription_orders.open_order(library, int(found.id)) is None:
            pay(library, found, at, order)


def pay(library: Library, found: Subscription, at: int, order: int | None = None) -> None:
    """It is paid, inside a write. What gave nothing until now (never paid, or unpaid) begins its period today."""
    fields: dict[str, Any] = {"grace_ends_at": None}
    if str(found.status) in (State.INCOMPLETE, State.UNPAID):
        fields |= _from(library, found, at)
    make(library, found, Move.PAY, "paid", at=at, fact={"order": order}, **fields)


def failed(library: Library, order: int) -> None:
    """A charge for an order failed (a PaymentAttempt says so). The grace begins with the first failure and is over with the
    last try that the rules allow. For any other order, or one paid meanwhile: nothing."""
    found = _of(library, order)
    if found is None or str(found.status) in (State.CANCELED, State.PAUSED, State.TRIALING):
        return
    at = _last(library, order, "payment_attempt", "tried_at")
    kept = rules(library)
    with library.write(Op.EDIT_SUBSCRIPTION):
        if library.value('SELECT status FROM "order" WHERE id = ?', (order,)) != "open":
            return
        fields: dict[str, Any] = {}
        if str(found.status) == State.ACTIVE:
            fields["grace_ends_at"] = after_days(at, kept.grace_days, library.zone)
        why = library.value(
            'SELECT why FROM payment_attempt WHERE "order" = ? ORDER BY tried_at DESC, id DESC LIMIT 1',
            (order,),
        )
        make(
            library,
            found,
            Move.FAIL,
            "payment_failed",
            at=at,
            fact={"order": order, "why": why or ""},
            **fields,
        )
        tries = library.value('SELECT count(*) FROM payment_attempt WHERE "order" = ?', (order,))
        if str(found.status) == State.PAST_DUE and tries >= kept.tries:
            make(library, found, Move.LOSE_GRACE, "unpaid", at=at, grace_ends_at=None)


def _from(library: Library, found: Subscription, at: int) -> dict[str, Any]:
    """The fields of a first period that begins now."""
    if comes_again(str(found.interval)):
        ends: int | None = period_end(at, at, str(found.interval), int(found.interval_count), library.zone)
    else:
        price = rows.get(library, Price, int(found.price))
        days = None if price is None else price.valid_days
        ends = after_days(at, int(days), library.zone) if days else None
    return {"period_starts_at": at, "period_ends_at": ends, "anchor_at": at}


def _of(library: Library, order: int) -> Subscription | None:
    subscription = library.value(
        'SELECT subscription FROM "order" WHERE id = ? AND deleted_at IS NULL', (order,)
    )
    found = rows.get(library, Subscription, subscription) if subscription else None
    return None if found is None or found.deleted_at is not None else found


def _last(library: Library, order: int, table: str, column: str) -> int:
    found = library.value(f'SELECT max({column}) FROM {table} WHERE "order" = ?', (order,))
    return library.clock.now() if found is None else int(found)
