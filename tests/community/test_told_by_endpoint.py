"""What an endpoint tells of a plan it charges for: given back, disputed, cancelled there. Told twice it is one."""

import pytest
from community.plans_for_tests import kinds, member, moment, price, status

from kclub_desktop.community import mrr, orders, payments, subscriptions, worklists
from kclub_desktop.community import told_by_endpoint as endpoint
from kclub_desktop.community.order_lines import Line
from kclub_desktop.community.subscription_states import ALLOWED, RUNNING, Move, State
from kclub_desktop.community.told_by_endpoint import Told
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_money import AmountRefused, OrderRefused, UnknownPayment
from kclub_desktop.errors_of_plans import MoveRefused, UnknownSubscription
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Subscription

DAY = 86_400


@pytest.fixture
def made(library):
    """A monthly subscription whose first order was paid there: (subscription, order)."""
    made = subscriptions.start(library, member(library), price(library))
    order = library.value('SELECT id FROM "order" WHERE subscription = ?', (made,))
    payments.pay(library, order, 9_900, "card", gateway="stripe", reference="pi_1", at=library.clock.now())
    return made, order


def told(library, number, later=0):
    return Told("stripe", number, library.clock.now() + later)


def facts(library):
    return library.rows("SELECT amount, kind, why FROM payment ORDER BY paid_at, id")


def test_a_payment_told_twice_is_one_and_its_number_is_no_other_orders(library, made):
    _subscription, order = made
    again = payments.pay(library, order, 9_900, "card", gateway="stripe", reference="pi_1")
    assert facts(library) == [(9_900, "payment", "")] and again

    other = orders.place(library, member(library), [Line("Talk", 9_900)], currency="CNY")
    with pytest.raises(OrderRefused) as refused:
        payments.pay(library, other, 9_900, "card", gateway="stripe", reference="pi_1")
    assert refused.value.why == "reference" and len(facts(library)) == 1


def test_a_refund_there_is_kept_once_and_the_order_says_so(library, made):
    subscription, order = made
    for _ in range(2):
        row = endpoint.refunded(library, told(library, "re_1", 5), "pi_1", 4_000, "requested_by_customer")
    assert sorted(facts(library)) == [(-4_000, "refund", "requested_by_customer"), (9_900, "payment", "")]
    assert row < 0 and str(orders.get(library, order).status) == "paid"

    endpoint.refunded(library, told(library, "re_2", 6), "pi_1", 5_900)
    assert str(orders.get(library, order).status) == "refunded" and status(library, subscription) == "active"


@pytest.mark.parametrize(
    ("number", "amount", "error"),
    [("pi_9", 1, UnknownPayment), ("pi_1", 9_901, AmountRefused), ("pi_1", 0, AmountRefused), ("pi_1", -5, AmountRefused)],
)  # fmt: skip
def test_a_refund_that_cannot_be_is_refused_and_writes_nothing(library, made, number, amount, error):
    with pytest.raises(error):
        endpoint.refunded(library, told(library, "re_1"), number, amount)
    assert len(facts(library)) == 1


def test_a_dispute_takes_the_money_and_winning_it_brings_it_back(library, made):
    _subscription, order = made
    for _ in range(2):
        endpoint.disputed(library, told(library, "dp_1", 5), "pi_1", 9_900, "fraudulent")
    assert str(orders.get(library, order).status) == "refunded"

    for _ in range(2):
        endpoint.dispute_won(library, Told("stripe", "dp_1", library.clock.now() + 9))
    assert str(orders.get(library, order).status) == "paid"
    assert sum(amount for amount, _kind, _why in facts(library)) == 9_900 and len(facts(library)) == 3


def test_a_dispute_that_is_lost_ends_the_plan_it_had_paid_for(library, made):
    subscription, _order = made
    endpoint.disputed(library, told(library, "dp_1"), "pi_1", 9_900)
    assert status(library, subscription) == "active"
    for _ in range(2):
        endpoint.dispute_lost(library, told(library, "dp_1", DAY))
    assert status(library, subscription) == "canceled"
    assert library.value("SELECT end_reason FROM subscription") == "disputed"
    assert mrr.running(library) == mrr.of_facts(library)
    for unknown in (endpoint.dispute_lost, endpoint.dispute_won):
        with pytest.raises(UnknownPayment):
            unknown(library, told(library, "dp_2"))


