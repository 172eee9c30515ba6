"""The door: what is said to somebody who wants to come in, from the scan, the member's facts and the next courses.

Who is let in is decided in community/checking_in.py and what fits a member in recommend/; here the answers are put
together. A check-in stands as soon as it is written: nothing that is looked up afterwards can take it back or hold
it up. How it looks is in ui/kiosk/.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from kclub_desktop.community import badges, checking_in, door_cards, level_progress, rewards
from kclub_desktop.community.checking_in import OPENS_BEFORE_SECONDS, Answer
from kclub_desktop.community.level_progress import Progress
from kclub_desktop.errors import Unavailable
from kclub_desktop.recommend import feedback, newcomers
from kclub_desktop.recommend.model import Recommender
from kclub_desktop.recommend.serve import Suggestion, next_courses, show_next
from kclub_desktop.store import Library

MOST_COURSES = 3
MOST_BADGES = 3
MOST_TOPICS = 6
"""Topics offered at the door; a member picks up to three."""


class ModelSource(Protocol):
    """Where the recommendation model of a library comes from: recommend.cache.ModelCache, or a session's models."""

    def get(self, library: Library) -> Recommender:
        """The model of all that is in the library now."""


@dataclass(frozen=True)
class EventBrief:
    """An event as the door names it; starts_at in UTC seconds, zone an IANA name."""

    id: int
    title: str
    place: str
    starts_at: int
    zone: str


@dataclass(frozen=True)
class Greeting:
    """What the door knows of a member it greets. next_event: the next one they are registered for, this one left out;
    progress: how far the next level is; badges: names, the newest first;
    currency: the community's."""

    name: str
    level: str
    points: int
    next_event: EventBrief | None
    progress: Progress | None = None
    badges: tuple[str, ...] = ()
    currency: str = ""


@dataclass(frozen=True)
class DoorAnswer:
    """A scan and what belongs to it.

    used_at, used_door   of the earlier scan, for ALREADY_USED
    opens_at             when the door opens, for NOT_YET_OPEN
    ticket_event         the event the ticket is for, for WRONG_EVENT
    waiting              UNPAID because the seat is not theirs yet: they are on the waiting list
    event_cancelled      CANCELLED because the whole event is
    greeting             for OK and ALREADY_USED of a known member, else None: nobody else is told of a person
    courses              next for that member, best first, at most three; the reasons are data
    """

    answer: Answer
    check_in: int
    member: int | None = None
    used_at: int | None = None
    used_door: str = ""
    opens_at: int | None = None
    ticket_event: EventBrief | None = None
    waiting: bool = False
    event_cancelled: bool = False
    greeting: Greeting | None = None
    courses: tuple[Suggestion, ...] = ()
    topics: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()


def check_in(
    library: Library,
    models: ModelSource,
    event: int,
    *,
    ticket: str = "",
    member: int | None = None,
    door: str = "",
) -> DoorAnswer:
    """Record one scan and answer it in full: `scan` and then `with_courses`. Raises as `scan`."""
    return with_courses(library, models, scan(library, event, ticket=ticket, member=member, door=door))


def scan(
    library: Library, event: int, *, ticket: str = "", member: int | None = None, door: str = ""
) -> DoorAnswer:
    """Record one scan of a ticket, or one tap on a member, and answer it without courses: a few reads by key.

    Raises LibraryBusy, LibraryNotWritable; then nothing is recorded.
    """
    kept = checking_in.check_in(library, event, ticket=ticket, member=member, door=door)
    plain = DoorAnswer(kept.answer, kept.id, kept.member, kept.used_at, kept.used_door)
    match kept.answer:
        case Answer.OK | Answer.ALREADY_USED:
            _count(library, kept.member)
            return replace(plain, greeting=_greeting(library, event, kept.member))
        case Answer.NOT_YET_OPEN:
            starts_at = library.value("SELECT starts_at FROM event WHERE id = ?", (event,))
            return replace(plain, opens_at=starts_at - OPENS_BEFORE_SECONDS)
        case Answer.WRONG_EVENT:
            return replace(plain, ticket_event=_event_of(library, ticket.strip().upper()))
        case Answer.UNPAID:
            return replace(plain, waiting=_status(library, event, kept.member) == "waiting")
        case Answer.CANCELLED:
            cancelled = library.value("SELECT status = 'cancelled' FROM event WHERE id = ?", (event,))
            return replace(plain, event_cancelled=bool(cancelled))
        case Answer.UNKNOWN:
            return plain


