"""Courses to take next, in words: asked in a job, shown as cards, at members and at courses alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr
from kclub_desktop.words_for_reasons import reasons_words


@dataclass(frozen=True)
class NextCourse:
    """A course to take next and why, in words."""

    course: int
    title: str
    reason: str


def next_courses(session: Session, member: int, progress: Progress, count: int = 3) -> list[NextCourse]:
    """The best courses for a member with reasons; empty while nothing can be said. Not for the UI thread."""
    from kclub_desktop.recommend.serve import next_courses as ask

    model = session.models.get(session.library, progress)
    return [
        NextCourse(found.course_id, found.title, reasons_words(found.reasons[:2]))
        for found in ask(session.library, model, member, count)
    ]


class Suggestions(QWidget):
    """Says that it is looking, then the cards or why there are none."""

    def __init__(self, opened: Callable[[int], Any]) -> None:
        super().__init__()
        self._opened = opened
        self._layout = parts.column(self, gap=6)
        self.say(tr("Looking…"))

    def say(self, words: str) -> None:
        """A sentence instead of cards."""
        parts.clear(self._layout)
        self._layout.addWidget(parts.text(words, "secondary", wrap=True))

    def show_courses(self, items: Sequence[NextCourse]) -> None:
        """Cards, best first."""
        if not items:
            self.say(tr("Not enough is known yet to say what comes next."))
            return
        parts.clear(self._layout)
        for place, item in enumerate(items, start=1):
            self._layout.addWidget(self._card(place, item))

    def _card(self, place: int, item: NextCourse) -> QFrame:
        number = parts.text(str(place), "caption")
        number.setFixedWidth(12)
        words = parts.column(gap=2)
        words.addWidget(parts.text(item.title, "strong", wrap=True))
        if item.reason:
            words.addWidget(parts.text(item.reason, "secondary", wrap=True))
        look = parts.icon_button(
            tr("Open {title}", title=item.title), lambda: self._opened(item.course), "next"
        )
        layout = parts.row(number, words, look)
        layout.setStretch(1, 1)
        card = parts.card(layout, margins=10)
        card.setObjectName("tile")
        return card
