"""What stands in place of content: nothing here yet, still loading, went wrong, or too little data to say anything.

One part for pages, cards and lists. Loading shows only after a moment, so that what is quick never flickers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QStackedLayout, QWidget

from kclub_desktop.ui.theme import tokens as t
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import GAP, PAGE, button, clear, column, drawing, row, text
from kclub_desktop.words import tr, tr_many

SKELETON_AFTER_MS = 150
_SENTENCE_PX = 420


class StateView(QWidget):
    """Shows one state at a time; `empty`, `loading`, `failed`, `too_little` and `offline` choose it."""

    def __init__(self, parent: QWidget | None = None, *, small: bool = False) -> None:
        """small: for a card or a list and not a page: no drawing, little room."""
        super().__init__(parent)
        self._small = small
        self._stack = QStackedLayout(self)
        self._said, self._skeleton = QWidget(), skeleton(small=small)
        self._layout = column(self._said, GAP if small else PAGE, GAP if small else 3 * t.GRID)
        self._blank = QWidget()
        for widget in (self._blank, self._said, self._skeleton):
            self._stack.addWidget(widget)
        self._waiting = QTimer(self, singleShot=True, interval=SKELETON_AFTER_MS)
        self._waiting.timeout.connect(lambda: self._stack.setCurrentWidget(self._skeleton))

    @property
    def is_loading(self) -> bool:
        """Is the skeleton shown, or about to be?"""
        return self._waiting.isActive() or self._stack.currentWidget() is self._skeleton

    def loading(self) -> None:
        """Bars where content will be, after a moment."""
        if not self.is_loading:
            self._stack.setCurrentWidget(self._blank)
            self._waiting.start()
        self.setAccessibleName(tr("Loading"))

    def empty(
        self,
        title: str,
        words: str,
        button_words: str = "",
        action: Callable[[], Any] | None = None,
        icon: str = "",
        other: QPushButton | None = None,
    ) -> None:
        """What this place is for, in a sentence, and a button if there is something to do; other: a second way beside it."""
        self._waiting.stop()
        clear(self._layout)
        self.setAccessibleName(title)
        self._layout.addStretch(2)
        if icon and not self._small:
            self._layout.addWidget(drawing(icon), alignment=Qt.AlignmentFlag.AlignHCenter)
        heading = text(title, "strong" if self._small else "section", wrap=True)
        body = text(words, "secondary", wrap=True)
        body.setMaximumWidth(scaled(_SENTENCE_PX))
        # Wide enough that a sentence breaks where a reader would, not after every third word.
        body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for label in (heading, body):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.addWidget(heading)
        if words:
            around = row(None, body, None)
            around.setStretch(1, 100)
            self._layout.addLayout(around)
        if button_words and action:
            first = button(button_words, action, kind="" if self._small else "primary")
            self._layout.addLayout(row(None, first, *([other] if other else []), None))
        self._layout.addStretch(3)
        self._stack.setCurrentWidget(self._said)

    def failed(
        self,
        what: str,
        why: str,
        again: Callable[[], Any] | None = None,
        other: QPushButton | None = None,
    ) -> None:
        """What went wrong, why, and a button that tries again; other: a second way beside it."""
        self.empty(what, why, tr("Try again") if again else "", again, "warn", other)

    def too_little(self, counted: int, needed: int, what: str) -> None:
        """How much there is and how much is missing. what: the things counted, in words: ratings, members."""
        missing = max(1, needed - counted)
        self.empty(
            tr("Not enough data yet"),
            tr(
                "{what}: {counted} so far. {missing}.",
                what=what,
                counted=f"{counted:,}",
                missing=tr_many("1 more and this can be shown", "{n} more and this can be shown", missing),
            ),
            icon="chart",
        )

    def offline(self, words: str) -> None:
        """The network is away: what still works. Never a wall: only for what cannot be seen without it."""
        self.empty(tr("Offline"), words, icon="offline")


def skeleton(*, small: bool = False) -> QWidget:
    """Quiet bars where content will be; small: those of a card."""
    made = QWidget()
    made.setAccessibleName(tr("Loading"))
    layout = column(made, GAP if small else PAGE, 3 * t.GRID)
    for height in (14, 14, 14) if small else (28, 96, 36, 36, 36, 36):
        bar = QFrame()
        bar.setObjectName("skeleton")
        bar.setFixedHeight(height)
        layout.addWidget(bar)
    layout.addStretch(1)
    return made
