"""Numbers typed with their check: a count that may be left empty, and a percentage. Money has a field of its own."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kclub_desktop.ui.widgets.blocks import text
from kclub_desktop.ui.widgets.checked_field import CheckedField
from kclub_desktop.words import grouped, tr


class CountField(CheckedField):
    """Holds a whole number from `least` to `most`, or None while empty or refused."""

    def __init__(
        self,
        name: str,
        value: int | None,
        most: int,
        hint: str = "",
        least: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        """hint: what empty means."""
        super().__init__(name, hint, parent=parent)
        self._least, self._most = least, most
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.value: int | None = None
        self.set_value(value)

    def set_value(self, value: int | None) -> None:
        """Show a number, or none."""
        self.line.setText("" if value is None else grouped(value))
        self.clear_error()
        self._hold(value)

    def check(self) -> None:
        """Take what was typed, or say why not."""
        typed = self.line.text().strip().replace(",", "").replace("，", "")
        if not typed:
            self.set_value(None)
        elif typed.isdecimal() and len(typed) <= 12 and self._least <= int(typed) <= self._most:
            self.set_value(int(typed))
        else:
            self._hold(None)
            least, most = grouped(self._least), grouped(self._most)
            self.refuse(tr("A whole number from {least} to {most}.", least=least, most=most))

    def _hold(self, value: int | None) -> None:
        if value != self.value:
            self.value = value
            self.changed.emit()


class PercentField(CheckedField):
    """Holds hundredths of a percent above zero up to 100 %, or None while empty or refused; two decimals, none rounded away."""

    def __init__(self, name: str, hundredths: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, "20", text("%", "secondary"), parent=parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.hundredths: int | None = None
        self.set_hundredths(hundredths)

    def set_hundredths(self, hundredths: int | None) -> None:
        """Show a percentage, or none."""
        self.line.setText("" if hundredths is None else f"{hundredths / 100:g}")
        self.clear_error()
        self._hold(hundredths)

    def check(self) -> None:
        """Take what was typed, or say why not."""
        typed = self.line.text().strip().removesuffix("%").removesuffix("％").strip().replace(",", ".")
        if not typed:
            self.set_hundredths(None)
            return
        try:
            found = Decimal(typed) * 100
        except InvalidOperation:
            found = Decimal(-1)
        if found.is_finite() and 0 < found <= 100_00 and found == found.to_integral_value():
            self.set_hundredths(int(found))
        else:
            self._hold(None)
            self.refuse(tr("A percentage above 0, up to 100, with at most two decimals."))

    def _hold(self, hundredths: int | None) -> None:
        if hundredths != self.hundredths:
            self.hundredths = hundredths
            self.changed.emit()
