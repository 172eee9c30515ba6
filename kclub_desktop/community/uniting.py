"""Two rows that exist once per member and thing become one when two members do: what of each stands.

Nothing is forgotten that a person earned: the earlier start, the furthest progress, the better ticket. What does not
stand is still in the history of the row it stood in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kclub_desktop.store.declare import Table
from kclub_desktop.store.tables import (
    BadgeAward,
    Certificate,
    Enrolment,
    Interest,
    LessonProgress,
    MailingRecipient,
    Rating,
    RecommendationFeedback,
    Registration,
)

Row = dict[str, Any]
_TICKETS = {"registered": 2, "waiting": 1, "cancelled": 0}
_MAIL = {"sent": 3, "failed": 2, "left_out": 1, "waiting": 0}
"""Sent counts most, so that nothing is sent twice."""


def united(model: type[Table], kept: Row, other: Row) -> Row:
    """The values of the row that stays, from its own and those of the row that goes. Neither is changed."""
    return _RULES.get(model, _filled)(kept, other)


def _filled(kept: Row, other: Row) -> Row:
    """The kept row's values; the other's where it has none."""
    return {name: value if value not in (None, "", 0) else other[name] for name, value in kept.items()}


def _earlier(name: str) -> Callable[[Row, Row], Row]:
    return lambda kept, other: _filled(*_in_order(kept, other, name))


def _later(name: str) -> Callable[[Row, Row], Row]:
    return lambda kept, other: dict(max(kept, other, key=lambda row: row[name] or 0))


def _in_order(kept: Row, other: Row, name: str) -> tuple[Row, Row]:
    return (other, kept) if (other[name] or 0) < (kept[name] or 0) else (kept, other)


def _first(one: int | None, two: int | None) -> int | None:
    return min((at for at in (one, two) if at is not None), default=None)


def _last(one: int | None, two: int | None) -> int | None:
    return max((at for at in (one, two) if at is not None), default=None)


def _enrolment(kept: Row, other: Row) -> Row:
    ends = kept["expires_at"], other["expires_at"]
    return {
        **_earlier("enrolled_at")(kept, other),
        "progress": max(kept["progress"], other["progress"]),
        "completed_at": _first(kept["completed_at"], other["completed_at"]),
        # Null is for ever, which beats any day.
        "expires_at": None if None in ends else max(ends),
    }


def _lesson_progress(kept: Row, other: Row) -> Row:
    return {
        **kept,
        "percent": max(kept["percent"], other["percent"]),
        "started_at": min(kept["started_at"], other["started_at"]),
        "seen_at": _last(kept["seen_at"], other["seen_at"]),
        "completed_at": _first(kept["completed_at"], other["completed_at"]),
    }


def _certificate(kept: Row, other: Row) -> Row:
    """One that holds beats one that was revoked; then the earlier."""
    return dict(min(kept, other, key=lambda row: (row["revoked_at"] is not None, row["issued_at"])))


def _registration(kept: Row, other: Row) -> Row:
    """A place beats a place in the waiting list, and that one that was given up; then the earlier. Paid is paid."""
    best = min(kept, other, key=lambda row: (-_TICKETS.get(row["status"], 0), row["registered_at"]))
    worse = other if best is kept else kept
    return {**_filled(best, worse), "status": best["status"], "paid": max(kept["paid"], other["paid"])}


def _recipient(kept: Row, other: Row) -> Row:
    return dict(max(kept, other, key=lambda row: _MAIL.get(row["status"], 0)))


def _interest(kept: Row, other: Row) -> Row:
    return {**_earlier("voted_at")(kept, other), "strength": max(kept["strength"], other["strength"])}


_RULES: Mapping[type[Table], Callable[[Row, Row], Row]] = {
    Enrolment: _enrolment,
    LessonProgress: _lesson_progress,
    Rating: _later("rated_at"),
    Certificate: _certificate,
    Registration: _registration,
    BadgeAward: _earlier("awarded_at"),
    Interest: _interest,
    MailingRecipient: _recipient,
    RecommendationFeedback: _later("said_at"),
}
