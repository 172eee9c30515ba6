"""Whom to write to today, in words: asked in a job, shown on the overview as a short list of people with a course each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.avatar import Avatar
from kclub_desktop.words import tr
from kclub_desktop.words_for_reasons import reasons_words

MOST = 4
LARGE = 20_000
"""From so many enrolments on a model takes seconds to learn: then it is learned when somebody asks, not at every start."""


@dataclass(frozen=True)
class Letter:
    """A member and the course to tell them of. chance: within a month, in words, "" while too little is known."""

    member: int
    name: str
    course: str
    reason: str
    chance: str


def whom(session: Session, asked: bool, progress: Progress) -> list[Letter] | None:
    """Members to write to, most likely first; None in a large community that nobody asked in. Not for the UI thread.
    Raises Cancelled."""
    many = "SELECT count(*) >= ?1 FROM (SELECT 1 FROM enrolment LIMIT ?1)"
    if not asked and session.library.value(many, (LARGE,)):
        return None
    from kclub_desktop.recommend.writing import whom_to_write

    found = whom_to_write(session.library, session.models.cache(), MOST, progress)
    return [
        Letter(
            one.member_id,
            one.name,
            one.title,
            reasons_words(one.reasons[:2]),
            f"{one.chance:.0%}" if found.enough else "",
        )
        for one in found.members
    ]


class Letters(QFrame):
    """A card that says that it is looking, then the people, or why there are none."""

    def __init__(self, open_member: Callable[[int], None]) -> None:
        super().__init__()
        self._open = open_member
        self._inside = parts.column(gap=10)
        outer = parts.column(self)
        self.card = parts.card(self._inside, title=tr("Whom to write to today"))
        outer.addWidget(self.card)

    def offer(self, look: Callable[[], None]) -> None:
        """A button instead of people, where looking takes a while."""
        self._say(tr("The members most likely to take their next course, if they hear of it."))
        self._inside.addLayout(parts.row(parts.button(tr("Find members to write to"), look), None))

    def looking(self) -> None:
        """Until the people are known."""
        self._say(tr("Looking…"))

    def show_people(self, people: list[Letter]) -> None:
        """One line each."""
        if not people:
            self._say(tr("Nobody stands out today."))
            return
        parts.clear(self._inside)
        lines = QGridLayout()
        lines.setHorizontalSpacing(12)
        lines.setVerticalSpacing(10)
        lines.setColumnStretch(2, 1)
        for row, one in enumerate(people):
            for column, part in enumerate(self._line(one)):
                # A button as wide as the column would show its words in the middle.
                where = Qt.AlignmentFlag.AlignLeft if column == 1 else Qt.AlignmentFlag(0)
                lines.addWidget(part, row, column, where)
        self._inside.addLayout(lines)
        if any(one.chance for one in people):
            note = tr("The share is the chance that they take the course within a month.")
            self._inside.addWidget(parts.text(note, "secondary", wrap=True))

    def _say(self, words: str) -> None:
        parts.clear(self._inside)
        self._inside.addWidget(parts.text(words, "secondary", wrap=True))

    def _line(self, one: Letter) -> tuple[QWidget, ...]:
        name = one.name or tr("No name")
        who = parts.button(name, partial(self._open, one.member), kind="link")
        words = QWidget()
        column = parts.column(words, gap=2)
        column.addWidget(parts.text(one.course, "strong", wrap=True))
        if one.reason:
            column.addWidget(parts.text(one.reason, "secondary", wrap=True))
        look = parts.icon_button(tr("Open {title}", title=name), partial(self._open, one.member), "next")
        return Avatar(one.name, 24), who, words, parts.text(one.chance, "secondary"), look
