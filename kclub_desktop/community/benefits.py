"""Benefits: what a level, a plan or points give a member, and what the rest of the program asks before it takes money,
opens a course or puts somebody in line.

A benefit of a level is everybody's on that level and above. One that is for points is whoever's had it, for as long as
it holds. The best of several discounts counts; they are not added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kclub_desktop.community import contact, plan_now
from kclub_desktop.errors import FieldRefused, NoAccess, UnknownBenefit
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Benefit

DAY, HOUR = 86_400, 3_600
DISCOUNT, EARLY_ACCESS, PRIORITY_SUPPORT, CONTENT, OTHER = (
    "discount", "early_access", "priority_support", "content", "other",
)  # fmt: skip
KINDS = (DISCOUNT, EARLY_ACCESS, PRIORITY_SUPPORT, CONTENT, OTHER)
WHOLE = 10_000
"""A whole in hundredths of a percent."""
PRIORITY = 10
"""Added to the priority of a conversation of who has priority in support."""
LONGEST_HOURS, LONGEST_DAYS, MOST_POINTS = 24 * 366, 36_600, 1_000_000
_COLUMNS = "b.id, b.kind, b.name, b.level, b.plan, b.percent, b.hours, b.course, b.category, b.points, b.valid_days, b.active"


@dataclass(frozen=True)
class Given:
    """A benefit. percent in hundredths of a percent; course, category: what it is for, neither: everything; points: what
    it costs, 0: not for points; valid_days: how long it then holds, None: handed out at once."""

    id: int
    kind: str
    name: str
    level: int | None = None
    plan: int | None = None
    percent: int = 0
    hours: int = 0
    course: int | None = None
    category: str = ""
    points: int = 0
    valid_days: int | None = None
    active: bool = True


def benefits(library: Library) -> list[Given]:
    """All benefits, in use or not, in their order."""
    return [
        Given(*row, active=bool(active))  # type: ignore[misc]  # in the order of the fields
        for *row, active in library.rows(
            f"SELECT {_COLUMNS} FROM benefit b WHERE b.deleted_at IS NULL ORDER BY b.position, b.id"
        )
    ]


class Held:
    """What one member has, asked once for each moment: for what looks at many things of theirs, as an order's lines."""

    def __init__(self, library: Library, member: int) -> None:
        self.library, self.member = library, member
        self._at: dict[int, tuple[Given, ...]] = {}

    @cached_property
    def listed(self) -> list[Given]:
        """All that are in use, whoever has them."""
        return [one for one in benefits(self.library) if one.active]

    def at(self, moment: int) -> tuple[Given, ...]:
        """What they have at that moment, by level, by plan, or for points."""
        if moment not in self._at:
            self._at[moment] = self._given(moment) if self.listed else ()
        return self._at[moment]

    def _given(self, at: int) -> tuple[Given, ...]:
        library, member = self.library, self.member
        place = library.value(
            "SELECT l.position FROM member m JOIN level l ON l.name = m.level AND l.deleted_at IS NULL WHERE m.id = ?",
            (member,),
        )
        places = dict(library.rows("SELECT id, position FROM level WHERE deleted_at IS NULL"))
        plans = set(plan_now.plan_of(library, member, at))
        bought = _bought(library, member, at)

        def has(one: Given) -> bool:
            by_level = one.level is not None and place is not None and places.get(one.level, 1 << 31) <= place
            return by_level or (one.plan is not None and one.plan in plans) or one.id in bought

        return tuple(one for one in self.listed if has(one))


def benefits_of(library: Library, member: int, at: int) -> tuple[Given, ...]:
    """What a member has at a moment, by level, by plan, or for points."""
    return Held(library, member).at(at)


def discount_for(
    library: Library, member: int, at: int, *, course: int | None = None, event: int | None = None
) -> int:
    """The best discount on a course or an event, in hundredths of a percent; 0 without one."""
    found = best_discount(Held(library, member), at, course=course, event=event)
    return min(WHOLE, found.percent) if found is not None else 0


def best_discount(
    held: Held, at: int, *, course: int | None = None, event: int | None = None
) -> Given | None:
    """The benefit that takes most off a course or an event; None without one."""
    fitting = [
        one for one in held.at(at) if one.kind == DISCOUNT and _is_for(held.library, one, course, event)
    ]
    return max(fitting, key=lambda one: one.percent, default=None)


def may_take(held: Held, course: int) -> bool:
    """May this member be enrolled now? A course only for members needs a level or plan that gives it, if any benefit names it."""
    library = held.library
    found = library.rows("SELECT access, category, tags FROM course WHERE id = ?", (course,))
    if not found or found[0][0] != "members":
        return True
    naming = [
        one for one in held.listed if one.kind == CONTENT and _names(one, course, found[0][1], found[0][2])
    ]
    if not naming:
        return True
    has = {one.id for one in held.at(library.clock.now())}
    return any(one.id in has for one in naming)


