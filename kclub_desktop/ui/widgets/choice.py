"""A few exclusive buttons in a row, of which one is always on: the state a list is narrowed to, one of three looks."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.widgets.flow import Flow


class Choice(QWidget):
    """A few exclusive buttons in a row, e.g. a segment of the list."""

    chosen = Signal(str)

    def __init__(self, options: Iterable[tuple[str, str]], current: str) -> None:
        """options: (code, words) in order."""
        super().__init__()
        layout = Flow(self, gap=t.GRID)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        for code, words in options:
            one = QPushButton(words)
            one.setObjectName("segment")
            one.setCheckable(True)
            one.setChecked(code == current)
            one.setAutoDefault(False)
            one.clicked.connect(lambda _checked=False, code=code: self.chosen.emit(code))
            self._group.addButton(one)
            self._buttons[code] = one
            layout.addWidget(one)

    def mark(self, code: str) -> None:
        """Show which is on without announcing it. Raises KeyError."""
        self._buttons[code].setChecked(True)
