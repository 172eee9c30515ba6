"""What the desk's pages are put together from: the kit's pieces, and the desk's own header, facts and inspector."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QLineEdit, QVBoxLayout, QWidget

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled, widened
from kclub_desktop.ui.widgets.blocks import (
    CARD,
    GAP,
    PAGE,
    button,
    card,
    clear,
    column,
    drawing,
    field,
    icon_button,
    line,
    pill,
    row,
    scrolling,
    text,
)
from kclub_desktop.ui.widgets.choice import Choice
from kclub_desktop.ui.widgets.filter_bar import FilterBar
from kclub_desktop.ui.widgets.page_header import PageHeader

__all__ = [
    "CARD",
    "GAP",
    "INSPECTOR",
    "PAGE",
    "Choice",
    "FilterBar",
    "QHBoxLayout",
    "QLineEdit",
    "beside",
    "button",
    "card",
    "clear",
    "column",
    "drawing",
    "fact",
    "field",
    "header",
    "icon_button",
    "inspector_panel",
    "inspector_width",
    "line",
    "pill",
    "row",
    "scrolling",
    "small_message",
    "text",
]

INSPECTOR = t.INSPECTOR_PX


def fact(name: str, value: str) -> QHBoxLayout:
    """A fact in the inspector: its name left and quiet, its value beside it."""
    label = text(name, "secondary", wrap=True)
    label.setFixedWidth(scaled(96))
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    shown = text(value, wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown.setAccessibleName(f"{name}: {value}")
    layout = row(label, shown)
    layout.setStretch(1, 1)
    return layout


def inspector_width() -> int:
    """Pixels of the panel at the right, with larger text wider."""
    return widened(INSPECTOR)


def header(title: str, note: QLabel, *actions: QWidget) -> QHBoxLayout:
    """The top of a page: title, a count or note, actions at the right."""
    made = row(PageHeader(title, note, *actions))
    made.setStretch(0, 1)
    return made


def small_message(words: str) -> QLabel:
    """A quiet sentence where a list or chart has nothing to show."""
    made = text(words, "secondary", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMinimumHeight(72)
    return made


def inspector_panel() -> tuple[QFrame, QVBoxLayout]:
    """The panel at the right of a list and the column inside it, which scrolls."""
    panel = QFrame()
    panel.setObjectName("inspector")
    panel.setFixedWidth(inspector_width())
    inside = QWidget()
    layout = column(inside, CARD, 3 * t.GRID)
    column(panel).addWidget(scrolling(inside))
    return panel, layout


def beside(left: QLayout, panel: QWidget, body: QWidget) -> None:
    """A page's content with its inspector at the right."""
    layout = row(gap=0)
    layout.addLayout(left, 1)
    layout.addWidget(panel)
    body.setLayout(layout)
