"""What happens to a member's plan: bought, tried, paused, changed, cancelled, used; and what they have at each moment."""

import shutil

import pytest
from community.plans_for_tests import (
    MONTHLY,
    YEARLY,
    charge_fails,
    day_of,
    kinds,
    member,
    moment,
    orders,
    pay,
    price,
    status,
)

from kclub_desktop.clock import FixedClock
from kclub_desktop.community import checking_in, mrr, plan_now, plans, renewals, subscriptions, uses
from kclub_desktop.community.plans import Wanted
from kclub_desktop.errors import FieldRefused, UnknownMember
from kclub_desktop.errors_of_plans import MoveRefused, PlanRefused
from kclub_desktop.store import Op, open_library, rows, undo
from kclub_desktop.store.tables import Event

START = moment("2026-03-01 10:00")
DAY = 86_400


@pytest.fixture
def library(tmp_path, new_library):
    folder = shutil.copytree(new_library, tmp_path / "L")
    with open_library(folder, clock=FixedClock(START)) as opened:
        yield opened


def plans_of(library, who):
    return plan_now.plan_of(library, who, library.clock.now())


def at(library, text):
    library.clock.move(moment(text) - library.clock.now())


def period(library, subscription):
    begins, ends = library.rows(
        "SELECT period_starts_at, period_ends_at FROM subscription WHERE id = ?", (subscription,)
    )[0]
    return day_of(begins), ends and day_of(ends)


# Plans and prices


def test_a_new_price_takes_the_place_of_the_old_one_and_whoever_has_the_old_one_keeps_it(library):
    old = price(library, 9_900)
    kept = subscriptions.start(library, member(library), old)
    pay(library, kept)

    new = plans.replace_price(library, old, Wanted(12_900, "CNY"))
    at(library, "2026-04-01 10:00")
    renewals.run(library)

    assert orders(library, kept) == [(9_900, "paid"), (9_900, "open")]
    assert library.rows("SELECT status, replaces FROM price WHERE id IN (?, ?) ORDER BY id", (old, new)) == [
        ("retired", None), ("on_sale", old),
    ]  # fmt: skip
    with pytest.raises(PlanRefused) as refused:
        subscriptions.start(library, member(library, "B"), old)
    assert refused.value.why == "price_retired"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(-1, "CNY"), "amount"),
        (Wanted(100, "XYZ"), "currency"),
        (Wanted(100, "CNY", "week"), "interval"),
        (Wanted(100, "CNY", "use"), "uses"),
        (Wanted(100, "CNY", uses=5), "uses"),
        (Wanted(100, "CNY", "once", trial_days=7), "trial_days"),
        (Wanted(100, "CNY", valid_days=7), "valid_days"),
        (Wanted(100, "CNY", "month", 0), "interval_count"),
        (Wanted(100, "CNY", used_by="course"), "used_by"),
    ],
)
def test_a_price_that_means_nothing_is_refused_and_nothing_is_written(library, wanted, field):
    with pytest.raises(FieldRefused) as refused:
        plans.add(library, "Odd", prices=(wanted,))
    assert refused.value.field == field
    assert library.value("SELECT count(*) FROM plan") == 0


def test_two_plans_cannot_have_one_name(library):
    plans.add(library, "Basic")
    with pytest.raises(PlanRefused):
        plans.add(library, "basic ")


# Starting


def test_a_plan_is_given_once_it_is_paid_and_its_period_begins_that_day(library):
    who = member(library)
    made = subscriptions.start(library, who, price(library))
    assert status(library, made) == "incomplete" and plans_of(library, who) == ()

    library.clock.move(2 * DAY)
    pay(library, made)

    assert status(library, made) == "active" and len(plans_of(library, who)) == 1
    assert period(library, made) == ("2026-03-03", "2026-04-03")
    assert mrr.running(library) == mrr.of_facts(library) == {"CNY": MONTHLY}


