"""The right half of a line of the filter editor: a widget per kind of value, each telling its value and when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QMenu, QWidget

from kclub_desktop.import_export.codes import Code
from kclub_desktop.import_export.money import amount
from kclub_desktop.store.segments import OPERATORS
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.segments_query import Choices
from kclub_desktop.ui.widgets.money_field import MoneyField
from kclub_desktop.words import tr
from kclub_desktop.words_for_segments import VALUES, word_of

_ISO = "yyyy-MM-dd"
_LONGEST, _MOST_DAYS = 26, 3650


class Value(QWidget):
    """A value being chosen. `value` is None while it is none yet."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(parts.GAP)

    @property
    def value(self) -> Any:
        """As it stands in the filter; None if nothing is chosen."""
        return self._now()

    def _now(self) -> Any:
        raise NotImplementedError


class Words(Value):
    """Some of a list of words, checked in a menu."""

    def __init__(self, field: str, known: Sequence[str], chosen: Sequence[str]) -> None:
        super().__init__()
        self._field = field
        self._button = parts.button("", lambda: None, kind="menu")
        menu = QMenu(self._button)
        self._button.setMenu(menu)
        self._codes: dict[str, Any] = {}
        for code in dict.fromkeys([*known, *chosen, ""]):
            action = menu.addAction(word_of(field, code))
            action.setCheckable(True)
            action.setChecked(code in chosen)
            action.toggled.connect(self._toggled)
            self._codes[code] = action
        self._row.addWidget(self._button, 1)
        self._say()

    def _now(self) -> Any:
        return [code for code, action in self._codes.items() if action.isChecked()] or None

    def _toggled(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        words = ", ".join(word_of(self._field, code) for code in self.value or ())
        shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        self._button.setText(f"{shown or tr('Choose')} ▾")
        self._button.setToolTip(words)
        self._button.setAccessibleName(words or tr("Choose"))


class Tag(Value):
    """One tag, typed or chosen."""

    def __init__(self, known: Sequence[str], chosen: str) -> None:
        super().__init__()
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.addItems(list(known))
        self._box.setAccessibleName(tr("Tag"))
        self._box.setCurrentText(chosen)
        self._box.currentTextChanged.connect(lambda: self.changed.emit())
        self._row.addWidget(self._box, 1)

    def _now(self) -> Any:
        return self._box.currentText().strip() or None


class Days(Value):
    """A number of days."""

    def __init__(self, chosen: int) -> None:
        super().__init__()
        self._box = parts.field(tr("Days"), value=str(chosen))
        self._box.setValidator(QIntValidator(1, _MOST_DAYS, self._box))
        self._box.textChanged.connect(lambda: self.changed.emit())
        self._row.addWidget(self._box, 1)
        self._row.addWidget(parts.text(tr("days"), "secondary"))

    def _now(self) -> Any:
        return int(self._box.text()) if self._box.hasAcceptableInput() else None


class Period(Value):
    """From one day to another."""

    def __init__(self, chosen: Sequence[str | None]) -> None:
        super().__init__()
        today = QDate.currentDate()
        self._ends = [QDateEdit(), QDateEdit()]
        for end, at, name in zip(self._ends, chosen, (tr("First day"), tr("Last day")), strict=True):
            end.setCalendarPopup(True)
            end.setDisplayFormat(_ISO)
            end.setAccessibleName(name)
            end.setDate(QDate.fromString(at, _ISO) if at else today)
            end.dateChanged.connect(lambda: self.changed.emit())
            self._row.addWidget(end, 1)

    def _now(self) -> Any:
        first, last = (end.date().toString(_ISO) for end in self._ends)
        return [first, last] if first <= last else None


class Money(Value):
    """An amount in the community's currency."""

    def __init__(self, currency: str, chosen: int | None) -> None:
        super().__init__()
        self._currency, self._field = currency, MoneyField(tr("Amount"), currency, chosen)
        self._box = self._field.line
        self._box.textChanged.connect(lambda: self.changed.emit())
        self._row.addWidget(self._field, 1)

    def _now(self) -> Any:
        """While it is typed, too: what is no amount yet asks for nothing."""
        found = amount(self._box.text().strip(), self._currency)
        if isinstance(found, Code) or found[1] != self._currency:
            return None
        return {"amount": found[0], "currency": self._currency}


class Row(Value):
    """One course or event, by its title."""

    def __init__(self, known: Sequence[tuple[int, str]], chosen: str) -> None:
        super().__init__()
        self._box = QComboBox()
        self._box.setAccessibleName(tr("Title"))
        self._box.setMinimumContentsLength(12)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for row, title in known:
            self._box.addItem(title, str(row))
        if chosen and self._box.findData(chosen) < 0:
            self._box.addItem(tr("something deleted"), chosen)
        self._box.setCurrentIndex(self._box.findData(chosen) if chosen else 0)
        self._box.currentIndexChanged.connect(lambda: self.changed.emit())
        self._row.addWidget(self._box, 1)

    def _now(self) -> Any:
        return self._box.currentData()


class YesNo(Value):
    """Yes or no."""

    def __init__(self, chosen: bool) -> None:
        super().__init__()
        self._box = QComboBox()
        self._box.setAccessibleName(tr("Yes or no"))
        self._box.addItem(tr("Yes"), True)
        self._box.addItem(tr("No"), False)
        self._box.setCurrentIndex(0 if chosen else 1)
        self._box.currentIndexChanged.connect(lambda: self.changed.emit())
        self._row.addWidget(self._box, 1)

    def _now(self) -> Any:
        return self._box.currentData()


class Text(Value):
    """Words to look for."""

    def __init__(self, chosen: str) -> None:
        super().__init__()
        self._box = parts.field(tr("Name, pinyin, e-mail, phone, tag"), value=chosen)
        self._box.textChanged.connect(lambda: self.changed.emit())
        self._row.addWidget(self._box, 1)

    def _now(self) -> Any:
        return self._box.text().strip() or None


def value_widget(field: str, operator: str, choices: Choices, value: Any = None) -> Value:
    """The widget for the value of a condition, showing `value` if it is one of that kind."""
    match OPERATORS[field][operator]:
        case "words":
            known = list(VALUES[field]) if field in VALUES else choices.words.get(field, [])
            return Words(field, known, value if isinstance(value, list) else [])
        case "tag":
            return Tag(choices.tags, value if isinstance(value, str) else "")
        case "days":
            return Days(value if isinstance(value, int) else 30)
        case "period":
            return Period(value if isinstance(value, list) and len(value) == 2 else (None, None))
        case "money":
            mine = (isinstance(value, dict) and value.get("currency")) or choices.currency
            return Money(mine, value["amount"] if isinstance(value, dict) else None)
        case "row":
            return Row(choices.rows.get(field, []), value if isinstance(value, str) else "")
        case "yes_no":
            return YesNo(value is not False)
    return Text(value if isinstance(value, str) else "")
