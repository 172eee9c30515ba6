"""The form for a new order, at the right of the list: who, what, a coupon, and whether it is paid at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from kclub_desktop.community.order_lines import Line
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.money.forms import methods
from kclub_desktop.ui.desk.money_query import ForSale
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.ui.widgets.person_picker import Find, Person, PersonPicker
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for


class NewOrder(QWidget):
    """Collects an order; `placed` hands it on."""

    closed = Signal()
    placed = Signal(object)
    """A Draft."""
    thing_wanted = Signal(object)
    """A ForSale whose line is to be added."""
    prices_wanted = Signal(object, object)
    """A member's id, and the lines whose prices for them are to be shown."""

    def __init__(self, currency: str, find: Find, jobs: Jobs) -> None:
        """currency: the community's own, of what is typed in freely; find: members by what is typed."""
        super().__init__()
        self.setFixedWidth(parts.inspector_width())
        self._own, self.lines = currency, list[Line]()
        panel, layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)
        top = parts.row(
            parts.text(tr("New order"), "section"), parts.icon_button(tr("Close"), self.closed.emit, "close")
        )
        top.setStretch(0, 1)
        layout.addLayout(top)
        self.who = PersonPicker(tr("For which member"), find, jobs)
        self.who.picked.connect(lambda _person: self._show_lines())
        layout.addWidget(self.who)
        layout.addWidget(parts.line())
        layout.addWidget(parts.text(tr("What"), "strong"))
        self.things = QComboBox()
        self.things.setEditable(True)
        self.things.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.things.setAccessibleName(tr("Course or event"))
        self.things.activated.connect(self._choose)
        layout.addWidget(self.things)
        self.other = parts.field(tr("Something else"))
        self.amount = MoneyField(tr("Its amount"), currency)
        layout.addWidget(self.other)
        beside = parts.row(self.amount, parts.button(tr("Add"), self.add_other))
        beside.setStretch(0, 1)
        layout.addLayout(beside)
        self._listed = parts.column(gap=4)
        layout.addLayout(self._listed)
        layout.addWidget(parts.line())
        self.coupon = parts.field(tr("Coupon code, if any"))
        self.coupon.setClearButtonEnabled(True)
        layout.addWidget(self.coupon)
        self.paid = methods(first={"": tr("Paid later")})
        layout.addWidget(self.paid)
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        layout.addWidget(self.error)
        self.verb = parts.button(tr("Place order"), self.place, kind="primary")
        layout.addLayout(parts.row(None, self.verb))
        layout.addStretch(1)
        self._show_lines()

    def start(self, person: Person | None) -> None:
        """Begin anew, for somebody or nobody yet."""
        self.lines = []
        self.error.hide()
        self.coupon.clear()
        self.other.clear()
        self.amount.set_minor(None)
        self.paid.setCurrentIndex(0)
        self.who.pick(person)
        self._show_lines()
        (self.things if person else self.who).setFocus()

    def offer(self, things: list[ForSale]) -> None:
        """What can be chosen."""
        self.things.clear()
        for thing in things:
            price = shown.money(thing.amount, thing.currency) if thing.amount else tr("Free")
            self.things.addItem(f"{thing.title}   {price}", thing)
        self.things.setCurrentIndex(-1)
        line = self.things.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("Course or event"))
        completer = self.things.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def add(self, line: Line) -> None:
        """One more line."""
        self.lines.append(line)
        self.error.hide()
        self._show_lines()

    def add_other(self) -> None:
        """A line with a title and an amount of its own."""
        self.amount.check()
        if not self.other.text().strip() or self.amount.minor is None:
            if not self.amount.refused:
                self.say(tr("Write what it is, and its amount."))
            return
        self.add(Line(self.other.text(), self.amount.minor, currency=self.currency))
        self.other.clear()
        self.amount.set_minor(None)

    @property
    def currency(self) -> str:
        """Of the order: that of its first line that costs something, else the community's own."""
        return next((line.currency for line in self.lines if line.unit_amount and line.currency), self._own)

    def place(self) -> None:
        """Hand the order on when it has somebody and something."""
        if self.who.person is None:
            self.say(tr("Choose a member."))
        elif not self.lines:
            self.say(tr("Choose what they buy."))
        else:
            self.placed.emit(self)

    def refuse(self, error: KClubError) -> None:
        """Say why it was not taken; what was typed stays."""
        self.say(words_for(error))

    def say(self, words: str) -> None:
        """Say what is missing."""
        self.error.setText(words)
        self.error.show()

    def _choose(self, place: int) -> None:
        thing = self.things.itemData(place)
        self.things.setCurrentIndex(-1)
        if thing is not None:
            self.thing_wanted.emit(thing)

    def _remove(self, place: int) -> None:
        del self.lines[place]
        self._show_lines()

    def show_prices(self, asked: list[Line], found: list[Line]) -> None:
        """What the lines that were asked for cost the member; nothing if they are others by now."""
        if asked == self.lines and found != asked:
            self._draw(found)

    def _show_lines(self) -> None:
        self.amount.set_currency(self.currency)
        self._draw(self.lines)
        if self.who.person is not None and self.lines:
            self.prices_wanted.emit(self.who.person.id, list(self.lines))

    def _draw(self, lines: list[Line]) -> None:
        parts.clear(self._listed)
        for place, line in enumerate(lines):
            amount = parts.text(shown.money(line.amount, line.currency or self.currency))
            away = parts.icon_button(
                tr("Remove {what}", what=line.title), partial(self._remove, place), "close"
            )
            layout = parts.row(parts.text(line.title, wrap=True), amount, away, gap=4)
            layout.setStretch(0, 1)
            self._listed.addLayout(layout)
        total = sum(line.amount for line in lines)
        said = parts.row(
            parts.text(tr("Together"), "strong"),
            None,
            parts.text(shown.money(total, self.currency), "strong"),
        )
        self._listed.addLayout(said)