def test_a_trial_gives_the_plan_and_asks_for_money_when_it_ends_but_only_once_per_plan(library):
    who, monthly = member(library), price(library, trial_days=14)
    made = subscriptions.start(library, who, monthly)
    assert (status(library, made), orders(library, made)) == ("trialing", [])
    assert plans_of(library, who) and mrr.running(library) == {}

    library.clock.move(14 * DAY)
    renewals.run(library)
    assert status(library, made) == "active" and orders(library, made) == [(MONTHLY, "open")]
    assert period(library, made) == ("2026-03-15", "2026-04-15")

    subscriptions.cancel(library, made, now=True)
    again = subscriptions.start(library, who, monthly)
    assert status(library, again) == "incomplete"


def test_the_same_plan_cannot_be_had_twice_at_once(library):
    who, monthly = member(library), price(library)
    subscriptions.start(library, who, monthly)
    with pytest.raises(PlanRefused) as refused:
        subscriptions.start(library, who, monthly)
    assert refused.value.why == "already"


def test_nobody_can_be_given_a_plan(library):
    with pytest.raises(UnknownMember):
        subscriptions.start(library, 12, price(library))


def test_what_costs_nothing_is_active_at_once_and_makes_no_orders(library):
    who = member(library)
    made = subscriptions.start(library, who, price(library, 0))
    at(library, "2026-06-01 10:00")
    renewals.run(library)
    assert status(library, made) == "active" and orders(library, made) == []


def test_what_is_paid_once_holds_for_ever_or_for_its_days(library):
    who = member(library)
    for_ever = subscriptions.start(library, who, price(library, interval="once"))
    for_a_year = subscriptions.start(library, who, price(library, interval="once", valid_days=365))
    for each in (for_ever, for_a_year):
        pay(library, each)
    assert len(plans_of(library, who)) == 2

    at(library, "2028-03-01 10:00")
    renewals.run(library)
    assert (status(library, for_ever), status(library, for_a_year)) == ("active", "canceled")
    assert len(plans_of(library, who)) == 1 and mrr.running(library) == {}


# Money that comes late, or not


def test_late_money_costs_first_the_calm_then_the_benefits_then_the_plan(library):
    who = member(library)
    made = subscriptions.start(library, who, price(library))
    pay(library, made)
    seen = []
    for day in range(1, 80):
        library.clock.move(DAY)
        renewals.run(library)
        now = (status(library, made), bool(plans_of(library, who)))
        if not seen or seen[-1][1:] != now:
            seen.append((day, *now))
    assert seen == [
        (1, "active", True), (34, "past_due", True), (41, "unpaid", False), (64, "canceled", False),
    ]  # fmt: skip
    assert orders(library, made) == [(MONTHLY, "paid"), (MONTHLY, "cancelled")]
    assert mrr.of_facts(library) == {}


def test_who_pays_within_the_grace_keeps_the_period_and_who_pays_later_gets_a_new_one(library):
    first, second = member(library, "A"), member(library, "B")
    monthly = price(library)
    soon, late = (subscriptions.start(library, who, monthly) for who in (first, second))
    for each in (soon, late):
        pay(library, each)
    at(library, "2026-04-06 10:00")
    renewals.run(library)
    pay(library, soon)
    at(library, "2026-04-20 10:00")
    renewals.run(library)
    pay(library, late)
    assert status(library, soon) == status(library, late) == "active"
    assert period(library, soon) == ("2026-04-01", "2026-05-01")
    assert period(library, late) == ("2026-04-20", "2026-05-20")


def test_a_failed_charge_begins_the_grace_and_the_last_try_ends_it(library):
    made = subscriptions.start(library, member(library), price(library))
    pay(library, made)
    at(library, "2026-04-01 10:00")
    renewals.run(library)
    states = []
    for _ in range(4):
        charge_fails(library, made)
        states.append(status(library, made))
    assert states == ["past_due", "past_due", "past_due", "unpaid"]
    pay(library, made)
    assert status(library, made) == "active"


# Cancel, pause, change


