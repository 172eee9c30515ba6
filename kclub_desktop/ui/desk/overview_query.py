"""What the overview asks beside the figures of analytics/: what needs attention, next events, and what just happened."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.analytics import Month, months, overview
from kclub_desktop.analytics.overview import Overview as Figures
from kclub_desktop.store import Library
from kclub_desktop.ui.desk.events_query import EventRow, upcoming
from kclub_desktop.ui.desk.sync_query import open_conflicts

_RECENT_DAYS = 30
_JUST_HAPPENED = 7
_NOTABLE = ("sign_up", "purchase", "completion", "rating", "check_in", "question", "post")


@dataclass(frozen=True)
class Attention:
    """Something to look at: a code with words of its own, how many, and the page that shows it."""

    code: str
    count: int
    page: str


@dataclass(frozen=True)
class Happened:
    """One thing somebody did; what: title of the course or event, '' for none."""

    member: int
    name: str
    kind: str
    what: str
    at: int


@dataclass(frozen=True)
class Overview:
    """Everything on the overview."""

    figures: Figures
    months: list[Month]
    attention: list[Attention]
    upcoming: list[EventRow]
    happened: list[Happened]
    people: int
    begun: dict[str, bool]
    """First step of a new community -> is it done?"""


def ask(library: Library, now: int) -> Overview:
    """The whole page."""
    people = library.value("SELECT count(*) FROM member WHERE deleted_at IS NULL AND merged_into IS NULL")
    return Overview(
        overview(library, now),
        months(library, now, 13),
        attention(library, now),
        upcoming(library, now),
        happened(library, now),
        int(people),
        begun(library),
    )


def begun(library: Library) -> dict[str, bool]:
    """Which of the first steps are done: members, courses, a copy elsewhere."""
    asked = {
        "members": "SELECT EXISTS (SELECT 1 FROM member WHERE deleted_at IS NULL)",
        "courses": "SELECT EXISTS (SELECT 1 FROM course WHERE deleted_at IS NULL)",
        "copy": "SELECT EXISTS (SELECT 1 FROM sync_state)",
    }
    return {step: bool(library.value(sql)) for step, sql in asked.items()}


def attention(library: Library, now: int) -> list[Attention]:
    """What a person should look at today; only what there is."""
    low = (
        "SELECT count(*) FROM rating WHERE deleted_at IS NULL AND stars <= 2 AND rated_at > ?",
        (now - _RECENT_DAYS * 86400,),
    )
    waiting = (
        "SELECT count(*) FROM registration r JOIN event e ON e.id = r.event WHERE r.status = 'waiting'"
        " AND r.deleted_at IS NULL AND e.deleted_at IS NULL AND e.starts_at > ?",
        (now,),
    )
    twice = (
        "SELECT count(*) FROM (SELECT 1 FROM member WHERE email <> '' AND deleted_at IS NULL"
        " AND merged_into IS NULL GROUP BY lower(email) HAVING count(*) > 1)",
        (),
    )
    unpaid = (
        "SELECT count(*) FROM registration r JOIN event e ON e.id = r.event WHERE r.paid = 0 AND r.deleted_at IS NULL"
        " AND r.status = 'registered' AND e.deleted_at IS NULL AND e.starts_at > ?",
        (now,),
    )
    found = [
        Attention("conflicts", open_conflicts(library), "sync"),
        Attention("low_ratings", int(library.value(*low)), "courses"),
        Attention("unpaid_tickets", int(library.value(*unpaid)), "events"),
        Attention("waiting_lists", int(library.value(*waiting)), "events"),
        Attention("same_email", int(library.value(*twice)), "members"),
    ]
    return [item for item in found if item.count]


def happened(library: Library, now: int) -> list[Happened]:
    """The newest notable things members did, newest first."""
    marks = ", ".join("?" * len(_NOTABLE))
    found = library.rows(
        "SELECT a.member, m.name, a.kind, coalesce(c.title, e.title, ''), a.at FROM activity a"
        " JOIN member m ON m.id = a.member LEFT JOIN course c ON c.id = a.course LEFT JOIN event e ON e.id = a.event"
        f" WHERE a.at <= ? AND a.kind IN ({marks}) AND m.deleted_at IS NULL ORDER BY a.at DESC LIMIT ?",
        (now, *_NOTABLE, _JUST_HAPPENED),
    )
    return [Happened(*row) for row in found]
