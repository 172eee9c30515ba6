"""The log of what was shown to whom, where and why, and what followed: the revenue model's effect of recommendations.

Every row keeps the probability with which it was shown, so that the effect of showing can be estimated without the bias
of having shown what was likely anyway (explore.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Recommendation

MILLION = 1_000_000
FOLLOWED_SECONDS = 30 * 86400
"""A course taken within so long after it was shown followed the recommendation."""
SHOWN_AGAIN_SECONDS = 86400
"""The same course shown again to the same member at the same place within so long is one showing."""


@dataclass(frozen=True)
class Shown:
    """A course of a list that a member saw. propensity: how likely it was to be in the list at all, above 0."""

    course: int
    score: float
    reason: str
    propensity: float = 1.0
    experiment: int | None = None
    variant: str = ""


@dataclass(frozen=True)
class Followed:
    """Of `shown` courses with enough time passed, `taken` were taken within 30 days; `waiting` are too fresh to tell."""

    shown: int
    taken: int
    waiting: int


def record(library: Library, member: int, items: Sequence[Shown], *, place: str) -> None:
    """Keep that a member was shown these courses, best first. Raises LibraryBusy, LibraryNotWritable."""
    now = library.clock.now()
    lately = {
        course
        for (course,) in library.rows(
            "SELECT course FROM recommendation WHERE member = ? AND place = ? AND shown_at > ?",
            (member, place, now - SHOWN_AGAIN_SECONDS),
        )
    }
    fresh = [
        {
            "member": member,
            "course": item.course,
            "place": place,
            "position": position,
            "score": round(item.score * MILLION),
            "propensity": round(item.propensity * MILLION),
            "reason": item.reason,
            "experiment": item.experiment,
            "variant": item.variant,
            "shown_at": now,
        }
        for position, item in enumerate(items)
        if item.course not in lately
    ]
    if fresh:
        with library.write(Op.RECOMMEND):
            rows.add_many(library, Recommendation, fresh)


def followed(
    library: Library, *, since: int = 0, variant: str | None = None, place: str | None = None
) -> Followed:
    """What followed what was shown since a moment (UTC seconds), of one variant or place if given."""
    now = library.clock.now()
    where, params = ["r.shown_at >= ?", "r.course IS NOT NULL"], [since]
    for name, value in (("variant", variant), ("place", place)):
        if value is not None:
            where.append(f"r.{name} = ?")
            params.append(value)  # type: ignore[arg-type]  # words among moments
    found = library.rows(
        "SELECT r.shown_at <= ?, e.id IS NOT NULL, count(*) FROM recommendation r"
        " LEFT JOIN enrolment e ON e.member = r.member AND e.course = r.course AND e.deleted_at IS NULL"
        "  AND e.enrolled_at >= r.shown_at AND e.enrolled_at <= r.shown_at + ?"
        f" WHERE {' AND '.join(where)} GROUP BY 1, 2",
        (now - FOLLOWED_SECONDS, FOLLOWED_SECONDS, *params),
    )
    counts = {(bool(over), bool(taken)): count for over, taken, count in found}
    taken = counts.get((True, True), 0)
    return Followed(
        taken + counts.get((True, False), 0),
        taken,
        counts.get((False, True), 0) + counts.get((False, False), 0),
    )
