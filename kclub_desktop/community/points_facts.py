"""Which facts can earn points: payments, completed courses, ratings, events attended, posts and questions.

Facts are read for a batch of members at once, from a moment on; what was before is added up in one number. What they
earn is points_ledger.py's business.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kclub_desktop.community import points_rules as rules
from kclub_desktop.store import Library

_MEMBERS = "member IN (SELECT value FROM json_each(?1))"
_CAME = (
    "SELECT member, event, min(scanned_at) AS at FROM check_in c WHERE {members} AND answer = 'ok' AND undoes IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = c.id) GROUP BY member, event"
)


class Fact(NamedTuple):
    """Something a member did that a rule may reward; ordered by time. amount: minor units paid, refunds taken off."""

    at: int
    entity: str
    row: int
    behaviour: str
    amount: int = 0
    currency: str = ""


def facts(
    library: Library, members: Sequence[int], since: int, kinds: Sequence[str]
) -> dict[int, list[Fact]]:
    """The facts of these members from `since` on, of the behaviours in `kinds`, each member's in order of time."""
    told = json.dumps(list(members))
    found: dict[int, list[Fact]] = defaultdict(list)
    if rules.PURCHASE in kinds:
        _payments(library, told, since, found)
    if rules.COMPLETION in kinds:
        for member, row, at in library.rows(
            f"SELECT member, id, completed_at FROM enrolment WHERE {_MEMBERS} AND completed_at >= ?2"
            " AND deleted_at IS NULL",
            (told, since),
        ):
            found[member].append(Fact(at, "enrolment", row, rules.COMPLETION))
    if rules.RATING in kinds:
        for member, row, at in library.rows(
            f"SELECT member, id, rated_at FROM rating WHERE {_MEMBERS} AND rated_at >= ?2 AND deleted_at IS NULL",
            (told, since),
        ):
            found[member].append(Fact(at, "rating", row, rules.RATING))
    if rules.CHECK_IN in kinds:
        for member, event, at in library.rows(_CAME.format(members=_MEMBERS), (told,)):
            if at >= since:
                found[member].append(Fact(at, "event", event, rules.CHECK_IN))
    for kind in (rules.POST, rules.QUESTION):
        if kind in kinds:
            for member, row, at in library.rows(
                f"SELECT member, id, at FROM activity WHERE {_MEMBERS} AND kind = ?2 AND at >= ?3",
                (told, kind, since),
            ):
                found[member].append(Fact(at, "activity", row, kind))
    return {member: sorted(listed) for member, listed in found.items()}


def before(library: Library, members: Sequence[int], until: int | None) -> dict[int, int]:
    """What these members had earned before a moment (None: ever), by the usual rules: one number each, none for 0.

    Paid in the community's own currency, refunds taken off and never below zero, is added up before it is divided.
    """
    told, most = json.dumps(list(members)), 1 << 62 if until is None else until
    usual = rules.usual(library)
    found: dict[int, int] = defaultdict(int)
    for member, paid in library.rows(
        f"SELECT member, sum(amount) FROM payment WHERE {_MEMBERS} AND currency = ?2 AND paid_at < ?3 GROUP BY member",
        (told, library.currency, most),
    ):
        found[member] += max(paid, 0) // usual[rules.PURCHASE].money_per_point
    counts = (
        (rules.COMPLETION, f"SELECT member, count(*) FROM enrolment WHERE {_MEMBERS} AND completed_at < ?2"
         " AND deleted_at IS NULL GROUP BY member"),
        (rules.RATING, f"SELECT member, count(*) FROM rating WHERE {_MEMBERS} AND rated_at < ?2"
         " AND deleted_at IS NULL GROUP BY member"),
        (rules.CHECK_IN, f"SELECT member, count(*) FROM ({_CAME.format(members=_MEMBERS)}) WHERE at < ?2 GROUP BY member"),
    )  # fmt: skip
    for behaviour, sql in counts:
        for member, many in library.rows(sql, (told, most)):
            found[member] += many * usual[behaviour].points
    return {member: points for member, points in found.items() if points}


def _payments(library: Library, told: str, since: int, found: dict[int, list[Fact]]) -> None:
    """A refund is taken off the payment it names; one that names none, or one from before, stands for itself."""
    rows = library.rows(
        f"SELECT member, id, paid_at, amount, currency, refunds FROM payment WHERE {_MEMBERS} AND paid_at >= ?2",
        (told, since),
    )
    here = {row: (member, currency) for member, row, _at, amount, currency, _of in rows if amount > 0}
    back: dict[int, int] = defaultdict(int)
    for member, _row, _at, amount, currency, refunded in rows:
        if amount < 0 and here.get(refunded) == (member, currency):
            back[refunded] += amount
    for member, row, at, amount, currency, refunded in rows:
        if amount > 0:
            found[member].append(
                Fact(at, "payment", row, rules.PURCHASE, max(0, amount + back[row]), currency)
            )
        elif here.get(refunded) != (member, currency):
            found[member].append(Fact(at, "payment", row, rules.PURCHASE, amount, currency))
