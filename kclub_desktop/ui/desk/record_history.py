"""A record's history as a part of its inspector: when, on which device, each field from old to new, and Undo per step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from kclub_desktop.store.record_history import RecordStep
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.history_query import RecordHistory
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_history import (
    change_words,
    device_words,
    exceptions_words,
    operation_words,
)

_FIELDS_SHOWN = 4


class RecordHistorySection(QWidget):
    """Filled when the history has been read; empty until then."""

    undo_wanted = Signal(object)
    """Step to take back."""
    redo_wanted = Signal(object)
    whole_wanted = Signal()
    """The person wants more than the newest steps."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone
        self._layout = parts.column(self, gap=12)

    def show_history(self, found: RecordHistory) -> None:
        """Fill with a record's steps, newest first."""
        parts.clear(self._layout)
        for step in found.steps:
            self._layout.addLayout(self._step(found, step))
        if found.more:
            more = parts.button(tr("Show the whole history"), self.whole_wanted.emit, kind="link")
            self._layout.addLayout(parts.row(more, None))

    def _step(self, found: RecordHistory, step: RecordStep) -> QLayout:
        said = parts.column(gap=2)
        others = step.rows - 1
        did = operation_words(step.operation)
        if others:
            did = f"{did} · {tr_many('with 1 other', 'with {n} others', others)}"
        said.addWidget(parts.text(did, "strong", wrap=True))
        changes = step.fields if not step.made else ()
        for change in changes[:_FIELDS_SHOWN]:
            said.addWidget(parts.text(change_words(found.model, change, self._zone), wrap=True))
        if len(changes) > _FIELDS_SHOWN:
            said.addWidget(parts.text(tr("{n} more", n=len(changes) - _FIELDS_SHOWN), "secondary"))
        when = f"{shown.moment(step.at, self._zone)} · {device_words(step.device, step.here)}"
        said.addWidget(parts.text(when, "secondary", wrap=True))
        forecast = found.forecasts.get(step.step)
        left_out = exceptions_words(forecast) if forecast is not None else []
        if left_out and not step.undone:
            said.addWidget(parts.text(tr("Undo: {what}", what=" · ".join(left_out)), "secondary", wrap=True))
        layout = parts.row(said, *self._act(step, did, left_out, forecast is None or forecast.taken_back > 0))
        layout.setStretch(0, 1)
        return layout

    def _act(self, step: RecordStep, did: str, left_out: list[str], useful: bool) -> list[QWidget]:
        """The button that takes the step back, or does it again; none where neither is possible."""
        if step.undone:
            act = parts.icon_button(
                tr("Do again: {what}", what=did), lambda: self.redo_wanted.emit(step.step), "redo"
            )
            return [parts.pill(tr("taken back")), act]
        if not step.undoable or not useful:
            return []
        words = " · ".join([tr("Undo: {what}", what=did), *left_out])
        return [parts.icon_button(words, lambda: self.undo_wanted.emit(step.step), "undo")]
