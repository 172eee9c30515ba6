"""The first steps of a new community: what is done, what is next, and why; gone when all is done or it was put away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from kclub_desktop.ui.theme import icons
from kclub_desktop.ui.theme.apply import scaled
from kclub_desktop.ui.widgets.blocks import CARD, button, clear, column, row, text
from kclub_desktop.words import tr


@dataclass(frozen=True)
class Step:
    """words: what to do; why: what it is good for; does and action: a button that begins it."""

    words: str
    why: str
    done: bool
    does: str = ""
    action: Callable[[], Any] | None = None


class Checklist(QFrame):
    """Steps in order; the first that is not done is open, with its reason and its button."""

    put_away = Signal()

    def __init__(self, title: str, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self._title = title
        self._layout = column(self, CARD, 12)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show how far it is now."""
        clear(self._layout)
        done = sum(step.done for step in steps)
        close = button(tr("Put away"), self.put_away.emit, kind="link")
        far = text(tr("{done} of {total}", done=done, total=len(steps)), "secondary")
        self._layout.addLayout(row(text(self._title, "section"), far, None, close))
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, max(1, len(steps)))
        bar.setValue(done)
        bar.setAccessibleName(self._title)
        self._layout.addWidget(bar)
        following = next((step for step in steps if not step.done), None)
        for step in steps:
            self._layout.addLayout(_line(step, open_=step is following))


def _line(step: Step, *, open_: bool) -> QHBoxLayout:
    mark = QLabel()
    name = "check" if step.done else "circle"
    mark.setPixmap(
        icons.pixmap(name, "good" if step.done else "accent" if open_ else "secondary", scaled(20))
    )
    mark.setAccessibleName(tr("Done") if step.done else tr("To do"))
    words = column(gap=2)
    words.addWidget(text(step.words, "secondary" if step.done else "strong", wrap=True))
    if open_:
        words.addWidget(text(step.why, "secondary", wrap=True))
    layout = row(mark, words, gap=10)
    layout.setStretch(1, 1)
    if open_:
        layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    if step.action is not None and not step.done:
        layout.addWidget(button(step.does, step.action, kind="primary" if open_ else ""))
    return layout
