"""The small pieces every part and page is put together from: text in its role, rows, columns, buttons, cards, pills.

Only structure and object names; every colour and size is the theme's, by these names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.label import plain_label

GAP = 2 * t.GRID
PAGE = 6 * t.GRID
CARD = 5 * t.GRID


def text(words: str, role: str = "", wrap: bool = False) -> QLabel:
    """A label; role is a name of the theme: page_title, section, strong, secondary, figure, field_error or ''."""
    label = plain_label(words, role)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def column(parent: QWidget | None = None, margins: int = 0, gap: int = GAP) -> QVBoxLayout:
    """A vertical layout with our margins."""
    layout = QVBoxLayout(parent) if parent else QVBoxLayout()
    layout.setContentsMargins(QMargins(margins, margins, margins, margins))
    layout.setSpacing(gap)
    return layout


def row(*things: QWidget | QLayout | None, gap: int = GAP) -> QHBoxLayout:
    """Widgets beside each other; None is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for thing in things:
        if thing is None:
            layout.addStretch(1)
        elif isinstance(thing, QLayout):
            layout.addLayout(thing)
        else:
            layout.addWidget(thing)
    return layout


def button(
    words: str,
    action: Callable[[], Any],
    *,
    kind: str = "",
    icon: str = "",
    shortcut: str = "",
    enabled: bool = True,
) -> QPushButton:
    """A button; kind is primary, quiet, link or ''. shortcut: one that the window listens to, said in the tooltip."""
    made = QPushButton(words)
    if kind:
        made.setObjectName(kind)
    if icon:
        colour = "on_accent" if kind == "primary" else "secondary" if kind == "quiet" else "text"
        made.setIcon(icons.icon(icon, colour))
        made.setIconSize(QSize(scaled(16), scaled(16)))
    if shortcut:
        shown = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{words} ({shown})")
    made.setAccessibleName(words)
    made.setEnabled(enabled)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: action())
    return made


def icon_button(words: str, action: Callable[[], Any], icon: str) -> QPushButton:
    """A quiet button that shows its icon only; the words are its tooltip and accessible name."""
    made = button("", action, kind="quiet", icon=icon)
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.setFixedSize(QSize(scaled(8 * t.GRID), scaled(8 * t.GRID)))
    return made


def field(hint: str, *, filter: bool = False, value: str = "") -> QLineEdit:
    """A one-line input; filter marks the one Ctrl+F goes to."""
    made = QLineEdit(value)
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    if filter:
        made.setProperty("filter", True)
        made.setObjectName("filter")
        made.setClearButtonEnabled(True)
        sign = made.addAction(icons.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText(hint)
        sign.triggered.connect(made.setFocus)
        made.setMinimumWidth(220)
        made.setMaximumWidth(360)
    return made


def card(*things: QWidget | QLayout, title: str = "", margins: int = CARD) -> QFrame:
    """A raised surface with an optional section title."""
    made = QFrame()
    made.setObjectName("card")
    layout = column(made, margins, GAP)
    if title:
        layout.addWidget(text(title, "section", wrap=True))
    for thing in things:
        if isinstance(thing, QLayout):
            layout.addLayout(thing)
        else:
            layout.addWidget(thing)
    return made


def pill(words: str, tone: str = "") -> QLabel:
    """A quiet pill; tone is good, warn, bad, accent or ''."""
    made = plain_label(words, "pill")
    made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def line() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setObjectName("line")
    made.setFixedHeight(1)
    return made


def scrolling(inside: QWidget, *, to_the_line: bool = False) -> QScrollArea:
    """A widget that scrolls vertically when it does not fit.

    to_the_line: it ends where its words end at their width; Qt itself leaves room for them as if they were narrower, which
    shows as emptiness below where there are many. Only for what has a layout whose height depends on its width.
    """
    area = QScrollArea()
    if to_the_line:
        inside.setMinimumHeight(1)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


def drawing(icon: str) -> QLabel:
    """The icon large on a quiet round, for an empty state."""
    made = QLabel()
    made.setObjectName("drawing")
    made.setPixmap(icons.pixmap(icon, "accent", t.DRAWING_PX // 2))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedSize(t.DRAWING_PX, t.DRAWING_PX)
    return made
