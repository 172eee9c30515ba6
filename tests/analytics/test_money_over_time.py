"""Where the money comes from, what moves what recurs, who pays for which plan: every part adds up to the whole."""

from datetime import date

import pytest
from community.plans_for_tests import member, moment, pay, price
from hypothesis import given
from hypothesis import strategies as st

from kclub_desktop.analytics import (
    bars,
    by_method,
    by_plan,
    by_source,
    levers,
    moved,
    mrr_over_time,
    over_time,
    spent,
)
from kclub_desktop.analytics.movements import moved_in
from kclub_desktop.analytics.periods import Period, of_days
from kclub_desktop.analytics.revenue import _shared
from kclub_desktop.analytics.subscribers import held_at
from kclub_desktop.community import mrr, orders, payments, subscriptions
from kclub_desktop.community.order_lines import Line
from kclub_desktop.date_range import custom
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Event, Payment

ZONE = "Asia/Shanghai"


def year(library):
    return bars(of_days(custom(date(2026, 1, 1), date(2026, 12, 31)), library.zone), library.zone)


def totals(spans):
    found = {}
    for span in spans:
        for kind, amount in span.items():
            found[kind] = found.get(kind, 0) + amount
    return found


def paid(library, who, amount, at, **more):
    with library.write(Op.RECORD_ORDER):
        return rows.add(library, Payment, member=who, amount=amount, currency="CNY", paid_at=moment(at),
                        method=more.pop("method", "cash"), **more)  # fmt: skip


@pytest.fixture
def lived(library, clock):
    """Anna begins monthly, pauses, comes back; Ben begins and goes over to a dearer plan; Cai begins yearly and leaves."""
    clock.move(moment("2026-02-10") - clock.now())
    small, dear = price(library, 9_900, "Small"), price(library, 29_900, "Dear")
    yearly = price(library, 99_000, "Year", interval="year")
    anna, ben, cai = (member(library, name) for name in ("Anna", "Ben", "Cai"))
    first = {
        who: subscriptions.start(library, who, each)
        for who, each in ((anna, small), (ben, small), (cai, yearly))
    }
    for one in first.values():
        pay(library, one)
    clock.move(moment("2026-03-05") - clock.now())
    subscriptions.pause(library, first[anna])
    subscriptions.change(library, first[ben], dear)
    clock.move(moment("2026-04-20") - clock.now())
    subscriptions.resume(library, first[anna])
    subscriptions.cancel(library, first[cai], now=True)
    return {"anna": anna, "ben": ben, "cai": cai}


def test_the_movements_add_up_to_what_runs(library, lived, clock):
    over = bars(Period(moment("2026-01-01"), clock.now() + 1), ZONE)
    spans = mrr_over_time(library, over)["CNY"]
    assert spans[0].opening == 0
    assert all(span.change == sum(span.by_kind.values()) for span in spans)
    assert spans[-1].closing == mrr.running(library)["CNY"]


def test_who_comes_back_is_not_new_and_who_goes_over_has_not_left(library, lived, clock):
    month = lambda n: Period(moment(f"2026-0{n}-01"), moment(f"2026-0{n + 1}-01"))  # noqa: E731
    kinds = {
        n: {(one.member, one.kind): one.amount for one in moved_in(library, month(n), "CNY")}
        for n in (2, 3, 4)
    }
    anna, ben, cai = lived.values()
    assert kinds[2] == {(anna, "new"): 9_900, (ben, "new"): 9_900, (cai, "new"): 8_250}
    assert kinds[3] == {(anna, "churn"): -9_900, (ben, "expansion"): 20_000}
    assert kinds[4] == {(anna, "reactivation"): 9_900, (cai, "churn"): -8_250}


def test_each_plan_has_the_members_who_paid_for_it_then(library, lived, clock):
    over = bars(Period(moment("2026-01-01"), clock.now() + 1), ZONE)
    unit = [period.end for period in over.periods]
    found = {plan.name: dict(zip(unit, plan.members, strict=True)) for plan in by_plan(library, over)}
    at = lambda text: max(end for end in unit if end <= moment(text))  # noqa: E731
    assert [found[name][at("2026-03-02")] for name in ("Small", "Dear", "Year")] == [2, 0, 1]
    assert [found[name][at("2026-04-13")] for name in ("Small", "Dear", "Year")] == [0, 1, 1]
    assert held_at(library, clock.now() + 1) == [("Dear", lived["ben"]), ("Small", lived["anna"])]


