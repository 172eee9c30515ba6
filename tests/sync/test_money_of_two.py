"""Two desks that cannot see each other sell, take and give back; after a sync both have the same books, and no number twice."""

import random

import pytest

from kclub_desktop.community import balances, coupons, following, orders, payments, receipts
from kclub_desktop.community.order_lines import Line
from kclub_desktop.errors_of_money import AmountRefused, OrderRefused, ReceiptRefused
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Member

MONEY = ('"order"', "order_line", "payment", "receipt", "coupon_use")
REFUSED = (AmountRefused, OrderRefused, ReceiptRefused)


@pytest.fixture
def desks(hubs, copies):
    first, second = copies("Ink"), copies()
    with first.library.write(Op.ADD_MEMBER):
        member = rows.add(first.library, Member, name="Li", created_at=1)
    coupons.add(first.library, "LAST", percent=1000, use_limit=1)
    shared = orders.place(first.library, member, [Line("Course", 10_000)], currency="CNY")
    first.pair(hubs.urls[0], hubs.code())
    first.sync()
    second.pair(hubs.urls[1], hubs.code())
    second.sync()
    return first, second, member, shared


def together(first, second):
    """Until neither has news for the other."""
    for _ in range(2):
        for one in (first, second):
            one.clock.move(1)
            one.sync()
            following.settle(one.library)
    first.sync()
    second.sync()


def books(library):
    return {table: library.rows(f"SELECT * FROM {table} ORDER BY id") for table in MONEY}


def check(library):
    for order, status in library.rows('SELECT id, status FROM "order"'):
        found = balances.of_order(library, order)
        assert (status, found.net) == (found.status, library.value(
            'SELECT coalesce(sum(amount), 0) FROM payment WHERE "order" = ?', (order,)))  # fmt: skip
    assert library.value("SELECT count(*) - count(DISTINCT code) FROM receipt") == 0
    for _series, many, last in library.rows(
        "SELECT series, count(*), max(sequence) FROM receipt GROUP BY series"
    ):
        assert many == last


def test_halves_taken_at_two_desks_pay_the_order_when_they_meet(desks):
    first, second, _member, shared = desks
    for desk in (first, second):
        payments.pay(desk.library, shared, 5_000, "cash")
        assert orders.get(desk.library, shared).status == "open"
    together(first, second)
    assert {orders.get(desk.library, shared).status for desk in (first, second)} == {"paid"}
    assert books(first.library) == books(second.library)


def test_a_payment_at_one_desk_and_a_cancellation_at_the_other_are_both_kept(desks):
    first, second, _member, shared = desks
    payments.pay(first.library, shared, 10_000, "cash")
    second.clock.move(5)
    orders.cancel(second.library, shared)
    together(first, second)
    for desk in (first, second):
        found = balances.of_order(desk.library, shared)
        assert (found.status, found.credit, orders.get(desk.library, shared).status) == (
            "cancelled",
            10_000,
            "cancelled",
        )


def test_the_last_coupon_used_at_both_desks_is_kept_by_both_and_shown(desks):
    first, second, member, _shared = desks
    with second.library.write(Op.ADD_MEMBER):
        other = rows.add(second.library, Member, name="Bo", created_at=1)
    for desk, who in ((first, member), (second, other)):
        orders.place(
            desk.library, who, [Line("x", 100)], currency="CNY", coupon=coupons.find(desk.library, "LAST")
        )
    together(first, second)
    for desk in (first, second):
        assert [(one.code, one.used, one.limit) for one in coupons.overruns(desk.library)] == [("LAST", 2, 1)]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_two_desks_do_apart_their_books_agree_after(desks, seed):
    first, second, member, _shared = desks
    chance = random.Random(seed)
    for _round in range(2):
        for desk in (first, second):
            for _deed in range(8):
                desk.clock.move(chance.randint(1, 50))
                _do(desk.library, member, chance)
        together(first, second)
    assert books(first.library) == books(second.library)
    check(first.library)
    check(second.library)


def _do(library, member, chance):
    made = [row for (row,) in library.rows('SELECT id FROM "order" ORDER BY id')]
    facts = [row for (row,) in library.rows("SELECT id FROM payment ORDER BY id")]
    order, amount = chance.choice(made), chance.randint(1, 9_000)
    try:
        match chance.choice(["place", "pay", "pay", "refund", "correct", "cancel", "receipt", "receipt"]):
            case "place":
                orders.place(library, member, [Line("x", amount)], currency=chance.choice(["CNY", "JPY"]))
            case "pay":
                payments.pay(library, order, amount, "cash")
            case "refund" if facts:
                payments.refund(library, chance.choice(facts), amount, "")
            case "correct" if facts:
                payments.correct(library, chance.choice(facts))
            case "cancel":
                orders.cancel(library, order)
            case "receipt":
                receipts.issue(library, order)
    except REFUSED:
        pass