def test_cancelled_there_for_the_end_of_the_period_and_kept_after_all(library, made):
    subscription, _order = made
    endpoint.cancelled(library, told(library, "evt_1", 10), subscription, at_period_end=True, why="too dear")
    assert library.value("SELECT cancel_at_period_end FROM subscription") == 1
    endpoint.kept_after_all(library, told(library, "evt_2", 20), subscription)
    assert library.value("SELECT cancel_at_period_end FROM subscription") == 0

    # The older news comes again, and late.
    endpoint.cancelled(library, told(library, "evt_1", 10), subscription, at_period_end=True)
    endpoint.cancelled(library, told(library, "evt_0", 5), subscription, at_period_end=True)
    assert library.value("SELECT cancel_at_period_end FROM subscription") == 0
    assert kinds(library, subscription) == ["started", "paid", "cancel_asked", "cancel_withdrawn"]


def test_cancelled_there_at_once_ends_it_once_and_asks_for_nothing_more(library):
    made = subscriptions.start(library, member(library), price(library))
    for _ in range(2):
        endpoint.cancelled(library, told(library, "evt_1", 10), made)
    assert status(library, made) == "canceled" and kinds(library, made) == ["started", "ended"]
    assert library.rows('SELECT status FROM "order"') == [("cancelled",)]
    endpoint.kept_after_all(library, told(library, "evt_2", 20), made)
    assert status(library, made) == "canceled"
    with pytest.raises(UnknownSubscription):
        endpoint.cancelled(library, told(library, "evt_3"), 5)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("at_period_end", [False, True])
def test_what_a_state_cannot_do_is_refused_by_the_table_of_moves(library, made, state, at_period_end):
    subscription, _order = made
    with library.write(Op.EDIT_SUBSCRIPTION):
        rows.change(library, Subscription, subscription, status=str(state))
    before = library.rows("SELECT * FROM subscription"), kinds(library, subscription)
    move = Move.CANCEL_LATER if at_period_end else Move.END

    def tell():
        endpoint.cancelled(library, told(library, "evt_1", 10), subscription, at_period_end=at_period_end)

    if state in RUNNING and (state, move) not in ALLOWED:
        with pytest.raises(MoveRefused):
            tell()
        assert (library.rows("SELECT * FROM subscription"), kinds(library, subscription)) == before
    else:
        tell()
        assert status(library, subscription) == (ALLOWED[state, move] if state in RUNNING else "canceled")


def test_a_card_that_ends_before_the_period_is_on_the_list_until_it_is_replaced(library, made):
    subscription, _order = made
    with library.write(Op.EDIT_SUBSCRIPTION):
        rows.change(
            library, Subscription, subscription, collected_by="stripe", period_ends_at=moment("2026-10-05")
        )
    now = moment("2026-09-20")

    def listed():
        return [(one.subscription, one.why) for one in worklists.expiring(library, now)]

    assert listed() == []
    for _ in range(2):
        endpoint.card_ends(library, told(library, "evt_1"), subscription, "2026-09")
    assert listed() == [(subscription, "card_ends")]
    endpoint.card_ends(library, told(library, "evt_2", 60), subscription, "2029-01")
    assert listed() == [] and kinds(library, subscription).count("card_ends") == 2
    assert status(library, subscription) == "active"
    for month in ("2026-13", "soon", "2026-9", ""):
        with pytest.raises(FieldRefused):
            endpoint.card_ends(library, told(library, "evt_3"), subscription, month)


def test_a_failed_charge_told_twice_counts_as_one_try(library):
    made = subscriptions.start(library, member(library), price(library))
    order = library.value('SELECT id FROM "order" WHERE subscription = ?', (made,))
    for _ in range(2):
        payments.fail(
            library, order, "card_declined", gateway="stripe", number="ch_1", at=library.clock.now()
        )
    assert library.value("SELECT count(*) FROM payment_attempt") == 1
    assert kinds(library, made) == ["started", "payment_failed"]