def test_an_order_for_several_things_is_shared_among_them_to_the_cent(library, clock):
    clock.move(moment("2026-05-05") - clock.now())
    who = member(library)
    with library.write(Op.IMPORT):
        course = rows.add(
            library, Course, title="Ink", price=10_000, currency="CNY", created_at=1, status="published"
        )
        event = rows.add(library, Event, title="Evening", starts_at=1, ends_at=2, zone=ZONE)
    lines = [Line("Ink", 10_000, course=course), Line("Evening", 5_000, event=event), Line("Book", 3_333)]
    order = orders.place(library, who, lines, currency="CNY")
    payments.pay(library, order, 10_001, "cash")
    payments.pay(library, order, 8_332, "card")

    found = totals(by_source(library, year(library))["CNY"])
    assert sum(found.values()) == 18_333
    assert all(
        abs(found[kind] - amount) <= 2
        for kind, amount in (("courses", 10_000), ("events", 5_000), ("other", 3_333))
    )


@given(
    st.integers(-(10**12), 10**12),
    st.dictionaries(st.sampled_from(["plans", "courses", "events", "other"]), st.integers(0, 10**9)),
)
def test_what_is_shared_is_all_there_was(amount, weights):
    assert sum(_shared(amount, weights).values()) == amount


def test_every_bar_of_the_sources_is_the_revenue_of_its_month(library, clock):
    who = member(library)
    first = paid(library, who, 9_000, "2026-01-20")
    paid(library, who, 5_000, "2026-02-20", method="wechat")
    paid(library, who, -1_000, "2026-03-20", kind="refund", refunds=first)
    paid(library, None, 700, "2026-03-21", method="other")
    clock.move(moment("2026-06-01") - clock.now())
    over = year(library)

    months = over_time(library, over)
    assert [sum(bar.values()) for bar in by_source(library, over)["CNY"]] == [
        month.revenue.get("CNY", 0) for month in months
    ]
    assert totals(by_source(library, over)["CNY"]) == {"other": 14_700, "refunds": -1_000}


def test_a_payment_recorded_by_mistake_is_in_no_figure_once_it_is_corrected(library, clock):
    who = member(library)
    clock.move(moment("2026-05-05") - clock.now())
    paid(library, who, 4_000, "2026-05-01", method="card")
    payments.correct(library, paid(library, who, 9_000, "2026-05-02"))
    over = year(library)

    assert totals(by_source(library, over)["CNY"]) == {"other": 4_000}
    assert [(one.method, one.amount, one.payments) for one in by_method(library, over.whole)["CNY"]] == [
        ("card", 4_000, 1)
    ]
    assert spent(library, over.whole) == {"CNY": {who: 4_000}}
    assert levers(library, over.whole)["CNY"].income == pytest.approx(4_000)


def test_the_levers_multiply_to_the_income_and_say_what_a_tenth_would_do(library, clock):
    people = [member(library, f"M{n}") for n in range(30)]
    for n, who in enumerate(people[:20]):
        paid(library, who, 1_000 + n, "2025-06-01")
    for who in people[10:]:
        paid(library, who, 2_000, "2026-02-01")
    paid(library, people[-1], -500, "2026-02-02", kind="refund")
    paid(library, None, 333, "2026-03-01")
    found = levers(library, year(library).whole)["CNY"]

    assert (found.paid_before, found.came_back, found.payers, found.apart) == (20, 0.5, 20, 333)
    assert found.income == pytest.approx(20 * 2_000 - 500 + 333)
    tenth = {one.lever: one for one in moved(found)}
    assert tenth["amount"].income_high - tenth["amount"].income_low == pytest.approx(
        0.2 * (20 * 2_000 - 500), abs=2
    )
    assert tenth["given_back"].income_high < tenth["given_back"].income_low


def test_currencies_are_never_added_up(library, clock):
    who = member(library)
    paid(library, who, 9_000, "2026-01-20")
    with library.write(Op.RECORD_ORDER):
        rows.add(
            library,
            Payment,
            member=who,
            amount=700,
            currency="EUR",
            paid_at=moment("2026-01-21"),
            method="card",
        )
    over = year(library)
    assert {code: totals(each) for code, each in by_source(library, over).items()} == {
        "CNY": {"other": 9_000},
        "EUR": {"other": 700},
    }
    assert set(spent(library, over.whole)) == set(levers(library, over.whole)) == {"CNY", "EUR"}