def test_cancelled_for_the_end_it_runs_until_then_and_can_be_kept(library):
    who = member(library)
    made = subscriptions.start(library, who, price(library))
    pay(library, made)
    subscriptions.cancel(library, made)
    subscriptions.cancel(library, made)
    subscriptions.keep(library, made)
    subscriptions.cancel(library, made)
    at(library, "2026-03-31 10:00")
    assert plans_of(library, who)
    at(library, "2026-04-01 10:00")
    assert not plans_of(library, who)
    renewals.run(library)
    assert status(library, made) == "canceled" and len(orders(library, made)) == 1
    assert kinds(library, made).count("cancel_asked") == 2
    with pytest.raises(MoveRefused):
        subscriptions.pause(library, made)


def test_a_pause_keeps_the_days_that_were_left(library):
    who = member(library)
    made = subscriptions.start(library, who, price(library))
    pay(library, made)
    at(library, "2026-03-11 10:00")
    subscriptions.pause(library, made, until=moment("2026-05-11 10:00"))
    assert not plans_of(library, who) and mrr.running(library) == {}
    at(library, "2026-05-12 10:00")
    renewals.run(library)
    assert status(library, made) == "active" and period(library, made)[1] == "2026-06-01"
    with pytest.raises(FieldRefused):
        subscriptions.pause(library, made, until=moment("2026-05-01"))


def test_a_dearer_plan_in_mid_period_costs_the_difference_for_the_days_left(library):
    who, basic, better = member(library), price(library, 3_100), price(library, 6_200)
    made = subscriptions.start(library, who, basic)
    pay(library, made)
    at(library, "2026-03-11 10:00")

    shown = subscriptions.preview(library, made, better)
    assert (shown.days_left, shown.days, shown.unused, shown.charged, shown.due) == (
        21,
        31,
        2_100,
        4_200,
        2_100,
    )
    assert orders(library, made) == [(3_100, "paid")]
    assert subscriptions.change(library, made, better) == shown

    assert orders(library, made)[1:] == [(2_100, "open")]
    assert mrr.running(library) == mrr.of_facts(library) == {"CNY": 6_200}


def test_what_a_cheaper_plan_gives_back_is_taken_off_the_next_orders(library):
    made = subscriptions.start(library, member(library), price(library, 31_000))
    pay(library, made)
    cheaper = price(library, 10_000)
    at(library, "2026-03-11 10:00")
    assert subscriptions.change(library, made, cheaper).due == -(21_000 - 6_774)
    for day in ("2026-04-01 10:00", "2026-05-01 10:00", "2026-06-01 10:00"):
        at(library, day)
        renewals.run(library)
        if orders(library, made)[-1][1] == "open":
            pay(library, made)
    assert [total for total, _status in orders(library, made)] == [31_000, 0, 5_774, 10_000]


def test_from_month_to_year_a_new_period_begins_today(library):
    made = subscriptions.start(library, member(library), price(library, 3_100))
    pay(library, made)
    yearly = price(library, YEARLY, interval="year")
    at(library, "2026-03-11 10:00")
    assert subscriptions.change(library, made, yearly).due == YEARLY - 2_100
    assert period(library, made) == ("2026-03-11", "2027-03-11")
    assert mrr.running(library) == {"CNY": 8_250}


def test_a_change_can_wait_for_the_next_period_and_be_taken_back(library):
    basic, better = price(library, 3_100), price(library, 6_200)
    made = subscriptions.start(library, member(library), basic)
    pay(library, made)
    for wanted in (better, basic, better):
        subscriptions.change(library, made, wanted, now=False)
    at(library, "2026-04-01 10:00")
    renewals.run(library)
    assert orders(library, made) == [(3_100, "paid"), (6_200, "open")]
    assert mrr.running(library) == mrr.of_facts(library) == {"CNY": 6_200}


def test_no_change_while_the_period_is_not_paid_and_none_into_another_currency(library):
    made = subscriptions.start(library, member(library), price(library))
    pay(library, made)
    euros, better = price(library, 1_000, currency="EUR"), price(library, 20_000)
    with pytest.raises(PlanRefused) as refused:
        subscriptions.change(library, made, euros)
    assert refused.value.why == "other_currency"
    at(library, "2026-04-02 10:00")
    renewals.run(library)
    with pytest.raises(PlanRefused) as refused:
        subscriptions.preview(library, made, better)
    assert refused.value.why == "unpaid"


