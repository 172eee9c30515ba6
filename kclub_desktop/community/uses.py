"""Passes: which one a check-in or a course takes a use from, and how many are left. What is given back: uses_given_back.py.

A use is a fact. Two doors that cannot see each other may take more than there is: nothing is dropped, the pass is shown
as overrun. A check-in that a kiosk sent, which knows no passes, is taken up at the desk (take_up).
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import uses_given_back
from kclub_desktop.community.subscription_moves import load
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.plans_giving import USED
from kclub_desktop.store.tables import PlanUse
from kclub_protocol.ids import derived_id


@dataclass(frozen=True)
class Pass:
    """A subscription per use that runs. left: below zero when it was used more often than bought."""

    subscription: int
    plan: str
    member: int
    uses: int
    left: int
    ends_at: int | None


_PASS = (
    f"SELECT s.id, l.name, s.member, coalesce(p.uses, 0), coalesce(p.uses, 0) - {USED}, s.period_ends_at"
    " FROM subscription s JOIN price p ON p.id = s.price JOIN plan l ON l.id = s.plan"
    " WHERE s.interval = 'use' AND s.deleted_at IS NULL"
)


def of_member(library: Library, member: int) -> list[Pass]:
    """A member's passes that run, the one that ends first first."""
    return _passes(library, "s.member = ? AND s.status = 'active'", member)


def overrun(library: Library) -> list[Pass]:
    """Passes that were used more often than bought, the worst first."""
    found = _passes(library, "s.id IN (SELECT subscription FROM plan_use)")
    return sorted((one for one in found if one.left < 0), key=lambda one: one.left)


def left_and_last(library: Library, subscription: int) -> tuple[int, int | None]:
    """How many uses are left, and when it was used last."""
    found = _passes(library, "s.id = ?", subscription)
    last = library.value("SELECT max(used_at) FROM plan_use WHERE subscription = ?", (subscription,))
    return found[0].left if found else 0, last


def use_for_check_in(library: Library, check_in: int) -> int | None:
    """Take a use for a scan that let a member in, inside its write; the subscription, or None where no pass is meant:
    the ticket was bought, the member has none with uses left, or this event was counted already. Harmless twice."""
    scan = library.rows(
        "SELECT member, event, scanned_at FROM check_in WHERE id = ? AND answer = 'ok' AND undoes IS NULL",
        (check_in,),
    )
    if not scan or scan[0][0] is None:
        return None
    member, event, at = scan[0]
    if library.value(
        'SELECT 1 FROM registration WHERE event = ? AND member = ? AND "order" IS NOT NULL AND deleted_at IS NULL',
        (event, member),
    ):
        return None
    return _use(library, member, "check_in", at, event=event, check_in=check_in)


def use_for_course(library: Library, member: int, course: int, at: int) -> int | None:
    """Take a use for a course for members that a member enrols in, inside its write; None where no pass is meant."""
    if library.value("SELECT access FROM course WHERE id = ?", (course,)) != "members":
        return None
    return _use(library, member, "course", at, course=course)


def forgive(library: Library, subscription: int, why: str = "", *, initiator: object | None = None) -> None:
    """Let an overrun pass be: what was too much is given back by a fact. Harmless where nothing was."""
    left, _last = left_and_last(library, subscription)
    if left >= 0:
        return
    with library.write(Op.USE_PLAN, initiator=initiator):
        found = load(library, subscription)
        rows.add(
            library,
            PlanUse,
            subscription=subscription,
            member=int(found.member),
            used_at=library.clock.now(),
            uses=left,
        )


def take_up(library: Library) -> int:
    """Uses for check-ins that came from devices which know no passes, and given back for what was undone there; inside a
    write. How many."""
    taken = 0
    for (check_in,) in library.rows(
        "SELECT DISTINCT c.id FROM subscription s JOIN check_in c ON c.member = s.member AND c.scanned_at >= s.started_at"
        " WHERE s.interval = 'use' AND s.status = 'active' AND s.deleted_at IS NULL AND c.answer = 'ok'"
        " AND c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM plan_use u WHERE u.check_in = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM check_in k WHERE k.undoes = c.id) ORDER BY c.scanned_at, c.id"
    ):
        taken += use_for_check_in(library, check_in) is not None
    for (check_in,) in library.rows(
        "SELECT DISTINCT u.check_in FROM plan_use u JOIN check_in k ON k.undoes = u.check_in WHERE u.undoes IS NULL"
        " AND u.check_in IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plan_use b WHERE b.undoes = u.id)"
    ):
        taken += uses_given_back.of_check_in(library, check_in)
    return taken + uses_given_back.even_out(library).count


def _use(
    library: Library,
    member: int,
    by: str,
    at: int,
    *,
    event: int | None = None,
    course: int | None = None,
    check_in: int | None = None,
) -> int | None:
    thing, value = ("event", event) if event is not None else ("course", course)
    if library.value(
        f"SELECT 1 FROM plan_use WHERE member = ? AND {thing} = ? GROUP BY subscription HAVING sum(uses) > 0",
        (member, value),
    ):
        return None
    fitting = _passes(
        library,
        "s.member = ?1 AND s.status = 'active' AND p.used_by IN ('', ?2) AND s.started_at <= ?3"
        " AND (s.period_ends_at IS NULL OR s.period_ends_at > ?3)",
        member, by, at,
    )  # fmt: skip
    chosen = next((one for one in fitting if one.left > 0), None)
    if chosen is None:
        return None
    told = {"event": event, "course": course, "check_in": check_in}
    if check_in is not None:
        told["id"] = derived_id("plan_use", check_in)
    rows.add(library, PlanUse, subscription=chosen.subscription, member=member, used_at=at, **told)
    return chosen.subscription


def _passes(library: Library, where: str, *asked: object) -> list[Pass]:
    found = library.rows(
        f"{_PASS} AND {where} ORDER BY coalesce(s.period_ends_at, {2**62}), s.started_at, s.id", asked
    )
    return [Pass(*row) for row in found]
