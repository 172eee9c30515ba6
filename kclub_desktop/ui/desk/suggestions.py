"""Courses to take next, in words: asked in a job, shown as cards, at members and at courses alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

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
        NextCourse(found.course_id, found.title, reasons_words(found.reasons[:3]))
        for found in ask(session.library, model, member, count)
    ]


def declined_courses(session: Session, member: int) -> list[tuple[int, str]]:
    """(course, title) of what a member said no to, newest first. Not for the UI thread."""
    from kclub_desktop.recommend import feedback

    return [(course, title) for course, title, _ in feedback.declined(session.library, member)]


def alike(session: Session, course: int, progress: Progress) -> list[tuple[int, str]]:
    """(course, title) of a few courses most like one. Not for the UI thread."""
    from kclub_desktop.recommend.serve import alike_courses

    return alike_courses(session.library, session.models.get(session.library, progress), course)


class Suggestions(QWidget):
    """Says that it is looking, then the cards or why there are none."""

    def __init__(
        self,
        opened: Callable[[int], Any],
        declined: Callable[[int], Any] | None = None,
        taken_back: Callable[[int], Any] | None = None,
    ) -> None:
        """opened, declined, taken_back: called with a course; without the latter two nothing can be declined here."""
        super().__init__()
        self._opened, self._declined, self._taken_back = opened, declined, taken_back
        self._layout = parts.column(self, gap=6)
        self.say(tr("Looking…"))

    def say(self, words: str) -> None:
        """A sentence instead of cards."""
        parts.clear(self._layout)
        self._layout.addWidget(parts.text(words, "secondary", wrap=True))

    def show_courses(self, items: Sequence[NextCourse], declined: Sequence[tuple[int, str]] = ()) -> None:
        """Cards, best first; declined: (course, title) of what the member does not want, quiet below."""
        if not items:
            self.say(tr("Not enough is known yet to say what comes next."))
        else:
            parts.clear(self._layout)
        for place, item in enumerate(items, start=1):
            self._layout.addWidget(self._card(place, item))
        for course, title in declined if self._taken_back else ():
            self._layout.addLayout(self._refusal(course, title))

    def _refusal(self, course: int, title: str) -> QHBoxLayout:
        words = parts.text(tr("Not interested: {title}", title=title), "secondary", wrap=True)
        back = parts.icon_button(
            tr("Recommend {title} again", title=title),
            lambda: self._taken_back and self._taken_back(course),
            "undo",
        )
        layout = parts.row(words, back)
        layout.setStretch(0, 1)
        return layout

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
        buttons = [look]
        if self._declined is not None:
            say_no = self._declined
            words_for_no = tr("Not interested in {title}", title=item.title)
            buttons.insert(0, parts.icon_button(words_for_no, lambda: say_no(item.course), "close"))
        layout = parts.row(number, words, *buttons)
        layout.setStretch(1, 1)
        card = parts.card(layout, margins=10)
        card.setObjectName("tile")
        return card
