"""The inspector of one course: its facts, how it is rated, what comes next for a member, whom to invite, lessons."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kclub_desktop.analytics.figures import ENOUGH_RATINGS
from kclub_desktop.store.tables import Course
from kclub_desktop.ui.desk import parts, shown
from kclub_desktop.ui.desk.courses_query import Details
from kclub_desktop.ui.desk.invitations import Invitations
from kclub_desktop.ui.desk.markdown_dialog import markdown_part
from kclub_desktop.ui.desk.star_bars import star_bars
from kclub_desktop.ui.desk.suggestions import NextCourse, Suggestions
from kclub_desktop.ui.jobs import Jobs
from kclub_desktop.ui.widgets.person_picker import Find, Person, PersonPicker
from kclub_desktop.words import tr, tr_code, tr_many, tr_noop

STATUS = {"published": tr_noop("Published"), "draft": tr_noop("Draft"), "archived": tr_noop("Archived")}
_TONES = {"published": "good", "archived": "warn"}
KINDS = {
    "article": tr_noop("Article"),
    "video": tr_noop("Video"),
    "audio": tr_noop("Audio"),
    "ebook": tr_noop("E-book"),
    "live": tr_noop("Live session"),
}
_REVIEWS_SHOWN = 3


class CourseInspector(QWidget):
    """Shows Details; asks for other things through signals."""

    closed = Signal()
    course_wanted = Signal(object)
    guests_wanted = Signal(object)
    """The course to find members for."""
    guests_kept = Signal(object)
    member_wanted = Signal(object)
    summary_wanted = Signal(object)
    rating_wanted = Signal(object)
    """The Course whose words are to be edited, or for which a rating is to be noted."""
    next_wanted = Signal(object)
    """The Person for whom it is asked what comes next."""

    def __init__(self, zone: str, find: Find, jobs: Jobs) -> None:
        """find: members by what is typed."""
        super().__init__()
        self.setFixedWidth(parts.inspector_width())
        self._zone, self._find, self._jobs = zone, find, jobs
        self._person: Person | None = None
        panel, self._layout = parts.inspector_panel()
        parts.column(self).addWidget(panel)
        self.who: PersonPicker | None = None
        self.suggestions: Suggestions | None = None
        self.course = 0

    def show_details(self, found: Details) -> None:
        """Fill with a course; who was chosen below stays."""
        parts.clear(self._layout)
        self._identity(found)
        self._section(tr("Ratings"))
        self._ratings(found)
        self._section(tr("What comes next for …"))
        self._next()
        self._inviting(found)
        self._alike()
        self._section(tr("Lessons"))
        self._lessons(found)
        self._layout.addStretch(1)

    def show_next(self, name: str, items: list[NextCourse]) -> None:
        """What was found for a member."""
        if self.suggestions is None:
            return
        self.suggestions.show()
        self.told.setText(tr("Next for {name}", name=name))
        self.told.show()
        self.suggestions.show_courses(items)

    def show_alike(self, course: int, items: list[tuple[int, str]]) -> None:
        """Courses like the one shown; nothing while none is."""
        if course != self.course:
            return
        parts.clear(self._near)
        if items:
            self._near.addWidget(parts.text(tr("Goes with"), "section"))
        for other, title in items:
            link = parts.button(title, partial(self.course_wanted.emit, other), kind="link")
            self._near.addLayout(parts.row(link, None))

    def _inviting(self, found: Details) -> None:
        self.course = int(found.course.id)
        self.invitations = Invitations()
        if str(found.course.status) != "published":
            return
        self._section(tr("Whom to invite"))
        self.invitations.wanted.connect(lambda: self.guests_wanted.emit(self.course))
        self.invitations.kept.connect(self.guests_kept.emit)
        self.invitations.member_wanted.connect(self.member_wanted.emit)
        self._layout.addWidget(self.invitations)

    def _alike(self) -> None:
        self._near = parts.column(gap=2)
        self._layout.addLayout(self._near)

    def _section(self, words: str) -> None:
        self._layout.addSpacing(4)
        self._layout.addWidget(parts.line())
        self._layout.addWidget(parts.text(words, "section"))

    def _identity(self, found: Details) -> None:
        course: Course = found.course
        close = parts.icon_button(tr("Close"), self.closed.emit, "close")
        top = parts.row(parts.text(str(course.title), "section", wrap=True), close)
        top.setStretch(0, 1)
        self._layout.addLayout(top)
        self._summary(course)
        status = str(course.status)
        pills = [parts.pill(tr_code(STATUS, status, "Draft"), _TONES.get(status, ""))]
        if course.category:
            pills.append(parts.pill(str(course.category), "accent"))
        self._layout.addLayout(parts.row(*pills, None, gap=6))
        done = f" · {found.completed / found.enrolled:.0%}" if found.enrolled else ""
        facts = (
            (
                tr("Price"),
                shown.money(int(course.price), str(course.currency)) if course.price else tr("Free"),
            ),
            (tr("Creator"), str(course.creator)),
            (tr("Published"), shown.day(course.published_at, self._zone) if course.published_at else ""),
            (tr("Taken by"), shown.number(found.enrolled)),
            (tr("Completed"), shown.number(found.completed) + done),
        )
        for name, value in facts:
            if value:
                self._layout.addLayout(parts.fact(name, value))

    def _summary(self, course: Course) -> None:
        summary = str(course.summary)
        if summary:
            room = parts.inspector_width() - 2 * parts.CARD
            self._layout.addWidget(markdown_part(tr("Summary"), summary, room, "secondary"))
        words = tr("Edit summary") if summary else tr("Write a summary")
        edit = parts.button(words, lambda: self.summary_wanted.emit(course), kind="link")
        self._layout.addLayout(parts.row(edit, None))

    def _ratings(self, found: Details) -> None:
        self._rating_figures(found)
        rate = parts.button(
            tr("Record a rating …"), lambda: self.rating_wanted.emit(found.course), icon="star"
        )
        self._layout.addLayout(parts.row(rate, None))

    def _rating_figures(self, found: Details) -> None:
        total = sum(found.stars)
        if total == 0:
            self._layout.addWidget(parts.text(tr("Nobody has rated this course."), "secondary"))
            return
        mean = sum(stars * n for stars, n in enumerate(found.stars, start=1)) / total
        words = tr_many("1 rating", "{n} ratings", total)
        figure = parts.row(parts.text(f"★ {mean:.1f}", "strong"), parts.text(words, "secondary"), None)
        if total < ENOUGH_RATINGS:
            few = tr_many("not enough data yet: 1 rating", "not enough data yet: {n} ratings", total)
            figure = parts.row(parts.text(few, "secondary"), None)
        self._layout.addLayout(figure)
        self._layout.addWidget(star_bars(found.stars))
        for stars, review in found.reviews[:_REVIEWS_SHOWN]:
            self._layout.addWidget(parts.text(f"★ {stars}  {review}", "secondary", wrap=True))

    def _next(self) -> None:
        self.who = PersonPicker(tr("A member’s name"), self._find, self._jobs)
        self._layout.addWidget(self.who)
        self.told = parts.text("", "secondary")
        self.told.hide()
        self._layout.addWidget(self.told)
        self.suggestions = Suggestions(self.course_wanted.emit)
        self.suggestions.hide()
        self._layout.addWidget(self.suggestions)
        self.who.picked.connect(self._picked)
        if self._person is not None:
            self.who.pick(self._person)

    def _picked(self, person: Person | None) -> None:
        self._person = person
        if person is not None:
            self.next_wanted.emit(person)
        elif self.suggestions is not None:
            self.suggestions.hide()
            self.told.hide()

    def _lessons(self, found: Details) -> None:
        if not found.lessons:
            self._layout.addWidget(parts.text(tr("No lessons yet."), "secondary"))
        for lesson in found.lessons:
            kind = tr_code(KINDS, lesson.kind, "Article")
            note = tr("{kind}, {n} min", kind=kind, n=lesson.minutes) if lesson.minutes else kind
            title = parts.text(f"{lesson.position}. {lesson.title}", wrap=True)
            layout = parts.row(title, parts.text(note, "secondary"))
            layout.setStretch(0, 1)
            self._layout.addLayout(layout)
