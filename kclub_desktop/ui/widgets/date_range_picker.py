"""A button that says which days are looked at, and a menu of ranges and a calendar behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QFrame, QMenu, QPushButton, QWidget, QWidgetAction

from kclub_desktop.date_range import BOOKS, PRESET_WORDS, DateRange, Preset, custom, preset_range
from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import button, column, row, text
from kclub_desktop.words import current_language, tr
from kclub_desktop.words_for_values import locale

_LOCALES = {"zh": QLocale(QLocale.Language.Chinese, QLocale.Country.China), "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)}  # fmt: skip


class DateRangePicker(QPushButton):
    """Holds a DateRange. Days are written, and weeks begin, as the interface's language does."""

    changed = Signal(object)
    """The new DateRange."""

    def __init__(
        self,
        today: date,
        preset: Preset = Preset.LAST_30_DAYS,
        parent: QWidget | None = None,
        *,
        offered: Sequence[Preset] = BOOKS,
        whole: bool = False,
    ) -> None:
        """today: in the community's zone. offered: the menu. whole: running weeks and months to their last day."""
        super().__init__(parent)
        self._today, self._offered, self._whole = today, offered, whole
        self.range = self._of(preset)
        self._any = False
        self.setObjectName("dropdown")
        self.setIcon(icons.icon("events", "secondary"))
        self.setIconSize(QSize(scaled(16), scaled(16)))
        self.setAutoDefault(False)
        self._menu = self._build_menu()
        self.clicked.connect(lambda: self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2))))
        self._say()

    def choose(self, wanted: DateRange) -> None:
        """Look at other days."""
        if wanted != self.range or self._any:
            self.range, self._any = wanted, False
            self._say()
            self.changed.emit(wanted)
        for action in self._group.actions():
            action.setChecked(action.data() == wanted.preset)

    def show_any(self) -> None:
        """No days are chosen: all of them are looked at."""
        self._any = True
        for action in self._group.actions():
            action.setChecked(False)
        self.setText(tr("Any day"))
        self.setAccessibleName(tr("Days shown: {days}", days=tr("Any day")))

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for preset in self._offered:
            action = QAction(tr(PRESET_WORDS[preset]), menu, checkable=True)
            action.setData(preset)
            action.setChecked(preset == self.range.preset)
            action.triggered.connect(partial(self._preset, preset))
            self._group.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        own = QWidgetAction(menu)
        own.setDefaultWidget(self._own_days(menu))
        menu.addAction(own)
        return menu

    def _own_days(self, menu: QMenu) -> QFrame:
        frame = QFrame()
        layout = column(frame, 12, 8)
        layout.addWidget(text(tr("From … to …"), "secondary"))
        self.first, self.last = date_edit(tr("First day")), date_edit(tr("Last day"))
        self.error = text("", "field_error", wrap=True)
        self.error.hide()

        def keep() -> None:
            first, last = _day(self.first), _day(self.last)
            self.error.setVisible(first > last)
            self.error.setText(tr("The first day is after the last one."))
            if first <= last:
                menu.close()
                self.choose(custom(first, last))

        layout.addLayout(row(self.first, text("–", "secondary"), self.last))
        layout.addWidget(self.error)
        layout.addLayout(row(None, button(tr("Show these days"), keep, kind="primary")))
        menu.aboutToShow.connect(self._fill)
        return frame

    def _fill(self) -> None:
        self.error.hide()
        for edit, day in ((self.first, self.range.first), (self.last, self.range.last)):
            shown = self._today if day in (date.min, date.max) else day
            edit.setDate(QDate(shown.year, shown.month, shown.day))

    def _of(self, preset: Preset) -> DateRange:
        return preset_range(preset, self._today, first_weekday(), whole=self._whole)

    def _preset(self, preset: Preset) -> None:
        self.choose(self._of(preset))

    def _say(self) -> None:
        open_ended = date.min in (self.range.first, self.range.last) or self.range.last == date.max
        days = "" if open_ended else days_words(self.range.first, self.range.last)
        named = "" if self.range.preset is Preset.CUSTOM else tr(PRESET_WORDS[self.range.preset])
        self.setText("  ·  ".join(part for part in (named, days) if part))
        self.setAccessibleName(tr("Days shown: {days}", days=f"{named} {days}".strip()))


def first_weekday() -> int:
    """0 Monday … 6 Sunday, by the interface's language."""
    return _locale().firstDayOfWeek().value - 1


def days_words(first: date, last: date) -> str:
    """From one day to another in the interface's language, nothing said twice: 27 Oct – 25 Nov 2026."""
    from babel.dates import format_interval

    if first == last:
        from babel.dates import format_date

        return str(format_date(first, "medium", locale=locale()))
    return str(format_interval(first, last, "yMMMd", locale=locale()))


def date_edit(name: str) -> QDateEdit:
    """A field for one day with a calendar, written as the interface's language does."""
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    edit.setLocale(_locale())
    edit.setDisplayFormat("yyyy年M月d日" if current_language() == "zh" else "d MMM yyyy")
    edit.setAccessibleName(name)
    in_our_days(edit.calendarWidget())
    return edit


def in_our_days(calendar: QCalendarWidget) -> QCalendarWidget:
    """A calendar with the interface's names and first day of the week, without the numbers of weeks."""
    calendar.setLocale(_locale())
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    return calendar


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _locale() -> QLocale:
    return _LOCALES.get(current_language()) or QLocale(locale())
