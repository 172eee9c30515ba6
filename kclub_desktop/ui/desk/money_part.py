"""Money in a member's inspector: how they stand in each currency, their last orders, and the way to the next one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.community.balances import Standing
from kclub_desktop.community.order_list import OrderRow
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.words import tr
from kclub_desktop.words_for_money import status_words


class MoneyPart(QWidget):
    """standing: by currency; orders: the newest."""

    order_wanted = Signal(object)
    new_wanted = Signal()

    def __init__(self, standing: list[Standing], orders: list[OrderRow]) -> None:
        super().__init__()
        layout = parts.column(self, gap=6)
        for one in standing:
            if one.due:
                layout.addLayout(parts.fact(tr("Due"), shown.money(one.due, one.currency)))
            if one.credit:
                layout.addLayout(parts.fact(tr("Paid too much"), shown.money(one.credit, one.currency)))
        for row in orders:
            open_ = row.balance.due > 0
            number = parts.button(row.reference, partial(self.order_wanted.emit, row.id), kind="link")
            number.setToolTip(row.what)
            amount = row.balance.due if open_ else row.balance.total
            words = f"{status_words(row.state)} · {shown.money(amount, row.balance.currency)}"
            layout.addLayout(
                parts.row(
                    number, None, parts.text(words, "warning" if row.state == "overdue" else "secondary")
                )
            )
        if not orders:
            layout.addWidget(parts.text(tr("No orders yet"), "secondary"))
        pay = next((row for row in orders if row.balance.due), None)
        buttons = [parts.button(tr("New order"), self.new_wanted.emit)]
        if pay is not None:
            buttons.insert(0, parts.button(tr("Take payment"), partial(self.order_wanted.emit, pay.id)))
        layout.addLayout(parts.row(*buttons, None, gap=6))
