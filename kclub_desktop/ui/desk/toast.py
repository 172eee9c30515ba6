"""The message at the bottom of the window: what was done, for ten seconds, with Undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.theme.apply import motion_ms
from kclub_desktop.words import tr

SHOWN_MS = 10_000
_RISE_MS, _RISE_PX = 140, 14
_EDGE_PX, _ANY_PX = 24, 16_777_215


class Toast(QFrame):
    """One message at a time; the newest wins."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAutoFillBackground(True)
        self.words = parts.text("")
        self.undo = parts.button("", self.take_back)
        self.setLayout(parts.row(self.words, self.undo, gap=16))
        self.layout().setContentsMargins(16, 8, 8, 8)  # type: ignore[union-attr]
        self._back: Callable[[], Any] | None = None
        self._facts = False
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(
        self, words: str, back: Callable[[], Any] | None, label: str = "", *, facts: bool = False
    ) -> None:
        """Show words; back is what the button runs, label its words (Undo if none are given).

        facts  only back can take this back: it is not in the reach of undo
        """
        self._back, self._facts = back, facts and back is not None
        self.words.setText(words)
        self.undo.setText(label or tr("Undo"))
        self.undo.setAccessibleName(label or tr("Undo"))
        self.undo.setVisible(back is not None)
        came = self.isHidden()
        self.show()
        self.place()
        self.raise_()
        if came:
            self._rise()
        self._timer.start()

    def place(self) -> None:
        """Centre at the bottom of the window, in as many lines as it takes."""
        above = self.parentWidget()
        assert above is not None
        self.words.setWordWrap(False)
        self.words.setMinimumWidth(0)
        self.words.setMaximumWidth(_ANY_PX)
        over = self.sizeHint().width() - (above.width() - 2 * _EDGE_PX)
        if over > 0:
            in_lines = self.words.sizeHint().width() - over
            self.words.setWordWrap(True)
            self.words.setFixedWidth(in_lines)
        self.adjustSize()
        self.move((above.width() - self.width()) // 2, above.height() - self.height() - _EDGE_PX)

    def _rise(self) -> None:
        """Come up a little, where movement is wanted: the eye finds what moves."""
        lasts = motion_ms(_RISE_MS)
        if not lasts:
            return
        move = QPropertyAnimation(self, b"pos", self)
        move.setDuration(lasts)
        move.setEasingCurve(QEasingCurve.Type.OutCubic)
        move.setStartValue(self.pos() + QPoint(0, _RISE_PX))
        move.setEndValue(self.pos())
        move.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)

    @property
    def offers_facts(self) -> bool:
        """Is something shown that only this message can take back?"""
        return self.isVisible() and self._facts

    def take_back(self) -> None:
        """Run what is offered, as the button does."""
        self._facts = False
        back, self._back = self._back, None
        self.hide()
        if back:
            back()