def test_an_undone_pause_leaves_no_hole_in_the_movements_of_mrr(library):
    made = subscriptions.start(library, member(library), price(library))
    pay(library, made)
    subscriptions.pause(library, made)
    undo.undo_last(library)
    assert status(library, made) == "active" and mrr.of_facts(library) == {}
    assert renewals.run(library).corrected == 1
    assert mrr.running(library) == mrr.of_facts(library) == {"CNY": MONTHLY}
    assert renewals.run(library).empty


# Passes


@pytest.fixture
def meetings(library):
    with library.write(Op.EDIT_EVENT):
        return [
            rows.add(
                library, Event, title=f"Meet {n}", starts_at=START + n * DAY, ends_at=START + n * DAY + 7200
            )
            for n in range(1, 5)
        ]


def comes(library, who, event):
    library.clock.move(
        library.value("SELECT starts_at FROM event WHERE id = ?", (event,)) - library.clock.now()
    )
    if not library.value("SELECT 1 FROM registration WHERE event = ? AND member = ?", (event, who)):
        from kclub_desktop.store.tables import Registration

        with library.write(Op.REGISTER):
            rows.add(library, Registration, event=event, member=who, registered_at=START, ticket=f"T{event}")
    return checking_in.check_in(library, event, member=who).id


def test_a_pass_is_used_at_the_door_once_an_event_and_given_back_when_that_is_undone(library, meetings):
    who = member(library)
    made = subscriptions.start(library, who, price(library, 30_000, interval="use", uses=3))
    pay(library, made)

    first = comes(library, who, meetings[0])
    comes(library, who, meetings[0])
    comes(library, who, meetings[1])
    assert uses.of_member(library, who)[0].left == 1

    checking_in.undo_check_in(library, first)
    assert uses.of_member(library, who)[0].left == 2
    comes(library, who, meetings[0])
    assert uses.of_member(library, who)[0].left == 1


def test_a_pass_that_is_used_up_gives_nothing_and_comes_back_when_a_use_does(library, meetings):
    who = member(library)
    made = subscriptions.start(library, who, price(library, 10_000, interval="use", uses=1))
    pay(library, made)
    assert plans_of(library, who)
    scan = comes(library, who, meetings[0])
    assert not plans_of(library, who)
    library.clock.move(2 * DAY)
    renewals.run(library)
    assert status(library, made) == "canceled"
    checking_in.undo_check_in(library, scan)
    assert status(library, made) == "active" and plans_of(library, who)


def test_what_a_kiosk_let_in_is_taken_up_and_an_overrun_is_shown_and_dropped_by_nobody(library, meetings):
    from kclub_desktop.store.tables import CheckIn, PlanUse

    who = member(library)
    made = subscriptions.start(library, who, price(library, 10_000, interval="use", uses=2))
    pay(library, made)
    with library.write(Op.CHECK_IN):
        for event in meetings[:2]:
            rows.add(library, CheckIn, event=event, member=who, scanned_at=START + 60, answer="ok", door="B")
    assert renewals.run(library).uses == 2 and renewals.run(library).uses == 0
    # Another desk, which had not heard of these, took one more.
    with library.write(Op.USE_PLAN):
        rows.add(library, PlanUse, subscription=made, member=who, used_at=START + 90, event=meetings[2])
    assert [(one.subscription, one.left) for one in uses.overrun(library)] == [(made, -1)]
    uses.forgive(library, made)
    assert uses.overrun(library) == [] and uses.left_and_last(library, made)[0] == 0


def test_who_bought_a_ticket_keeps_the_use(library, meetings):
    from kclub_desktop.store.tables import Registration

    who = member(library)
    made = subscriptions.start(library, who, price(library, 10_000, interval="use", uses=2))
    pay(library, made)
    with library.write(Op.REGISTER):
        rows.add(
            library, Registration, event=meetings[0], member=who, registered_at=START, ticket="T", order=77
        )
    comes(library, who, meetings[0])
    assert uses.left_and_last(library, made)[0] == 2
