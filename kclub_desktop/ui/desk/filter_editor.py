"""The popover in which a filter is put together: lines of field, question and value, counted as it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from kclub_desktop.community.segments import OF_MONEY
from kclub_desktop.store.segments import EVERYBODY, OPERATORS, Part, Where
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.filter_values import value_widget
from kclub_desktop.ui.desk.segments_query import Choices, Flat, flat
from kclub_desktop.words import tr, tr_noop

WIDTH_PX = 640
FIELDS = {
    "status": tr_noop("Status"),
    "level": tr_noop("Level"),
    "plan": tr_noop("Plan"),
    "subscription": tr_noop("Subscription"),
    "tag": tr_noop("Tag"),
    "channel": tr_noop("Channel"),
    "language": tr_noop("Language"),
    "joined": tr_noop("Joined"),
    "active": tr_noop("Last active"),
    "spent": tr_noop("Spent"),
    "course": tr_noop("Course"),
    "event": tr_noop("Event"),
    "email_consent": tr_noop("Agreed to e-mail"),
    "archived": tr_noop("Archived"),
    "text": tr_noop("Search text"),
}
QUESTIONS: dict[str, list[tuple[str, bool, str]]] = {
    **{
        field: [("one_of", False, tr_noop("is one of")), ("none_of", False, tr_noop("is none of"))]
        for field in ("status", "level", "plan", "subscription", "channel", "language")
    },
    "tag": [("has", False, tr_noop("is there")), ("has_not", False, tr_noop("is not there"))],
    "joined": [
        ("last_days", False, tr_noop("in the last")),
        ("before_days", False, tr_noop("longer ago than")),
        ("between", False, tr_noop("between")),
    ],
    "active": [("last_days", False, tr_noop("in the last")), ("not_for_days", False, tr_noop("not for"))],
    "spent": [("at_least", False, tr_noop("at least")), ("less_than", False, tr_noop("less than"))],
    "course": [
        ("enrolled", False, tr_noop("takes")),
        ("enrolled", True, tr_noop("does not take")),
        ("completed", False, tr_noop("completed")),
        ("completed", True, tr_noop("has not completed")),
        ("rated", False, tr_noop("rated")),
        ("rated", True, tr_noop("has not rated")),
    ],
    "event": [
        ("registered", False, tr_noop("is registered for")),
        ("registered", True, tr_noop("is not registered for")),
        ("attended", False, tr_noop("came to")),
        ("attended", True, tr_noop("did not come to")),
    ],
    "email_consent": [("is", False, tr_noop("is"))],
    "archived": [("is", False, tr_noop("is"))],
    "text": [("fits", False, tr_noop("is found")), ("fits", True, tr_noop("is not found"))],
}
"""Field -> (operator, denied, words)."""


class FilterEditor(QFrame):
    """Lines of conditions. `changed` carries each whole filter; a line without a value yet is left out."""

    changed = Signal(object)
    save_wanted = Signal()

    def __init__(self, part: Part, choices: Choices, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.setFixedWidth(WIDTH_PX)
        self._choices, self._lines = choices, list[_Line]()
        layout = parts.column(self, 4 * 4, 12)
        self._every = QComboBox()
        self._every.addItem(tr("all of these hold"), True)
        self._every.addItem(tr("any of these holds"), False)
        self._every.setAccessibleName(tr("All or any"))
        self._every.activated.connect(lambda: self._tell())
        layout.addLayout(parts.row(parts.text(tr("Members for whom"), "strong"), self._every, None))
        self._nested = parts.text(
            tr("This filter is nested deeper than lines can show. A new line begins a new filter."),
            "secondary", wrap=True,
        )  # fmt: skip
        layout.addWidget(self._nested)
        self._room = QVBoxLayout()
        self._room.setSpacing(parts.GAP)
        layout.addLayout(self._room)
        self.count = parts.text("", "secondary")
        layout.addLayout(
            parts.row(
                parts.button(tr("Add a condition"), self.add, icon="add"),
                None,
                self.count,
                parts.button(tr("Clear"), self.clear, kind="quiet"),
                parts.button(tr("Save as a segment"), self.save_wanted.emit, kind="primary"),
            )
        )
        self._show(part)

    def open_below(self, button: QWidget) -> None:
        """Show it under a button, kept inside the button's window."""
        self.adjustSize()
        at = button.mapToGlobal(QPoint(0, button.height() + 4))
        right = button.window().mapToGlobal(QPoint(button.window().width(), 0)).x()
        self.move(min(at.x(), right - self.width() - 12), at.y())
        self.show()
        if self._lines:
            self._lines[0].field.setFocus()

    def add(self, denied: bool = False, where: Where | None = None) -> None:
        """One more line, asking about the level until told otherwise."""
        self._nested.hide()
        line = _Line(denied, where or Where("level", "one_of", None), self._choices)
        line.changed.connect(self._tell)
        line.removed.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._room.addWidget(line)
        self.adjustSize()

    def clear(self) -> None:
        """Everybody again."""
        for line in list(self._lines):
            self._drop(line)
        self._tell()

    def _show(self, part: Part) -> None:
        shown = flat(part)
        self._nested.setVisible(shown is None)
        if shown is None:
            return
        self._every.setCurrentIndex(0 if shown.every else 1)
        for denied, where in shown.lines:
            self.add(denied, where)
        if not shown.lines:
            self.add()

    def _remove(self, line: _Line) -> None:
        self._drop(line)
        self._tell()

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._room.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.adjustSize()

    def _tell(self) -> None:
        found = [(line.denied, line.where) for line in self._lines]
        lines = tuple((denied, where) for denied, where in found if where is not None)
        self.changed.emit(Flat(self._every.currentData(), lines).part if lines else EVERYBODY)


