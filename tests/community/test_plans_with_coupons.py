"""A coupon on a subscription: it is taken off as many periods as was agreed, and what it paid is never given back."""

import shutil

import pytest
from community.plans_for_tests import day_of, member, moment, orders, pay, price, status

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import coupon_list, coupons, mrr, renewals, subscription_orders, subscriptions
from kclub_desktop.errors import NotUndoable
from kclub_desktop.errors_of_money import CouponRefused
from kclub_desktop.operations import taking_back
from kclub_desktop.store import open_library

START = moment("2026-03-01 10:00")


@pytest.fixture
def folder(tmp_path, new_library):
    return shutil.copytree(new_library, tmp_path / "L")


@pytest.fixture
def library(folder):
    with open_library(folder, clock=FixedClock(START)) as opened:
        yield opened


def at(library, text):
    library.clock.move(moment(text) - library.clock.now())


def month(library, text):
    """The renewal of that day, paid."""
    at(library, text)
    renewals.run(library)
    if orders(library, library.one)[-1][1] == "open":
        pay(library, library.one)


def totals(library):
    return [total for total, _status in orders(library, library.one)]


def begin(library, amount=10_000, *, paid=True, trial_days=0, **coupon):
    code = coupons.add(library, "SPRING", **coupon)
    wanted = price(library, amount, trial_days=trial_days)
    library.one = subscriptions.start(library, member(library), wanted, coupon=code)
    if paid and not trial_days:
        pay(library, library.one)
    return code


def test_half_price_for_three_months_and_the_whole_price_after(library):
    code = begin(library, percent=5_000, periods=3)
    # Neither its end nor that it was switched off matters to what was agreed.
    coupons.set_active(library, code, False)
    for day in ("2026-04-01 10:00", "2026-05-01 10:00", "2026-06-01 10:00", "2026-07-01 10:00"):
        month(library, day)
    assert totals(library) == [5_000, 5_000, 5_000, 10_000, 10_000]
    assert [row.used for row in coupon_list.listed(library)] == [1]
    assert coupons.overruns(library) == []
    assert mrr.running(library) == mrr.of_facts(library)


def test_without_an_end_it_goes_on_for_ever(library):
    begin(library, percent=1_000, periods=0)
    for day in ("2026-04-01 10:00", "2026-05-01 10:00", "2026-06-01 10:00"):
        month(library, day)
    assert totals(library) == [9_000] * 4


def test_a_trial_uses_none_of_its_periods_and_a_coupon_that_ended_meanwhile_still_holds(library):
    begin(library, percent=5_000, periods=1, trial_days=14, ends_at=START + 86_400)
    assert totals(library) == []
    for day in ("2026-03-15 10:00", "2026-04-15 10:00"):
        month(library, day)
    assert totals(library) == [5_000, 10_000]


def test_a_run_made_twice_or_undone_uses_the_coupon_once(library):
    begin(library, percent=5_000, periods=2)
    at(library, "2026-04-01 10:00")
    renewals.run(library)
    renewals.run(library)
    assert library.value("SELECT count(*) FROM coupon_use") == 2
    taking_back.undo_last(library)
    renewals.run(library)
    assert totals(library) == [5_000, 5_000] and library.value("SELECT count(*) FROM coupon_use") == 2


def test_two_devices_that_renew_apart_make_one_order_with_one_use(library, folder, tmp_path):
    begin(library, percent=5_000, periods=2)
    other = shutil.copytree(folder, tmp_path / "other")
    at(library, "2026-04-01 10:00")
    renewals.run(library)
    ask = 'SELECT id, amount, "order" FROM coupon_use ORDER BY id'
    with open_library(other, clock=FixedClock(moment("2026-04-02 10:00"))) as there:
        renewals.run(there)
        assert there.rows(ask) == library.rows(ask)


def test_a_first_period_that_costs_nothing_gives_the_plan_at_once(library):
    begin(library, paid=False, percent=10_000, periods=1)
    assert status(library, library.one) == "active" and totals(library) == [0]
    month(library, "2026-04-01 10:00")
    assert totals(library) == [0, 10_000]


def test_what_a_coupon_paid_is_not_given_back_by_a_change_of_price(library):
    begin(library, 31_000, percent=10_000, periods=1, paid=False)
    cheaper = price(library, 3_100)
    at(library, "2026-03-11 10:00")
    shown = subscriptions.preview(library, library.one, cheaper)
    assert (shown.unused, shown.charged) == (0, 2_100)


def test_a_coupon_that_does_not_hold_starts_nothing(library):
    coupons.add(library, "EURO", amount=500, currency="EUR")
    with pytest.raises(CouponRefused):
        subscriptions.start(
            library, member(library), price(library, 10_000), coupon=coupons.find(library, "EURO")
        )
    other = coupons.add(library, "OTHER", percent=500, plan=1)
    with pytest.raises(CouponRefused):
        subscriptions.start(library, member(library), price(library, 10_000), coupon=other)
    assert library.value("SELECT count(*) FROM subscription") == 0


# Taking a change back


def changed(library):
    """A dear plan changed for a cheap one in mid period: 14226 of credit."""
    library.one = subscriptions.start(library, member(library), price(library, 31_000))
    pay(library, library.one)
    cheaper = price(library, 10_000)
    at(library, "2026-03-11 10:00")
    subscriptions.change(library, library.one, cheaper)


def stands(library):
    amount = library.value("SELECT amount FROM subscription WHERE id = ?", (library.one,))
    assert mrr.running(library) == mrr.of_facts(library) == {"CNY": amount}
    return amount, subscription_orders.credit(library, library.one)


def test_a_change_that_gave_something_back_takes_its_credit_along_when_it_is_undone(library):
    changed(library)
    assert stands(library) == (10_000, 14_226)
    taking_back.undo_last(library)
    assert stands(library) == (31_000, 0)
    taking_back.redo_last(library)
    assert stands(library) == (10_000, 14_226)
    taking_back.undo_last(library)
    assert stands(library) == (31_000, 0)


def test_a_change_whose_credit_was_used_since_stays(library):
    changed(library)
    step = library.last_written
    at(library, "2026-04-01 10:00")
    renewals.run(library)
    at(library, "2026-05-01 10:00")
    renewals.run(library)
    before = stands(library)
    try:
        done = taking_back.undo(library, step)
    except NotUndoable:
        pass
    else:
        assert done.left
    assert stands(library) == before


def test_a_dearer_price_that_is_undone_takes_its_order_along_unless_it_was_paid(library):
    library.one = subscriptions.start(library, member(library), price(library, 3_100))
    pay(library, library.one)
    better = price(library, 6_200)
    at(library, "2026-03-11 10:00")
    subscriptions.change(library, library.one, better)
    step = library.last_written
    taking_back.undo(library, step)
    assert stands(library) == (3_100, 0) and totals(library) == [3_100]
    taking_back.redo_last(library)
    assert totals(library) == [3_100, 2_100]
    pay(library, library.one)
    with pytest.raises(NotUndoable) as refused:
        taking_back.undo(library, step)
    assert refused.value.why == "paid"
    assert day_of(START) == "2026-03-01"
