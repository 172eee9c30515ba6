"""What the library knows, in the shapes the model wants: interactions and courses. The reading SQL of recommend/.

What a fact weighs is in evidence.py; when a model is learned again is in cache.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kclub_desktop.recommend.evidence import evidence
from kclub_desktop.recommend.interactions import Interactions
from kclub_desktop.recommend.texts import CourseText
from kclub_desktop.store import Library

_FACTS = """
SELECT member, course, enrolled_at AS at, 'enrolled' AS kind, NULL AS stars FROM enrolment WHERE deleted_at IS NULL {own}
UNION ALL SELECT member, course, completed_at, 'completed', NULL FROM enrolment
    WHERE deleted_at IS NULL AND completed_at IS NOT NULL {own}
UNION ALL SELECT member, course, rated_at, 'rated', stars FROM rating WHERE deleted_at IS NULL {own}
UNION ALL SELECT member, course, ordered_at, CASE status WHEN 'paid' THEN 'enrolled' ELSE 'refunded' END, NULL
    FROM "order" WHERE deleted_at IS NULL AND course IS NOT NULL AND status IN ('paid', 'refunded') {own}
UNION ALL SELECT member, course, at, CASE kind WHEN 'view' THEN 'viewed' WHEN 'purchase' THEN 'enrolled' ELSE 'completed' END,
    NULL FROM activity WHERE course IS NOT NULL AND member IS NOT NULL AND kind IN ('view', 'purchase', 'completion') {own}
"""
_BY_PAIR = f"""
SELECT member, course, coalesce(min(CASE WHEN kind <> 'viewed' THEN at END), max(at)),
    max(kind = 'enrolled'), max(kind = 'completed'), max(stars), max(kind = 'refunded'), max(kind = 'viewed')
FROM ({_FACTS.format(own="")}) GROUP BY member, course
"""
_OWNED = f"SELECT DISTINCT course FROM ({_FACTS.format(own='AND member = ?')}) WHERE kind <> 'viewed'"


_COURSES = """
SELECT id, title, category, tags, summary, language, series, creator, access, status = 'published' AND deleted_at IS NULL
    AND (NOT EXISTS (SELECT 1 FROM course_right r WHERE r.course = course.id AND r.deleted_at IS NULL)
         OR EXISTS (SELECT 1 FROM course_right r LEFT JOIN contract c ON c.id = r.contract
             WHERE r.course = course.id AND r.deleted_at IS NULL AND r.clear = 1 AND coalesce(r.starts_at, 0) <= ?1
             AND coalesce(r.expires_at, c.expires_at, ?1 + 1) > ?1))
FROM course
"""


@dataclass(frozen=True)
class ListedCourse:
    """A course as recommend/ sees it. open: published, not deleted and with rights that hold, so that it may be
    recommended; who may take it is in allowed.py."""

    id: int
    title: str
    tags: tuple[str, ...]
    open: bool
    summary: str = ""
    language: str = ""
    series: str = ""
    creator: str = ""
    access: str = "sold"


def load_interactions(library: Library) -> Interactions:
    """All evidence, one row per member and course, at the time the member took it. Views count, and do not own."""
    found = library.rows(_BY_PAIR)
    weights = [
        evidence(
            enrolled=bool(enrolled),
            completed=bool(completed),
            stars=stars,
            refunded=bool(refunded),
            viewed=bool(viewed),
        )
        for _, _, _, enrolled, completed, stars, refunded, viewed in found
    ]
    return Interactions(
        np.array([row[0] for row in found], np.int64),
        np.array([row[1] for row in found], np.int64),
        np.array(weights, np.float32),
        np.array([row[2] for row in found], np.int64),
    )


def load_courses(library: Library) -> dict[int, ListedCourse]:
    """Every course by id, deleted ones too: what was taken keeps its name."""
    found = library.rows(_COURSES, (library.clock.now(),))
    return {
        course: ListedCourse(
            course, title, tags_in(category, tags), bool(is_open), summary, language, series, creator, access
        )
        for course, title, category, tags, summary, language, series, creator, access, is_open in found
    }


def course_texts(courses: dict[int, ListedCourse]) -> dict[int, CourseText]:
    """What the model is told of courses that may be recommended. Series and creator are tags of a kind of their own."""
    return {
        course.id: CourseText(
            course.title,
            (*course.tags, *kin(series=course.series, creator=course.creator)),
            course.summary,
        )
        for course in courses.values()
        if course.open
    }


def kin(*, series: str, creator: str) -> tuple[str, ...]:
    """Tags of a kind of their own: what is of the same series or by the same maker."""
    said = (("series", series), ("creator", creator))
    return tuple(f"{kind}: {name}" for kind, name in said if name)


def links(library: Library) -> list[tuple[int, int, str]]:
    """(course, other, kind): other comes before the course (prerequisite), or after it (next)."""
    return [
        (course, other, kind)
        for course, other, kind in library.rows(
            "SELECT course, other, kind FROM course_link WHERE deleted_at IS NULL AND kind IN ('prerequisite', 'next')"
            " ORDER BY position, id"
        )
    ]


def owned_courses(library: Library, member: int) -> set[int]:
    """Courses a member enrolled in, bought, completed, rated or gave back; a look alone owns nothing."""
    return {course for (course,) in library.rows(_OWNED, (member,) * 5)}


def members_by_course(library: Library, courses: list[int]) -> dict[int, int]:
    """How many members are enrolled in each of these courses."""
    marks = ", ".join("?" * len(courses))
    found = library.rows(
        f"SELECT course, count(*) FROM enrolment WHERE deleted_at IS NULL AND course IN ({marks}) GROUP BY course",
        courses,
    )
    return dict.fromkeys(courses, 0) | dict(found)


def owners_of(library: Library, course: int) -> set[int]:
    """Members who already have a course, or gave it back."""
    own = "AND course = ?"
    found = library.rows(
        f"SELECT DISTINCT member FROM ({_FACTS.format(own=own)}) WHERE kind <> 'viewed'", (course,) * 5
    )
    return {member for (member,) in found}


def inviting_members(library: Library) -> dict[int, str]:
    """Id -> name of everyone who can be invited: members, not archived, merged or deleted."""
    found = library.rows(
        "SELECT id, name FROM member WHERE status = 'member' AND archived_at IS NULL AND merged_into IS NULL"
        " AND deleted_at IS NULL ORDER BY id"
    )
    return dict(found)


def tags_in(category: str, tags: str) -> tuple[str, ...]:
    """Every tag once, the category first."""
    return tuple(dict.fromkeys(part.strip() for part in (category, *tags.split(",")) if part.strip()))
