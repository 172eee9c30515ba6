"""The quieter tabs of the Money page: what is owed, the papers, and the day's end. The list of orders is order_table.py."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kclub_desktop.community.day_end import DayEnd, Drawer
from kclub_desktop.community.order_list import Paperwork
from kclub_desktop.community.receivables import AGES, Receivables
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.money.forms import CountForm
from kclub_desktop.ui.widgets.date_range_picker import date_edit
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.words import tr
from kclub_desktop.words_for_money import age_words, method_words, overdue_words, paper_words


class ReceivablesTab(QWidget):
    """Open orders, the longest overdue first, with their sums by age; below, what was paid too much."""

    order_wanted = Signal(object)

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone
        layout = parts.column(self, gap=12)
        self._sums = QWidget()
        self._flow = Flow(self._sums, gap=12)
        layout.addWidget(self._sums)
        self._warned = parts.text("", "warning", wrap=True)
        layout.addWidget(self._warned)
        titles = (tr("Member"), tr("Number"), tr("To pay by"), tr("Overdue"), tr("Due"))
        self.list = RowList(titles, tr("Receivables"), right=(4,), needs={1: 480, 2: 400})
        self.list.chosen.connect(self.order_wanted)
        layout.addWidget(self.list, 1)
        self.nothing = parts.small_message(tr("Nobody owes anything."))
        layout.addWidget(self.nothing, 1)

    def show_owed(self, found: Receivables, chosen: int) -> None:
        """Fill with what is owed."""
        parts.clear(self._flow)
        for currency, ages in found.sums.items():
            for age in AGES:
                if ages[age]:
                    self._flow.addWidget(_figure(age_words(age), shown.money(ages[age], currency)))
        self._sums.setVisible(bool(found.sums))
        over = [
            tr(
                "Coupon {code} was used {used} of {limit} times.",
                code=one.code,
                used=one.used,
                limit=one.limit,
            )
            for one in found.overruns
        ]
        self._warned.setText("\n".join(over))
        self._warned.setVisible(bool(over))
        lines = [
            (
                one.order,
                (
                    one.name or tr("No name"), one.reference, shown.day(one.due_at, self._zone),
                    overdue_words(one.overdue) if one.overdue > 0 else age_words("not_due"),
                    shown.money(one.due, one.currency),
                ),
            )
            for one in found.due
        ]  # fmt: skip
        lines += [
            (
                one.order,
                (
                    one.name or tr("No name"),
                    one.reference,
                    "",
                    tr("Paid too much"),
                    shown.money(-one.credit, one.currency),
                ),
            )
            for one in found.credits
        ]
        self.list.fill(lines, chosen)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)


class ReceiptsTab(QWidget):
    """The newest papers; a click saves one as PDF."""

    saved = Signal(object)
    voided = Signal(object)

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone, self._papers = zone, dict[int, Paperwork]()
        layout = parts.column(self, gap=12)
        titles = (tr("Member"), tr("Number"), tr("Kind"), tr("Order"), tr("Day"), tr("Amount"))
        self.list = RowList(titles, tr("Receipts"), right=(5,), needs={2: 560, 3: 660, 4: 460})
        self.list.chosen.connect(self._choose)
        layout.addWidget(self.list, 1)
        self.nothing = parts.small_message(
            tr("No receipt yet. One is issued from an order: choose it under Orders.")
        )
        layout.addWidget(self.nothing, 1)
        self.save = parts.button(tr("Save as PDF"), lambda: self.saved.emit(self._chosen), icon="export")
        self.void = parts.button(tr("Void this receipt"), lambda: self.voided.emit(self._chosen))
        self._chosen = 0
        layout.addLayout(parts.row(None, self.void, self.save))

    def show_papers(self, found: list[tuple[Paperwork, str, str]]) -> None:
        """Fill with papers, the newest first."""
        self._papers = {paper.id: paper for paper, _name, _order in found}
        lines = []
        for paper, name, order in found:
            kind = paper_words(paper.kind) + (f" · {tr('voided')}" if paper.voided else "")
            cells = (name or tr("No name"), paper.code, kind, order, shown.day(paper.issued_at, self._zone),
                     shown.money(paper.amount, paper.currency))  # fmt: skip
            lines.append((paper.id, cells))
        self.list.fill(lines, self._chosen)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self._choose(self._chosen)

    def _choose(self, paper: int) -> None:
        self._chosen = paper
        found = self._papers.get(paper)
        self.save.setEnabled(found is not None)
        self.void.setEnabled(found is not None and not found.voided and found.kind != "void")


class DayEndTab(QWidget):
    """One day by currency and way to pay, and its drawers."""

    day_wanted = Signal(object)
    """The date."""
    counted = Signal(str, object, str)
    """(currency, minor units, note)"""

    def __init__(self, day: date, today: date, currency: str) -> None:
        super().__init__()
        self._day, self._today, self._currency = day, today, currency
        self.form: CountForm | None = None
        inside = QWidget()
        self._layout = parts.column(inside, gap=12)
        layout = parts.column(self, gap=12)
        layout.addLayout(self._days())
        layout.addWidget(parts.scrolling(inside), 1)

    def show_day(self, found: DayEnd) -> None:
        """Fill with a day."""
        self.form = None
        parts.clear(self._layout)
        if found.sums:
            self._layout.addWidget(parts.card(self._sums(found), title=tr("Came in and went out")))
        else:
            self._layout.addWidget(parts.small_message(tr("No money moved on this day.")))
        drawers = found.drawers or [Drawer(self._currency, 0, 0, 0)]
        for one in drawers:
            self._layout.addWidget(self._drawer(one))
        self._place = parts.column()
        self._layout.addLayout(self._place)
        self._layout.addStretch(1)

    def refuse(self, error: KClubError) -> None:
        """Say in the open form why the count was not taken."""
        if self.form is not None:
            self.form.refuse(error)

    def open_count(self, currency: str) -> None:
        """Open the form that keeps a count."""
        parts.clear(self._place)
        self.form = CountForm(currency, lambda amount, note: self.counted.emit(currency, amount, note))
        self.form.closed.connect(lambda: parts.clear(self._place))
        self._place.addWidget(self.form)
        self.form.amount.line.setFocus()

    def _days(self) -> QHBoxLayout:
        edit = date_edit(tr("Day"))
        edit.setDate(QDate(self._day.year, self._day.month, self._day.day))
        edit.setMaximumDate(QDate(self._today.year, self._today.month, self._today.day))
        edit.dateChanged.connect(lambda day: self.day_wanted.emit(date(day.year(), day.month(), day.day())))
        step = timedelta(days=1)
        before = parts.button(tr("The day before"), lambda: self.day_wanted.emit(self._day - step))
        today = parts.button(
            tr("Today"), lambda: self.day_wanted.emit(self._today), enabled=self._day != self._today
        )
        return parts.row(edit, before, today, None)

    def _sums(self, found: DayEnd) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        heads = (tr("Way to pay"), tr("In"), tr("Given back"), tr("Corrected"), tr("Together"))
        for place, words in enumerate(heads):
            grid.addWidget(_cell(words, place > 0, "secondary"), 0, place)
        at = 1
        net = found.net()
        for currency in net:
            for one in (each for each in found.sums if each.currency == currency):
                cells = (one.payments, one.refunds, one.corrections, one.net)
                grid.addWidget(_cell(method_words(one.method), False), at, 0)
                for place, amount in enumerate(cells, start=1):
                    words = shown.money(amount, currency) if amount else shown.NOTHING
                    grid.addWidget(_cell(words, True, "" if amount else "secondary"), at, place)
                at += 1
            grid.addWidget(_cell(tr("All of {currency}", currency=currency), False, "strong"), at, 0)
            grid.addWidget(_cell(shown.money(net[currency], currency), True, "strong"), at, 4)
            at += 1
        grid.setColumnStretch(0, 1)
        return grid

    def _drawer(self, one: Drawer) -> QWidget:
        count = parts.button(tr("Count the drawer"), partial(self.open_count, one.currency))
        rows = [
            (tr("In it before"), shown.money(one.opening, one.currency), ""),
            (tr("Cash of the day"), shown.money(one.cash, one.currency), ""),
            (tr("Should be in it"), shown.money(one.expected, one.currency), "strong"),
        ]
        if one.counted is not None and one.difference is not None:
            rows.append((tr("Counted"), shown.money(one.counted, one.currency), "strong"))
            tone = "warning" if one.difference else "secondary"
            words = shown.money(one.difference, one.currency) if one.difference else tr("none, it is right")
            rows.append((tr("Difference"), words, tone))
        lines: list[QWidget | QHBoxLayout] = []
        for name, amount, role in rows:
            lines.append(parts.row(parts.text(name, "secondary"), None, parts.text(amount, role)))
        if one.note:
            lines.append(parts.text(one.note, "secondary", wrap=True))
        lines.append(parts.row(None, count))
        return parts.card(*lines, title=tr("Cash drawer, {currency}", currency=one.currency))


def _figure(words: str, amount: str) -> QWidget:
    return parts.card(parts.text(words, "secondary"), parts.text(amount, "section"), margins=12)


def _cell(words: str, right: bool, role: str = "") -> QWidget:
    made = parts.text(words, role)
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
