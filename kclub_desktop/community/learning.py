"""Members and courses: enrolling, progress and ratings. One enrolment and one current rating per member and course."""

from __future__ import annotations

from kclub_desktop.community import benefits, contact, uses, uses_given_back
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_members import NotEnrolled
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Activity, Enrolment, Rating

COMPLETE = 100
STARS = range(1, 6)


def enrol(library: Library, member: int, course: int, source: str = "") -> int:
    """Enrol a member, or bring a cancelled enrolment back with its progress; return its id. Harmless twice.

    Raises NoAccess for a course that is only for members of a level or plan they do not have.
    """
    key = {"member": member, "course": course}
    enrolment = rows.id_for(Enrolment, key)
    with library.write(Op.ENROL):
        known = rows.get(library, Enrolment, enrolment)
        if known is None or known.deleted_at is not None:
            benefits.require_access(benefits.Held(library, member), course)
        if known is None:
            now = library.clock.now()
            pass_used = uses.use_for_course(library, member, course, now)
            rows.add(library, Enrolment, **key, enrolled_at=now, source=source, subscription=pass_used)
        elif known.deleted_at is not None:
            uses_given_back.even_out(library, [enrolment])
            pass_used = uses.use_for_course(library, member, course, library.clock.now())
            # Whatever had opened the course was given back with it: a pass pays for this time, or the plan gives it.
            rows.change(library, Enrolment, enrolment, deleted_at=None, subscription=pass_used)
    return enrolment


def cancel(library: Library, member: int, course: int, *, initiator: object | None = None) -> bool:
    """Take a member out of a course; progress is kept for when they come back, and a pass gets its use back.

    Returns whether it gave one back. Raises NotEnrolled; then nothing is written.
    """
    enrolment = rows.id_for(Enrolment, {"member": member, "course": course})
    with library.write(Op.CANCEL_ENROLMENT, initiator=initiator):
        known = rows.get(library, Enrolment, enrolment)
        if known is None or known.deleted_at is not None:
            title = library.value("SELECT title FROM course WHERE id = ?", (course,))
            raise NotEnrolled(str(title or course))
        rows.change(library, Enrolment, enrolment, deleted_at=library.clock.now())
        return uses_given_back.even_out(library, [enrolment]).given_back > 0


def set_progress(library: Library, member: int, course: int, percent: int) -> None:
    """How far a member is, in percent; at 100 the course is completed, once. Enrols who is not.

    Raises FieldRefused, NoAccess.
    """
    if not 0 <= percent <= COMPLETE:
        raise FieldRefused("progress", "progress", str(percent))
    now = library.clock.now()
    with library.write(Op.ENROL):
        enrolment = enrol(library, member, course)
        known = rows.get(library, Enrolment, enrolment)
        assert known is not None
        if percent == COMPLETE and known.completed_at is None:
            rows.change(library, Enrolment, enrolment, progress=percent, completed_at=now)
            rows.add(library, Activity, member=member, kind="completion", at=now, course=course)
        else:
            rows.change(library, Enrolment, enrolment, progress=percent)


def rate(library: Library, member: int, course: int, stars: int, review: str = "") -> int:
    """Set a member's rating of a course and return its id; an earlier one stays in the history. Raises FieldRefused."""
    if stars not in STARS:
        raise FieldRefused("stars", "stars", str(stars))
    review = contact.text("review", review)
    now = library.clock.now()
    key = {"member": member, "course": course}
    rating = rows.id_for(Rating, key)
    with library.write(Op.RATE):
        if rows.get(library, Rating, rating) is None:
            rows.add(library, Rating, **key, stars=stars, review=review, rated_at=now)
        else:
            rows.change(library, Rating, rating, stars=stars, review=review, rated_at=now, deleted_at=None)
        rows.add(library, Activity, member=member, kind="rating", at=now, course=course)
    return rating
