"""The list of orders: ids in list order for a hundred thousand, rows for what is looked at, and one order with everything on it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from kclub_desktop.community import balances, coupons, orders, payments, receipts
from kclub_desktop.community.balances import Balance
from kclub_desktop.store import Library, search
from kclub_desktop.store.tables import Member, Order, OrderLine, Payment

IdArray = array
"""Ids as 64-bit integers (type code q)."""
SORTS = {
    "ordered": "ordered_at",
    "reference": "reference",
    "total": "total",
    "status": "status",
    "due": "due_at",
}
STATES = {
    "all": "1",
    "open": "status = 'open'",
    "overdue": "status = 'open' AND due_at < ?",
    "paid": "status = 'paid'",
    "refunded": "status = 'refunded'",
    "cancelled": "status = 'cancelled'",
}


@dataclass(frozen=True)
class Wanted:
    """Which orders. text: a number's beginning, or a member; start, end: ordered then, UTC seconds, None without bound."""

    text: str = ""
    state: str = "all"
    start: int | None = None
    end: int | None = None
    member: int | None = None

    def but(self, **changed: Any) -> Wanted:
        """The same with some of it changed."""
        return replace(self, **changed)


@dataclass(frozen=True)
class Sort:
    """By which of SORTS, and which way."""

    column: str = "ordered"
    descending: bool = True


@dataclass(frozen=True)
class OrderRow:
    """One line of the list. state: of words_for_money.STATUS, which tells partly paid and overdue apart."""

    id: int
    reference: str
    member: int
    name: str
    what: str
    ordered_at: int
    due_at: int | None
    state: str
    balance: Balance


@dataclass(frozen=True)
class Paperwork:
    """A receipt in short. voided: does another one say that it does not hold?"""

    id: int
    code: str
    kind: str
    amount: int
    currency: str
    issued_at: int
    payment: int | None
    voided: bool


@dataclass(frozen=True)
class FactRow:
    """A payment, refund or correction; left: what can still be given back of it, stands: the part not corrected."""

    payment: Payment
    left: int
    stands: int


@dataclass(frozen=True)
class Details:
    """All there is on one order. coupon_off: what the coupon took off, minor units; the rest of the discount is the member's."""

    row: OrderRow
    order: Order
    lines: list[OrderLine]
    facts: list[FactRow]
    papers: list[Paperwork]
    coupon: str
    failed: list[tuple[int, int, str]]
    coupon_off: int = 0


def order_ids(library: Library, wanted: Wanted, sort: Sort) -> IdArray:
    """Ids of the orders that fit, in list order. One SELECT, fetched in slices so that the interpreter is let go."""
    where, params = _where(library, wanted)
    way = "DESC" if sort.descending else "ASC"
    cursor = library.execute_sql(
        f'SELECT id FROM "order" WHERE {where} ORDER BY {SORTS[sort.column]} {way}, id {way}', params
    )
    parts = iter(lambda: cursor.fetchmany(500), [])
    return array("q", (row[0] for row in chain.from_iterable(parts)))


def order_rows(library: Library, ids: Iterable[int], now: int) -> list[OrderRow]:
    """The rows of a page of ids, in the order of the ids; ids that are gone are left out."""
    wanted = [int(row_id) for row_id in ids]
    accounts = balances.of_orders(library, wanted)
    found = library.rows(
        "SELECT o.id, o.reference, o.member, coalesce(m.name, ''), coalesce((SELECT group_concat(title, ' + ') FROM"
        ' (SELECT l.title FROM order_line l WHERE l."order" = o.id AND l.deleted_at IS NULL ORDER BY l.position)),'
        " c.title, e.title, ''), o.ordered_at, o.due_at FROM \"order\" o LEFT JOIN member m ON m.id = o.member"
        " LEFT JOIN course c ON c.id = o.course LEFT JOIN event e ON e.id = o.event"
        f" WHERE o.id IN ({','.join('?' * len(wanted))}) AND o.deleted_at IS NULL",
        wanted,
    )
    rows = {
        order: OrderRow(
            order,
            number,
            member,
            name,
            what,
            ordered,
            due,
            state_of(accounts[order], due, now),
            accounts[order],
        )
        for order, number, member, name, what, ordered, due in found
    }
    return [rows[row_id] for row_id in wanted if row_id in rows]