class _Line(QWidget):
    """Field, question, value, and a cross."""

    changed = Signal()
    removed = Signal()

    def __init__(self, denied: bool, where: Where, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self.field, self._question = QComboBox(), QComboBox()
        self.field.setAccessibleName(tr("What"))
        self._question.setAccessibleName(tr("Relation"))
        self.field.setFixedWidth(136)
        self._question.setFixedWidth(168)
        for code, words in FIELDS.items():
            if choices.sees_money or code not in OF_MONEY or code == where.field:
                self.field.addItem(tr(words), code)
        self.field.setCurrentIndex(self.field.findData(where.field))
        self._ask(where.field, where.operator, denied)
        self._value = value_widget(where.field, where.operator, choices, where.value)
        self._value.changed.connect(self.changed)
        self._row = parts.row(
            self.field, self._question, self._value,
            parts.icon_button(tr("Remove this condition"), self.removed.emit, "close"),
        )  # fmt: skip
        self._row.setStretch(2, 1)
        self.setLayout(self._row)
        self.field.activated.connect(lambda: self._field_chosen())
        self._question.activated.connect(lambda: self._renew())

    @property
    def denied(self) -> bool:
        """Is the condition denied as a whole?"""
        return bool(self._question.currentData()[1])

    @property
    def where(self) -> Where | None:
        """The condition; None while it has no value."""
        value = self._value.value
        if value is None:
            return None
        return Where(self.field.currentData(), self._question.currentData()[0], value)

    def _ask(self, field: str, operator: str, denied: bool) -> None:
        self._question.clear()
        for at, (code, denies, words) in enumerate(QUESTIONS[field]):
            self._question.addItem(tr(words), (code, denies))
            if (code, denies) == (operator, denied):
                self._question.setCurrentIndex(at)

    def _field_chosen(self) -> None:
        field = self.field.currentData()
        operator, denied, _words = QUESTIONS[field][0]
        self._ask(field, operator, denied)
        self._renew(keep=False)

    def _renew(self, keep: bool = True) -> None:
        field, operator = self.field.currentData(), self._question.currentData()[0]
        old: Any = self._value.value if keep else None
        self._value.hide()
        self._row.removeWidget(self._value)
        self._value.deleteLater()
        self._value = value_widget(field, operator, self._choices, old)
        self._value.changed.connect(self.changed)
        self._row.insertWidget(2, self._value, 1)
        self.changed.emit()


class NamePopover(QFrame):
    """Asks for a segment's name, beside what asked for it."""

    def __init__(self, words: str, name: str, done: Callable[[str], Any], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.setFixedWidth(320)
        self._done = done
        self.line = parts.field(tr("Name of the segment"), value=name)
        self.line.selectAll()
        self.line.returnPressed.connect(self._finish)
        self._button = parts.button(words, self._finish, kind="primary", enabled=bool(name))
        self.line.textChanged.connect(lambda text: self._button.setEnabled(bool(text.strip())))
        layout = parts.row(self.line, self._button)
        layout.setContentsMargins(12, 12, 12, 12)
        self.setLayout(layout)

    def open_below(self, button: QWidget) -> None:
        """Show it under a button."""
        self.adjustSize()
        self.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        self.show()
        self.line.setFocus()

    def _finish(self) -> None:
        name = self.line.text().strip()
        if name:
            self.close()
            self._done(name)


assert QUESTIONS.keys() == FIELDS.keys() == OPERATORS.keys(), "every field of a filter can be edited"
