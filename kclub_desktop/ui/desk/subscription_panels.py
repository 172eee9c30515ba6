"""The small panels under a subscription: start, pay, change with what it costs shown first, pause, cancel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFrame, QWidget

from kclub_desktop.clock import midnight
from kclub_desktop.community import day_end, subscriptions
from kclub_desktop.community.plan_list import PriceRow, SubscriptionRow
from kclub_desktop.community.proration import Proration
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_errors import words_for
from kclub_desktop.words_for_money import method_words
from kclub_desktop.words_for_subscriptions import price_words, proration_words
from kclub_desktop.words_for_values import money

METHODS = ("transfer", "cash", "wechat", "alipay", "card", "other")
Prices = list[tuple[PriceRow, str]]


class _Panel(QFrame):
    """A card with fields, a place for a refusal, a way out and one thing to do."""

    def __init__(
        self, do_words: str, do: Callable[[], Any], close: Callable[[], Any], *fields: QWidget
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        layout = parts.column(self, parts.GAP, 8)
        for field in fields:
            layout.addWidget(field)
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        layout.addWidget(self.error)
        self.act = parts.button(do_words, do, kind="primary")
        layout.addLayout(parts.row(None, parts.button(tr("Back"), close), self.act))

    def refuse(self, words: str) -> None:
        """Say why it is not done."""
        self.error.setText(words)
        self.error.show()


class StartPanel(_Panel):
    """start(price, with trial)."""

    def __init__(self, prices: Prices, start: Callable[[int, bool], None], close: Callable[[], Any]) -> None:
        self.price = _prices(prices)
        self.trial = QCheckBox()
        self._trials = {price.id: price.trial_days for price, _plan in prices}
        super().__init__(
            tr("Start"),
            lambda: start(self.price.currentData(), self.trial.isChecked()),
            close,
            self.price,
            self.trial,
        )
        self.price.currentIndexChanged.connect(lambda _at: self._show_trial())
        self._show_trial()

    def _show_trial(self) -> None:
        days = self._trials.get(self.price.currentData(), 0)
        self.trial.setVisible(bool(days))
        self.trial.setChecked(bool(days))
        self.trial.setText(tr_many("Begin with 1 day of trial", "Begin with {n} days of trial", days))


class PayPanel(_Panel):
    """pay(method): the whole of what is due."""

    def __init__(self, row: SubscriptionRow, pay: Callable[[str], None], close: Callable[[], Any]) -> None:
        self.method = QComboBox()
        self.method.setAccessibleName(tr("Way to pay"))
        for code in METHODS:
            self.method.addItem(method_words(code), code)
        due = parts.text(tr("{sum} was paid by", sum=money(row.due, row.currency)), wrap=True)
        super().__init__(
            tr("Record payment"), lambda: pay(self.method.currentData()), close, due, self.method
        )


class ChangePanel(_Panel):
    """change(price, now): what it costs is worked out and shown before it can be done."""

    def __init__(
        self,
        page: Page,
        row: SubscriptionRow,
        prices: Prices,
        change: Callable[[int, bool], None],
        close: Callable[[], Any],
    ) -> None:
        self._page, self._row = page, row
        fitting = [
            (price, plan)
            for price, plan in prices
            if price.id != row.price
            and price.interval in ("month", "year")
            and price.currency == row.currency
        ]
        self.price = _prices(fitting)
        self.later = QCheckBox(tr("From the next period on"))
        self.costs = parts.text("", "secondary", wrap=True)
        super().__init__(
            tr("Change"), lambda: change(self.price.currentData(), not self.later.isChecked()), close,
            self.price, self.later, self.costs,
        )  # fmt: skip
        self.act.setEnabled(bool(fitting))
        if not fitting:
            self.refuse(tr("There is no other price by the month or year in this currency."))
        self.price.currentIndexChanged.connect(lambda _at: self._ask())
        self.later.toggled.connect(lambda _on: self._ask())
        self._ask()

    def _ask(self) -> None:
        wanted = self.price.currentData()
        self.error.hide()
        if wanted is None:
            return
        if self.later.isChecked():
            self.costs.setText(tr("Nothing is to be paid now."))
            self.act.setEnabled(True)
            return
        self.act.setEnabled(False)
        library, row = self._page.session.library, self._row
        self._page.session.jobs.start(
            lambda progress: subscriptions.preview(library, row.id, wanted),
            key="proration",
            done=self._show,
            failed=self._cannot,
        )

    def _show(self, shown: Proration) -> None:
        self.costs.setText("\n".join(proration_words(shown, self._page.session.library.zone)))
        self.act.setEnabled(True)

    def _cannot(self, error: KClubError | None) -> None:
        if error is not None:
            self.costs.setText("")
            self.refuse(words_for(error))


class PausePanel(_Panel):
    """pause(until UTC second, or None)."""

    def __init__(
        self, session: Session, pause: Callable[[int | None], None], close: Callable[[], Any]
    ) -> None:
        self._zone = session.library.zone
        today = day_end.today(session.library)
        self.limited = QCheckBox(tr("It resumes by itself on"))
        self.limited.setChecked(True)
        self.day = QDateEdit(_qt(today + timedelta(days=30)))
        self.day.setAccessibleName(tr("It resumes by itself on"))
        self.day.setMinimumDate(_qt(today + timedelta(days=1)))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.limited.toggled.connect(self.day.setEnabled)
        about = parts.text(
            tr("It gives and costs nothing meanwhile; the days left of its period are kept."),
            "secondary",
            wrap=True,
        )
        super().__init__(tr("Pause"), lambda: pause(self._until()), close, about, self.limited, self.day)

    def _until(self) -> int | None:
        if not self.limited.isChecked():
            return None
        day = self.day.date()
        return midnight(date(day.year(), day.month(), day.day()), self._zone)


class CancelPanel(_Panel):
    """cancel(now, why). later: can it wait for the end of its period?"""

    def __init__(self, later: bool, cancel: Callable[[bool, str], None], close: Callable[[], Any]) -> None:
        self.now = QCheckBox(tr("At once, not at the end of its period"))
        self.now.setChecked(not later)
        self.now.setVisible(later)
        self.why = parts.field(tr("Why, if they said"))
        super().__init__(
            tr("Cancel the plan"),
            lambda: cancel(self.now.isChecked(), self.why.text().strip()),
            close,
            self.now,
            self.why,
        )
        if not later:
            self.now.hide()


def _prices(prices: Prices) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(tr("Plan and price"))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(16)
    for price, plan in prices:
        words = price_words(price.amount, price.currency, price.interval, price.interval_count, price.uses)
        made.addItem(f"{plan} · {words}", price.id)
    return made


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
