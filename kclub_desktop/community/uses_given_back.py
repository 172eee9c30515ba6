"""Uses of a pass that are given back: a check-in was undone, or an enrolment that took one was cancelled.

Facts stay in the record, so another one says that the use does not hold. All of it follows from the use that it gives
back, its moment too, so that devices which come to it on their own write the same one. Done again, an enrolment takes its use again, by a third fact.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from kclub_desktop.community.subscription_moves import load, make
from kclub_desktop.community.subscription_states import Move, State
from kclub_desktop.store import Library, rows
from kclub_desktop.store.tables import PlanUse
from kclub_protocol.ids import derived_id


@dataclass(frozen=True)
class Evened:
    """Uses that were given back, and those that were taken again."""

    given_back: int = 0
    taken: int = 0

    @property
    def count(self) -> int:
        """Both."""
        return self.given_back + self.taken


def of_check_in(library: Library, check_in: int) -> int:
    """A check-in was undone by another fact, inside a write: its use is given back; how many. Harmless twice."""
    found = library.rows("SELECT id FROM plan_use WHERE check_in = ? AND undoes IS NULL", (check_in,))
    return sum(_give_back(library, use) for (use,) in found)


def even_out(library: Library, enrolments: Iterable[int] | None = None) -> Evened:
    """Bring the uses that enrolments took in line with whether they stand, inside a write. Harmless twice.

    A cancelled one has its use given back; one that came back takes it again from the same pass, which may overrun it.
    enrolments: these, by id; None: whichever, for what came from other devices.
    """
    given_back = taken = 0
    for subscription, course, member, cancelled in _out_of_line(library, enrolments):
        found = library.rows(
            "SELECT u.id, u.uses FROM plan_use u WHERE u.subscription = ? AND u.course = ? AND u.member = ?"
            " AND NOT EXISTS (SELECT 1 FROM plan_use b WHERE b.undoes = u.id) ORDER BY u.used_at DESC, u.id",
            (subscription, course, member),
        )
        if cancelled:
            given_back += sum(_give_back(library, use) for use, uses in found if uses > 0)
        else:
            taken += _take_again(library, next((use for use, uses in found if uses < 0), None))
    return Evened(given_back, taken)


def _out_of_line(library: Library, enrolments: Iterable[int] | None) -> list[tuple[int, int, int, bool]]:
    """(subscription, course, member, was the enrolment cancelled) where an enrolment and its use disagree."""
    on = "u.subscription = n.subscription AND u.course = n.course AND u.member = n.member"
    asked: tuple[str, ...] = ()
    if enrolments is None:
        # Uses are few and enrolments may be a million: so begin with the uses.
        of = f"plan_use u CROSS JOIN enrolment n ON {on}"
    else:
        of = f"json_each(?) j CROSS JOIN enrolment n ON n.id = j.value CROSS JOIN plan_use u ON {on}"
        asked = (json.dumps(list(enrolments)),)
    return library.rows(
        f"SELECT n.subscription, n.course, n.member, n.deleted_at IS NOT NULL AS cancelled FROM {of}"
        " JOIN member m ON m.id = n.member AND m.erased_at IS NULL"
        " JOIN subscription s ON s.id = n.subscription AND s.deleted_at IS NULL"
        " WHERE u.course IS NOT NULL GROUP BY n.id HAVING (sum(u.uses) > 0) = cancelled",
        asked,
    )


def _give_back(library: Library, use: int) -> int:
    """Say that a use does not hold, and let a pass that ended used up run again; 1, or 0 if that was said already."""
    taken = rows.get(library, PlanUse, use)
    back = derived_id("plan_use", "undone", use)
    if taken is None or library.value("SELECT 1 FROM plan_use WHERE id = ?", (back,)):
        return 0
    rows.add(
        library, PlanUse, id=back, subscription=taken.subscription, member=taken.member,
        used_at=taken.used_at, uses=-int(taken.uses), event=taken.event, course=taken.course, undoes=use,
    )  # fmt: skip
    found = load(library, int(taken.subscription))
    if str(found.status) == State.CANCELED and str(found.end_reason) == "used_up":
        now = library.clock.now()
        make(
            library, found, Move.GIVE_BACK_USE, "came_back", at=now, ended_at=None, end_reason="", canceled_at=None
        )  # fmt: skip
    return 1


def _take_again(library: Library, given_back: int | None) -> int:
    """The enrolment whose use was given back stands again; 1, or 0 where none was."""
    back = None if given_back is None else rows.get(library, PlanUse, given_back)
    if back is None or given_back is None:
        return 0
    rows.add(
        library, PlanUse, id=derived_id("plan_use", "again", given_back), subscription=back.subscription,
        member=back.member, used_at=back.used_at, uses=-int(back.uses), course=back.course, undoes=given_back,
    )  # fmt: skip
    return 1
