"""Settings, Money: taxes, when an order is due, what stands on a receipt, and the link by which orders are paid elsewhere."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from kclub_desktop.community import money_settings
from kclub_desktop.community.money_settings import MoneySettings
from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.errors_of_money import LinkRefused
from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.settings.section import Section
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_NAME_PX, _NUMBER_PX, _ADDRESS_PX = 132, 96, 64


class MoneySection(Section):
    """Each field is kept when it is left; what is refused is said under it."""

    name = "money"

    def title(self) -> str:
        """Money, in the current language."""
        return tr("Money")

    def query(self, progress: Progress) -> MoneySettings:
        """What holds now."""
        return money_settings.settings(self.session.library)

    def build(self, found: MoneySettings) -> None:
        """Taxes, the head of a receipt, the link."""
        self._found = found
        self.errors: dict[str, Any] = {}
        self.fields: dict[str, Any] = {}
        self._rate(found)
        self._line("tax_name", tr("Tax is called"), tr("as VAT"))
        self._number("due_days", tr("Due after days"), str(found.due_days))
        self.layout_.addWidget(parts.line())
        self._line("issuer", tr("Issued by"), self.session.library.name)
        self._address(found)
        self._line("tax_number", tr("Tax number"), "")
        self._line("receipt_prefix", tr("Receipt numbers begin with"), "")
        self._line("footer", tr("Below each receipt"), tr("a word of thanks, where to write to"))
        self.layout_.addWidget(parts.line())
        self._line("payment_link", tr("Payment link"), "https://…?order={order}&amount={amount}")
        hint = tr(
            "Yours at a payment service. {order}, {amount} and {currency} in it are filled in; orders show it as a QR code."
        )
        self._add(QWidget(), parts.text(hint, "secondary", wrap=True))

    def keep(self, name: str, value: Any) -> None:
        """Keep one setting; a refusal is said under its field, and what was typed stays."""
        if value == asdict(self._found)[name]:
            self.errors[name].hide()
            return
        library, wanted = self.session.library, replace(self._found, **{name: value})

        def refused(error: KClubError) -> None:
            of = (
                error.field
                if isinstance(error, FieldRefused)
                else "payment_link"
                if isinstance(error, LinkRefused)
                else name
            )
            shown = self.errors.get(of, self.errors[name])
            shown.setText(words_for(error))
            shown.show()

        self.page.do(lambda: money_settings.change(library, wanted), said=tr("Change kept"), failed=refused)

    def _rate(self, found: MoneySettings) -> None:
        field = self._number("tax_rate", tr("Tax rate in percent"), f"{found.tax_rate / 100:g}")
        field.editingFinished.disconnect()
        field.editingFinished.connect(lambda: self.keep("tax_rate", _hundredths(field.text())))
        inside = QCheckBox(tr("Prices are with tax"))
        inside.setChecked(found.tax_included)
        inside.clicked.connect(lambda on: self.keep("tax_included", on))
        self.fields["tax_included"], self.errors["tax_included"] = inside, self.errors["tax_rate"]
        self._add(QWidget(), inside)

    def _number(self, name: str, words: str, value: str) -> parts.QLineEdit:
        field = self._field(name, words, "", value, short=True)
        field.editingFinished.connect(lambda: self.keep(name, _whole(field.text())))
        return field

    def _line(self, name: str, words: str, hint: str) -> None:
        field = self._field(name, words, hint, str(getattr(self._found, name)))
        field.editingFinished.connect(lambda: self.keep(name, field.text().strip()))

    def _field(self, name: str, words: str, hint: str, value: str, *, short: bool = False) -> parts.QLineEdit:
        field = parts.field(hint, value=value)
        if short:
            field.setMaximumWidth(scaled(_NUMBER_PX))
        field.setAccessibleName(words)
        self._named(name, words, field)
        return field

    def _address(self, found: MoneySettings) -> None:
        field = _Address(found.address, partial(self.keep, "address"))
        field.setAccessibleName(tr("Address"))
        field.setFixedHeight(scaled(_ADDRESS_PX))
        field.setTabChangesFocus(True)
        self._named("address", tr("Address"), field)

    def _named(self, name: str, words: str, field: QWidget) -> None:
        label = parts.text(words, "secondary", wrap=True)
        label.setBuddy(field)
        self.fields[name] = field
        error = parts.text("", "field_error", wrap=True)
        error.hide()
        self.errors[name] = error
        self._add(label, field)
        self._add(QWidget(), error)

    def _add(self, label: QWidget, field: QWidget) -> None:
        label.setFixedWidth(scaled(_NAME_PX))
        layout = parts.row(label, field)
        if field.maximumWidth() == scaled(_NUMBER_PX):
            layout.addStretch(1)
        else:
            layout.setStretch(1, 1)
        self.layout_.addLayout(layout)


class _Address(QPlainTextEdit):
    """Some lines of text that are kept when the field is left."""

    def __init__(self, words: str, keep: Any) -> None:
        super().__init__(words)
        self._keep = keep

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self._keep(self.toPlainText().strip())


def _hundredths(said: str) -> int:
    """Hundredths of a percent; -1, which is refused, for what is no number."""
    try:
        return round(float(said.strip().rstrip("%").replace(",", ".") or 0) * 100)
    except (ValueError, OverflowError):
        return -1


def _whole(said: str) -> int:
    return int(said) if said.strip().isdecimal() and len(said) < 9 else -1
