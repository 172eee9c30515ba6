"""The top of a page: its title, a count or note, and what can be done; with little room the actions keep their icons only."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QLabel, QSizePolicy, QWidget

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import GAP, row, text

_NOTE_LEAST_PX = 48


class PageHeader(QWidget):
    """The main action, the last one, keeps its words longest; what is left out is in its tooltip and accessible name."""

    def __init__(self, title: str, note: QLabel, *actions: QWidget) -> None:
        super().__init__()
        heading = text(title, "page_title")
        heading.setMinimumHeight(scaled(9 * t.GRID))
        note.setContentsMargins(0, 0, 0, 7)
        note.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        titles = row(heading, note, None)
        titles.setAlignment(note, Qt.AlignmentFlag.AlignBottom)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addLayout(titles, 1)
        self._layout.addLayout(row(*actions))
        self._heading, self._note, self._actions = heading, note, actions
        self._words = {one: one.text() for one in actions if isinstance(one, QAbstractButton)}

    def minimumSizeHint(self) -> QSize:
        """As narrow as the title, or the icons below it."""
        icons = len(self._actions) * (scaled(44) + GAP)
        title = self._heading.sizeHint().width() + _NOTE_LEAST_PX
        return QSize(
            min(super().minimumSizeHint().width(), max(title, icons)), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for one, words in self._words.items():
            one.setText(words)
        titles = self._heading.sizeHint().width() + self._note.sizeHint().width() + 3 * GAP
        for one, words in self._words.items():
            if titles + self._taken() <= self.width():
                break
            if not one.icon().isNull():
                one.setText("")
                one.setToolTip(one.toolTip() or words)
        below = self._heading.sizeHint().width() + _NOTE_LEAST_PX + self._taken() > self.width()
        ways = QBoxLayout.Direction
        self._layout.setDirection(ways.TopToBottom if below else ways.LeftToRight)

    def _taken(self) -> int:
        return sum(one.sizeHint().width() + GAP for one in self._actions if not one.isHidden())
