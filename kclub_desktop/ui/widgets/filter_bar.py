"""The field and the choices below a page's header."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from kclub_desktop.ui.widgets.blocks import GAP, row


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
