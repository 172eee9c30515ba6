"""Points: what a member has, and what a person does with them: spend, correct, take that back.

What a member has is always right, also where the program has not come to write the newest lines yet: the account is
worked out from the facts and the ledger. How that is done is in points_ledger.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.community import contact, known_time
from kclub_desktop.community.points_ledger import CORRECTED, SPENT, Account, Ledger
from kclub_desktop.errors import FieldRefused, NotEnoughPoints, UnknownBenefit, UnknownMember, UnknownPoints
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Benefit, PointsEntry

MOST = 1_000_000


@dataclass(frozen=True)
class Line:
    """One line of the ledger. kind: earned, spent, expired or corrected; why: a behaviour's code, or a person's words;
    about: the name of the course, event or benefit; undone: was it taken back by another line?"""

    id: int
    member: int
    name: str
    points: int
    kind: str
    at: int
    why: str
    entity: str
    row: int | None
    about: str
    expires_at: int | None
    undone: bool


def account(library: Library, member: int) -> Account:
    """A member's account now."""
    return Ledger(library).accounts([member], known_time.now(library))[member]


def points(library: Library, member: int) -> int:
    """A member's points now; below zero when two devices spent the same points, or a refund came after they were spent."""
    return account(library, member).balance


def next_to_expire(library: Library, member: int) -> tuple[int, int] | None:
    """(points, moment) of what is gone next if it is not spent; None when nothing expires."""
    found = account(library, member)
    going = [
        (lot.expires_at, found.sorted.left.get(lot.key, 0))
        for lot in found.lots
        if lot.expires_at is not None
    ]
    waiting = sorted((at, left) for at, left in going if left > 0 and at > library.clock.now())
    if not waiting:
        return None
    first = waiting[0][0]
    return sum(left for at, left in waiting if at == first), first


def spend(
    library: Library,
    member: int,
    amount: int,
    words: str,
    *,
    benefit: int | None = None,
    initiator: object | None = None,
) -> int:
    """Take points off a member for something they get; the id of the line.

    Raises FieldRefused, UnknownMember, NotEnoughPoints; then nothing is written.
    """
    _checked(amount)
    words = contact.text("why", words, required=benefit is None)
    with library.write(Op.SPEND_POINTS, initiator=initiator):
        _known(library, member)
        has = points(library, member)
        if has < amount:
            raise NotEnoughPoints(str(member), has, amount)
        return rows.add(
            library, PointsEntry, member=member, points=-amount, kind=SPENT, at=library.clock.now(), why=words,
            entity="benefit" if benefit else "", row=benefit,
        )  # fmt: skip


def redeem(library: Library, member: int, benefit: int, *, initiator: object | None = None) -> int:
    """Give a member a benefit for the points it costs; the id of the line.

    Raises UnknownBenefit when it is not for points, and as `spend`.
    """
    offered = rows.get(library, Benefit, benefit)
    if offered is None or offered.deleted_at is not None or not offered.active or not offered.points:
        raise UnknownBenefit(str(benefit))
    return spend(
        library, member, int(offered.points), str(offered.name), benefit=benefit, initiator=initiator
    )


def correct(
    library: Library, member: int, amount: int, words: str, *, initiator: object | None = None
) -> int:
    """Give points by hand, or take some off when amount is below zero, with words that say why; the id of the line.

    Raises FieldRefused, UnknownMember; then nothing is written.
    """
    _checked(abs(amount))
    words = contact.text("why", words, required=True)
    with library.write(Op.CORRECT_POINTS, initiator=initiator):
        _known(library, member)
        return rows.add(
            library, PointsEntry, member=member, points=amount, kind=CORRECTED, at=library.clock.now(), why=words
        )  # fmt: skip


def take_back(library: Library, line: int, *, initiator: object | None = None) -> None:
    """Take back what was spent or corrected by hand, by a line that says so; harmless twice. Raises UnknownPoints."""
    with library.write(Op.CORRECT_POINTS, initiator=initiator):
        found = rows.get(library, PointsEntry, line)
        by_hand = found is not None and (
            found.kind == SPENT or (found.kind == CORRECTED and not found.entity)
        )
        if found is None or not by_hand or found.undoes is not None:
            raise UnknownPoints(str(line))
        if library.value("SELECT 1 FROM points_entry WHERE member = ? AND undoes = ?", (found.member, line)):
            return
        rows.add(
            library, PointsEntry, member=found.member, points=-int(found.points), kind=CORRECTED,
            at=library.clock.now(), why=found.why, undoes=line,
        )  # fmt: skip


def lines(library: Library, member: int | None = None, most: int = 100) -> list[Line]:
    """The newest lines of the ledger, of one member or of all."""
    about = (
        "CASE e.entity WHEN 'enrolment' THEN (SELECT c.title FROM enrolment x JOIN course c ON c.id = x.course WHERE x.id = e.row)"
        " WHEN 'rating' THEN (SELECT c.title FROM rating x JOIN course c ON c.id = x.course WHERE x.id = e.row)"
        " WHEN 'event' THEN (SELECT title FROM event WHERE id = e.row)"
        " WHEN 'benefit' THEN (SELECT name FROM benefit WHERE id = e.row) ELSE '' END"
    )
    asked, values = ("WHERE e.member = ?", [member]) if member is not None else ("", [])
    inner = (
        f"SELECT e.*, m.name AS who FROM points_entry e JOIN member m ON m.id = e.member {asked}"
        " ORDER BY e.at DESC, e.kind = 'earned', e.id LIMIT ?"
    )
    return [
        Line(*row, undone=bool(undone))  # type: ignore[misc]  # in the order of the fields
        for *row, undone in library.rows(
            f"SELECT e.id, e.member, e.who, e.points, e.kind, e.at, e.why, e.entity, e.row, coalesce({about}, ''),"
            " e.expires_at, e.undoes IS NOT NULL OR EXISTS (SELECT 1 FROM points_entry u WHERE u.member = e.member"
            f" AND u.undoes = e.id) FROM ({inner}) e",
            (*values, most),
        )
    ]


def outstanding(library: Library) -> int:
    """All points members have and have not spent: what the community owes them. Lines not written yet are not in it."""
    return int(
        library.value(
            "SELECT coalesce(sum(p), 0) FROM (SELECT sum(points) AS p FROM points_entry GROUP BY member) WHERE p > 0"
        )
    )


def overdrawn(library: Library) -> list[tuple[int, str, int]]:
    """(member, name, points) of those who spent more than they had, which two devices apart can bring about."""
    return library.rows(
        "SELECT m.id, m.name, sum(e.points) AS p FROM points_entry e JOIN member m ON m.id = e.member"
        " GROUP BY e.member HAVING p < 0 ORDER BY p, m.id"
    )


def _checked(amount: int) -> None:
    if not 1 <= amount <= MOST:
        raise FieldRefused("points", "points", str(amount))


def _known(library: Library, member: int) -> None:
    if not library.value(
        "SELECT 1 FROM member WHERE id = ? AND deleted_at IS NULL AND merged_into IS NULL AND erased_at IS NULL",
        (member,),
    ):
        raise UnknownMember(str(member))
