"""What the courses page asks: the catalogue with its figures, one course's lessons and ratings, names of members."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.store import Library, search
from kclub_desktop.store.tables import Course, Member

_STATUS = {
    "all": "1",
    "published": "status = 'published'",
    "draft": "status = 'draft'",
    "archived": "status = 'archived'",
}


@dataclass(frozen=True)
class CourseRow:
    """One line of the list. price in minor units; rating None = nobody rated."""

    id: int
    title: str
    category: str
    price: int
    currency: str
    status: str
    enrolled: int
    rating: float | None
    rated: int


@dataclass(frozen=True)
class LessonRow:
    """One part of a course."""

    position: int
    title: str
    kind: str
    minutes: int


@dataclass(frozen=True)
class Details:
    """All the inspector shows of one course. stars: (5,) counts of 1 to 5 stars; reviews: (stars, words), newest first."""

    course: Course
    lessons: list[LessonRow]
    stars: list[int]
    enrolled: int
    completed: int
    reviews: list[tuple[int, str]]


def course_rows(library: Library, text: str = "", status: str = "all") -> list[CourseRow]:
    """The catalogue, most taken first."""
    fitting, asked = search.fitting(library, Course, text) if text.strip() else ("SELECT id FROM course", [])
    found = library.rows(
        "SELECT c.id, c.title, c.category, c.price, c.currency, c.status,"
        " coalesce(n.enrolled, 0), r.rating, coalesce(r.rated, 0) FROM course c"
        " LEFT JOIN (SELECT course, count(*) AS enrolled FROM enrolment WHERE deleted_at IS NULL GROUP BY course) n"
        " ON n.course = c.id"
        " LEFT JOIN (SELECT course, avg(stars) AS rating, count(*) AS rated FROM rating WHERE deleted_at IS NULL"
        " GROUP BY course) r ON r.course = c.id"
        f" WHERE c.deleted_at IS NULL AND {_STATUS[status]} AND c.id IN ({fitting})"
        " ORDER BY 7 DESC, c.title",
        asked,
    )
    return [CourseRow(*row) for row in found]


def how_many(library: Library) -> int:
    """Courses in the catalogue."""
    return int(library.value("SELECT count(*) FROM course WHERE deleted_at IS NULL"))


def details(library: Library, course_id: int) -> Details | None:
    """What the inspector shows; None if the course is gone."""
    found = list(Course.select().where(Course.id == course_id).execute(library))
    if not found:
        return None
    stars = [0] * 5
    for value, count in library.rows(
        "SELECT stars, count(*) FROM rating WHERE course = ? AND deleted_at IS NULL GROUP BY stars",
        (course_id,),
    ):
        stars[value - 1] = count
    enrolled, completed = library.rows(
        "SELECT count(*), count(completed_at) FROM enrolment WHERE course = ? AND deleted_at IS NULL",
        (course_id,),
    )[0]
    lessons = library.rows(
        "SELECT position, title, kind, minutes FROM lesson WHERE course = ? AND deleted_at IS NULL ORDER BY position",
        (course_id,),
    )
    reviews = library.rows(
        "SELECT stars, review FROM rating WHERE course = ? AND deleted_at IS NULL AND review <> ''"
        " ORDER BY rated_at DESC LIMIT 5",
        (course_id,),
    )
    return Details(found[0], [LessonRow(*row) for row in lessons], stars, enrolled, completed, reviews)


def members_like(library: Library, text: str, limit: int = 8) -> list[tuple[int, str, str]]:
    """(id, name, e-mail) of members found by name, pinyin, e-mail, phone or tag, the best first; nobody archived."""
    found = [each.row for each in search.find(library, Member, text, limit)]
    rows = library.rows(
        f"SELECT id, name, email FROM member WHERE id IN ({','.join('?' * len(found))}) AND archived_at IS NULL",
        found,
    )
    return sorted(rows, key=lambda row: found.index(row[0]))
