"""Small forms that open in their place: taking a payment, giving money back, cancelling; what is refused is said in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame

from kclub_desktop.community.payments import METHODS
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_money import method_words


class Form(QFrame):
    """A card with fields, what refuses them, and two buttons. Subclasses add their fields to `fields` and give `keep`."""

    closed = Signal()

    def __init__(self, title: str, verb: str, kind: str = "primary") -> None:
        super().__init__()
        self.setObjectName("card")
        self.layout_ = parts.column(self, 12, 8)
        self.layout_.addWidget(parts.text(title, "strong", wrap=True))
        self.fields = parts.column(gap=8)
        self.layout_.addLayout(self.fields)
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        self.layout_.addWidget(self.error)
        self.verb = parts.button(verb, self.keep, kind=kind)
        self.layout_.addLayout(
            parts.row(None, parts.button(tr("Close"), self.closed.emit, kind="quiet"), self.verb)
        )

    def keep(self) -> None:
        """Hand on what was typed."""
        raise NotImplementedError

    def refuse(self, error: KClubError) -> None:
        """Say why it was not taken; what was typed stays."""
        self.say(words_for(error))

    def typed(self, amount: MoneyField) -> int | None:
        """Minor units of an amount that must be there; None once it was said what is wrong with it."""
        amount.check()
        if amount.minor is None and not amount.refused:
            self.say(tr("Enter an amount."))
        return amount.minor

    def say(self, words: str) -> None:
        """Say what is missing."""
        self.error.setText(words)
        self.error.show()


def methods(chosen: str = "", first: Mapping[str, str] | None = None) -> QComboBox:
    """The ways to pay as a list. first: (code, words) before them."""
    box = QComboBox()
    for code, words in (first or {}).items():
        box.addItem(words, code)
    for method in METHODS:
        box.addItem(method_words(method), method)
    box.setAccessibleName(tr("Way to pay"))
    if chosen:
        box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


class PayForm(Form):
    """Takes a payment: amount, way, its number at the bank."""

    def __init__(self, currency: str, due: int, method: str, take: Callable[[int, str, str], None]) -> None:
        super().__init__(tr("Take payment"), tr("Take"))
        self._take = take
        self.amount = MoneyField(tr("Amount"), currency, due or None)
        self.method = methods(method or METHODS[0])
        self.reference = parts.field(tr("Its number at the bank, if any"))
        for widget in (self.amount, self.method, self.reference):
            self.fields.addWidget(widget)

    def keep(self) -> None:
        """Take it, when there is an amount."""
        if (minor := self.typed(self.amount)) is not None:
            self._take(minor, self.method.currentData(), self.reference.text())


class RefundForm(Form):
    """Gives money back: amount, why."""

    def __init__(self, currency: str, most: int, suggested: int, give: Callable[[int, str], None]) -> None:
        super().__init__(tr("Give money back"), tr("Give back"))
        self._give = give
        self.amount = MoneyField(tr("Amount"), currency, suggested or most)
        self.why = parts.field(tr("Why"))
        for widget in (self.amount, self.why):
            self.fields.addWidget(widget)

    def keep(self) -> None:
        """Give it, when there is an amount."""
        if (minor := self.typed(self.amount)) is not None:
            self._give(minor, self.why.text())


class CountForm(Form):
    """Keeps what is in the cash drawer."""

    def __init__(self, currency: str, count: Callable[[int, str], None]) -> None:
        super().__init__(tr("Count the drawer: {currency}", currency=currency), tr("Keep count"))
        self._count = count
        self.amount = MoneyField(tr("Counted"), currency)
        self.note = parts.field(tr("Note"))
        for widget in (self.amount, self.note):
            self.fields.addWidget(widget)

    def keep(self) -> None:
        """Keep it, when there is an amount; an empty drawer is 0."""
        if (minor := self.typed(self.amount)) is not None:
            self._count(minor, self.note.text())
