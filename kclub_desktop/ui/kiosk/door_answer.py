"""From what the door answers to what the kiosk says: words, times in the event's zone, reasons in the person's language.

Whoever looked themselves up by name has shown nothing of theirs: to them the kiosk says no full name, and about a
ticket that was used before nothing at all, so that tapping names tells nobody about others.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kclub_desktop.community.checking_in import Answer
from kclub_desktop.errors import KClubError, Unavailable
from kclub_desktop.operations.door import DoorAnswer, EventBrief, Greeting
from kclub_desktop.ui.kiosk.result import BAD, GOOD, WARN, Course, Fact, Hello
from kclub_desktop.words import current_language, tr
from kclub_desktop.words_for_reasons import reason_words
from kclub_desktop.words_for_rewards import progress_words
from kclub_desktop.words_for_values import locale


def when(event: EventBrief) -> str:
    """Day and time of the event in its own zone, as the current language writes them."""
    return _day_and_time(event.starts_at, event.zone)


def hello(answer: DoorAnswer, event: EventBrief, now: int, shown_as: str = "") -> Hello:
    """The answer in the current language, without courses.

    event     the one at this door
    now       UTC seconds; a time of today is said without its day
    shown_as  the masked name of who was found by name, '' when a ticket was shown
    """
    match answer.answer:
        case Answer.OK:
            return _welcome(answer, event, shown_as)
        case Answer.ALREADY_USED:
            return _used(answer, event, now, shown_as)
        case Answer.NOT_YET_OPEN:
            at = _moment(answer.opens_at or event.starts_at, event.zone, now)
            return Hello(WARN, tr("Not open yet"), tr("Check-in opens at {time}.", time=at))
        case Answer.UNPAID:
            if answer.waiting:
                note = tr("No seat is free yet. The people at the door will help you.")
                return Hello(WARN, tr("On the waiting list"), note)
            return Hello(WARN, tr("Not paid yet"), tr("The ticket can be paid at the door."))
        case Answer.WRONG_EVENT:
            return Hello(BAD, tr("Another event"), _other(answer.ticket_event))
        case Answer.CANCELLED:
            whole = answer.event_cancelled
            note = tr("This event was cancelled.") if whole else tr("This registration was cancelled.")
            return Hello(BAD, tr("Cancelled"), note)
        case Answer.UNKNOWN:
            return Hello(BAD, tr("Ticket not known"), tr("The people at the door will help you."))
    assert_never(answer.answer)


def trouble(error: KClubError | None) -> Hello:
    """What a guest reads when the scan could not be written, or the program has a bug; the details are in the log."""
    if isinstance(error, Unavailable):
        note = tr("The check-in could not be saved just now. Try again in a moment.")
    else:
        note = tr("Something went wrong. The people at the door will help you.")
    return Hello(WARN, tr("That did not work"), note)


def tells_of_person(answer: DoorAnswer, shown_as: str) -> Greeting | None:
    """The greeting that may be shown to whoever stands there; None if nothing of the person may."""
    by_name_only = bool(shown_as) and answer.answer is Answer.ALREADY_USED
    return None if by_name_only else answer.greeting


def course_words(answer: DoorAnswer) -> tuple[Course, ...]:
    """Title and first reason of each course."""
    return tuple((course.title, reason_words(course.reasons[0])) for course in answer.courses)


def topic_words(answer: DoorAnswer, shown_as: str) -> tuple[tuple[str, bool], ...]:
    """(topic, picked) to ask about; none for who was found by name, since that shows nothing of theirs."""
    return () if shown_as else tuple((topic, topic in answer.picked) for topic in answer.topics)


def _welcome(answer: DoorAnswer, event: EventBrief, shown_as: str) -> Hello:
    return Hello(
        GOOD,
        tr("Welcome"),
        tr("You are checked in."),
        name=_name(answer, shown_as),
        facts=_facts(answer.greeting),
        later=_later(answer.greeting, event),
    )


def _used(answer: DoorAnswer, event: EventBrief, now: int, shown_as: str) -> Hello:
    note = tr("This ticket was used before.")
    if answer.used_at is not None:
        at = _moment(answer.used_at, event.zone, now)
        where = answer.used_door
        note = tr("At {time}, {door}", time=at, door=where) if where else tr("At {time}", time=at)
    greeting = tells_of_person(answer, shown_as)
    return Hello(
        WARN,
        tr("Already checked in"),
        note,
        name=_name(answer, shown_as),
        facts=_facts(greeting),
        later=_later(greeting, event),
    )


def _name(answer: DoorAnswer, shown_as: str) -> str:
    return shown_as or (answer.greeting.name if answer.greeting else "")


def _facts(greeting: Greeting | None) -> tuple[Fact, ...]:
    if greeting is None:
        return ()
    level = ((greeting.level, tr("Level")),) if greeting.level else ()
    badges = ((str(greeting.badges[0]), tr("Badge")),) if greeting.badges else ()
    return (*level, (f"{greeting.points:,}", tr("Points")), *badges)


def _later(greeting: Greeting | None, event: EventBrief) -> str:
    if greeting is None:
        return ""
    told = []
    if greeting.next_event is not None:
        coming = greeting.next_event
        told.append(tr("Your next event: {event}, {when}", event=coming.title, when=when(coming)))
    if greeting.progress is not None and greeting.progress.missing:
        told.append(progress_words(greeting.progress, greeting.currency, event.zone))
    return "\n".join(told)


def _other(event: EventBrief | None) -> str:
    if event is None:
        return tr("This ticket is for another event.")
    return tr("This ticket is for {event}, {when}.", event=event.title, when=when(event))


def _moment(at: int, zone: str, now: int) -> str:
    """A time of today as 19:02, any other with its day."""
    here, today = _local(at, zone), _local(now, zone)
    return f"{here:%H:%M}" if here.date() == today.date() else _day_and_time(at, zone)


def _day_and_time(at: int, zone: str) -> str:
    from babel.dates import format_datetime

    pattern = "M月d日 EEEE HH:mm" if current_language() == "zh" else "EEEE d MMMM, HH:mm"
    return str(format_datetime(_local(at, zone), pattern, locale=locale()))


def _local(at: int, zone: str) -> datetime:
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        # An imported event may name a zone this computer does not know; UTC is at least a time.
        return datetime.fromtimestamp(at, UTC)
