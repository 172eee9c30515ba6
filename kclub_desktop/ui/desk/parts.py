"""Small pieces every page is put together from: text in its role, cards, pills, rows of facts, the message, skeleton.

Only structure and object names; every colour and size is the theme's, by these names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QMargins, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
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
from kclub_desktop.ui.widgets.label import plain_label
from kclub_desktop.words import tr

GAP = 2 * t.GRID
PAGE = 6 * t.GRID
CARD = 5 * t.GRID
INSPECTOR = t.INSPECTOR_PX


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
        made.setIconSize(QSize(16, 16))
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
    made.setFixedSize(QSize(8 * t.GRID, 8 * t.GRID))
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
        made.addAction(icons.icon("search", "secondary"), QLineEdit.ActionPosition.LeadingPosition)
        made.setMinimumWidth(220)
        made.setMaximumWidth(360)
    return made


def card(*things: QWidget | QLayout, title: str = "", margins: int = CARD) -> QFrame:
    """A raised surface with an optional section title."""
    made = QFrame()
    made.setObjectName("card")
    layout = column(made, margins, GAP)
    if title:
        layout.addWidget(text(title, "section"))
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


def fact(name: str, value: str) -> QHBoxLayout:
    """A fact in the inspector: its name left and quiet, its value beside it."""
    label = text(name, "secondary")
    label.setFixedWidth(96)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    shown = text(value, wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown.setAccessibleName(f"{name}: {value}")
    layout = row(label, shown)
    layout.setStretch(1, 1)
    return layout


def line() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setObjectName("line")
    made.setFixedHeight(1)
    return made


def scrolling(inside: QWidget) -> QScrollArea:
    """A widget that scrolls vertically when it does not fit."""
    area = QScrollArea()
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


class Choice(QWidget):
    """A few exclusive buttons in a row, e.g. a segment of the list."""

    chosen = Signal(str)

    def __init__(self, options: Iterable[tuple[str, str]], current: str) -> None:
        """options: (code, words) in order."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(t.GRID)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for code, words in options:
            one = QPushButton(words)
            one.setObjectName("segment")
            one.setCheckable(True)
            one.setChecked(code == current)
            one.setAutoDefault(False)
            one.clicked.connect(lambda _checked=False, code=code: self.chosen.emit(code))
            self._group.addButton(one)
            layout.addWidget(one)


class Message(QWidget):
    """In place of a page's content: a small drawing, what this is, why, and one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(self, PAGE, 3 * t.GRID)

    def say(
        self,
        title: str,
        words: str,
        button_words: str = "",
        action: Callable[[], Any] | None = None,
        icon: str = "",
        other: QPushButton | None = None,
    ) -> None:
        """Show a title, a sentence, and a button if there is something to do; other: a second way beside it."""
        clear(self._layout)
        self._layout.addStretch(2)
        if icon:
            self._layout.addWidget(drawing(icon), alignment=Qt.AlignmentFlag.AlignHCenter)
        heading, body = text(title, "section"), text(words, "secondary", wrap=True)
        body.setMaximumWidth(420)
        for label in (heading, body):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.addWidget(heading)
        self._layout.addLayout(row(None, body, None))
        if button_words and action:
            first = button(button_words, action, kind="primary")
            self._layout.addLayout(row(None, first, *([other] if other else []), None))
        self._layout.addStretch(3)


def drawing(icon: str) -> QLabel:
    """The icon large on a quiet round, for an empty state."""
    made = QLabel()
    made.setObjectName("drawing")
    made.setPixmap(icons.pixmap(icon, "accent", t.DRAWING_PX // 2))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedSize(t.DRAWING_PX, t.DRAWING_PX)
    return made


def skeleton(parent: QWidget | None = None) -> QWidget:
    """Quiet bars where content will be."""
    made = QWidget(parent)
    made.setAccessibleName(tr("Loading"))
    layout = column(made, PAGE, 3 * t.GRID)
    for height in (28, 96, 36, 36, 36, 36):
        bar = QFrame()
        bar.setObjectName("skeleton")
        bar.setFixedHeight(height)
        layout.addWidget(bar)
    layout.addStretch(1)
    return made


def header(title: str, note: QLabel, *actions: QWidget) -> QHBoxLayout:
    """The top of a page: title, a count or note, actions at the right."""
    heading = text(title, "page_title")
    heading.setMinimumHeight(9 * t.GRID)
    made = row(heading, note, None, *actions)
    made.setAlignment(note, Qt.AlignmentFlag.AlignBottom)
    note.setContentsMargins(0, 0, 0, 7)
    return made


def small_message(words: str) -> QLabel:
    """A quiet sentence where a list or chart has nothing to show."""
    made = text(words, "secondary", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMinimumHeight(72)
    return made


class FilterBar(QWidget):
    """The field and the choices below a page's header: in one line, or in two where that is too long."""

    def __init__(self, search: QLineEdit, *others: QWidget) -> None:
        super().__init__()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(search, 1)
        self._others = row(*others, None)
        self._layout.addLayout(self._others)
        self._search = search

    def minimumSizeHint(self) -> QSize:
        """As narrow as the longer of the two lines, since they may stand below each other."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._others.minimumSize().width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        needed = self._search.minimumWidth() + GAP + self._others.sizeHint().width()
        self._layout.setDirection(ways.TopToBottom if self.width() < needed else ways.LeftToRight)


def inspector_panel() -> tuple[QFrame, QVBoxLayout]:
    """The panel at the right of a list and the column inside it, which scrolls."""
    panel = QFrame()
    panel.setObjectName("inspector")
    panel.setFixedWidth(INSPECTOR)
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
