"""The history page: everything that was done, newest first, and of one step what it did and what undo would leave."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kclub_desktop.community import day_end
from kclub_desktop.date_range import DateRange, Preset
from kclub_desktop.progress import Progress
from kclub_desktop.store.history import Step
from kclub_desktop.ui.desk import history_query, parts, shown
from kclub_desktop.ui.desk.history_query import StepDetails
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.step_inspector import StepInspector
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.date_range_picker import DateRangePicker
from kclub_desktop.words import tr
from kclub_desktop.words_for_history import device_words, step_words, undone_state_words

_PAGE_STEPS = 100


class HistoryPage(Page):
    """Every step, and one of them."""

    name = "history"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.chosen, self._limit = 0, _PAGE_STEPS
        self.days: DateRange | None = None
        super().__init__(session, parent)

    def title(self) -> str:
        """History, in the current language."""
        return tr("History")

    def build(self, body: QWidget) -> None:
        """List at the left, inspector at the right."""
        titles = (tr("What"), tr("When"), tr("Device"), tr("State"))
        self.list = RowList(titles, self.title(), needs={2: 560, 3: 400})
        self.list.chosen.connect(self.go_to)
        self.earlier = parts.button(tr("Show earlier steps"), self.show_earlier, kind="link")
        self.earlier.hide()
        left = parts.column(margins=parts.PAGE, gap=12)
        left.addLayout(
            parts.header(
                self.title(),
                parts.text("", "secondary"),
                parts.button(
                    tr("Undo"), lambda: self.undo_wanted.emit(None, False), icon="undo", shortcut="Ctrl+Z"
                ),
                parts.button(
                    tr("Redo"),
                    lambda: self.undo_wanted.emit(None, True),
                    icon="redo",
                    shortcut="Ctrl+Shift+Z",
                ),
            )
        )
        left.addLayout(parts.row(self._days(), self.every_day, None))
        self.nothing = parts.small_message(tr("Nothing was changed on these days."))
        self.nothing.hide()
        left.addWidget(self.list, 1)
        left.addWidget(self.nothing, 1)
        left.addLayout(parts.row(None, self.earlier, None))
        self.inspector = StepInspector(self.session.library.zone)
        self.inspector.hide()
        self.inspector.closed.connect(self._close)
        self.inspector.undo_wanted.connect(lambda step: self.undo_wanted.emit(step, False))
        self.inspector.redo_wanted.connect(lambda step: self.undo_wanted.emit(step, True))
        parts.beside(left, self.inspector, body)

    def _days(self) -> DateRangePicker:
        """The days looked at; until some are chosen, all of them."""
        self.picker = DateRangePicker(day_end.today(self.session.library), Preset.LAST_30_DAYS)
        if self.days is not None:
            self.picker.choose(self.days)
        else:
            self.picker.show_any()
        self.picker.changed.connect(self.show_days)
        self.every_day = parts.button(tr("Every day"), lambda: self.show_days(None), kind="quiet")
        self.every_day.setVisible(self.days is not None)
        return self.picker

    def show_days(self, days: DateRange | None) -> None:
        """Look at the steps of some days alone; None: at all."""
        self.days, self._limit = days, _PAGE_STEPS
        self.every_day.setVisible(days is not None)
        if days is None:
            self.picker.show_any()
        self.refresh()

    def query(self, progress: Progress) -> list[Step]:
        """The newest steps, and one more if there are more."""
        days = (self.days.first, self.days.last) if self.days else None
        return history_query.listed(self.session.library, self._limit, days)

    def show_loaded(self, found: list[Step]) -> None:
        """Fill the list."""
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        if not found and self.days is None:
            self.show_message(
                tr("Nothing has changed yet."),
                tr("Every edit, import and sync will be a line here, and can be taken back."),
            )
            return
        zone = self.session.library.zone
        self.list.fill([(step.id, _cells(step, zone)) for step in found[: self._limit]], self.chosen)
        self.earlier.setVisible(len(found) > self._limit)
        if self.chosen:
            self.go_to(self.chosen)

    def show_earlier(self) -> None:
        """A hundred more."""
        self._limit += _PAGE_STEPS
        self.refresh()

    def go_to(self, row_id: int) -> None:
        """Show one step in the inspector."""
        self.chosen = row_id
        library = self.session.library
        self.list.mark(row_id)
        self.session.jobs.start(
            lambda progress: history_query.details(library, row_id), key="step", done=self._show_details
        )

    def _show_details(self, found: StepDetails | None) -> None:
        if found is None:
            self._close()
            return
        self.inspector.show_step(found)
        self.inspector.show()

    def _close(self) -> None:
        self.chosen = 0
        self.inspector.hide()
        self.list.clearSelection()


def _cells(step: Step, zone: str) -> tuple[str, ...]:
    return (
        step_words(step),
        shown.moment(step.at, zone),
        device_words(step.device, step.here),
        undone_state_words(step),
    )
