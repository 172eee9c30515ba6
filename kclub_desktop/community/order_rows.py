"""How an order is written, whoever makes it: its row with its sums, and its lines with their shares of the tax."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kclub_desktop.community import balances
from kclub_desktop.community.order_lines import Line, Sums, Tax, columns_of, sums
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import Order, OrderLine
from kclub_protocol.ids import derived_id


def write(
    library: Library, lines: Sequence[Line], tax: Tax, *, row: int | None = None, **columns: Any
) -> tuple[int, Sums]:
    """Make an open order inside a write; its id, and what it comes to.

    lines    checked, in the order's currency
    row      its id where that follows from what it is for, and so do its lines': one that an undo deleted comes back
    columns  of the order, but for those that follow from its lines
    Raises OrderRefused: below_zero; AmountRefused: too_large.
    """
    come_to = sums(lines, tax)
    told = {
        "status": balances.OPEN, **columns, "total": come_to.total, "discount": come_to.discount, "tax": come_to.tax,
        "tax_included": int(tax.included),
    }  # fmt: skip
    parts = [
        columns_of(line, place, tax, share)
        for place, (line, share) in enumerate(zip(lines, come_to.taxes, strict=True), start=1)
    ]
    if row is None:
        row = rows.add(library, Order, **told)
        rows.add_many(library, OrderLine, [{"order": row, **part} for part in parts])
    else:
        rows.put(library, Order, id=row, **told)
        own = [derived_id("order_line", row, *((place,) if place else ())) for place in range(len(parts))]
        rows.put_many(
            library, OrderLine, [{"id": line, "order": row, **part} for line, part in zip(own, parts, strict=True)]
        )  # fmt: skip
    return row, come_to
