"""The inspector of one order: what is owed, what can be done about it, its lines, payments and papers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from kclub_desktop.community.order_list import Details, FactRow, Paperwork
from kclub_desktop.community.payment_links import PaymentLink
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.money.forms import Form, PayForm, RefundForm
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr
from kclub_desktop.words_for_money import (
    TONES,
    fact_words,
    method_words,
    overdue_words,
    paper_words,
    status_words,
)

_QR_PX = 148
_DAY = 86400


class OrderInspector(QWidget):
    """Shows Details; asks for everything through signals."""

    closed = Signal()
    member_wanted = Signal(object)
    paid = Signal(object, object, str, str)
    """(order, minor units, method, reference)"""
    given_back = Signal(object, object, str)
    """(order, minor units, why)"""
    corrected = Signal(object)
    """The payment or refund that was recorded by mistake."""
    cancelled = Signal(object)
    paper_wanted = Signal(object, object)
    """(order, payment or None): issue a receipt or a bill and save it."""
    paper_saved = Signal(object)
    """A receipt that is there already."""
    paper_voided = Signal(object)
    link_wanted = Signal(object)

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.setFixedWidth(parts.inspector_width())
        self._zone = zone
        self.order, self.method = 0, ""
        self.form: Form | None = None
        self._link: PaymentLink | None = None
        panel, self._layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)

    def show_details(self, found: Details, now: int) -> None:
        """Fill with an order; an open form of the same one is left alone while it says something."""
        if found.row.id != self.order:
            self._link = None
        self.order = found.row.id
        self.form = None
        parts.clear(self._layout)
        self._identity(found, now)
        self._actions(found)
        self._place = parts.column()
        self._layout.addLayout(self._place)
        if self._link is not None and self._link.amount == found.row.balance.due:
            self.show_link(self._link)
        self._section(tr("Lines"))
        self._lines(found)
        self._section(tr("Payments"))
        self._facts(found)
        if found.papers:
            self._section(tr("Receipts"))
            for paper in found.papers:
                self._paper(paper)
        if str(found.order.note):
            self._section(tr("Note"))
            self._layout.addWidget(parts.text(str(found.order.note), "secondary", wrap=True))
        self._layout.addStretch(1)

    def show_link(self, link: PaymentLink) -> None:
        """The link by which the order can be paid, as a QR code and as text to copy."""
        self._link = link
        parts.clear(self._place)
        picture = QLabel()
        picture.setPixmap(qr_pixmap(link.url, scaled(_QR_PX)))
        words = tr("Scan to pay {amount}", amount=shown.money(link.amount, link.currency))
        picture.setAccessibleName(words)
        picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        address = parts.text(link.url, "secondary", wrap=True)
        address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        said = parts.text(words, "strong", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._place.addWidget(parts.card(picture, said, address, margins=12))

    def refuse(self, error: KClubError) -> None:
        """Say in the open form why it was not taken."""
        if self.form is not None:
            self.form.refuse(error)

    def open_pay(self) -> None:
        """Open the form that takes a payment."""
        account = self._found.row.balance
        form = PayForm(account.currency, account.due, self.method, self._take)
        self._open(form)
        form.amount.line.setFocus()
        form.amount.line.selectAll()

    def open_refund(self) -> None:
        """Open the form that gives money back; what was paid too much is suggested."""
        account = self._found.row.balance
        give = lambda amount, why: self.given_back.emit(self.order, amount, why)  # noqa: E731
        self._open(RefundForm(account.currency, account.net, account.credit, give))

    def _take(self, amount: int, method: str, reference: str) -> None:
        self.method = method
        self.paid.emit(self.order, amount, method, reference)

    def _open(self, form: Form) -> None:
        parts.clear(self._place)
        self.form = form
        form.closed.connect(self._close_form)
        self._place.addWidget(form)

    def _close_form(self) -> None:
        self.form = None
        parts.clear(self._place)

    def _section(self, words: str) -> None:
        self._layout.addSpacing(4)
        self._layout.addWidget(parts.line())
        self._layout.addWidget(parts.text(words, "section"))

    def _identity(self, found: Details, now: int) -> None:
        self._found = found
        row, account = found.row, found.row.balance
        names = parts.column(gap=2)
        names.addWidget(parts.text(tr("Order {number}", number=row.reference), "section", wrap=True))
        member = parts.button(
            row.name or tr("No name"), lambda: self.member_wanted.emit(row.member), kind="link"
        )
        names.addLayout(parts.row(member, None))
        close = parts.icon_button(tr("Close"), self.closed.emit, "close")
        top = parts.row(names, close)
        top.setStretch(0, 1)
        top.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(top)
        state = status_words(row.state)
        if row.state == "overdue" and row.due_at is not None:
            state = overdue_words(-((row.due_at - now) // _DAY))
        self._layout.addLayout(parts.row(parts.pill(state, TONES.get(row.state, "")), None))
        said, figure = tr("Nothing is due."), ""
        if account.due:
            figure, said = shown.money(account.due, account.currency), tr("is due")
            if row.due_at is not None:
                day = shown.day(row.due_at, self._zone)
                said = tr("was due by {day}", day=day) if row.due_at < now else tr("is due by {day}", day=day)
        elif account.credit:
            figure, said = (
                shown.money(account.credit, account.currency),
                tr("was paid too much and can be given back"),
            )
        if figure:
            self._layout.addWidget(parts.text(figure, "figure"))
        self._layout.addWidget(parts.text(said, "secondary", wrap=True))

    def _actions(self, found: Details) -> None:
        account = found.row.balance
        holder = QWidget()
        flow = Flow(holder, gap=6)
        if account.status != "cancelled":
            kind = "primary" if account.due else ""
            flow.addWidget(parts.button(tr("Take payment"), self.open_pay, kind=kind))
        if account.net > 0:
            flow.addWidget(parts.button(tr("Give back"), self.open_refund))
        if account.due:
            flow.addWidget(parts.button(tr("Link and QR"), lambda: self.link_wanted.emit(self.order)))
        if account.due or account.net > 0:
            words = tr("Invoice (PDF)") if account.due else tr("Receipt (PDF)")
            flow.addWidget(parts.button(words, lambda: self.paper_wanted.emit(self.order, None)))
        if account.status != "cancelled":
            flow.addWidget(
                parts.button(tr("Cancel order"), lambda: self.cancelled.emit(self.order), kind="quiet")
            )
        self._layout.addWidget(holder)

    def _lines(self, found: Details) -> None:
        order, currency = found.order, found.row.balance.currency
        for line in found.lines:
            many = f"{int(line.quantity)} × " if int(line.quantity) > 1 else ""
            amount = int(line.quantity) * int(line.unit_amount)
            self._layout.addLayout(_two(many + str(line.title), shown.money(amount, currency)))
        if not found.lines:
            self._layout.addLayout(
                _two(found.row.what or found.row.reference, shown.money(int(order.total), currency))
            )
        by_coupon = tr("Coupon {code}", code=found.coupon)
        other = int(order.discount) - found.coupon_off
        for words, off in ((tr("Discount"), other), (by_coupon, found.coupon_off)):
            if off:
                self._layout.addLayout(_two(words, shown.money(-off, currency), "secondary"))
        if int(order.tax):
            words = tr("Tax inside") if order.tax_included else tr("Tax on top")
            self._layout.addLayout(_two(words, shown.money(int(order.tax), currency), "secondary"))
        self._layout.addLayout(_two(tr("Total"), shown.money(int(order.total), currency), "strong"))

    def _facts(self, found: Details) -> None:
        if not found.facts and not found.failed:
            self._layout.addWidget(parts.text(tr("Nothing came yet."), "secondary"))
        for one in found.facts:
            self._fact(one)
        for at, amount, why in found.failed:
            words = tr("Failed: {why}", why=why) if why else tr("Failed charge")
            said = f"{words}\n{shown.moment(at, self._zone)}"
            self._layout.addLayout(_two(said, shown.money(amount, found.row.balance.currency), "warning"))

    def _fact(self, one: FactRow) -> None:
        fact = one.payment
        kind, method = fact_words(str(fact.kind)), method_words(str(fact.method))
        said = [f"{kind} · {method}", shown.moment(int(fact.paid_at), self._zone)]
        said += [words for words in (str(fact.reference), str(fact.why)) if words]
        buttons: list[QWidget] = []
        if one.stands and str(fact.kind) != "correction":
            paper = parts.icon_button(
                tr("Receipt (PDF)"), partial(self.paper_wanted.emit, self.order, int(fact.id)), "export"
            )
            back = parts.icon_button(
                tr("Recorded by mistake"), partial(self.corrected.emit, int(fact.id)), "undo"
            )
            buttons = [paper, back]
        words = parts.text("\n".join(said), "secondary" if not one.stands else "", wrap=True)
        amount = parts.text(
            shown.money(int(fact.amount), str(fact.currency)), "strong" if one.stands else "secondary"
        )
        layout = parts.row(words, amount, *buttons, gap=4)
        layout.setStretch(0, 1)
        self._layout.addLayout(layout)

    def _paper(self, paper: Paperwork) -> None:
        said = f"{paper.code} · {paper_words(paper.kind)}" + (f" · {tr('voided')}" if paper.voided else "")
        words = parts.text(said, "secondary" if paper.voided else "", wrap=True)
        buttons = [parts.icon_button(tr("Save as PDF"), partial(self.paper_saved.emit, paper.id), "export")]
        if not paper.voided and paper.kind != "void":
            buttons.append(
                parts.icon_button(tr("Void this receipt"), partial(self.paper_voided.emit, paper.id), "bad")
            )
        layout = parts.row(words, *buttons, gap=4)
        layout.setStretch(0, 1)
        self._layout.addLayout(layout)


def qr_pixmap(words: str, pixels: int) -> QPixmap:
    """Words as a QR code, black on white whatever the theme, since scanners want it so."""
    import io

    import segno

    kept = io.BytesIO()
    segno.make(words, error="m").save(kept, kind="png", scale=8, border=3)
    return QPixmap.fromImage(QImage.fromData(kept.getvalue())).scaledToWidth(pixels)


def _two(words: str, amount: str, role: str = "") -> QHBoxLayout:
    left, right = parts.text(words, role, wrap=True), parts.text(amount, role)
    right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    layout = parts.row(left, right)
    layout.setStretch(0, 1)
    return layout
