"""One level in the editor: its name and, for each way to reach it, the conditions that must hold together."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kclub_desktop.community.level_rules import Rank
from kclub_desktop.community.measures import LONGEST_WINDOW, MEASURES, MONTHS, SPEND, Condition
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.incentive_fields import NumberField, Select
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.flow import Flow
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.words import tr
from kclub_desktop.words_for_rewards import MEASURES as MEASURE_WORDS

_MOST = 1_000_000_000


class ConditionFields(QWidget):
    """“Spend · ¥800 · within 365 days”."""

    changed = Signal()
    gone = Signal()

    def __init__(self, condition: Condition, currency: str) -> None:
        super().__init__()
        self._currency = condition.currency or currency
        self._kept_currency = condition.currency
        self.measure = Select(
            tr("Measured by"), [(code, tr(MEASURE_WORDS[code])) for code in MEASURES], condition.measure
        )
        is_money = condition.measure == SPEND
        self.money = MoneyField(tr("At least"), self._currency, condition.at_least if is_money else None)
        self.count = NumberField(tr("At least"), None if is_money else condition.at_least, _MOST)
        self.days = NumberField(tr("Within days"), condition.window_days, LONGEST_WINDOW, tr("ever"))
        self.days.setFixedWidth(scaled(72))
        # In one piece, so that a narrow card breaks the line before it and not inside.
        self._window = QWidget()
        self._window.setLayout(
            parts.row(
                parts.text(tr("in the last"), "secondary"), self.days, parts.text(tr("days"), "secondary")
            )
        )
        flow = Flow(self, gap=parts.GAP)
        for widget, width in ((self.measure, 150), (self.money, 150), (self.count, 84)):
            widget.setFixedWidth(scaled(width))
            flow.addWidget(widget)
        flow.addWidget(self._window)
        flow.addWidget(parts.icon_button(tr("Remove this condition"), self.gone.emit, "close"))
        self.measure.currentIndexChanged.connect(lambda _at: self._fit())
        for field in (self.money, self.count, self.days):
            field.changed.connect(self.changed)
        self._fit()

    @property
    def condition(self) -> Condition:
        """As it stands; an amount that is missing is 0, which is refused when saved."""
        measure = self.measure.code
        much = self.money.minor if measure == SPEND else self.count.value
        window = None if measure == MONTHS else self.days.value
        return Condition(measure, much or 0, window, self._kept_currency if measure == SPEND else "")

    def _fit(self) -> None:
        measure = self.measure.code
        self.money.setVisible(measure == SPEND)
        self.count.setVisible(measure != SPEND)
        self._window.setVisible(measure != MONTHS)
        self.changed.emit()


class LevelFields(QFrame):
    """A card for one level."""

    changed = Signal()
    gone = Signal()

    def __init__(self, rank: Rank, currency: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._rank, self._currency = rank, currency
        self.name = parts.field(tr("Name of the level"), value=rank.name)
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        remove = parts.icon_button(tr("Remove this level"), self.gone.emit, "close")
        layout = parts.column(self, parts.CARD, 10)
        top = parts.row(self.name, remove)
        top.setStretch(0, 1)
        layout.addLayout(top)
        self._ways = parts.column(gap=8)
        layout.addLayout(self._ways)
        add = parts.button(tr("Or by another way"), self.add_way, kind="quiet", icon="add")
        layout.addLayout(parts.row(add, None))
        self.ways: list[list[ConditionFields]] = []
        for group in rank.groups:
            self._way(group)

    def rank(self, place: int) -> Rank:
        """The level as it stands."""
        groups = tuple(tuple(one.condition for one in way) for way in self.ways if way)
        return Rank(self._rank.id, self.name.text(), place, groups, self._rank.summary, self._rank.tone)

    def add_way(self) -> None:
        """Another way to reach the level."""
        self._way((Condition("courses", 5, None),))
        self.changed.emit()

    def _way(self, group: tuple[Condition, ...]) -> None:
        way: list[ConditionFields] = []
        box = QWidget()
        column = parts.column(box, gap=6)
        if self.ways:
            column.addWidget(parts.text(tr("or"), "secondary"))
        more = parts.button(tr("And also …"), partial(self._also, way, column), kind="quiet")
        foot: QHBoxLayout = parts.row(more, None)
        column.addLayout(foot)
        self.ways.append(way)
        self._ways.addWidget(box)
        for one in group:
            self._condition(way, column, one)

    def _also(self, way: list[ConditionFields], column: QVBoxLayout) -> None:
        self._condition(way, column, Condition("events", 1, None))
        self.changed.emit()

    def _condition(self, way: list[ConditionFields], column: QVBoxLayout, one: Condition) -> None:
        fields = ConditionFields(one, self._currency)
        fields.changed.connect(self.changed)
        fields.gone.connect(partial(self._remove, way, fields))
        way.append(fields)
        column.insertWidget(column.count() - 1, fields)

    def _remove(self, way: list[ConditionFields], fields: ConditionFields) -> None:
        way.remove(fields)
        box = fields.parentWidget()
        fields.hide()
        fields.deleteLater()
        if not way and box is not None:
            box.hide()
        self.changed.emit()
