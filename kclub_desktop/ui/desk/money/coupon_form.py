"""The form of a coupon: it makes coupon_terms.Terms, with every field judged in its place; who keeps it says what else is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QWidget

from kclub_desktop.clock import local
from kclub_desktop.community import day_end
from kclub_desktop.community.coupon_terms import MOST_PERIODS, MOST_USES, Terms
from kclub_desktop.errors import FieldRefused, KClubError
from kclub_desktop.errors_of_money import CouponRefused
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.coupons_query import Held, Loaded
from kclub_desktop.ui.desk.incentive_fields import Select, labelled
from kclub_desktop.ui.widgets.checked_field import CheckedField
from kclub_desktop.ui.widgets.day_field import DayField
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.ui.widgets.number_fields import CountField, PercentField
from kclub_desktop.words import tr, tr_noop
from kclub_desktop.words_for_errors import words_for

_KINDS = {"plan": tr_noop("Plan"), "course": tr_noop("Course"), "event": tr_noop("Event")}
_EVERYTHING: Held = (None, None, None)
_AT = {"empty": "code", "taken": "code", "percent": "percent", "days": "ends_at"}
"""Where a refusal of the whole stands."""


class CouponForm(QFrame):
    """keep(Terms) is called when all fields can be read; close when it is given up."""

    def __init__(
        self,
        found: Loaded,
        currency: str,
        zone: str,
        keep: Callable[[Terms], None],
        close: Callable[[], object],
    ) -> None:
        """found: the coupon it begins with, if any, and what it can be for; currency: the community's own."""
        super().__init__()
        self._keep, self._zone = keep, zone
        self._before = found.coupon.terms if found.coupon else Terms("", percent=0, currency=currency)
        self._fixed = found.coupon is not None and found.coupon.fixed
        self._layout = parts.column(self, gap=12)
        if self._fixed:
            words = tr("It was used, so what it takes off and for what stays. Stop it and make a new one.")
            self._layout.addWidget(parts.text(words, "secondary", wrap=True))
        self._ask_what(found, currency)
        self._ask_how_often()
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        self._layout.addWidget(self.error)
        self.verb = parts.button(tr("Save"), self.keep, kind="primary")
        self._layout.addLayout(parts.row(None, parts.button(tr("Cancel"), close), self.verb))

    @property
    def fields(self) -> dict[str, CheckedField]:
        """Every field that can refuse, by the name of its column."""
        return {
            "code": self.code, "name": self.name, "percent": self.percent, "amount": self.amount,
            "periods": self.periods, "use_limit": self.use_limit, "per_member": self.per_member,
            "starts_at": self.first, "ends_at": self.last,
        }  # fmt: skip

    def keep(self) -> None:
        """Hand the terms over, or say at the field what cannot be read."""
        self.error.hide()
        seen = [field for field in self.fields.values() if not field.isHidden()]
        for field in seen:
            field.clear_error()
            field.check()
        if not self.code.line.text().strip():
            self.code.refuse(tr("It cannot be empty."))
        wanted = self.amount if self.kind.code == "amount" else self.percent
        if not wanted.line.text().strip():
            wanted.refuse(tr("It cannot be empty."))
        refused = next((field for field in seen if field.refused), None)
        if refused is None:
            self._keep(self._terms())
        else:
            refused.line.setFocus()

    def refuse(self, error: KClubError) -> None:
        """Say at its field, or under the form, why it is not taken; what was typed stays."""
        field = error.field if isinstance(error, FieldRefused) else ""
        if isinstance(error, CouponRefused):
            field = _AT.get(error.why, "")
        if field in self.fields:
            self.fields[field].refuse(words_for(error))
        else:
            self.error.setText(words_for(error))
            self.error.show()

    def _terms(self) -> Terms:
        by_amount = self.kind.code == "amount"
        course, event, plan = self.things.currentData() or _EVERYTHING
        return replace(
            self._before,
            code=self.code.line.text(), name=self.name.line.text(),
            percent=0 if by_amount else self.percent.hundredths or 0,
            amount=(self.amount.minor or 0) if by_amount else 0,
            currency=self.amount.currency if by_amount else "",
            use_limit=self.use_limit.value, per_member=self.per_member.value,
            starts_at=self._second(self.first.day), ends_at=self._second(self.last.day, end=True),
            course=course, event=event, plan=plan, periods=self.periods.value or 0,
        )  # fmt: skip

    def _ask_what(self, found: Loaded, currency: str) -> None:
        before = self._before
        self.code, self.name = CheckedField(tr("Coupon code")), CheckedField(tr("Called"))
        self.code.line.setText(before.code)
        self.name.line.setText(before.name)
        self.kind = Select(
            tr("Takes off"),
            (("percent", tr("A percentage")), ("amount", tr("An amount"))),
            "amount" if before.amount else "percent",
        )
        self.percent = PercentField(tr("Percentage"), before.percent or None)
        self.amount = MoneyField(tr("Amount"), before.currency or currency, before.amount or None)
        self.things = self._things(found)
        self.periods = CountField(
            tr("Periods of a subscription"), before.periods or None, MOST_PERIODS, tr("all of them")
        )
        self._ask(tr("Code, as members say or type it"), self.code)
        self._ask(tr("Called"), self.name)
        self._ask(tr("Takes off"), self.kind)
        self._layout.addWidget(self.percent)
        self._layout.addWidget(self.amount)
        self._ask(tr("Holds for"), self.things)
        self._ask(tr("Periods of a subscription"), self.periods)
        self.kind.currentIndexChanged.connect(lambda _at: self._fit())
        self._fit()
        for field in (self.code, self.kind, self.percent, self.amount, self.things, self.periods):
            field.setEnabled(not self._fixed)

    def _ask_how_often(self) -> None:
        before, any_number = self._before, tr("any number")
        self.use_limit = CountField(tr("Uses in all"), before.use_limit, MOST_USES, any_number)
        self.per_member = CountField(tr("Uses by one member"), before.per_member, MOST_USES, any_number)
        self.first = DayField(tr("First day"), self._day(before.starts_at), tr("at once"))
        ends = None if before.ends_at is None else before.ends_at - 1
        self.last = DayField(tr("Last day"), self._day(ends), tr("open"))
        for pair in (
            ((tr("Uses in all"), self.use_limit), (tr("Uses by one member"), self.per_member)),
            ((tr("First day"), self.first), (tr("Last day"), self.last)),
        ):
            beside = parts.row(gap=12)
            for name, field in pair:
                column = labelled(name, field)
                column.addStretch(1)
                beside.addLayout(column, 1)
            self._layout.addLayout(beside)

    def _things(self, found: Loaded) -> QComboBox:
        made = QComboBox()
        made.setEditable(True)
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        made.setAccessibleName(tr("Holds for"))
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(5)
        made.addItem(tr("Everything"), _EVERYTHING)
        held = (self._before.course, self._before.event, self._before.plan)
        offered = [one.held for one in found.things]
        if held != _EVERYTHING and held not in offered and found.coupon is not None:
            made.addItem(tr(", ").join(found.coupon.things), held)
        for one in found.things:
            made.addItem(f"{tr(_KINDS[one.kind])}: {one.title}", one.held)
        at = next((place for place in range(made.count()) if made.itemData(place) == held), 0)
        made.setCurrentIndex(at)
        completer, line = made.completer(), made.lineEdit()
        assert completer is not None and line is not None, "it is editable"
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        # What is typed and fits nothing is not kept: the line says what is chosen.
        line.editingFinished.connect(lambda: made.setEditText(made.itemText(made.currentIndex())))
        return made

    def _ask(self, name: str, field: QWidget) -> None:
        self._layout.addLayout(labelled(name, field))

    def _fit(self) -> None:
        by_amount = self.kind.code == "amount"
        self.percent.setVisible(not by_amount)
        self.amount.setVisible(by_amount)

    def _day(self, at: int | None) -> date | None:
        return None if at is None else local(at, self._zone).date()

    def _second(self, day: date | None, *, end: bool = False) -> int | None:
        return None if day is None else day_end.bounds(day, self._zone)[1 if end else 0]
