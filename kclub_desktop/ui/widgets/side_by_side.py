"""Two cards beside each other where there is room for both, else one below the other."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

_GAP_PX = 16


class SideBySide(QWidget):
    """left and right share the width as their shares say."""

    def __init__(self, left: QWidget, right: QWidget, shares: tuple[int, int] = (1, 1)) -> None:
        super().__init__()
        self._both = (left, right)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP_PX)
        for widget, share in zip(self._both, shares, strict=True):
            self._layout.addWidget(widget, share)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider of the two."""
        hint = super().minimumSizeHint()
        return QSize(max(one.minimumSizeHint().width() for one in self._both), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Each gets its share, so the one that needs more of its share decides.
        needed = sum(one.minimumSizeHint().width() for one in self._both) + _GAP_PX
        ways = QBoxLayout.Direction
        self._layout.setDirection(ways.TopToBottom if self.width() < needed else ways.LeftToRight)
