"""Orders, payments, refunds: what is owed is what the facts say, always; receipts count without a gap; the day adds up."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kclub_desktop.community import (
    amounts,
    balances,
    coupons,
    day_end,
    following,
    members,
    money_settings,
    order_list,
    orders,
    payment_links,
    payments,
    receipts,
    receivables,
)
from kclub_desktop.community.money_settings import MoneySettings
from kclub_desktop.community.order_lines import Line, Tax, course_line, sums
from kclub_desktop.errors import FieldRefused, NotUndoable
from kclub_desktop.errors_of_money import (
    AmountRefused,
    CouponRefused,
    LinkRefused,
    OrderRefused,
    ReceiptRefused,
    UnknownOrder,
)
from kclub_desktop.operations import taking_back
from kclub_desktop.store import Op, rows
from kclub_desktop.store.tables import Course, Event, Registration

COURSE = {"title": "Ink", "price": 12900, "currency": "CNY", "created_at": 1, "status": "published"}


@pytest.fixture
def member(library):
    return members.add(library, {"name": "李娜", "email": "li@example.org"})


@pytest.fixture
def course(library):
    with library.write(Op.EDIT_COURSE):
        return rows.add(library, Course, **COURSE)


def an_order(library, member, amount=10000, currency="CNY", **more):
    return orders.place(library, member, [Line("Thing", amount)], currency=currency, **more)


def account(library, order):
    found = balances.of_order(library, order)
    return found.status, found.due, found.credit


# Amounts


@given(amount=st.integers(-(10**9), 10**9), weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_what_is_shared_out_adds_up_to_the_last_unit(amount, weights):
    parts = amounts.allocated(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    if total:
        assert all(
            abs(part * total - amount * weight) < total for part, weight in zip(parts, weights, strict=True)
        )


@given(gross=st.integers(0, 10**9), rate=st.integers(0, 10_000))
def test_net_and_tax_make_the_price_again(gross, rate):
    tax = amounts.tax_inside(gross, rate)
    assert 0 <= tax <= gross
    assert abs(amounts.tax_on_top(gross - tax, rate) - tax) <= 1


@given(
    lines=st.lists(st.tuples(st.integers(0, 99_999), st.integers(1, 9), st.sampled_from([0, 600, 900, 1300])), min_size=1,
                   max_size=8),
    included=st.booleans(),
)  # fmt: skip
def test_the_tax_of_a_rate_is_that_of_its_lines_together(lines, included):
    made = [Line("x", price, pieces, tax_rate=rate) for price, pieces, rate in lines]
    come_to = sums(made, Tax(0, included))
    by_rate = {}
    for line in made:
        by_rate[line.tax_rate] = by_rate.get(line.tax_rate, 0) + line.amount
    of = amounts.tax_inside if included else amounts.tax_on_top
    assert come_to.tax == sum(of(amount, rate) for rate, amount in by_rate.items())
    assert come_to.total == sum(by_rate.values()) + (0 if included else come_to.tax)


def test_half_a_fen_goes_up():
    assert amounts.share(125, 1000) == 13
    assert amounts.share(-125, 1000) == -13


# Orders and payments


def test_an_order_is_open_until_it_is_paid_in_parts(library, member):
    order = an_order(library, member)
    assert account(library, order) == ("open", 10000, 0)
    payments.pay(library, order, 4000, "cash")
    assert account(library, order) == ("open", 6000, 0)
    payments.pay(library, order, 6000, "wechat")
    assert account(library, order) == ("paid", 0, 0)
    assert orders.get(library, order).status == "paid"


def test_what_was_paid_too_much_is_a_credit_that_can_be_given_back(library, member):
    order = an_order(library, member)
    payment = payments.pay(library, order, 12000, "cash")
    assert account(library, order) == ("paid", 0, 2000)
    assert [one.credit for one in receivables.receivables(library, library.clock.now()).credits] == [2000]
    payments.refund(library, payment, 2000, "too much")
    assert account(library, order) == ("paid", 0, 0)


def test_never_more_goes_back_than_came(library, member):
    order = an_order(library, member)
    payment = payments.pay(library, order, 10000, "cash")
    payments.refund(library, payment, 6000, "half")
    with pytest.raises(AmountRefused) as refused:
        payments.refund(library, payment, 4001, "more")
    assert (refused.value.why, refused.value.most) == ("more_than_paid", 4000)
    payments.refund(library, payment, 4000, "rest")
    assert account(library, order) == ("refunded", 0, 0)
    with pytest.raises(AmountRefused):
        payments.refund(library, payment, 1, "again")


def test_a_part_given_back_is_not_owed_again(library, member):
    order = an_order(library, member)
    payments.refund(library, payments.pay(library, order, 10000, "cash"), 3000, "kindness")
    assert account(library, order) == ("paid", 0, 0)
    assert balances.of_order(library, order).charge == 7000


def test_a_payment_said_twice_with_its_number_is_kept_once(library, member):
    order = an_order(library, member)
    first = payments.pay(library, order, 4000, "transfer", reference="TX1")
    assert payments.pay(library, order, 4000, "transfer", reference="TX1") == first
    with pytest.raises(OrderRefused):
        payments.pay(library, order, 5000, "transfer", reference="TX1")
    assert account(library, order) == ("open", 6000, 0)


def test_what_costs_nothing_is_paid_at_once(library, member):
    assert account(library, an_order(library, member, 0)) == ("paid", 0, 0)


@pytest.mark.parametrize(
    ("lines", "why"),
    [([], "empty"), ([Line("a", 100, 0)], "quantity"), ([Line("a", 100, currency="USD")], "currencies"),
     ([Line("a", 100), Line("back", -200)], "below_zero"), ([Line("a", 100, discount=101)], "below_zero")],
)  # fmt: skip
def test_an_order_that_cannot_be_is_refused_and_nothing_is_written(library, member, lines, why):
    with pytest.raises(OrderRefused) as refused:
        orders.place(library, member, lines, currency="CNY")
    assert refused.value.why == why
    assert order_list.how_many(library) == 0


def test_a_currency_that_is_none_and_an_amount_below_zero_are_refused(library, member):
    with pytest.raises(OrderRefused):
        an_order(library, member, currency="XX1")
    order = an_order(library, member)
    for wrong in (0, -5):
        with pytest.raises(AmountRefused):
            payments.pay(library, order, wrong, "cash")
    with pytest.raises(OrderRefused):
        payments.pay(library, order, 5, "shells")


def test_the_course_opens_when_it_is_paid_and_closes_when_all_went_back(library, member, course):
    order = orders.place(library, member, [course_line(library, course)], currency="CNY")
    live = "SELECT count(*) FROM enrolment WHERE deleted_at IS NULL"
    assert library.value(live) == 0
    payment = payments.pay(library, order, 12900, "card")
    assert library.value(live) == 1
    payments.refund(library, payment, 12900, "not for me")
    assert library.value(live) == 0


def test_somebody_who_took_the_course_before_keeps_it_when_an_order_is_refunded(library, member, course):
    from kclub_desktop.community import learning

    learning.enrol(library, member, course, "import")
    order = orders.place(library, member, [course_line(library, course)], currency="CNY")
    payments.refund_order(library, order, payments.pay(library, order, 12900, "card") and 12900, "")
    assert library.value("SELECT count(*) FROM enrolment WHERE deleted_at IS NULL") == 1


def test_a_ticket_is_paid_when_its_order_is(library, member):
    with library.write(Op.EDIT_EVENT):
        event = rows.add(library, Event, title="Tea", price=5000, currency="CNY", starts_at=1, ends_at=2)
    order = orders.place(library, member, [Line("Tea", 5000, event=event)], currency="CNY")
    payment = payments.pay(library, order, 5000, "cash")
    found = list(Registration.select().execute(library))
    assert [(one.event, one.member, one.paid, one.status) for one in found] == [
        (event, member, 1, "registered")
    ]
    assert found[0].ticket
    payments.correct(library, payment)
    assert library.value("SELECT paid FROM registration") == 0


def test_a_cancelled_order_takes_no_money_and_what_came_is_a_credit(library, member):
    order = an_order(library, member)
    payment = payments.pay(library, order, 3000, "cash")
    orders.cancel(library, order, "ill")
    assert account(library, order) == ("cancelled", 0, 3000)
    with pytest.raises(OrderRefused):
        payments.pay(library, order, 1, "cash")
    payments.refund(library, payment, 3000, "ill")
    assert account(library, order) == ("cancelled", 0, 0)


def test_a_failed_charge_is_kept_and_owes_as_before(library, member):
    order = an_order(library, member)
    payments.fail(library, order, "card_declined")
    assert account(library, order) == ("open", 10000, 0)
    assert library.rows("SELECT amount, why FROM payment_attempt") == [(10000, "card_declined")]


def test_numbers_of_orders_go_on_per_day(library, member, clock):
    first, second = an_order(library, member), an_order(library, member)
    clock.move(86400)
    third = an_order(library, member)
    said = [orders.get(library, one).reference for one in (first, second, third)]
    assert said[0].endswith("-001") and said[1].endswith("-002") and said[2].endswith("-001")
    assert orders.find(library, said[1]) == second
    with pytest.raises(UnknownOrder):
        orders.find(library, "nothing")


# Undo


def test_undo_of_a_payment_corrects_it_and_voids_its_receipt(library, member):
    order = an_order(library, member)
    payment = payments.pay(library, order, 10000, "cash")
    step = library.last_written
    receipt = receipts.issue(library, order, payment=payment)
    done = taking_back.undo(library, step)
    assert (done.corrected, done.voided) == (1, 1)
    assert account(library, order) == ("open", 10000, 0)
    assert orders.get(library, order).status == "open"
    assert receipts.is_voided(library, receipt)
    assert library.value("SELECT count(*) FROM payment") == 2


def test_undo_of_a_refund_corrects_it(library, member):
    order = an_order(library, member)
    payments.refund(library, payments.pay(library, order, 10000, "cash"), 10000, "oops")
    taking_back.undo(library, library.last_written)
    assert account(library, order) == ("paid", 0, 0)
    assert balances.of_order(library, order).given_back == 0


def test_an_order_is_taken_back_while_no_money_came_for_it(library, member):
    order = an_order(library, member)
    step = library.last_written
    payments.pay(library, order, 100, "cash")
    with pytest.raises(NotUndoable):
        taking_back.undo(library, step)
    other = an_order(library, member)
    taking_back.undo_last(library)
    with pytest.raises(UnknownOrder):
        orders.get(library, other)
    assert orders.get(library, order).status == "open"


def test_undo_of_a_cancellation_brings_the_order_back_as_its_facts_say(library, member):
    order = an_order(library, member)
    orders.cancel(library, order)
    step = library.last_written
    taking_back.undo(library, step)
    assert account(library, order) == ("open", 10000, 0)
    payments.pay(library, order, 10000, "cash")
    assert orders.get(library, order).status == "paid"


# Coupons


def test_a_coupon_takes_off_and_counts_its_uses(library, member, course):
    half = coupons.add(library, "half", percent=5000, use_limit=1)
    order = orders.place(library, member, [course_line(library, course)], currency="CNY", coupon=half)
    assert (orders.get(library, order).total, orders.get(library, order).discount) == (6450, 6450)
    other = members.add(library, {"name": "Bo"})
    with pytest.raises(CouponRefused) as refused:
        an_order(library, other, coupon=half)
    assert refused.value.why == "used_up"
    orders.cancel(library, order)
    an_order(library, other, coupon=half)


@pytest.mark.parametrize(
    ("made", "why"),
    [({"percent": 1000, "ends_at": 5}, "over"), ({"percent": 1000, "starts_at": 2**40}, "not_yet"),
     ({"amount": 100, "currency": "USD"}, "currency"), ({"percent": 1000, "course": 7}, "nothing_fits")],
)  # fmt: skip
def test_a_coupon_that_does_not_hold_is_refused_with_its_reason(library, member, made, why):
    coupon = coupons.add(library, "C", **made)
    with pytest.raises(CouponRefused) as refused:
        an_order(library, member, coupon=coupon)
    assert refused.value.why == why


def test_a_coupon_used_too_often_on_devices_apart_is_shown(library, member):
    coupon = coupons.add(library, "ONE", amount=500, currency="CNY", use_limit=1)
    an_order(library, member, coupon=coupon)
    order = an_order(library, members.add(library, {"name": "Bo"}))
    with library.write(Op.PLACE_ORDER):
        coupons.use(library, coupon, order, member, 500, "CNY", 1)
    assert {(one.used, one.limit) for one in coupons.overruns(library)} == {(2, 1)}


# Receipts


def test_receipts_count_without_a_gap_and_a_mistake_is_voided(library, member):
    order = an_order(library, member)
    bill = receipts.issue(library, order)
    assert receipts.issue(library, order) == bill
    payment = payments.pay(library, order, 10000, "cash")
    paper = receipts.issue(library, order, payment=payment)
    void = receipts.void(library, paper, "wrong name")
    again = receipts.issue(library, order, payment=payment)
    assert [receipts.code_of(library, one) for one in (bill, paper, void, again)] == [
        "R0-00001", "R0-00002", "R0-00003", "R0-00004"
    ]  # fmt: skip
    assert receipts.paper_of(library, void).voids == "R0-00002"
    with pytest.raises(ReceiptRefused):
        receipts.void(library, paper)
    with pytest.raises(ReceiptRefused):
        receipts.void(library, void)


def test_a_restored_copy_counts_in_a_series_of_its_own(library, member):
    order = an_order(library, member)
    receipts.issue(library, order)
    library.execute_sql("UPDATE library_state SET restored_at = 5, restored_key = 'abcdef'")
    payment = payments.pay(library, order, 10000, "cash")
    assert receipts.code_of(library, receipts.issue(library, order, payment=payment)) == "R0XABCD-00001"


def test_a_receipt_says_what_stood_when_it_was_issued(library, member, course):
    money_settings.change(
        library, MoneySettings(tax_rate=600, tax_name="VAT", issuer="Ink House", address="1 Rd")
    )
    order = orders.place(library, member, [course_line(library, course)], currency="CNY")
    paper = receipts.issue(library, order)
    members.edit(library, member, {"name": "Other"})
    money_settings.change(library, MoneySettings(issuer="Elsewhere"))
    said = receipts.paper_of(library, paper)
    assert (said.kind, said.issuer, said.member, said.due) == ("invoice", "Ink House", "李娜", 12900)
    assert (said.tax, said.lines[0].tax) == (730, 730)


def test_nothing_is_receipted_for_money_that_never_came(library, member):
    order = an_order(library, member)
    payment = payments.pay(library, order, 5, "cash")
    payments.correct(library, payment)
    with pytest.raises(ReceiptRefused):
        receipts.issue(library, order, payment=payment)


# Link, settings


def test_the_payment_link_holds_number_and_amount_and_ends_when_paid(library, member):
    order = an_order(library, member)
    with pytest.raises(LinkRefused):
        payment_links.offer(library, order)
    money_settings.change(
        library, MoneySettings(payment_link="https://pay.example.org/?o={order}&a={amount}&c={currency}")
    )
    offered = payment_links.offer(library, order)
    assert offered.url.endswith("a=100.00&c=CNY")
    assert payment_links.offer(library, order) == offered
    payments.pay(library, order, 4000, "cash")
    assert payment_links.offer(library, order).url.endswith("a=60.00&c=CNY")
    payments.pay(library, order, 6000, "link")
    assert library.rows("SELECT status FROM checkout ORDER BY id") == [("expired",), ("paid",)]


@pytest.mark.parametrize("link", ["ftp://x", "pay.example.org", "https://x/{who}", "https://x y"])
def test_a_link_that_is_none_is_refused(library, link):
    with pytest.raises(LinkRefused):
        money_settings.change(library, MoneySettings(payment_link=link))


def test_settings_out_of_range_are_refused_and_good_ones_come_back(library):
    for wrong in (
        MoneySettings(tax_rate=10_001),
        MoneySettings(due_days=-1),
        MoneySettings(receipt_prefix="a b"),
    ):
        with pytest.raises(FieldRefused):
            money_settings.change(library, wrong)
    kept = MoneySettings(tax_rate=1300, tax_included=False, due_days=0, address="路 1 号\n上海")
    money_settings.change(library, kept)
    assert money_settings.settings(library) == kept


# Day's end


def test_the_days_end_holds_the_days_facts_and_the_drawer(library, member, clock):
    order = an_order(library, member, 20000)
    payment = payments.pay(library, order, 8000, "cash")
    payments.pay(library, order, 12000, "alipay")
    today = day_end.today(library)
    payments.refund(library, payment, 1000, "")
    found = day_end.day_end(library, today)
    assert found.net() == {"CNY": 19000}
    assert [(one.method, one.payments, one.refunds) for one in found.sums] == [
        ("alipay", 12000, 0),
        ("cash", 8000, -1000),
    ]
    day_end.count(library, today, 6900, "CNY")
    drawer = day_end.day_end(library, today).drawers[0]
    assert (drawer.expected, drawer.counted, drawer.difference) == (7000, 6900, -100)
    clock.move(3 * 86400)
    payments.pay(library, order, 500, "cash")
    clock.move(86400)
    later = day_end.drawer(library, day_end.today(library), "CNY")
    assert (later.opening, later.expected) == (7400, 7400)


def test_a_day_is_as_long_as_the_clocks_make_it():
    spring = day_end.bounds(date(2026, 3, 29), "Europe/Berlin")
    autumn = day_end.bounds(date(2026, 10, 25), "Europe/Berlin")
    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (23 * 3600, 25 * 3600)
    assert datetime.fromtimestamp(day_end.bounds(date(2026, 1, 1), "Asia/Shanghai")[0], UTC).hour == 16


def test_receivables_are_by_age_and_never_across_currencies(library, member, clock):
    now = clock.now()
    an_order(library, member, 100, due_at=now - 1)
    an_order(library, member, 200, due_at=now - 40 * 86400)
    an_order(library, member, 300, due_at=now + 5)
    an_order(library, member, 7, currency="JPY", due_at=now - 200 * 86400)
    found = receivables.receivables(library, now)
    assert found.sums == {
        "CNY": {"not_due": 300, "to_30": 100, "to_60": 200, "to_90": 0, "older": 0},
        "JPY": {"not_due": 0, "to_30": 0, "to_60": 0, "to_90": 0, "older": 7},
    }
    assert {one.currency: one.due for one in balances.of_member(library, member)} == {"CNY": 600, "JPY": 7}


# Whatever is done, in whatever order

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["place", "pay", "refund", "correct", "cancel", "undo", "receipt", "void"]),
        st.integers(0, 30), st.integers(1, 9000),
    ),
    min_size=1, max_size=20,
)  # fmt: skip
REFUSED = (AmountRefused, OrderRefused, NotUndoable, ReceiptRefused)


def do(library, member, deed, which, amount):
    """One deed of a person who does not know what is possible; refusals are fine, contradictions are not."""
    from kclub_desktop.errors import AlreadyUndone, NothingToUndo

    made = [row for (row,) in library.rows('SELECT id FROM "order" WHERE deleted_at IS NULL ORDER BY id')]
    facts = [row for (row,) in library.rows("SELECT id FROM payment ORDER BY id")]
    papers = [row for (row,) in library.rows("SELECT id FROM receipt ORDER BY id")]
    try:
        match deed:
            case "place":
                an_order(library, member, amount, ("CNY", "JPY", "KWD")[which % 3])
            case "pay" if made:
                payments.pay(library, made[which % len(made)], amount, payments.METHODS[which % 3])
            case "refund" if facts:
                payments.refund(library, facts[which % len(facts)], amount, "")
            case "correct" if facts:
                payments.correct(library, facts[which % len(facts)])
            case "cancel" if made:
                orders.cancel(library, made[which % len(made)])
            case "receipt" if made:
                receipts.issue(library, made[which % len(made)])
            case "void" if papers:
                receipts.void(library, papers[which % len(papers)])
            case "undo":
                steps = [row for (row,) in library.rows(
                    "SELECT id FROM change_set WHERE undone_by IS NULL AND operation <> 'add_member' ORDER BY id DESC LIMIT 4"
                )]  # fmt: skip
                if steps:
                    taking_back.undo(library, steps[which % len(steps)])
    except (*REFUSED, AlreadyUndone, NothingToUndo):
        pass


def check(library):
    """The laws of money."""
    facts = dict(library.rows('SELECT "order", sum(amount) FROM payment GROUP BY "order"'))
    for order, status, currency in library.rows(
        'SELECT id, status, currency FROM "order" WHERE deleted_at IS NULL'
    ):
        found = balances.of_order(library, order)
        assert found.net == facts.get(order, 0) and found.net >= 0
        assert found.charge - found.net == found.due - found.credit
        assert min(found.due, found.credit) == 0 and found.due >= 0 and found.credit >= 0
        assert status == found.status
        assert {c for (c,) in library.rows('SELECT currency FROM payment WHERE "order" = ?', (order,))} <= {
            currency
        }
    days = day_end.day_end(library, day_end.today(library))
    assert days.net() == dict(library.rows("SELECT currency, sum(amount) FROM payment GROUP BY currency"))
    for series, many, last in library.rows(
        "SELECT series, count(DISTINCT sequence), max(sequence) FROM receipt GROUP BY 1"
    ):
        assert many == last, series
    assert library.value("SELECT count(*) - count(DISTINCT code) FROM receipt") == 0
    voided = "SELECT count(*) - count(DISTINCT voids) FROM receipt WHERE voids IS NOT NULL"
    assert library.value(voided) == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_is_done_the_facts_sum_up_and_the_status_follows(library, deeds):
    member = members.add(library, {"name": "x"})
    for deed in deeds:
        do(library, member, *deed)
    check(library)
    assert following.settle(library) == []


# What others give


def test_a_levels_discount_comes_off_first_and_the_coupon_off_what_is_left(library, member, course):
    from kclub_desktop.store.tables import Benefit, Level, Member

    with library.write(Op.IMPORT):
        level = rows.add(library, Level, name="Gold", position=1)
        rows.add(library, Benefit, kind="discount", level=level, percent=1000)
        rows.change(library, Member, member, level="Gold")
    tenth = coupons.add(library, "TENTH", percent=1000)
    order = orders.place(library, member, [course_line(library, course)], currency="CNY", coupon=tenth)
    assert orders.get(library, order).total == 10449
    assert library.value("SELECT amount FROM coupon_use") == 1161


def test_a_course_for_members_only_is_not_sold_to_who_may_not_take_it(library, member, course):
    from kclub_desktop.errors import NoAccess
    from kclub_desktop.store.tables import Benefit, Level

    with library.write(Op.IMPORT):
        level = rows.add(library, Level, name="Gold", position=1)
        rows.add(library, Benefit, kind="content", level=level, course=course)
        rows.change(library, Course, course, access="members")
    with pytest.raises(NoAccess):
        orders.place(library, member, [course_line(library, course)], currency="CNY")
    assert order_list.how_many(library) == 0


def test_a_payment_that_came_by_sync_is_followed(library, member, course):
    from kclub_desktop.store import Origin
    from kclub_desktop.store.tables import Payment

    order = orders.place(library, member, [course_line(library, course)], currency="CNY")
    with library.write(Op.TAKE_PAYMENT, origin=Origin.SYNC, as_of=(1 << 60, 3, 1_790_000_001)):
        rows.add(
            library,
            Payment,
            order=order,
            member=member,
            amount=12900,
            currency="CNY",
            paid_at=1,
            method="link",
        )
    assert orders.get(library, order).status == "open"
    assert following.settle(library) == [order]
    assert orders.get(library, order).status == "paid"
    assert library.value("SELECT count(*) FROM enrolment WHERE deleted_at IS NULL") == 1
    assert following.settle(library) == []


def test_a_subscription_hears_of_its_payment_and_of_a_charge_that_failed(library, member):
    from kclub_desktop.community import subscriptions
    from kclub_desktop.store.tables import Plan, Price, Subscription

    with library.write(Op.IMPORT):
        plan = rows.add(library, Plan, name="Club", status="on_sale", created_at=1)
        price = rows.add(library, Price, plan=plan, name="Monthly", amount=3900, currency="CNY", created_at=1)
    subscription = subscriptions.start(library, member, price)
    order = library.value('SELECT id FROM "order" WHERE subscription = ?', (subscription,))
    payments.fail(library, order, "card_declined")
    payments.pay(library, order, balances.of_order(library, order).due, "card")
    kept = rows.get(library, Subscription, subscription)
    assert (kept.status, orders.get(library, order).status) == ("active", "paid")


def test_revenue_in_the_insights_is_the_sum_of_the_days(library, member, clock):
    from kclub_desktop.analytics.overview import overview

    order = an_order(library, member, 50_000)
    for _ in range(4):
        clock.move(86400)
        payment = payments.pay(library, order, 9_000, "cash")
    payments.refund(library, payment, 1_000, "")
    shown = overview(library, clock.now()).revenue["CNY"].value
    days = [date.fromordinal(day_end.today(library).toordinal() - back) for back in range(8)]
    assert shown == sum(day_end.day_end(library, day).net().get("CNY", 0) for day in days) == 35_000


def gold(library, member, **benefit):
    """Make the member Gold, with one benefit for Gold."""
    from kclub_desktop.store.tables import Benefit, Level, Member

    with library.write(Op.IMPORT):
        level = rows.add(library, Level, name="Gold", position=1)
        rows.add(library, Benefit, level=level, **benefit)
        rows.change(library, Member, member, level="Gold")


def test_a_gold_members_order_is_cheaper_and_says_so_on_the_line_and_on_its_paper(library, member, course):
    gold(library, member, kind="discount", percent=1000, name="Gold 10%")
    other = members.add(library, {"name": "Tom"})
    lines = [course_line(library, course)]
    cheaper = orders.place(library, member, lines, currency="CNY")
    dear = orders.place(library, other, lines, currency="CNY")
    assert [orders.get(library, one).total for one in (cheaper, dear)] == [11610, 12900]
    (line,) = orders.lines_of(library, cheaper)
    assert (line.title, line.unit_amount, line.discount) == ("Ink · Gold 10%", 12900, 1290)
    payments.pay(library, cheaper, 11610, "cash")
    paper = receipts.paper_of(library, receipts.issue(library, cheaper))
    assert [(one.title, one.discount) for one in paper.lines] == [("Ink · Gold 10%", 1290)]

    found = order_list.details(library, cheaper, library.clock.now())
    assert found.coupon_off == 0


def test_what_a_coupon_and_a_level_take_off_is_told_apart(library, member, course):
    gold(library, member, kind="discount", percent=1000, name="Gold 10%")
    tenth = coupons.add(library, "TENTH", percent=1000)
    order = orders.place(library, member, [course_line(library, course)], currency="CNY", coupon=tenth)
    found = order_list.details(library, order, library.clock.now())
    assert (found.coupon_off, int(found.order.discount) - found.coupon_off) == (1161, 1290)


def test_a_ticket_is_had_earlier_by_who_has_early_access_and_by_nobody_else(library, member):
    from kclub_desktop.errors import NotOpenYet
    from kclub_desktop.store.tables import TicketKind

    now = library.clock.now()
    other = members.add(library, {"name": "Tom"})
    with library.write(Op.IMPORT):
        event = rows.add(
            library, Event, title="Talk", starts_at=now + 9_000_000, ends_at=now + 9_010_000, price=100, currency="CNY",
            registration_opens_at=now + 3600,
        )  # fmt: skip
        kind = rows.add(
            library, TicketKind, event=event, name="Early", price=100, currency="CNY", sold_from=now + 7200
        )
    gold(library, member, kind="early_access", hours=2)
    from kclub_desktop.community.order_lines import event_line, ticket_line

    for line in (event_line(library, event), ticket_line(library, kind, now)):
        with pytest.raises(NotOpenYet):
            orders.place(library, other, [line], currency="CNY")
        assert orders.get(library, orders.place(library, member, [line], currency="CNY")).total == 100
    assert order_list.how_many(library) == 2
    library.clock.move(3600)
    with pytest.raises(NotOpenYet):
        orders.place(library, other, [ticket_line(library, kind, now + 3600)], currency="CNY")
    library.clock.move(3600)
    orders.place(library, other, [ticket_line(library, kind, now + 7200)], currency="CNY")


def test_what_a_member_has_is_asked_once_for_all_lines_of_an_order(library, member, course):
    gold(library, member, percent=1_000)

    def asked(lines):
        said = []
        library.connection().set_trace_callback(said.append)
        try:
            orders.place(library, member, [course_line(library, course)] * lines, currency="CNY")
        finally:
            library.connection().set_trace_callback(None)
        return sum("FROM benefit" in one for one in said)

    assert asked(1) == asked(12)
