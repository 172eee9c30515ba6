"""What a member says to a recommended course: not interested, or later. It is kept, obeyed, and can be taken back."""

from __future__ import annotations

from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import RecommendationFeedback

NOT_INTERESTED, LATER = "not_interested", "later"


def decline(
    library: Library,
    member: int,
    course: int,
    *,
    place: str = "desk",
    verdict: str = NOT_INTERESTED,
    initiator: object | None = None,
) -> int:
    """Keep that a member does not want a course; the id of the word. Raises LibraryBusy, LibraryNotWritable."""
    with library.write(Op.DECLINE_COURSE, initiator=initiator):
        return rows.put(
            library,
            RecommendationFeedback,
            member=member,
            course=course,
            verdict=verdict,
            place=place,
            said_at=library.clock.now(),
        )


def declined(library: Library, member: int) -> list[tuple[int, str, str]]:
    """(course, title, verdict) of all a member said, newest first."""
    return [
        (course, title, verdict)
        for course, title, verdict in library.rows(
            "SELECT f.course, c.title, f.verdict FROM recommendation_feedback f JOIN course c ON c.id = f.course"
            " WHERE f.member = ? AND f.deleted_at IS NULL AND f.verdict <> 'interested' ORDER BY f.said_at DESC, f.id",
            (member,),
        )
    ]


def take_back(library: Library, member: int, course: int, *, initiator: object | None = None) -> None:
    """The course may be recommended again; nothing happens if nothing was said."""
    row_id = rows.id_for(RecommendationFeedback, {"member": member, "course": course})
    found = rows.get(library, RecommendationFeedback, row_id)
    if found is not None and found.deleted_at is None:
        with library.write(Op.DECLINE_COURSE, initiator=initiator):
            rows.change(library, RecommendationFeedback, row_id, deleted_at=library.clock.now())
