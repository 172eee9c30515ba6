"""The gallery's window: all exhibits below each other, and at the top theme, language and size of the text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from kclub_desktop.ui.gallery import charts, fields, kiosk, lists, pairs
from kclub_desktop.ui.gallery.exhibit import Exhibit
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.theme.apply import MODES, SCALES, apply_theme, look, on_look_changed
from kclub_desktop.ui.widgets.blocks import PAGE, button, card, column, pill, row, scrolling, text
from kclub_desktop.ui.widgets.choice import Choice
from kclub_desktop.words import (
    current_language,
    language_name,
    languages,
    on_language_changed,
    set_language,
    tr,
    tr_noop,
)

EXHIBITS: tuple[Exhibit, ...] = (
    *fields.EXHIBITS,
    *pairs.EXHIBITS,
    *lists.EXHIBITS,
    *charts.EXHIBITS,
    *kiosk.EXHIBITS,
)
_MODE_WORDS = {"system": tr_noop("As the system"), "light": tr_noop("Light"), "dark": tr_noop("Dark")}
_BUTTONS = ("primary", "", "quiet", "link", "danger")
_TONES = ("", "accent", "good", "warn", "bad")
_GROWS_PX = 1000
_ROLES = ("hero", "figure", "page_title", "section", "strong", "", "secondary", "caption", "field_error")


class GalleryWindow(QMainWindow):
    """Built anew after each switch, as the desk's pages are."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs = Jobs(self)
        self.resize(1120, 800)
        self._stops = [on_look_changed(self._build), on_language_changed(lambda _code: self._build())]
        self._build()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop listening."""
        for stop in self._stops:
            stop()
        self.jobs.wait()
        super().closeEvent(event)

    def _build(self) -> None:
        seen = self._area.verticalScrollBar().value() if hasattr(self, "_area") else 0
        self.setWindowTitle(tr("Gallery of parts"))
        outer, inside = QWidget(), QWidget()
        outer.setObjectName("canvas")
        layout = column(outer, gap=0)
        layout.addWidget(self._switches())
        rooms = column(inside, PAGE, 16)
        rooms.addWidget(card(*_basics(), title=tr("Text, buttons, pills")))
        for exhibit in EXHIBITS:
            rooms.addWidget(self._room(exhibit))
        rooms.addStretch(1)
        self._area: QScrollArea = scrolling(inside)
        layout.addWidget(self._area, 1)
        self.setCentralWidget(outer)
        self._area.verticalScrollBar().setValue(seen)

    def _switches(self) -> QWidget:
        bar = QWidget()
        modes = Choice([(mode, tr(_MODE_WORDS[mode])) for mode in MODES], look().mode)
        modes.chosen.connect(lambda mode: _wear(mode, look().scale))
        scales = Choice([(str(scale), f"{scale:.0%}") for scale in SCALES], str(look().scale))
        scales.chosen.connect(lambda scale: _wear(look().mode, float(scale)))
        spoken = Choice([(code, language_name(code)) for code in languages()], current_language())
        spoken.chosen.connect(set_language)
        layout = row(text(tr("Gallery of parts"), "section"), None, modes, scales, spoken, gap=20)
        layout.setContentsMargins(PAGE, 12, PAGE, 8)
        bar.setLayout(layout)
        return bar

    def _room(self, exhibit: Exhibit) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        columns = 1 if exhibit.wide else 2
        for place, state in enumerate(exhibit.states):
            words = state.words
            label = text(tr(words), "gallery_state")
            cell = column(gap=6)
            cell.addWidget(label)
            made = state.make(self.jobs)
            if not made.accessibleName():
                # Where it is used, what it shows says what it is.
                made.setAccessibleName(exhibit.part.__name__)
            wanted = made.sizePolicy().horizontalPolicy()
            if wanted is QSizePolicy.Policy.Maximum or made.maximumWidth() < _GROWS_PX:
                cell.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                cell.addWidget(made)
            cell.addStretch(1)
            grid.addLayout(cell, place // columns, place % columns)
            grid.setColumnStretch(place % columns, 1)
        if not exhibit.wide:
            grid.setColumnStretch(1, 1)
        return card(grid, title=exhibit.part.__name__)


def _basics() -> list[QWidget]:
    words = QWidget()
    written = column(words, gap=4)
    for role in _ROLES:
        label: QLabel = text(f"{tr('Members')} 会员 128", role)
        written.addWidget(label)
    kinds = [
        button(tr("Add member"), lambda: None, kind=kind, icon="" if kind == "link" else "add")
        for kind in _BUTTONS
    ]
    off: list[QPushButton] = [
        button(tr("Add member"), lambda: None, kind=kind, enabled=False) for kind in _BUTTONS[:2]
    ]
    buttons, pills = QWidget(), QWidget()
    buttons.setLayout(row(*kinds, *off, None))
    pills.setLayout(row(*(pill(tr("Member"), tone) for tone in _TONES), None, gap=6))
    return [words, buttons, pills]


def _wear(mode: str, scale: float) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app, mode, scale, look().motion)
