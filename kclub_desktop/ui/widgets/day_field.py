"""A day that may be left empty: typed as people write one, or taken from a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import QDate, QPoint
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from kclub_desktop.import_export.codes import Code
from kclub_desktop.import_export.moments import moment
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.widgets.checked_field import CheckedField
from kclub_desktop.ui.widgets.date_range_picker import in_our_days
from kclub_desktop.words import current_language, tr


class DayField(CheckedField):
    """Holds a date, or None while empty or refused. 3/4/2026 is not guessed."""

    def __init__(
        self, name: str, day: date | None = None, hint: str = "", parent: QWidget | None = None
    ) -> None:
        """hint: what empty means."""
        super().__init__(name, hint, parent=parent)
        self.day: date | None = None
        opened = self.line.addAction(
            icons.icon("events", "secondary"), QLineEdit.ActionPosition.TrailingPosition
        )
        opened.setText(tr("Open the calendar"))
        opened.triggered.connect(self.open_calendar)
        self.set_day(day)

    def set_day(self, day: date | None) -> None:
        """Show a day, or none."""
        self.line.setText("" if day is None else _written(day))
        self.clear_error()
        if day != self.day:
            self.day = day
            self.changed.emit()

    def check(self) -> None:
        """Take what was typed, or say why not."""
        typed = self.line.text().strip()
        if not typed:
            self.set_day(None)
            return
        found = moment(typed, "UTC")
        if isinstance(found, Code):
            if self.day is not None:
                self.day = None
                self.changed.emit()
            self.refuse(tr("This is not a day. Write it like {example}.", example="2026-01-31"))
        else:
            self.set_day(datetime.fromtimestamp(found, UTC).date())

    def open_calendar(self) -> None:
        """A calendar under the field; a day chosen there is taken."""
        menu = QMenu(self)
        calendar = in_our_days(QCalendarWidget())
        if self.day is not None:
            calendar.setSelectedDate(QDate(self.day.year, self.day.month, self.day.day))

        def take(chosen: QDate) -> None:
            menu.close()
            self.set_day(date(chosen.year(), chosen.month(), chosen.day()))

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        shown = QWidgetAction(menu)
        shown.setDefaultWidget(calendar)
        menu.addAction(shown)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        calendar.setFocus()


def _written(day: date) -> str:
    match current_language():
        case "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        case "en":
            return f"{day.day} {day:%b} {day.year}"
        case _:
            return day.isoformat()
