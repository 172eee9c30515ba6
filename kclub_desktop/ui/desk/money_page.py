"""The Money page: orders with what is owed on them, receivables, receipts, the day's end and coupons, with the inspector of an order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget, QWidget

from kclub_desktop.community import (
    coupons,
    day_end,
    member_prices,
    orders,
    payment_links,
    payments,
    receipts,
)
from kclub_desktop.community.order_lines import Line
from kclub_desktop.community.order_list import Details, Sort, Wanted, details
from kclub_desktop.date_range import DateRange, Preset
from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store import Op
from kclub_desktop.store.tables import (
    CashCount,
    Checkout,
    Coupon,
    CouponUse,
    Member,
    Order,
    OrderLine,
    Payment,
    PaymentAttempt,
    Receipt,
)
from kclub_desktop.ui.desk import courses_query, money_query, parts, shown
from kclub_desktop.ui.desk.money.coupons_tab import CouponsTab
from kclub_desktop.ui.desk.money.doing import do_money
from kclub_desktop.ui.desk.money.new_order import NewOrder
from kclub_desktop.ui.desk.money.order_inspector import OrderInspector
from kclub_desktop.ui.desk.money.order_table import OrderTable, OrderView
from kclub_desktop.ui.desk.money.tabs import DayEndTab, ReceiptsTab, ReceivablesTab
from kclub_desktop.ui.desk.money_query import ForSale, Loaded
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.date_range_picker import DateRangePicker
from kclub_desktop.ui.widgets.person_picker import Person
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_errors import words_for

TABS = {
    "orders": tr_noop("Orders"),
    "receivables": tr_noop("Receivables"),
    "receipts": tr_noop("Receipts"),
    "day_end": tr_noop("Day’s end"),
    "coupons": tr_noop("Coupons"),
}
_STATES = {
    "all": tr_noop("All"),
    "open": tr_noop("Unpaid"),
    "overdue": tr_noop("Overdue"),
    "paid": tr_noop("Paid"),
    "refunded": tr_noop("Refunded"),
    "cancelled": tr_noop("Cancelled"),
}
_FILTER_AFTER_MS = 120


class MoneyPage(Page):
    """Who bought what, who owes what, and what came in."""

    name = "money"
    models = frozenset(
        {CashCount, Checkout, Coupon, CouponUse, Member, Order, OrderLine, Payment, PaymentAttempt, Receipt}
    )

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.tab, self.wanted_orders, self.sort = "orders", Wanted(), Sort()
        self.chosen, self.text = 0, ""
        self.day: date = day_end.today(session.library)
        self._range: DateRange | None = None
        super().__init__(session, parent)

    def title(self) -> str:
        """Money, in the current language."""
        return tr("Money")

    def build(self, body: QWidget) -> None:
        """Header, tabs, the open one, and the inspector."""
        library = self.session.library
        self.count = parts.text("", "secondary")
        self._owed, self._papers = ReceivablesTab(library.zone), ReceiptsTab(library.zone)
        self._day = DayEndTab(self.day, day_end.today(library), library.currency)
        self.coupons = CouponsTab(self)
        self._export_button = parts.button(tr("Export"), self.export, icon="export")
        self._new_order_button = parts.button(tr("New order"), self.new_order, kind="primary", icon="add")
        self._new_coupon_button = parts.button(tr("New coupon"), self.coupons.new, kind="primary", icon="add")
        left = parts.column(margins=parts.PAGE, gap=12)
        left.addLayout(
            parts.header(
                self.title(), self.count,
                self._export_button,
                self._new_order_button, self._new_coupon_button,
            )
        )  # fmt: skip
        self.tabs = parts.Choice([(code, tr(words)) for code, words in TABS.items()], self.tab)
        self.tabs.chosen.connect(self.show_tab)
        left.addWidget(self.tabs)
        self.pages = QStackedWidget()
        for widget in (self._orders(), self._owed, self._papers, self._day, self.coupons):
            self.pages.addWidget(widget)
        left.addWidget(self.pages, 1)
        self._owed.order_wanted.connect(self.go_to)
        self._papers.saved.connect(self.save_paper)
        self._papers.voided.connect(self.void)
        self._day.day_wanted.connect(self.show_day)
        self._day.counted.connect(self.keep_count)
        self.side = QStackedWidget()
        self.side.setFixedWidth(parts.inspector_width())
        self.inspector, self.form = self._inspector(), self._new_order()
        for widget in (self.inspector, self.form, self.coupons.panel):
            self.side.addWidget(widget)
        self.side.hide()
        self.coupons.panel_wanted.connect(self._show_coupon_panel)
        self.coupons.panel.order_wanted.connect(self._open_order)
        self._turn_to(self.tab)
        self._show_buttons()
        parts.beside(left, self.side, body)

    def _orders(self) -> QWidget:
        self.search = parts.field(tr("Number or member"), filter=True, value=self.wanted_orders.text)
        typing = QTimer(self, singleShot=True, interval=_FILTER_AFTER_MS)
        typing.timeout.connect(lambda: self._narrow(text=self.search.text()))
        self.search.textChanged.connect(lambda: typing.start())
        states = parts.Choice(
            [(code, tr(words)) for code, words in _STATES.items()], self.wanted_orders.state
        )
        states.chosen.connect(lambda state: self._narrow(state=state))
        self.dates = DateRangePicker(day_end.today(self.session.library), Preset.LAST_12_MONTHS)
        if self._range is not None:
            self.dates.choose(self._range)
        else:
            self.dates.setText(tr("All days"))
        self.dates.changed.connect(self._show_range)
        self.table = OrderTable(self.session.library, self.sort)
        self.view = OrderView(self.table, tr("Orders"))
        self.view.chosen.connect(self.go_to)
        self.view.sorted_by.connect(self._sort)
        self.nothing = parts.small_message(tr("No order fits. Try other words, another state or other days."))
        self.nothing.hide()
        made = QWidget()
        layout = parts.column(made, gap=12)
        layout.addWidget(parts.FilterBar(self.search, self.dates, states))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.nothing, 1)
        return made

    def _inspector(self) -> OrderInspector:
        made = OrderInspector(self.session.library.zone)
        made.closed.connect(self.close_side)
        made.member_wanted.connect(lambda member: self.wanted.emit("members", member))
        made.paid.connect(self.take_payment)
        made.given_back.connect(self.give_back)
        made.corrected.connect(self.correct)
        made.cancelled.connect(self.cancel)
        made.paper_wanted.connect(self.issue)
        made.paper_saved.connect(self.save_paper)
        made.paper_voided.connect(self.void)
        made.link_wanted.connect(self.offer_link)
        return made

    def _new_order(self) -> NewOrder:
        library = self.session.library

        def find(words: str, most: int) -> list[Person]:
            return [Person(*found) for found in courses_query.members_like(library, words, most)]

        made = NewOrder(library.currency, find, self.session.jobs)
        made.closed.connect(self.close_side)
        made.thing_wanted.connect(self._add_line)
        made.prices_wanted.connect(self._price_lines)
        made.placed.connect(lambda form: self.place(form))
        return made

    # Loading

    def query(self, progress: Progress) -> Loaded:
        """The open tab."""
        library = self.session.library
        return money_query.load(library, self.tab, self.wanted_orders, self.sort, self.text, self.day)

    def show_loaded(self, found: Loaded) -> None:
        """Fill the open tab; the chosen order stays chosen."""
        if found.total == 0 and self.tab == "orders" and self.side.isHidden():
            self.show_empty(
                tr("No orders yet"),
                tr("What members buy is here, with what they paid and still owe."),
                tr("New order"),
                self.new_order,
            )
            return
        self.count.setText(shown.number(len(found.ids) if found.ids is not None else found.total))
        if found.ids is not None:
            top = self.view.verticalScrollBar().value()
            self.table.show_ids(found.ids)
            self.view.setVisible(len(found.ids) > 0)
            self.nothing.setVisible(len(found.ids) == 0)
            self.view.verticalScrollBar().setValue(top)
            self.view.mark(self.chosen)
        elif found.owed is not None:
            self._owed.show_owed(found.owed, self.chosen)
        elif found.coupons is not None:
            self.count.setText(shown.number(len(found.coupons)))
            self.coupons.show_coupons(found.coupons)
        elif found.day is not None:
            self._day.show_day(found.day)
        else:
            self._papers.show_papers(found.papers)
        if self.chosen and self.side.currentWidget() is self.inspector:
            self._load_details()

    def show_tab(self, tab: str) -> None:
        """Open another tab."""
        self.tab = tab
        self.tabs.mark(tab)
        self._turn_to(tab)
        if tab in ("day_end", "coupons") or self.side.currentWidget() is self.coupons.panel:
            self.coupons.forget()
            self.close_side()
        self._show_buttons()
        self.refresh()

    def _turn_to(self, tab: str) -> None:
        """The room a tab needs is asked for while it is seen only, or a narrow window would be made wider by a hidden one."""
        shown_at = list(TABS).index(tab)
        for at in range(self.pages.count()):
            wanted = QSizePolicy.Policy.Preferred if at == shown_at else QSizePolicy.Policy.Ignored
            if (page := self.pages.widget(at)) is not None:
                page.setSizePolicy(wanted, wanted)
        self.pages.setCurrentIndex(shown_at)

    def _show_buttons(self) -> None:
        for of_orders in (self._export_button, self._new_order_button):
            of_orders.setVisible(self.tab != "coupons")
        self._new_coupon_button.setVisible(self.tab == "coupons")

    def _show_coupon_panel(self, wanted: bool) -> None:
        self.side.setCurrentWidget(self.coupons.panel)
        self.side.setVisible(wanted and self.tab == "coupons")

    def _open_order(self, order: int) -> None:
        self.show_tab("orders")
        self.go_to(order)

    def show_day(self, day: date) -> None:
        """The day's end of another day; never one to come."""
        self.day = min(day, day_end.today(self.session.library))
        self.retranslate()

    def go_to(self, row_id: int | Person) -> None:
        """Show one order in the inspector; for a Person the form for a new one."""
        if isinstance(row_id, Person):
            self.new_order(row_id)
            return
        self.chosen = row_id
        self.show_content()
        self.view.mark(row_id)
        self._load_details()

    def close_side(self) -> None:
        """Give the list the whole width."""
        self.chosen = 0
        self.side.hide()
        self.view.clearSelection()
        if not self.loaded:
            return
        self.refresh()

    def _load_details(self) -> None:
        order, library = self.chosen, self.session.library
        self.session.jobs.start(
            lambda progress: details(library, order, library.clock.now()),
            key="order",
            done=self._show_details,
        )

    def _show_details(self, found: Details | None) -> None:
        if found is None:
            self.close_side()
            return
        self.inspector.show_details(found, self.session.clock.now())
        self.side.setCurrentWidget(self.inspector)
        self.side.show()

    def _narrow(self, **changed: Any) -> None:
        self.wanted_orders = self.wanted_orders.but(**changed)
        self.refresh()

    def _show_range(self, days: DateRange) -> None:
        self._range = days
        zone = self.session.library.zone
        self._narrow(start=day_end.bounds(days.first, zone)[0], end=day_end.bounds(days.last, zone)[1])

    def _sort(self, sort: Sort) -> None:
        self.sort = self.table.order = sort
        self.refresh()

    # Doing

    def new_order(self, person: Person | None = None) -> None:
        """Open the form for a new order, for somebody or nobody yet."""
        library = self.session.library
        self.chosen = 0
        self.show_content()
        self.view.clearSelection()
        self.form.start(person)
        self.side.setCurrentWidget(self.form)
        self.side.show()
        self.session.jobs.start(
            lambda progress: money_query.for_sale(library, library.clock.now()),
            key="for_sale",
            done=self.form.offer,
        )

    def _add_line(self, thing: ForSale) -> None:
        library = self.session.library

        def refused(error: KClubError | None) -> None:
            if error is not None:
                self.form.refuse(error)

        self.session.jobs.start(
            lambda progress: money_query.line_of(library, thing, library.clock.now()),
            key="line", done=self.form.add, failed=refused,
        )  # fmt: skip

    def _price_lines(self, member: int, lines: list[Line]) -> None:
        library = self.session.library
        self.session.jobs.start(
            lambda progress: member_prices.for_member(library, member, lines, library.clock.now()),
            key="prices",
            done=lambda found: self.form.show_prices(lines, found),
            failed=lambda error: self.form.refuse(error) if error is not None else None,
        )

    def place(self, form: NewOrder) -> None:
        """Place the order of the form, paid at once if it says so; both or none."""
        library, person = self.session.library, form.who.person
        assert person is not None
        lines, currency, code, method = (
            list(form.lines),
            form.currency,
            form.coupon.text().strip(),
            form.paid.currentData(),
        )

        def work() -> int:
            coupon = coupons.find(library, code) if code else None
            with library.write(Op.TAKE_PAYMENT if method else Op.PLACE_ORDER, initiator=self):
                order = orders.place(library, person.id, lines, currency=currency, coupon=coupon)
                due = payments.balance(library, order).due
                if method and due:
                    payments.pay(library, order, due, method)
            return order

        if method:
            do_money(self, work, said=tr("Order placed and paid"), done=self._placed, failed=form.refuse)
        else:
            self.do(work, said=tr("Order placed"), done=self._placed, failed=form.refuse)

    def _placed(self, order: int) -> None:
        self.side.setCurrentWidget(self.inspector)
        self.refresh()
        self.go_to(order)

    def take_payment(self, order: int, amount: int, method: str, reference: str) -> None:
        """Keep a payment; its message takes it back by a correction."""
        library = self.session.library
        do_money(
            self,
            lambda: payments.pay(library, order, amount, method, reference=reference),
            said=tr("Payment taken"),
            failed=self.inspector.refuse,
        )

    def give_back(self, order: int, amount: int, why: str) -> None:
        """Give money back, from the newest payments first; the message takes it back by a correction."""
        library = self.session.library
        do_money(
            self,
            lambda: payments.refund_order(library, order, amount, why),
            said=tr("Given back"),
            failed=self.inspector.refuse,
        )

    def correct(self, fact: int) -> None:
        """Take back a payment that was recorded by mistake; its receipts are voided."""
        library = self.session.library
        self.do(
            lambda: payments.correct(library, fact), undoable=False,
            said=tr("Corrected. The mistake and its correction both stay in the record."),
        )  # fmt: skip

    def cancel(self, order: int) -> None:
        """Call an order off."""
        library = self.session.library
        self.do(lambda: orders.cancel(library, order), said=tr("Order cancelled"))

    def offer_link(self, order: int) -> None:
        """Show the link by which the order can be paid."""
        library = self.session.library
        self.do(
            lambda: payment_links.offer(library, order), said="", done=self.inspector.show_link,
            failed=lambda error: self.trouble.emit(words_for(error)),
        )  # fmt: skip

    def issue(self, order: int, payment: int | None) -> None:
        """Issue a receipt or a bill, or take the one that stands, and save it."""
        library = self.session.library
        self.do(lambda: receipts.issue(library, order, payment=payment), said="", done=self.save_paper)

    def save_paper(self, receipt: int) -> None:
        """Save a receipt as PDF where the person says."""
        library = self.session.library
        code = receipts.code_of(library, receipt)
        kinds = {tr("A4 page (*.pdf)"): "a4", tr("Slip of 80 mm (*.pdf)"): "slip"}
        path, kind = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), f"{code.replace('/', '-')}.pdf", ";;".join(kinds)
        )
        if path:
            self.write_paper(receipt, Path(path), kinds.get(kind, "a4"))

    def write_paper(self, receipt: int, file: Path, size: str = "a4") -> None:
        """Write a receipt as PDF; on this thread, since it is painted."""
        from kclub_desktop.ui.printing.receipt import write_pdf

        library = self.session.library
        try:
            write_pdf(receipts.paper_of(library, receipt), receipts.code_of(library, receipt), file, size)
        except KClubError as error:
            self.trouble.emit(words_for(error))
            return
        self.said.emit(tr("Written to {file}.", file=file), None)

    def void(self, receipt: int) -> None:
        """Say by another receipt that one does not hold."""
        library = self.session.library
        self.do(
            lambda: receipts.void(library, receipt), undoable=False,
            said=lambda new: tr("Voided by {code}.", code=receipts.code_of(library, new)),
        )  # fmt: skip

    def keep_count(self, currency: str, amount: int, note: str) -> None:
        """Keep what was counted in the drawer."""
        library, day = self.session.library, self.day
        self.do(
            lambda: day_end.count(library, day, amount, currency, note=note), said=tr("Count kept"), undoable=False,
            done=lambda _fact: self.refresh(), failed=self._day.refuse,
        )  # fmt: skip

    def export(self) -> None:
        """Write the orders that are shown as CSV."""
        path, _kind = QFileDialog.getSaveFileName(self, tr("Export orders"), "orders.csv", "CSV (*.csv)")
        if not path:
            return
        library, ids = self.session.library, self.table.ids

        def work(progress: Progress) -> int:
            from kclub_desktop.import_export.export_orders import export_orders

            return export_orders(library, path, ids, progress=progress)

        said = lambda n: tr("{n} orders written to {file}", n=shown.number(n), file=path)  # noqa: E731
        self.do(work, name=tr("Export orders"), said=said, undoable=False)
