"""Orders into CSV for a spreadsheet or whoever keeps the books: one line each, with what was paid, given back and is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kclub_desktop.community import order_list
from kclub_desktop.import_export.export import moment, write_csv
from kclub_desktop.import_export.money import written
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library

_PAGE = 500
HEADERS = str.split("order member what ordered_at due_at state currency total paid given_back due credit")


def export_orders(
    library: Library, path: Path | str, ids: Sequence[int], *, progress: Progress | None = None
) -> int:
    """These orders in their order. Amounts have a point and the currency's own digits; returns the number of rows.

    Raises FileNotWritable; Cancelled leaves no file.
    """
    return write_csv(path, HEADERS, _pages(library, ids), progress=progress)


def _pages(library: Library, ids: Sequence[int]) -> Iterator[list[list[Any]]]:
    now = library.clock.now()
    for start in range(0, len(ids), _PAGE):
        yield [_cells(row) for row in order_list.order_rows(library, ids[start : start + _PAGE], now)]


def _cells(row: order_list.OrderRow) -> list[Any]:
    account = row.balance
    amounts = (account.total, account.paid, account.given_back, account.due, account.credit)
    return [
        row.reference, row.name, row.what, moment(row.ordered_at), moment(row.due_at), row.state, account.currency,
        *(written(amount, account.currency) for amount in amounts),
    ]  # fmt: skip
