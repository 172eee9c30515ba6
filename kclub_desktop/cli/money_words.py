"""What the commands about money share: reading amounts and days as typed, finding orders, and an order as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kclub_desktop.errors import FieldRefused

if TYPE_CHECKING:
    from kclub_desktop.community.order_list import Details, OrderRow
    from kclub_desktop.store import Library


def read_amount(said: str, currency: str, field: str = "amount") -> int:
    """Minor units of an amount as typed: 129, 129.00, ¥129. Nothing is rounded. Raises FieldRefused: amount."""
    from kclub_desktop.import_export.codes import Code
    from kclub_desktop.import_export.money import amount

    found = amount(said, currency)
    if isinstance(found, Code) or found[1] != currency:
        raise FieldRefused(field, "amount", said)
    return found[0]


def read_day(said: str, library: Library, *, end: bool = False) -> int | None:
    """The UTC second at which a day, typed as YYYY-MM-DD, begins where the community is, or ends; None for ''.

    Raises FieldRefused: date.
    """
    from kclub_desktop.community import day_end

    return day_end.bounds(day_end.read_day(said, library), library.zone)[1 if end else 0] if said else None


def row_data(row: OrderRow) -> dict[str, Any]:
    """An order of the list as plain data; amounts in minor units, times in UTC seconds, ids as text."""
    account = row.balance
    return {
        "id": str(row.id), "reference": row.reference, "member": str(row.member), "name": row.name, "what": row.what,
        "ordered_at": row.ordered_at, "due_at": row.due_at, "state": row.state, "currency": account.currency,
        "total": account.total, "paid": account.paid, "given_back": account.given_back, "due": account.due,
        "credit": account.credit,
    }  # fmt: skip


def order_data(found: Details) -> dict[str, Any]:
    """One order with its lines, facts and papers."""
    return {
        **row_data(found.row),
        "discount": int(found.order.discount), "tax": int(found.order.tax),
        "tax_included": bool(found.order.tax_included), "coupon": found.coupon, "note": str(found.order.note),
        "lines": [
            {
                "title": str(line.title), "quantity": int(line.quantity), "unit_amount": int(line.unit_amount),
                "discount": int(line.discount), "tax_rate": int(line.tax_rate), "tax": int(line.tax),
            }
            for line in found.lines
        ],
        "facts": [
            {
                "id": str(one.payment.id), "kind": str(one.payment.kind), "amount": int(one.payment.amount),
                "method": str(one.payment.method), "paid_at": int(one.payment.paid_at),
                "reference": str(one.payment.reference), "why": str(one.payment.why), "refundable": one.left,
            }
            for one in found.facts
        ],
        "receipts": [
            {"id": str(one.id), "code": one.code, "kind": one.kind, "amount": one.amount, "voided": one.voided}
            for one in found.papers
        ],
    }  # fmt: skip


def find_event(library: Library, asked: str) -> int:
    """The event with that id, or the only one whose title has the words. Raises UnknownEvent."""
    from kclub_desktop.cli.data import row_id
    from kclub_desktop.errors import UnknownEvent

    said = asked.strip()
    by_id = row_id(said)
    where, value = ("id = ?", by_id) if by_id is not None else ("title LIKE '%' || ? || '%'", said)
    found = (
        library.rows(f"SELECT id FROM event WHERE deleted_at IS NULL AND {where} LIMIT 2", (value,))
        if said
        else []
    )
    if len(found) != 1:
        raise UnknownEvent(asked)
    return int(found[0][0])
