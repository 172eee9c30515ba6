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
        did = operation_words(step.operation)
        if step.rows > 1:
            did = f"{did} · {tr_many('with 1 other', 'with {n} others', step.rows - 1)}"
        title = parts.text(did, "strong", wrap=True)
        top = parts.row(title, *self._marks(found, step, did))
        top.setStretch(0, 1)
        box = parts.column(gap=2)
        box.addLayout(top)
        changes = () if step.made else step.fields
        for change in changes[:_FIELDS_SHOWN]:
            box.addWidget(parts.text(change_words(found.model, change, self._zone), wrap=True))
        if len(changes) > _FIELDS_SHOWN:
            box.addWidget(parts.text(tr("and {n} more", n=len(changes) - _FIELDS_SHOWN), "secondary"))
        when = f"{shown.moment(step.at, self._zone)} · {device_words(step.device, step.here)}"
        box.addWidget(parts.text(when, "secondary", wrap=True))
        if words := self._left_out(found, step):
            box.addWidget(parts.text(words, "secondary", wrap=True))
        return box

    def _left_out(self, found: RecordHistory, step: RecordStep) -> str:
        """What undo of this step would leave as it is, '' if nothing."""
        forecast = found.forecasts.get(step.step)
        if forecast is None or step.undone or not exceptions_words(forecast):
            return ""
        if not forecast.taken_back:
            return tr("Changed again since")
        return tr("Undo: {what}", what=" · ".join(exceptions_words(forecast)))

    def _marks(self, found: RecordHistory, step: RecordStep, did: str) -> list[QWidget]:
        """The button that takes the step back, or does it again; none where neither is possible."""
        if step.undone:
            words = tr("Do again: {what}", what=did)
            again = parts.icon_button(words, lambda: self.redo_wanted.emit(step.step), "redo")
            return [parts.pill(tr("taken back")), again]
        forecast = found.forecasts.get(step.step)
        if not step.undoable or (forecast is not None and not forecast.taken_back):
            return []
        left_out = exceptions_words(forecast) if forecast is not None else []
        words = " · ".join([tr("Undo: {what}", what=did), *left_out])
        return [parts.icon_button(words, lambda: self.undo_wanted.emit(step.step), "undo")]
