"""The courses page: the catalogue, and of one course its facts, ratings, lessons, and what comes next for a member."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from kclub_desktop.errors import KClubError
from kclub_desktop.progress import Progress
from kclub_desktop.store.tables import Course, Enrolment, Lesson, Rating
from kclub_desktop.ui.desk import courses_query, parts, shown
from kclub_desktop.ui.desk.course_inspector import STATUS, CourseInspector
from kclub_desktop.ui.desk.courses_query import CourseRow, Details
from kclub_desktop.ui.desk.invitations import Guests, guests
from kclub_desktop.ui.desk.lists import RowList
from kclub_desktop.ui.desk.page import Page
from kclub_desktop.ui.desk.suggestions import alike, next_courses
from kclub_desktop.ui.session import Session
from kclub_desktop.ui.widgets.person_picker import Person
from kclub_desktop.words import tr, tr_code
from kclub_desktop.words_for_errors import words_for

_FILTER_AFTER_MS = 120


class CoursesPage(Page):
    """The catalogue and one course."""

    name = "courses"
    models = frozenset({Course, Lesson, Enrolment, Rating})

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.text, self.status, self.chosen = "", "all", 0
        super().__init__(session, parent)

    def title(self) -> str:
        """Courses, in the current language."""
        return tr("Courses")

    def build(self, body: QWidget) -> None:
        """List at the left, inspector at the right."""
        self.count = parts.text("", "secondary")
        titles = (
            tr("Title"), tr("Category"), tr("Price"), tr("Taken by"), tr("Rating"), tr("Status"),
        )  # fmt: skip
        # The narrower the list, the fewer columns: what is most asked for stays longest.
        self.list = RowList(titles, self.title(), right=(2, 3, 4), needs={1: 620, 2: 480, 5: 560})
        self.list.chosen.connect(self.go_to)
        self.nothing = parts.small_message(tr("No course fits. Try fewer words or another state."))
        self.nothing.hide()
        left = parts.column(margins=parts.PAGE, gap=12)
        left.addLayout(parts.header(self.title(), self.count))
        left.addWidget(self._filter_bar())
        left.addWidget(self.list, 1)
        left.addWidget(self.nothing, 1)
        self.inspector = CourseInspector(self.session.library.zone, self._find, self.session.jobs)
        self.inspector.hide()
        self.inspector.closed.connect(self._close)
        self.inspector.course_wanted.connect(self.go_to)
        self.inspector.next_wanted.connect(self.ask_next)
        self.inspector.guests_wanted.connect(self.find_guests)
        self.inspector.summary_wanted.connect(self.edit_summary)
        self.inspector.rating_wanted.connect(self.record_rating)
        self.inspector.guests_kept.connect(self.keep_guests)
        self.inspector.member_wanted.connect(lambda member: self.wanted.emit("members", member))
        parts.beside(left, self.inspector, body)

    def _filter_bar(self) -> parts.FilterBar:
        self.search = parts.field(tr("Title, category, tag"), filter=True, value=self.text)
        typing = QTimer(self, singleShot=True, interval=_FILTER_AFTER_MS)
        typing.timeout.connect(self._typed)
        self.search.textChanged.connect(lambda: typing.start())
        options = (("all", tr("All")), *((code, tr(words)) for code, words in STATUS.items()))
        states = parts.Choice(options, self.status)
        states.chosen.connect(self._set_status)
        return parts.FilterBar(self.search, states)

    def query(self, progress: Progress) -> tuple[list[CourseRow], int]:
        """The rows that fit, and how many courses there are."""
        library = self.session.library
        return courses_query.course_rows(library, self.text, self.status), courses_query.how_many(library)

    def show_loaded(self, found: tuple[list[CourseRow], int]) -> None:
        """Fill the list."""
        rows, total = found
        if total == 0:
            self.show_empty(
                tr("No courses yet"),
                tr("Bring the catalogue in from a file on the Members page, under Import."),
                tr("Go to Members"),
                lambda: self.wanted.emit("members", None),
            )
            return
        self.count.setText(shown.number(len(rows)))
        self.list.fill([(course.id, _cells(course)) for course in rows], self.chosen)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if self.chosen:
            self.go_to(self.chosen)

    def go_to(self, row_id: int) -> None:
        """Show one course in the inspector."""
        self.chosen = row_id
        library = self.session.library
        self.list.mark(row_id)
        self.session.jobs.start(
            lambda progress: courses_query.details(library, row_id), key="course", done=self._show_details
        )

    def ask_next(self, person: Person) -> None:
        """What comes next for a member."""
        session = self.session
        session.jobs.start(
            lambda progress: next_courses(session, person.id, progress),
            key="next_for",
            done=lambda items: self.inspector.show_next(person.name, items),
        )

    def _find(self, words: str, most: int) -> list[Person]:
        return [Person(*found) for found in courses_query.members_like(self.session.library, words, most)]

    def edit_summary(self, course: Course) -> None:
        """Open the words about a course."""
        from kclub_desktop.ui.desk.course_dialogs import SummaryDialog

        SummaryDialog(self, self.session, int(course.id), str(course.title), str(course.summary)).open()

    def record_rating(self, course: Course) -> None:
        """Ask how a member rated a course."""
        from kclub_desktop.ui.desk.course_dialogs import RateDialog

        RateDialog(self, self.session, int(course.id), str(course.title), self._find).open()

    def find_guests(self, course: int) -> None:
        """Whom to invite to a course."""
        session, shown_in = self.session, self.inspector.invitations

        def refused(error: KClubError | None) -> None:
            if error is not None:
                shown_in.say(words_for(error))

        session.jobs.start(
            lambda progress: guests(session, course, progress),
            key="guests",
            done=shown_in.show_guests,
            failed=refused,
        )

    def keep_guests(self, found: Guests) -> None:
        """Keep the members to invite as a segment."""
        from kclub_desktop.operations.inviting import segment_of

        tag = tr("Invite: {course}", course=found.title)
        self.do(
            lambda: segment_of(self.session.library, [one.member for one in found.members], tag),
            said=tr("Kept as the segment “{name}”.", name=tag),
        )

    def _show_details(self, found: Details | None) -> None:
        if found is None:
            self._close()
            return
        self.inspector.show_details(found)
        self.inspector.show()
        session, course = self.session, self.chosen
        session.jobs.start(
            lambda progress: alike(session, course, progress),
            key="alike",
            done=partial(self.inspector.show_alike, course),
        )

    def _close(self) -> None:
        self.chosen = 0
        self.inspector.hide()
        self.list.clearSelection()

    def _typed(self) -> None:
        self.text = self.search.text()
        self.refresh()

    def _set_status(self, status: str) -> None:
        self.status = status
        self.refresh()


def _cells(course: CourseRow) -> tuple[str, ...]:
    return (
        course.title,
        course.category,
        shown.money(course.price, course.currency) if course.price else tr("Free"),
        shown.number(course.enrolled),
        f"{shown.stars(course.rating)} ({course.rated})" if course.rated else shown.NOTHING,
        tr_code(STATUS, course.status, "Draft"),
    )
