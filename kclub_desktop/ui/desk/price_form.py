"""The form of a price: amount, how often it is paid, trial, uses. It makes a plans.Wanted; who keeps it says what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSpinBox, QWidget

from kclub_desktop.community.plan_list import PriceRow
from kclub_desktop.community.plans import Wanted
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.words import tr, tr_noop

_EVERY = {
    "month": tr_noop("By the month"),
    "year": tr_noop("By the year"),
    "use": tr_noop("Per use"),
    "once": tr_noop("Once"),
}
_USED_BY = {
    "": tr_noop("Check-ins and courses"),
    "check_in": tr_noop("Check-ins"),
    "course": tr_noop("Courses"),
}


class PriceForm(QFrame):
    """keep(Wanted) is called when the amount can be read; close when it is given up. like: what it begins with."""

    def __init__(
        self,
        currency: str,
        keep_words: str,
        keep: Callable[[Wanted], None],
        close: Callable[[], object],
        like: PriceRow | None = None,
    ) -> None:
        super().__init__()
        self._keep = keep
        self._layout = parts.column(self, gap=8)
        self.amount = MoneyField(
            tr("Amount"), like.currency if like else currency, like.amount if like else None
        )
        self.every = _choice(tr("Paid"), _EVERY, like.interval if like else "month")
        self.interval_count = _number(tr("In one period"), 1, 120, like.interval_count if like else 1)
        self.uses = _number(tr("Number of uses"), 1, 10_000, (like.uses if like else None) or 10)
        self.used_by = _choice(tr("What takes a use"), _USED_BY, like.used_by if like else "")
        self.trial = _number(tr("Trial days"), 0, 3650, like.trial_days if like else 0)
        self.valid = _number(tr("Days it is valid for"), 0, 36_500, (like.valid_days if like else None) or 0)
        self.valid.setSpecialValueText(tr("For ever"))
        self.title = parts.field(tr("Name of the price, if it needs one"), value=like.name if like else "")
        self._rows = {
            name: self._row(words, field)
            for name, words, field in (
                ("amount", tr("Amount"), self.amount),
                ("every", tr("Paid"), self.every),
                ("interval_count", tr("In one period"), self.interval_count),
                ("uses", tr("Number of uses"), self.uses),
                ("used_by", tr("What takes a use"), self.used_by),
                ("trial", tr("Trial days"), self.trial),
                ("valid", tr("Days it is valid for"), self.valid),
                ("title", tr("Price name"), self.title),
            )
        }
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        self._layout.addWidget(self.error)
        give_up = parts.button(tr("Cancel"), close)
        self._layout.addLayout(parts.row(None, give_up, parts.button(keep_words, self.keep, kind="primary")))
        self.every.currentIndexChanged.connect(lambda _at: self._show_fitting())
        self._show_fitting()

    def keep(self) -> None:
        """Hand the price over, or say that the amount cannot be read."""
        self.error.hide()
        self.amount.check()
        if self.amount.refused:
            return
        if self.amount.minor is None:
            self.amount.refuse(tr("It cannot be empty."))
            return
        every = str(self.every.currentData())
        again, per_use = every in ("month", "year"), every == "use"
        self._keep(
            Wanted(
                self.amount.minor, self.amount.currency, every,
                self.interval_count.value() if again else 1,
                self.uses.value() if per_use else None,
                self.trial.value() if again else 0,
                None if again else self.valid.value() or None,
                str(self.used_by.currentData()) if per_use else "",
                self.title.text(),
            )
        )  # fmt: skip

    def refuse(self, words: str) -> None:
        """Say under the form why it is not taken."""
        self.error.setText(words)
        self.error.show()

    def _show_fitting(self) -> None:
        every = str(self.every.currentData())
        again = every in ("month", "year")
        self.interval_count.setSuffix(f" {tr('month(s)') if every == 'month' else tr('year(s)')}")
        for name, fits in (
            ("interval_count", again),
            ("trial", again),
            ("uses", every == "use"),
            ("used_by", every == "use"),
            ("valid", not again),
        ):
            self._rows[name].setVisible(fits)

    def _row(self, words: str, field: QWidget) -> QWidget:
        made = QWidget()
        label: QLabel = parts.text(words, "secondary", wrap=True)
        label.setBuddy(field)
        label.setFixedWidth(scaled(88))
        label.setContentsMargins(0, 8, 0, 0)
        inside = parts.row(label, field)
        inside.setStretch(1, 1)
        inside.setAlignment(label, Qt.AlignmentFlag.AlignTop)
        made.setLayout(inside)
        self._layout.addWidget(made)
        return made


def _choice(name: str, options: dict[str, str], current: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for code, words in options.items():
        made.addItem(tr(words), code)
    made.setCurrentIndex(max(0, made.findData(current)))
    return made


def _number(name: str, least: int, most: int, value: int) -> QSpinBox:
    made = QSpinBox()
    made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    made.setAccessibleName(name)
    made.setRange(least, most)
    made.setValue(value)
    return made
