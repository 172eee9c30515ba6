"""Orders: placing one with its lines, and calling one off. What was paid on it is payments.py's business.

An order is open until its facts pay it (balances.py says what is owed); its status column follows in following.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from kclub_desktop.clock import local
from kclub_desktop.community import contact, coupons, following, order_rows
from kclub_desktop.community.member_prices import for_member
from kclub_desktop.community.money_settings import settings
from kclub_desktop.community.order_lines import Line, Tax, checked
from kclub_desktop.errors import UnknownMember
from kclub_desktop.errors_of_money import OrderRefused, UnknownOrder
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Order, OrderLine

_DAY = 86400


def place(
    library: Library,
    member: int,
    lines: Sequence[Line],
    *,
    currency: str,
    subscription: int | None = None,
    coupon: int | None = None,
    due_at: int | None = None,
    tax: Tax | None = None,
    at: int | None = None,
    reference: str = "",
    channel: str = "",
    note: str = "",
    initiator: object | None = None,
) -> int:
    """Make an open order with its lines and return its id; one that costs nothing is paid at once.

    tax     by default the community's
    due_at  UTC seconds; by default so many days after `at` as the settings say
    What the member's level or plan takes off a course or an event is taken off first, a coupon off what is left.
    Raises UnknownMember, OrderRefused, AmountRefused, CouponRefused, NoAccess, NotOpenYet, FieldRefused; then nothing is written.
    """
    at = library.clock.now() if at is None else at
    kept, note = checked(lines, _currency(currency)), contact.text("note", note)
    channel, reference = contact.text("channel", channel), contact.text("reference", reference)
    with library.write(Op.PLACE_ORDER, initiator=initiator):
        if not library.value("SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL", (member,)):
            raise UnknownMember(str(member))
        known = settings(library)
        kept = for_member(library, member, kept, at)
        before = sum(line.discount for line in kept)
        if coupon is not None:
            kept = coupons.taken_off(
                library, coupon, kept, member=member, currency=currency, at=at, subscription=subscription
            )
        tax = tax or Tax(known.tax_rate, known.tax_included)
        order, come_to = order_rows.write(
            library, kept, tax, member=member, reference=reference or _reference(library, at), ordered_at=at,
            course=_only([line.course for line in kept]), event=_only([line.event for line in kept]),
            currency=currency, channel=channel, subscription=subscription, coupon=coupon,
            due_at=due_at if due_at is not None else at + known.due_days * _DAY, note=note,
        )  # fmt: skip
        if coupon is not None:
            coupons.use(library, coupon, order, member, come_to.discount - before, currency, at)
        following.follow(library, [order])
    return order


def cancel(library: Library, order: int, why: str = "", *, initiator: object | None = None) -> None:
    """Call an order off: nothing is owed on it any more, and what was paid is a credit to be given back. Harmless twice.

    Raises UnknownOrder, FieldRefused.
    """
    why = contact.text("why", why)
    with library.write(Op.CANCEL_ORDER, initiator=initiator):
        kept = get(library, order)
        if kept.cancelled_at is not None:
            return
        note = "\n".join(part for part in (str(kept.note), why) if part)
        rows.change(library, Order, order, cancelled_at=library.clock.now(), note=note)
        following.follow(library, [order])


def get(library: Library, order: int) -> Order:
    """The order of that id. Raises UnknownOrder for one that is not there or was taken back."""
    kept = rows.get(library, Order, order)
    if kept is None or kept.deleted_at is not None:
        raise UnknownOrder(str(order))
    return kept


def find(library: Library, asked: str) -> int:
    """The order of a number or an id as a person writes it. Raises UnknownOrder."""
    said = asked.strip()
    found = library.rows(
        'SELECT id FROM "order" WHERE reference = ? AND deleted_at IS NULL LIMIT 2', (said.upper(),)
    )
    if not found and said.lstrip("-").isdigit() and len(said) < 20:
        found = library.rows('SELECT id FROM "order" WHERE id = ? AND deleted_at IS NULL', (int(said),))
    if len(found) != 1:
        raise UnknownOrder(asked)
    return int(found[0][0])


def lines_of(library: Library, order: int) -> list[OrderLine]:
    """The lines of an order, in their order."""
    query = OrderLine.select().where((OrderLine.order == order) & OrderLine.deleted_at.is_null())
    return list(query.order_by(OrderLine.position, OrderLine.id).execute(library))


def _only(things: list[int | None]) -> int | None:
    """What an order is for, when it is for one thing: the column by which everything else knows it."""
    return things[0] if len(things) == 1 else None


def _currency(code: str) -> str:
    from babel.numbers import is_currency

    if not is_currency(code):
        raise OrderRefused("currency", code)
    return code


def _reference(library: Library, at: int) -> str:
    """The next number of that day on this device: 261126-004, or 261126-3-004 on the device of node 3."""
    day = f"{local(at, library.zone):%y%m%d}"
    start = f"{day}-{library.node}-" if library.node else f"{day}-"
    last = 0
    for (reference,) in library.rows(
        'SELECT reference FROM "order" WHERE reference >= ? AND reference < ?', (start, start + "~")
    ):
        number = reference[len(start) :]
        last = max(last, int(number)) if number.isdigit() else last
    return f"{start}{last + 1:03d}"
