"""What the members page asks: ids in list order, pages of rows, one member's facts, courses and timeline."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from kclub_desktop.community import balances
from kclub_desktop.community.balances import Standing
from kclub_desktop.community.consent import Said, log_of, standing
from kclub_desktop.community.member_files import MemberFile, of_member
from kclub_desktop.community.order_list import OrderRow, order_rows
from kclub_desktop.store import Library, moneyless, search, segments
from kclub_desktop.store.segments import EVERYBODY, Part
from kclub_desktop.store.tables import Member
from kclub_desktop.ui.desk import member_beside
from kclub_desktop.ui.desk.member_beside import Beside
from kclub_desktop.ui.desk.member_timeline import STEP, Moment, timeline
from kclub_desktop.ui.desk.rewards_query import Rewards, rewards_of
from kclub_desktop.ui.widgets.person_picker import Person

IdArray = array
"""Ids as 64-bit integers (type code q). Not numpy: importing it is a tenth of a second of every start."""
_LETTERS_AT_ONCE = 16 * 2048
ORDERS = {
    "name": "name COLLATE NOCASE",
    "email": "email",
    "level": "level",
    "status": "status",
    "channel": "channel",
    "joined": "joined_at",
}
_SEGMENTS = {
    "all": "archived_at IS NULL",
    "members": "archived_at IS NULL AND status = 'member'",
    "leads": "archived_at IS NULL AND status = 'lead'",
    "archived": "archived_at IS NOT NULL",
}
ORDERS_SHOWN = 5
_LIVE = "deleted_at IS NULL AND merged_into IS NULL"


@dataclass(frozen=True)
class Filter:
    """Which members: text found anywhere in their words, a quick choice, the conditions of a segment.

    saved  id of the saved segment that the conditions are, 0 for none
    """

    text: str = ""
    segment: str = "all"
    part: Part = EVERYBODY
    saved: int = 0

    @property
    def narrow(self) -> bool:
        """Does it leave anybody out?"""
        return bool(self.text.strip()) or self.part != EVERYBODY or self.segment != "all"

    def but(self, **changed: Any) -> Filter:
        """The same with some of it changed."""
        return replace(self, **changed)


@dataclass(frozen=True)
class Order:
    """By which column of ORDERS, and which way."""

    column: str = "joined"
    descending: bool = True


@dataclass(frozen=True)
class MemberRow:
    """One line of the list."""

    id: int
    name: str
    email: str
    level: str
    status: str
    channel: str
    joined_at: int | None
    archived: bool


@dataclass(frozen=True)
class Taken:
    """A course this member takes. progress 0–100; stars None = not rated."""

    course: int
    title: str
    progress: int
    stars: int | None


@dataclass(frozen=True)
class Details:
    """All the inspector shows of one member. spent: currency -> minor units, refunds taken off; consent: by purpose."""

    member: Member
    spent: dict[str, int]
    taken: list[Taken]
    check_ins: int
    rewards: Rewards
    timeline: list[Moment]
    consent: dict[str, Said]
    files: list[MemberFile]
    beside: Beside = field(default_factory=Beside)
    more: bool = False
    """Is there more in the timeline?"""
    now: int = 0
    standing: list[Standing] = field(default_factory=list)
    orders: list[OrderRow] = field(default_factory=list)
    sees_money: bool = True
    """False: nothing of money is known here, which is not the same as that there is none."""


def member_ids(library: Library, wanted: Filter, order: Order) -> IdArray:
    """Ids of the members that fit, in list order."""
    where, params = _where(library, wanted)
    way = "DESC" if order.descending else "ASC"
    # Those who fit are sorted; the index in list order would have everybody looked at.
    column = f"+{ORDERS[order.column]}" if wanted.part != EVERYBODY else ORDERS[order.column]
    # As one answer of 16 letters for each: a row for each would let go of the interpreter and take it back 100,000 times,
    # against the window, which asks for it sixty times a second.
    found = library.value(
        "SELECT group_concat(printf('%016x', id), '')"
        f" FROM (SELECT id FROM member WHERE {where} ORDER BY {column} {way}, id {way})",
        params,
    )
    return _ids_of(found or "")


def _ids_of(letters: str) -> IdArray:
    """Numbers written one after the other in 16 letters each; read in parts that hold the interpreter for no time."""
    ids = array("q")
    for start in range(0, len(letters), _LETTERS_AT_ONCE):
        part = array("q", bytes.fromhex(letters[start : start + _LETTERS_AT_ONCE]))
        if sys.byteorder == "little":
            part.byteswap()
        ids.extend(part)
    return ids


def member_rows(library: Library, ids: Iterable[int]) -> list[MemberRow]:
    """The rows of a page of ids, in the order of the ids; ids that are gone are left out."""
    wanted = [int(row_id) for row_id in ids]
    # As one row: each row of an answer lets go of the interpreter and waits for it again, and this is asked by the
    # window's own thread while it draws.
    found = library.value(
        "SELECT json_group_array(json_array(id, name, email, level, status, channel, joined_at, archived_at IS NOT NULL))"
        " FROM member WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    rows = {
        row_id: MemberRow(row_id, name, email, level, status, channel, joined, bool(archived))
        for row_id, name, email, level, status, channel, joined, archived in json.loads(found)
    }
    return [rows[row_id] for row_id in wanted if row_id in rows]


def ids_named(library: Library, letters: str) -> frozenset[int]:
    """Members whose name begins with these letters; if there is none, those the search finds, so 李 by "li" too.

    Looked up in an index: Qt's own type-ahead would read the whole list row by row.
    """
    begins = letters.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    found = library.value(
        f"SELECT json_group_array(id) FROM member WHERE name COLLATE NOCASE LIKE ? ESCAPE '!' AND {_LIVE}",
        (begins,),
    )
    ids = json.loads(found)
    if not ids:
        fitting, asked = search.fitting(library, Member, letters)
        sql = f"SELECT json_group_array(id) FROM member WHERE id IN ({fitting})"
        ids = json.loads(library.value(sql, tuple(asked)))
    return frozenset(ids)


def how_many(library: Library) -> int:
    """Members of the library, archived ones included."""
    return int(library.value(f"SELECT count(*) FROM member WHERE {_LIVE}"))


def details(library: Library, member_id: int, moments: int = STEP) -> Details | None:
    """What the inspector shows; None if the member is gone, or erased. moments: how many of the timeline."""
    live = (Member.id == member_id) & Member.erased_at.is_null()
    found = list(Member.select().where(live).execute(library))
    if not found:
        return None
    happened = timeline(library, member_id, moments + 1)
    return Details(
        member=found[0],
        spent=_spent(library, member_id),
        taken=_taken(library, member_id),
        check_ins=int(
            library.value(
                "SELECT count(DISTINCT event) FROM check_in c WHERE member = ? AND answer = 'ok' AND undoes IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = c.id)",
                (member_id,),
            )
        ),
        rewards=rewards_of(library, member_id),
        timeline=happened[:moments],
        consent=standing(log_of(library, member_id)),
        files=of_member(library, member_id),
        beside=member_beside.of_member(library, found[0]),
        more=len(happened) > moments,
        now=library.clock.now(),
        standing=balances.of_member(library, member_id),
        orders=_orders(library, member_id),
        sees_money=moneyless.sees_money(library),
    )


def _orders(library: Library, member_id: int) -> list[OrderRow]:
    """Open ones first, then the newest."""
    found = library.rows(
        'SELECT id FROM "order" WHERE member = ? AND deleted_at IS NULL'
        " ORDER BY status <> 'open', ordered_at DESC LIMIT ?",
        (member_id, ORDERS_SHOWN),
    )
    return order_rows(library, (row for (row,) in found), library.clock.now())


def people(library: Library, words: str, limit: int) -> list[Person]:
    """Whoever is found by what was typed, for choosing one."""
    ids = [each.row for each in search.find(library, Member, words, limit)]
    rows = {row.id: row for row in member_rows(library, ids)}
    return [Person(row, rows[row].name, rows[row].email) for row in ids if row in rows]


def _where(library: Library, wanted: Filter) -> tuple[str, tuple[object, ...]]:
    speaks_of_archived = any(each.field == "archived" for each in segments.conditions(wanted.part))
    quick = "1" if wanted.segment == "all" and speaks_of_archived else _SEGMENTS[wanted.segment]
    where: list[str] = [_LIVE, quick]
    params: list[object] = []
    if wanted.part != EVERYBODY:
        found = segments.compiled(wanted.part, library.clock.now(), library.zone)
        where.append(f"id IN (SELECT m.id FROM member m WHERE {found.sql})")
        params += found.params
    if wanted.text.strip():
        fitting, asked = search.fitting(library, Member, wanted.text)
        where.append(f"id IN ({fitting})")
        params += asked
    return " AND ".join(where), tuple(params)


def _spent(library: Library, member_id: int) -> dict[str, int]:
    spent = dict(
        library.rows(
            "SELECT currency, sum(amount) FROM payment WHERE member = ? GROUP BY currency", (member_id,)
        )
    )
    before = library.rows(
        "SELECT spent_before_currency, spent_before FROM member WHERE id = ? AND spent_before > 0",
        (member_id,),
    )
    for currency, amount in before:
        spent[currency] = spent.get(currency, 0) + amount
    return spent


def _taken(library: Library, member_id: int) -> list[Taken]:
    return [
        Taken(*row)
        for row in library.rows(
            "SELECT c.id, c.title, n.progress, r.stars FROM enrolment n JOIN course c ON c.id = n.course"
            " LEFT JOIN rating r ON r.member = n.member AND r.course = n.course AND r.deleted_at IS NULL"
            " WHERE n.member = ? AND n.deleted_at IS NULL ORDER BY n.enrolled_at DESC",
            (member_id,),
        )
    ]
