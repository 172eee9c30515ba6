"""The inspector of one step: when, where, how much; what undo would leave; the first things it touched, old and new."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.store.changes import Op
from kclub_desktop.store.history import Step
from kclub_desktop.store.record_history import Thing
from kclub_desktop.store.since import Since
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.history_query import THINGS_SHOWN, StepDetails
from kclub_desktop.words import tr
from kclub_desktop.words_for_history import (
    change_words,
    device_words,
    forecast_words,
    left_words,
    rows_words,
    step_words,
    table_words,
    undone_state_words,
)

_FIELDS_SHOWN = 6
_LEFT_SHOWN = 5


class StepInspector(QWidget):
    """Shows StepDetails; asks for undo and redo through signals."""

    closed = Signal()
    undo_wanted = Signal(object)
    redo_wanted = Signal(object)

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.setFixedWidth(parts.INSPECTOR)
        self._zone = zone
        panel, self._layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)

    def show_step(self, found: StepDetails) -> None:
        """Fill with a step."""
        step = found.step
        parts.clear(self._layout)
        close = parts.icon_button(tr("Close"), self.closed.emit, "close")
        top = parts.row(parts.text(step_words(step), "section", wrap=True), close)
        top.setStretch(0, 1)
        self._layout.addLayout(top)
        self._layout.addLayout(parts.fact(tr("When"), shown.moment(step.at, self._zone)))
        self._layout.addLayout(parts.fact(tr("Device"), device_words(step.device, step.here)))
        self._layout.addLayout(parts.fact(tr("Touched"), rows_words(step.rows)))
        self._layout.addLayout(parts.fact(tr("Step"), shown.number(step.id)))
        self._way_back(step, found.forecast)
        self._section(tr("What changed"))
        for thing in found.things:
            self._thing(thing)
        rest = sum(step.rows.values()) - len(found.things)
        if rest > 0 and len(found.things) == THINGS_SHOWN:
            self._layout.addWidget(parts.text(tr("and {n} more", n=shown.number(rest)), "secondary"))
        self._layout.addStretch(1)

    def _way_back(self, step: Step, forecast: Since | None) -> None:
        if step.undone:
            again = parts.button(tr("Do again"), lambda: self.redo_wanted.emit(step.id), icon="redo")
            self._layout.addLayout(parts.row(parts.pill(undone_state_words(step)), again, None, gap=12))
            return
        if forecast is None:
            words = (
                tr("What happened stays in the record. Correct it where it was recorded.")
                if step.only_facts
                else tr("This step cannot be taken back.")
            )
            self._layout.addWidget(parts.text(words, "secondary", wrap=True))
            return
        words = tr("Do again") if step.operation == Op.UNDO else tr("Take back")
        act = parts.button(words, lambda: self.undo_wanted.emit(step.id), kind="primary")
        act.setEnabled(forecast.taken_back > 0)
        told = forecast_words(forecast)
        act.setToolTip(told)
        self._layout.addLayout(parts.row(act, None))
        self._layout.addWidget(parts.text(told, "secondary", wrap=True))
        for left in forecast.which[:_LEFT_SHOWN]:
            self._layout.addWidget(parts.text(f"· {left_words(left, self._zone)}", "secondary", wrap=True))

    def _section(self, words: str) -> None:
        self._layout.addSpacing(4)
        self._layout.addWidget(parts.line())
        self._layout.addWidget(parts.text(words, "section"))

    def _thing(self, thing: Thing) -> None:
        box = parts.column(gap=2)
        kind = table_words(thing.model)
        box.addWidget(parts.text(f"{kind} · {thing.name}" if thing.name else kind, "strong", wrap=True))
        for change in thing.fields[:_FIELDS_SHOWN]:
            box.addWidget(parts.text(change_words(thing.model, change, self._zone), wrap=True))
        if len(thing.fields) > _FIELDS_SHOWN:
            more = tr("and {n} more", n=len(thing.fields) - _FIELDS_SHOWN)
            box.addWidget(parts.text(more, "secondary"))
        self._layout.addLayout(box)
