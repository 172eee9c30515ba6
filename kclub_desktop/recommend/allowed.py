"""Who may be recommended what: never a course that is owned, declined, out of the member's level or language, or whose
prerequisite is missing.

What is open to anybody at all (published, rights that hold) is in library_data.py, what fits best in the model.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.recommend.library_data import ListedCourse, links, owned_courses
from kclub_desktop.store import Library
from kclub_desktop.store.plans_giving import GIVES, asked_at

LATER_SECONDS = 90 * 86400
"""“Later” keeps a course out of the list for so long."""
_DECLINED = """
deleted_at IS NULL AND (verdict = 'not_interested' OR (verdict = 'later' AND said_at > ?2 - ?3))
"""
_GIVEN = """
SELECT b.course, b.category, b.plan, l.position FROM benefit b LEFT JOIN level l ON l.id = b.level
WHERE b.deleted_at IS NULL AND b.active = 1 AND b.kind = 'content'
"""


@dataclass(frozen=True)
class Standing:
    """What decides on a member's access. level: its position among the levels, -1 without one."""

    language: str
    level: int
    plans: frozenset[int]


def closed_to(library: Library, courses: dict[int, ListedCourse], member: int) -> set[int]:
    """Courses never to recommend to this member."""
    owned = owned_courses(library, member)
    closed = owned | declined_by(library, member)
    standing = standing_of(library, member)
    languages = {courses[course].language for course in owned if course in courses}
    given = _given(library)
    for course in courses.values():
        if (
            not course.open
            or not reads(standing.language, course.language, languages)
            or not entitled(course, standing, given)
        ):
            closed.add(course.id)
    for course_id, before, kind in links(library):
        if kind == "prerequisite" and before not in owned and before in courses and courses[before].open:
            closed.add(course_id)
    return closed


def reads(member: str, course: str, taken: set[str]) -> bool:
    """Is a course's language one that the member reads, or has taken a course in? What nobody filled in is no bar."""
    return not course or not member or course == member or course in taken


def entitled(
    course: ListedCourse, standing: Standing, given: list[tuple[int | None, str, int | None, int]]
) -> bool:
    """May they take it? Sold and free ones anybody may; one for members whoever has a plan or level that gives it.

    given: (course, category, plan, position of the level or -1) of each benefit of content. A course that no benefit
    names is open to all members.
    """
    if course.access != "members":
        return True
    naming = [one for one in given if one[0] == course.id or (one[1] and one[1] in course.tags)]
    return not naming or any(
        (plan is not None and plan in standing.plans) or (plan is None and 0 <= level <= standing.level)
        for _, _, plan, level in naming
    )


def standing_of(library: Library, member: int) -> Standing:
    """Language, level and plans of a member; an unknown one has none."""
    found = library.rows(
        "SELECT m.language, coalesce(l.position, -1) FROM member m LEFT JOIN level l ON l.name = m.level"
        " AND l.deleted_at IS NULL WHERE m.id = ?",
        (member,),
    )
    plans = library.execute_sql(
        f"SELECT DISTINCT s.plan FROM subscription s WHERE s.member = :member AND {GIVES}",
        {"member": member, **asked_at(library, library.clock.now())},
    )
    language, level = found[0] if found else ("", -1)
    return Standing(language, level, frozenset(plan for (plan,) in plans))


def declined_by(library: Library, member: int) -> set[int]:
    """Courses a member does not want to be shown now."""
    found = library.rows(
        f"SELECT course FROM recommendation_feedback WHERE member = ?1 AND {_DECLINED}",
        (member, library.clock.now(), LATER_SECONDS),
    )
    return {course for (course,) in found}


def decliners_of(library: Library, course: int) -> set[int]:
    """Members who do not want to be shown a course now."""
    found = library.rows(
        f"SELECT member FROM recommendation_feedback WHERE course = ?1 AND {_DECLINED}",
        (course, library.clock.now(), LATER_SECONDS),
    )
    return {member for (member,) in found}


def barred_from(library: Library, courses: dict[int, ListedCourse], course_id: int) -> set[int]:
    """Members not to invite to a course: those who declined it, read another language, have no access, or lack its
    prerequisite. Owners are not among them."""
    course = courses[course_id]
    barred = decliners_of(library, course_id)
    given = _given(library)
    languages: dict[int, set[str]] = {}
    if course.language:
        for member, language in library.rows(
            "SELECT DISTINCT e.member, c.language FROM enrolment e JOIN course c ON c.id = e.course"
            " WHERE e.deleted_at IS NULL"
        ):
            languages.setdefault(member, set()).add(language)
    plans: dict[int, set[int]] = {}
    for member, plan in library.execute_sql(
        f"SELECT DISTINCT s.member, s.plan FROM subscription s WHERE {GIVES}",
        asked_at(library, library.clock.now()),
    ):
        plans.setdefault(member, set()).add(plan)
    for member, language, level in library.rows(
        "SELECT m.id, m.language, coalesce(l.position, -1) FROM member m LEFT JOIN level l ON l.name = m.level"
        " AND l.deleted_at IS NULL"
    ):
        standing = Standing(language, level, frozenset(plans.get(member, ())))
        taken = languages.get(member, set())
        if not reads(language, course.language, taken) or not entitled(course, standing, given):
            barred.add(member)
    for course_of, before, kind in links(library):
        if kind == "prerequisite" and course_of == course_id and before in courses and courses[before].open:
            barred |= _without(library, before)
    return barred


def _without(library: Library, course: int) -> set[int]:
    found = library.rows(
        "SELECT id FROM member WHERE id NOT IN (SELECT member FROM enrolment WHERE course = ? AND deleted_at IS NULL)",
        (course,),
    )
    return {member for (member,) in found}


def _given(library: Library) -> list[tuple[int | None, str, int | None, int]]:
    return [
        (course, category, plan, -1 if level is None else level)
        for course, category, plan, level in library.rows(_GIVEN)
    ]