def with_courses(library: Library, models: ModelSource, answer: DoorAnswer) -> DoorAnswer:
    """The answer with the next courses of the member it greets; as it was when there is nobody to greet.

    May learn a model first, which takes seconds in a large community: a door shows `scan` before it asks for this. A
    community that has no courses, or a member who has them all, gets none.
    """
    if answer.greeting is None or answer.member is None:
        return answer
    model = models.get(library)
    try:
        found = show_next(library, model, answer.member, MOST_COURSES, place="kiosk")
    except Unavailable:
        # What was shown cannot be kept now; the member gets their courses all the same.
        found = next_courses(library, model, answer.member, MOST_COURSES)
    offered = answer.topics or tuple(newcomers.offered_to(library, model, answer.member, MOST_TOPICS))
    return replace(answer, courses=tuple(found), topics=offered)


def keep_topics(
    library: Library, models: ModelSource, answer: DoorAnswer, picked: Sequence[str]
) -> DoorAnswer:
    """Keep what a member at the door says they care for, at most three topics, and answer with courses that fit.

    Raises LibraryBusy, LibraryNotWritable.
    """
    if answer.member is None:
        return answer
    newcomers.keep_topics(library, answer.member, picked)
    kept = newcomers.topics_of(library, answer.member)
    return with_courses(library, models, replace(answer, picked=kept))


def decline(library: Library, models: ModelSource, answer: DoorAnswer, course: int) -> DoorAnswer:
    """Keep that a member at the door does not want a course, and answer with others instead.

    Raises LibraryBusy, LibraryNotWritable.
    """
    if answer.member is None:
        return answer
    feedback.decline(library, answer.member, course, place="kiosk")
    return with_courses(library, models, answer)


def _greeting(library: Library, event: int, member: int | None) -> Greeting | None:
    found = library.rows("SELECT name, level FROM member WHERE id = ? AND deleted_at IS NULL", (member,))
    if member is None or not found:
        return None
    name, level = found[0]
    found_progress = level_progress.progress(library, member, library.clock.now())
    honours = tuple(badge.name for badge, _at in badges.badges_of(library, member)[:MOST_BADGES])
    return Greeting(
        name, level, door_cards.points_at_door(library, member), _next_event(library, event, member), found_progress, honours,
        library.currency,
    )  # fmt: skip


def _count(library: Library, member: int | None) -> None:
    """Bring the member's points, level and badges up to date for the greeting. What cannot be written now comes later."""
    if member is None:
        return
    with suppress(Unavailable):
        rewards.of_members(library, [member])


def _next_event(library: Library, event: int, member: int) -> EventBrief | None:
    found = library.rows(
        "SELECT e.id, e.title, e.place, e.starts_at, e.zone FROM registration r JOIN event e ON e.id = r.event"
        " WHERE r.member = ? AND r.event <> ? AND r.status = 'registered' AND r.deleted_at IS NULL"
        " AND e.deleted_at IS NULL AND e.status <> 'cancelled' AND e.starts_at > ? ORDER BY e.starts_at, e.id LIMIT 1",
        (member, event, library.clock.now()),
    )
    return EventBrief(*found[0]) if found else None


def _event_of(library: Library, ticket: str) -> EventBrief | None:
    found = library.rows(
        "SELECT e.id, e.title, e.place, e.starts_at, e.zone FROM registration r JOIN event e ON e.id = r.event"
        " WHERE upper(r.ticket) = ? AND r.deleted_at IS NULL AND e.deleted_at IS NULL ORDER BY r.id LIMIT 1",
        (ticket,),
    )
    return EventBrief(*found[0]) if found else None


def _status(library: Library, event: int, member: int | None) -> str:
    return str(
        library.value(
            "SELECT status FROM registration WHERE event = ? AND member = ? AND deleted_at IS NULL",
            (event, member),
        )
    )
