"""What the overview asks beside the figures of analytics/: what needs attention (attention.py), next events, what just happened."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.analytics import Span, months, overview
from kclub_desktop.analytics.overview import Overview as Figures
from kclub_desktop.store import Library, moneyless
from kclub_desktop.ui.desk.attention import Attention, attention
from kclub_desktop.ui.desk.events_query import EventRow, upcoming
from kclub_desktop.ui.desk.sync_query import is_to_come

_JUST_HAPPENED = 7
_NOTABLE = ("sign_up", "purchase", "completion", "rating", "check_in", "question", "post")


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
    months: list[Span]
    attention: list[Attention]
    upcoming: list[EventRow]
    happened: list[Happened]
    people: int
    begun: dict[str, bool]
    """First step of a new community -> is it done?"""
    sees_money: bool = True
    to_come: bool = False
    """Is what the community has still on its way to this copy?"""


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
        moneyless.sees_money(library),
        not people and is_to_come(library),
    )


def begun(library: Library) -> dict[str, bool]:
    """Which of the first steps are done: members, courses, a copy elsewhere."""
    asked = {
        "members": "SELECT EXISTS (SELECT 1 FROM member WHERE deleted_at IS NULL)",
        "courses": "SELECT EXISTS (SELECT 1 FROM course WHERE deleted_at IS NULL)",
        "copy": "SELECT EXISTS (SELECT 1 FROM sync_state)",
    }
    return {step: bool(library.value(sql)) for step, sql in asked.items()}


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