def state_of(account: Balance, due_at: int | None, now: int) -> str:
    """The state in which an order is shown."""
    if account.status != balances.OPEN:
        return account.status
    if due_at is not None and due_at < now:
        return "overdue"
    return "part" if account.paid > 0 else "open"


def how_many(library: Library) -> int:
    """Orders of the library."""
    return int(library.value('SELECT count(*) FROM "order" WHERE deleted_at IS NULL'))


def details(library: Library, order: int, now: int) -> Details | None:
    """One order with its lines, facts and papers; None if it is gone."""
    found = order_rows(library, [order], now)
    if not found:
        return None
    kept = orders.get(library, order)
    facts = [
        FactRow(fact, payments.refundable(library, int(fact.id)), payments.correctable(library, int(fact.id)))
        for fact in payments.of_order(library, order)
    ]
    coupon = library.value("SELECT code FROM coupon WHERE id = ?", (kept.coupon,)) if kept.coupon else ""
    failed = library.rows(
        'SELECT tried_at, amount, why FROM payment_attempt WHERE "order" = ? ORDER BY tried_at DESC LIMIT 5',
        (order,),
    )
    return Details(
        found[0], kept, orders.lines_of(library, order), facts, papers_of(library, order), str(coupon or ""), failed,
        coupons.used_on(library, order),
    )  # fmt: skip


def papers_of(library: Library, order: int) -> list[Paperwork]:
    """The papers of an order, the oldest first."""
    return [
        Paperwork(
            int(one.id), str(one.code), str(one.kind), int(one.amount), str(one.currency), int(one.issued_at),
            one.payment, receipts.is_voided(library, int(one.id)),
        )
        for one in payments.receipts_of(library, order)
    ]  # fmt: skip


def receipt_rows(library: Library, text: str = "", limit: int = 500) -> list[tuple[Paperwork, str, str]]:
    """(paper, member's name, order's number) of the newest papers, or of those whose number or member fits."""
    where, params = "1", list[object]()
    if text.strip():
        fitting, asked = search.fitting(library, Member, text)
        where, params = f"(r.code LIKE ? OR r.member IN ({fitting}))", [f"%{text.strip()}%", *asked]
    found = library.rows(
        "SELECT r.id, r.code, r.kind, r.amount, r.currency, r.issued_at, r.payment,"
        " EXISTS (SELECT 1 FROM receipt v WHERE v.voids = r.id), coalesce(m.name, ''), coalesce(o.reference, '')"
        ' FROM receipt r LEFT JOIN member m ON m.id = r.member LEFT JOIN "order" o ON o.id = r."order"'
        f" WHERE {where} ORDER BY r.issued_at DESC, r.id DESC LIMIT ?",
        (*params, limit),
    )
    return [(replace(Paperwork(*row[:8]), voided=bool(row[7])), row[8], row[9]) for row in found]


def _where(library: Library, wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    where: list[str] = ["deleted_at IS NULL", STATES[wanted.state]]
    params: list[object] = []
    if "?" in STATES[wanted.state]:
        params.append(library.clock.now())
    for said, value in (
        ("ordered_at >= ?", wanted.start),
        ("ordered_at < ?", wanted.end),
        ("member = ?", wanted.member),
    ):
        if value is not None:
            where.append(said)
            params.append(value)
    text = wanted.text.strip()
    if text:
        fitting, asked = search.fitting(library, Member, text)
        where.append(f"(reference >= ? AND reference < ? OR member IN ({fitting}))")
        params += [text.upper(), text.upper() + "~", *asked]
    return " AND ".join(where), tuple(params)
