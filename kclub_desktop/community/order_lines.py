"""The lines of an order: what each costs as it stands in the catalogue, its discount, and its share of the tax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kclub_desktop.community import contact
from kclub_desktop.community.amounts import LARGEST, tax_inside, tax_on_top
from kclub_desktop.errors import UnknownCourse, UnknownEvent
from kclub_desktop.errors_of_money import AmountRefused, OrderRefused
from kclub_desktop.store import Library

MOST_PIECES = 10_000


@dataclass(frozen=True)
class Line:
    """One thing in an order. Amounts in minor units; unit_amount may be below zero for what is credited in the same order.

    discount  off the whole line
    currency  of unit_amount; '' = the order's
    tax_rate  hundredths of a percent; None = the order's
    """

    title: str
    unit_amount: int
    quantity: int = 1
    course: int | None = None
    event: int | None = None
    ticket_kind: int | None = None
    price: int | None = None
    discount: int = 0
    currency: str = ""
    tax_rate: int | None = None

    @property
    def amount(self) -> int:
        """What the line costs, discount taken off; tax is in it or comes on top as the order says."""
        return self.quantity * self.unit_amount - self.discount

    def off(self, discount: int) -> Line:
        """The same with so much more taken off, never more than it costs."""
        return replace(self, discount=self.discount + max(0, min(discount, self.amount)))


@dataclass(frozen=True)
class Tax:
    """rate in hundredths of a percent; included: are the lines' prices with tax?"""

    rate: int = 0
    included: bool = True


@dataclass(frozen=True)
class Sums:
    """What the lines come to. total includes tax; taxes: of each line, in order."""

    total: int
    discount: int
    taxes: tuple[int, ...]

    @property
    def tax(self) -> int:
        """All of the tax."""
        return sum(self.taxes)


def columns_of(line: Line, position: int, tax: Tax, share: int) -> dict[str, Any]:
    """What the row of a line says, beside its id and its order. tax: the order's; share: the line's own part of it."""
    return {
        "position": position, "course": line.course, "event": line.event, "ticket_kind": line.ticket_kind,
        "price": line.price, "title": line.title, "quantity": line.quantity, "unit_amount": line.unit_amount,
        "discount": line.discount, "currency": line.currency,
        "tax_rate": tax.rate if line.tax_rate is None else line.tax_rate, "tax": share,
    }  # fmt: skip


def course_line(library: Library, course: int, quantity: int = 1) -> Line:
    """A course at its price. Raises UnknownCourse."""
    if (found := _priced(library, "course", course)) is None:
        raise UnknownCourse(str(course))
    title, price, currency = found
    return Line(title, price, quantity, course=course, currency=currency)


def event_line(library: Library, event: int, quantity: int = 1) -> Line:
    """A ticket of an event that has one price. Raises UnknownEvent."""
    if (found := _priced(library, "event", event)) is None:
        raise UnknownEvent(str(event))
    title, price, currency = found
    return Line(title, price, quantity, event=event, currency=currency)


def ticket_line(library: Library, kind: int, at: int, quantity: int = 1) -> Line:
    """A ticket of a kind, while it is sold; from when on is asked for the member who buys. Raises UnknownEvent, OrderRefused: not_sold."""
    found = library.rows(
        "SELECT e.title || ' · ' || k.name, k.price, k.currency, k.event, k.active"
        " AND coalesce(k.sold_until, ?1 + 1) > ?1 FROM ticket_kind k JOIN event e ON e.id = k.event"
        " WHERE k.id = ?2 AND k.deleted_at IS NULL AND e.deleted_at IS NULL",
        (at, kind),
    )
    if not found:
        raise UnknownEvent(str(kind))
    title, price, currency, event, sold = found[0]
    if not sold:
        raise OrderRefused("not_sold", title)
    return Line(title, price, quantity, event=event, ticket_kind=kind, currency=currency)


def checked(lines: Sequence[Line], currency: str) -> list[Line]:
    """Lines as they are kept. Raises OrderRefused: empty, currencies, quantity; FieldRefused; AmountRefused."""
    if not lines:
        raise OrderRefused("empty")
    kept = []
    for line in lines:
        if line.currency not in ("", currency):
            # A free thing has no price that could be in another currency.
            if line.unit_amount:
                raise OrderRefused("currencies", line.title)
            line = replace(line, currency=currency)
        if not 1 <= line.quantity <= MOST_PIECES:
            raise OrderRefused("quantity", line.title)
        if abs(line.unit_amount) * line.quantity >= LARGEST:
            raise AmountRefused("too_large", line.unit_amount, currency, LARGEST - 1)
        if line.discount < 0 or (line.discount and line.discount > line.quantity * line.unit_amount):
            raise OrderRefused("below_zero", line.title)
        kept.append(replace(line, title=contact.text("title", line.title, required=True), currency=currency))
    return kept


def sums(lines: Sequence[Line], tax: Tax) -> Sums:
    """Total and taxes: the tax of a rate is that of all its lines together, and their shares add up to it exactly.

    Raises OrderRefused: below_zero.
    """
    running: dict[int, int] = {}
    taxes = []
    for line in lines:
        rate = tax.rate if line.tax_rate is None else line.tax_rate
        before = running.get(rate, 0)
        running[rate] = before + line.amount
        # What the sum up to here is taxed, less what it was before this line: nothing is rounded twice.
        of = tax_inside if tax.included else tax_on_top
        taxes.append(of(running[rate], rate) - of(before, rate))
    total = sum(line.amount for line in lines) + (0 if tax.included else sum(taxes))
    if total < 0:
        raise OrderRefused("below_zero")
    if total >= LARGEST:
        raise AmountRefused("too_large", total, "", LARGEST - 1)
    return Sums(total, sum(line.discount for line in lines), tuple(taxes))


def _priced(library: Library, table: str, row: int) -> tuple[str, int, str] | None:
    found = library.rows(
        f'SELECT title, price, currency FROM "{table}" WHERE id = ? AND deleted_at IS NULL', (row,)
    )
    return found[0] if found else None
