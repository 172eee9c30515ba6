"""What follows from an order's facts: its status, and what being paid opens or closes: courses, tickets, links, subscriptions.

Called inside each write that adds a fact. Facts that came by sync are followed by `settle`, which a desk and the command
line run after one; a status set on two devices at once is put right there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kclub_desktop.community import balances, uses_given_back
from kclub_desktop.store import Library, Op, rows, setting
from kclub_desktop.store.log import OF_SET
from kclub_desktop.store.tables import Activity, Checkout, Enrolment, Order, Payment, Registration

_THROUGH = "money.followed_through"
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SOURCE = "order"
_OWNER = "owner"


def follow(library: Library, orders: Iterable[int]) -> list[int]:
    """Bring the status of these orders in line with their facts, and what depends on it; inside a write.

    Returns those that became paid now.
    """
    settled = []
    for order, balance in balances.of_orders(library, orders).items():
        kept = rows.get(library, Order, order)
        assert kept is not None
        before, status = str(kept.status), balance.status
        if status == before:
            continue
        rows.change(library, Order, order, status=status)
        if status == balances.PAID:
            _open(library, kept)
            settled.append(order)
        else:
            _close(library, kept)
        _links(library, order, status)
    return settled


def settle(library: Library) -> list[int]:
    """Follow what came by sync since the last time; returns the orders whose status changed. Cheap when nothing came.

    Only on an owner's device: one of staff may not be granted to write money, and its hub would refuse the status.
    """
    role = library.value("SELECT role FROM device WHERE node = ? AND deleted_at IS NULL", (library.node,))
    if role not in (None, _OWNER):
        return []
    through = int(setting.get(library, _THROUGH) or 0)
    newest = int(library.value("SELECT coalesce(max(id), 0) FROM change_set"))
    if newest <= through:
        return []
    touched = [
        order
        for (order,) in library.rows(
            f'SELECT p."order" FROM change_set s CROSS JOIN change c ON {OF_SET} JOIN payment p ON p.id = c.row'
            " WHERE s.origin = 'sync' AND s.id > ?1 AND s.id <= ?2 AND c.entity = ?3 AND p.\"order\" IS NOT NULL"
            f' UNION SELECT c.row FROM change_set s CROSS JOIN change c ON {OF_SET} JOIN "order" o ON o.id = c.row'
            " WHERE s.origin = 'sync' AND s.id > ?1 AND s.id <= ?2 AND c.entity = ?4 AND c.field IN ('status',"
            " 'cancelled_at') AND EXISTS (SELECT 1 FROM payment p WHERE p.\"order\" = o.id)",
            (through, newest, Payment.number, Order.number),
        )
    ]
    changed = settle_orders(library, touched)
    setting.put(library, _THROUGH, str(newest))
    return changed


def settle_orders(library: Library, orders: Sequence[int]) -> list[int]:
    """Follow these orders in a write of its own; returns those whose status changed."""
    if not orders:
        return []
    with library.write(Op.SETTLE_ORDERS):
        before = {order: str(kept.status) for order in orders if (kept := rows.get(library, Order, order))}
        for order in follow(library, orders):
            _tell_subscription(library, order)
        changed = []
        for order, status in before.items():
            now = rows.get(library, Order, order)
            if now is not None and str(now.status) != status:
                changed.append(order)
    return changed


def _tell_subscription(library: Library, order: int) -> None:
    """It was paid, elsewhere perhaps; harmless for one that has heard of it."""
    from kclub_desktop.community import subscriptions_paid

    if library.value('SELECT subscription FROM "order" WHERE id = ?', (order,)) is not None:
        subscriptions_paid.settled(library, order)


def _open(library: Library, order: Order) -> None:
    now, member = library.clock.now(), int(order.member)
    for course in _things(library, order, "course"):
        key = {"member": member, "course": course}
        enrolment = rows.get(library, Enrolment, rows.id_for(Enrolment, key))
        if enrolment is None:
            rows.add(library, Enrolment, **key, enrolled_at=now, source=_SOURCE, order=int(order.id))
        elif enrolment.deleted_at is not None:
            # A pass that had opened it gets its use back before the order is what does.
            uses_given_back.even_out(library, [int(enrolment.id)])
            rows.change(
                library, Enrolment, int(enrolment.id), deleted_at=None, order=int(order.id), subscription=None
            )
        else:
            continue
        rows.add(
            library,
            Activity,
            member=member,
            kind="purchase",
            at=now,
            course=course,
            channel=str(order.channel),
        )
    for event in _things(library, order, "event"):
        key = {"event": event, "member": member}
        registration = rows.get(library, Registration, rows.id_for(Registration, key))
        if registration is None:
            kind = library.value(
                'SELECT ticket_kind FROM order_line WHERE "order" = ? AND event = ? AND deleted_at IS NULL',
                (order.id, event),
            )
            rows.add(
                library, Registration, **key, registered_at=now, ticket=_ticket(library), status="registered", paid=1,
                order=int(order.id), ticket_kind=kind, source=_SOURCE,
            )  # fmt: skip
        else:
            rows.change(
                library, Registration, int(registration.id), paid=1, order=int(order.id), deleted_at=None
            )


def _close(library: Library, order: Order) -> None:
    """What this very order had opened is closed again; progress and scans stay in the record."""
    if str(order.status) == balances.OPEN:
        return
    for course in _things(library, order, "course"):
        row = rows.id_for(Enrolment, {"member": int(order.member), "course": course})
        enrolment = rows.get(library, Enrolment, row)
        if enrolment is not None and enrolment.deleted_at is None and enrolment.order == order.id:
            rows.change(library, Enrolment, row, deleted_at=library.clock.now())
    for event in _things(library, order, "event"):
        row = rows.id_for(Registration, {"event": event, "member": int(order.member)})
        registration = rows.get(library, Registration, row)
        if registration is not None and registration.order == order.id:
            rows.change(library, Registration, row, paid=0)


def _links(library: Library, order: int, status: str) -> None:
    """A payment link that was offered is done with once nothing is open any more."""
    if status == balances.OPEN:
        return
    ended = "paid" if status == balances.PAID else "cancelled"
    found = library.rows(
        "SELECT id FROM checkout WHERE \"order\" = ? AND status = 'open' AND deleted_at IS NULL", (order,)
    )
    rows.change_many(library, Checkout, [{"id": row, "status": ended} for (row,) in found])


def _things(library: Library, order: Order, column: str) -> list[int]:
    found = library.rows(
        f'SELECT DISTINCT "{column}" FROM order_line WHERE "order" = ? AND "{column}" IS NOT NULL'
        " AND deleted_at IS NULL",
        (order.id,),
    )
    own = getattr(order, column)
    return [thing for (thing,) in found] or ([int(own)] if own is not None else [])


def _ticket(library: Library) -> str:
    """A code as the door's scanner reads it: eight letters of a new id, spread so that neighbours look different."""
    spread = library.new_id() * 0x9E3779B97F4A7C15 % 2**64
    letters = ""
    for _ in range(8):
        spread, place = divmod(spread, len(_LETTERS))
        letters += _LETTERS[place]
    return f"T-{letters[:4]}-{letters[4:]}"