def require_access(held: Held, course: int) -> None:
    """Raises NoAccess when the member may not take the course."""
    if not may_take(held, course):
        title = held.library.value("SELECT title FROM course WHERE id = ?", (course,))
        raise NoAccess(str(title or course))


def opens_at_for(
    held: Held, at: int, *, event: int | None = None, ticket_kind: int | None = None
) -> int | None:
    """When registration or the sale of a ticket opens for this member, their hours earlier taken off; None: it is open."""
    library = held.library
    if ticket_kind is not None:
        opens = library.value("SELECT sold_from FROM ticket_kind WHERE id = ?", (ticket_kind,))
    else:
        opens = library.value("SELECT registration_opens_at FROM event WHERE id = ?", (event,))
    if opens is None:
        return None
    earlier = max((one.hours for one in held.at(at) if one.kind == EARLY_ACCESS), default=0)
    return int(opens) - earlier * HOUR


def priority_of(library: Library, member: int, at: int) -> int:
    """The priority of a new conversation of a member."""
    return PRIORITY if any(one.kind == PRIORITY_SUPPORT for one in benefits_of(library, member, at)) else 0


def save(library: Library, wanted: Given, *, initiator: object | None = None) -> int:
    """Keep a benefit; id 0 makes a new one. Returns its id. Raises FieldRefused, UnknownBenefit."""
    values = _checked(wanted)
    with library.write(Op.EDIT_BENEFITS, initiator=initiator):
        if wanted.id:
            if rows.get(library, Benefit, wanted.id) is None:
                raise UnknownBenefit(str(wanted.id))
            rows.change(library, Benefit, wanted.id, **values)
            return wanted.id
        last = library.value("SELECT coalesce(max(position), 0) FROM benefit WHERE deleted_at IS NULL")
        return rows.add(library, Benefit, position=last + 1, **values)


def delete(library: Library, benefit: int, *, initiator: object | None = None) -> None:
    """Take a benefit away from all who have it; undo brings it back. Raises UnknownBenefit."""
    with library.write(Op.EDIT_BENEFITS, initiator=initiator):
        found = rows.get(library, Benefit, benefit)
        if found is None or found.deleted_at is not None:
            raise UnknownBenefit(str(benefit))
        rows.change(library, Benefit, benefit, deleted_at=library.clock.now())


def _bought(library: Library, member: int, at: int) -> set[int]:
    """Benefits this member had for points and that still hold."""
    return {
        benefit
        for benefit, spent_at, days in library.rows(
            "SELECT b.id, e.at, b.valid_days FROM points_entry e JOIN benefit b ON b.id = e.row"
            " WHERE e.member = ?1 AND e.kind = 'spent' AND e.entity = 'benefit' AND e.at <= ?2"
            " AND NOT EXISTS (SELECT 1 FROM points_entry u WHERE u.member = ?1 AND u.undoes = e.id)",
            (member, at),
        )
        if days is not None and at < spent_at + days * DAY
    }


def _is_for(library: Library, one: Given, course: int | None, event: int | None) -> bool:
    if one.course is None and not one.category:
        return True
    if course is None:
        return False
    found = library.rows("SELECT category, tags FROM course WHERE id = ?", (course,))
    return bool(found) and _names(one, course, *found[0])


def _names(one: Given, course: int, category: str, tags: str) -> bool:
    listed = {category, *(tag.strip() for tag in tags.split(","))}
    return one.course == course or (bool(one.category) and one.category in listed)


def _checked(one: Given) -> Mapping[str, Any]:
    """Columns of a benefit. Raises FieldRefused."""
    if one.kind not in KINDS:
        raise FieldRefused("kind", "benefit_kind", one.kind)
    if one.kind == DISCOUNT and not 1 <= one.percent <= WHOLE:
        raise FieldRefused("percent", "percent", str(one.percent / 100))
    if one.kind == EARLY_ACCESS and not 1 <= one.hours <= LONGEST_HOURS:
        raise FieldRefused("hours", "hours", str(one.hours))
    if one.kind == CONTENT and one.course is None and not one.category.strip():
        raise FieldRefused("course", "course_or_category")
    if not 0 <= one.points <= MOST_POINTS:
        raise FieldRefused("points", "points", str(one.points))
    if one.valid_days is not None and not 1 <= one.valid_days <= LONGEST_DAYS:
        raise FieldRefused("valid_days", "days_or_none", str(one.valid_days))
    if one.level is None and one.plan is None and not one.points:
        raise FieldRefused("level", "given_by")
    return {
        "name": contact.text("name", one.name, required=True), "kind": one.kind, "level": one.level,
        "plan": one.plan, "percent": one.percent if one.kind == DISCOUNT else 0,
        "hours": one.hours if one.kind == EARLY_ACCESS else 0, "course": one.course,
        "category": contact.text("category", one.category), "points": one.points,
        "valid_days": one.valid_days, "active": int(one.active),
    }  # fmt: skip
