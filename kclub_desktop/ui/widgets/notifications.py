"""The notification centre: what the program said, kept until it was read, since a message at the bottom goes by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import button, clear, column, icon_button, row, scrolling, text
from kclub_desktop.words import tr

_KEPT = 100
_ICONS = {"": "info", "good": "check", "warn": "warn", "bad": "bad"}
_numbers = count(1)


@dataclass(frozen=True)
class Notice:
    """Something said. at: UTC seconds; tone: '', good, warn or bad; action: what a button does that says `does`."""

    words: str
    at: int
    tone: str = ""
    does: str = ""
    action: Callable[[], Any] | None = None
    number: int = field(default_factory=lambda: next(_numbers))


class Notices(QObject):
    """The notices of this window, newest first, a hundred at most; and how many were not looked at."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[Notice] = []
        self.unread = 0

    def add(self, notice: Notice) -> None:
        """Keep one. What only says that something went as wanted does not call for attention."""
        self.items = [notice, *self.items][:_KEPT]
        if notice.tone in ("warn", "bad"):
            self.unread += 1
        self.changed.emit()

    def forget(self, number: int) -> None:
        """Take one away."""
        self.items = [one for one in self.items if one.number != number]
        self.changed.emit()

    def clear(self) -> None:
        """Take all away."""
        self.items, self.unread = [], 0
        self.changed.emit()

    def read(self) -> None:
        """All were looked at."""
        if self.unread:
            self.unread = 0
            self.changed.emit()


class NotificationCentre(QFrame):
    """The list itself."""

    def __init__(self, notices: Notices, ago: Callable[[int], str], parent: QWidget | None = None) -> None:
        """ago: how long ago a UTC second is, in words."""
        super().__init__(parent)
        self.setObjectName("tray")
        self.setAccessibleName(tr("Notifications"))
        self._notices, self._ago = notices, ago
        layout = column(self, 12, 8)
        self._clear = button(tr("Clear"), notices.clear, kind="link")
        layout.addLayout(row(text(tr("Notifications"), "section"), None, self._clear))
        inside = QWidget()
        self._layout = column(inside, gap=10)
        self.area = scrolling(inside)
        layout.addWidget(self.area, 1)
        notices.changed.connect(self.show_notices)
        self.show_notices()

    def show_notices(self) -> None:
        """Draw the list anew."""
        clear(self._layout)
        self._clear.setVisible(bool(self._notices.items))
        if not self._notices.items:
            self._layout.addWidget(
                text(tr("Nothing to read. What the program tells you is kept here."), "secondary", wrap=True)
            )
        for notice in self._notices.items:
            self._layout.addWidget(self._line(notice))
        self._layout.addStretch(1)

    def _line(self, notice: Notice) -> QWidget:
        line = QWidget()
        mark = QLabel()
        mark.setPixmap(_mark(notice.tone))
        words = column(gap=2)
        words.addWidget(text(notice.words, wrap=True))
        below = row(text(self._ago(notice.at), "secondary"), gap=6)
        if notice.action is not None:
            below.addWidget(button(notice.does, notice.action, kind="link"))
        below.addStretch(1)
        words.addLayout(below)
        close = icon_button(tr("Take away"), partial(self._notices.forget, notice.number), "close")
        close.setAccessibleName(f"{tr('Take away')}: {notice.words}")
        layout = row(mark, words, close, gap=10)
        layout.setStretch(1, 1)
        for widget in (mark, close):
            layout.setAlignment(widget, Qt.AlignmentFlag.AlignTop)
        line.setLayout(layout)
        return line


def _mark(tone: str) -> QPixmap:
    return icons.pixmap(_ICONS.get(tone, "info"), tone or "secondary", scaled(18))
