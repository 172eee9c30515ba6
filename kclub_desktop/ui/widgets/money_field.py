"""An amount of money as minor units: typed as people write it, never rounded, never guessed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kclub_desktop.import_export import money
from kclub_desktop.import_export.codes import Code
from kclub_desktop.ui.widgets.blocks import text
from kclub_desktop.ui.widgets.checked_field import CheckedField
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_values import locale


class MoneyField(CheckedField):
    """Holds minor units of one currency, or None while empty or refused. More decimals than the currency has are refused."""

    def __init__(
        self, name: str, currency: str, minor: int | None = None, parent: QWidget | None = None
    ) -> None:
        """currency: its ISO code, shown before the amount."""
        self._symbol = text("", "secondary")
        super().__init__(name, "", self._symbol, parent=parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.minor: int | None = None
        self.currency = ""
        self.set_currency(currency)
        self.set_minor(minor)

    def set_currency(self, currency: str) -> None:
        """Another currency; what was typed is judged anew, nothing is converted."""
        self.currency = currency
        self._symbol.setText(_symbol(currency))
        self.line.setPlaceholderText(money.written(0, currency))
        self.check()

    def set_minor(self, minor: int | None) -> None:
        """Show an amount."""
        self.line.setText("" if minor is None else _grouped(minor, self.currency))
        self._hold(minor)

    def check(self) -> None:
        """Take what was typed, or say why not."""
        typed = self.line.text().strip()
        if not typed:
            self._hold(None)
            return
        found = money.amount(typed, self.currency)
        if isinstance(found, Code):
            self._refused(_why(found, typed, self.currency))
        elif found[1] != self.currency:
            self._refused(
                tr(
                    "This is an amount in {other}; here it is {currency}.",
                    other=found[1],
                    currency=self.currency,
                )
            )
        else:
            self.set_minor(found[0])

    def _refused(self, words: str) -> None:
        if self.minor is not None:
            self.minor = None
            self.changed.emit()
        self.refuse(words)

    def _hold(self, minor: int | None) -> None:
        self.clear_error()
        if minor != self.minor:
            self.minor = minor
            self.changed.emit()


def _symbol(currency: str) -> str:
    from babel.numbers import get_currency_symbol

    symbol = str(get_currency_symbol(currency, locale=locale()))
    # Each language says JP¥, CN¥ or US$ of what is foreign to it; the code beside it says that better.
    sign = "" if symbol == currency else symbol.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{sign} {currency}".strip()


def _grouped(minor: int, currency: str) -> str:
    whole, point, part = money.written(minor, currency).partition(".")
    return f"{int(whole):,}{point}{part}"


def _why(code: Code, typed: str, currency: str) -> str:
    digits = money.exponent(currency)
    decimals = typed.rpartition(".")[2] if "." in typed else ""
    if code is Code.NEGATIVE_AMOUNT:
        return tr("An amount cannot be below zero.")
    if code is Code.BAD_CURRENCY:
        return tr("This is not an amount in {currency}.", currency=currency)
    if decimals.isdigit() and len(decimals) > digits:
        if digits == 0:
            return tr("{currency} has no decimals: 1200, not 1200.00.", currency=currency)
        return tr("{currency} has {decimals}.", currency=currency,
                  decimals=tr_many("1 decimal", "{n} decimals", digits))  # fmt: skip
    return tr("This is not an amount. Write it like {example}.", example=_grouped(129900, currency))
