"""What one does with a course at the desk: say what it is about, and note how a member rated it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from kclub_desktop.community import courses, learning
from kclub_desktop.errors import KClubError
from kclub_desktop.ui.desk import parts
from kclub_desktop.ui.desk.markdown_dialog import MarkdownDialog
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.person_picker import Find, PersonPicker
from kclub_desktop.ui.widgets.star_rating import StarRating
from kclub_desktop.words import tr
from kclub_desktop.words_for_errors import words_for

_NARROW = 420


class SummaryDialog(MarkdownDialog):
    """The words about a course, written in Markdown and seen as they will be read."""

    def __init__(self, page: Page, session: Session, course: int, title: str, summary: str) -> None:
        def keep(words: str) -> None:
            courses.describe(session.library, course, words)

        super().__init__(page, title, tr("What the course is about"), tr("Summary"), summary, keep)


class RateDialog(QDialog):
    """Who, how many stars, and what they said."""

    def __init__(self, page: Page, session: Session, course: int, title: str, find: Find) -> None:
        super().__init__(page)
        self._page, self._session, self._course = page, session, course
        self.setWindowTitle(title)
        self.setMinimumWidth(_NARROW)
        layout = parts.column(self, parts.PAGE, 12)
        layout.addWidget(parts.text(tr("How did a member rate it?"), "section"))
        layout.addWidget(parts.text(tr("An earlier rating of the same member is replaced."), "secondary"))
        self.who = PersonPicker(tr("A member’s name"), find, session.jobs)
        self.stars = StarRating(tr("Rating"))
        self.review = parts.field(tr("What they said, if anything"))
        layout.addWidget(self.who)
        layout.addLayout(parts.row(self.stars, None))
        layout.addWidget(self.review)
        self.error = parts.text("", "field_error", wrap=True)
        self.error.hide()
        layout.addWidget(self.error)
        self.keep = parts.button(tr("Keep"), self.write, kind="primary", enabled=False)
        layout.addStretch(1)
        layout.addLayout(parts.row(None, parts.button(tr("Cancel"), self.reject), self.keep))
        self.who.picked.connect(lambda _person: self._look())
        self.stars.rated.connect(lambda _stars: self._look())

    def write(self) -> None:
        """Keep the rating; stay open when it is refused."""
        assert self.who.person is not None, "the button waits for somebody"
        member, stars, said = self.who.person.id, self.stars.value(), self.review.text()
        self._page.do(
            lambda: learning.rate(self._session.library, member, self._course, stars, said),
            said=tr("Rating kept"),
            done=lambda _result: self.accept(),
            failed=self._refused,
        )

    def _look(self) -> None:
        self.keep.setEnabled(self.who.person is not None and self.stars.value() > 0)

    def _refused(self, error: KClubError) -> None:
        self.error.setText(words_for(error))
        self.error.show()
