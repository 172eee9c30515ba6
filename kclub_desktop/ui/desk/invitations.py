"""Whom to invite to a course, in words: asked in a job, shown as a short list, kept as a segment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.progress import Progress
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.session import Session
from kclub_desktop.words import tr, tr_many
from kclub_desktop.words_for_reasons import reasons_words

INVITED = 30
"""Members of a segment to invite."""
_NAMED = 5


@dataclass(frozen=True)
class Guest:
    """A member to invite: chance within a month in words, "" while too little is known."""

    member: int
    name: str
    chance: str
    reason: str


@dataclass(frozen=True)
class Guests:
    """Whom to invite to a course, most likely first. expected: words on how many will take it, "" while unknown."""

    course: int
    title: str
    members: list[Guest]
    expected: str


def guests(session: Session, course: int, progress: Progress) -> Guests:
    """Ask for the members to invite. Not for the UI thread. Raises CourseNotOpen, Cancelled."""
    from kclub_desktop.recommend.inviting import invite

    found = invite(session.library, session.models.cache(), course, INVITED, progress)
    members = [
        Guest(
            one.member_id,
            one.name,
            f"{one.chance:.0%}" if found.enough else "",
            reasons_words(one.reasons[:3]),
        )
        for one in found.members
    ]
    expected = tr(
        "About {n} of the first {total} are expected to take it within a month.",
        n=f"{found.expected:.1f}",
        total=len(members),
    )
    return Guests(course, found.title, members, expected if found.enough and members else "")


class Invitations(QWidget):
    """A button; then the first few by name, and a button that keeps all as a segment."""

    wanted = Signal()
    member_wanted = Signal(object)
    kept = Signal(object)
    """The Guests to keep as a segment."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = parts.column(self, gap=6)
        self._layout.addWidget(
            parts.text(tr("The members most likely to take it next."), "secondary", wrap=True)
        )
        self.ask = parts.button(tr("Find members to invite"), self._asked, icon="members")
        self._layout.addLayout(parts.row(self.ask, None))

    def _asked(self) -> None:
        self.say(tr("Looking…"))
        self.wanted.emit()

    def say(self, words: str) -> None:
        """A sentence instead of names."""
        parts.clear(self._layout)
        self._layout.addWidget(parts.text(words, "secondary", wrap=True))

    def show_guests(self, found: Guests) -> None:
        """The first few by name, with what is expected."""
        if not found.members:
            self.say(tr("There is nobody left to invite."))
            return
        parts.clear(self._layout)
        for one in found.members[:_NAMED]:
            words = parts.column(gap=2)
            words.addWidget(parts.text(one.name or tr("No name"), "strong", wrap=True))
            words.addWidget(parts.text(one.reason, "secondary", wrap=True))
            open_one = parts.icon_button(
                tr("Open {title}", title=one.name),
                partial(self.member_wanted.emit, one.member),
                "next",
            )
            layout = parts.row(words, parts.text(one.chance, "secondary"), open_one)
            layout.setStretch(0, 1)
            card = parts.card(layout, margins=10)
            card.setObjectName("tile")
            self._layout.addWidget(card)
        more = len(found.members) - _NAMED
        if more > 0:
            self._layout.addWidget(
                parts.text(tr_many("and 1 more member", "and {n} more members", more), "secondary")
            )
        said = found.expected or tr("The order means something; for chances too little has happened yet.")
        self._layout.addWidget(parts.text(said, "secondary", wrap=True))
        keep = parts.button(tr("Keep as a segment"), lambda: self.kept.emit(found), icon="add")
        self._layout.addLayout(parts.row(keep, None))
