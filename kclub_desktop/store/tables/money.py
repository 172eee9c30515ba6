"""Money: what was ordered, what was paid and given back, what it said on paper, and what the community spent.

A payment is a fact and never edited; a refund is a payment with a negative amount that names the one it gives back.
"""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Fact,
    Flag,
    Integer,
    Json,
    Moment,
    Money,
    Record,
    Reference,
    Text,
    named,
)


class Order(Record):
    """What a member bought: one thing named here, or several in its lines."""

    Meta = named("order")
    number = 9
    stays = frozenset({"status"})
    member = Reference(PERSONAL, HIDDEN, to="member")
    reference = Text(IMPERSONAL, HIDDEN, means="the order's number in the words of whoever took it")
    ordered_at = Moment(PERSONAL, HIDDEN)
    course = Reference(PERSONAL, HIDDEN, to="course", null=True)
    event = Reference(PERSONAL, HIDDEN, to="event", null=True)
    total = Money(PERSONAL, HIDDEN, means="what is to pay, discount taken off, tax included")
    currency = Text(IMPERSONAL, HIDDEN)
    status = Text(PERSONAL, HIDDEN, default="paid", means="open, paid, refunded or cancelled")
    channel = Text(IMPERSONAL, HIDDEN)
    subscription = Reference(PERSONAL, HIDDEN, to="subscription", null=True)
    discount = Money(PERSONAL, HIDDEN, default=0)
    tax = Money(PERSONAL, HIDDEN, default=0, means="part of the total")
    coupon = Reference(PERSONAL, HIDDEN, to="coupon", null=True)
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True)
    partner = Reference(IMPERSONAL, HIDDEN, to="partner", null=True)
    due_at = Moment(PERSONAL, HIDDEN, null=True)
    cancelled_at = Moment(PERSONAL, HIDDEN, null=True)
    note = Text(PERSONAL, HIDDEN)
    tax_included = Flag(IMPERSONAL, HIDDEN, default=1, means="were the lines' prices with tax")


class OrderLine(Record):
    """One thing in an order."""

    Meta = named("order_line")
    number = 30
    stays = frozenset({"title"})
    order = Reference(PERSONAL, HIDDEN, to="order")
    position = Integer(IMPERSONAL, HIDDEN, default=0)
    course = Reference(PERSONAL, HIDDEN, to="course", null=True)
    ticket_kind = Reference(PERSONAL, HIDDEN, to="ticket_kind", null=True)
    price = Reference(PERSONAL, HIDDEN, to="price", null=True, means="the plan's price that was bought")
    title = Text(PERSONAL, HIDDEN, means="its name as it was then")
    quantity = Integer(PERSONAL, HIDDEN, default=1)
    unit_amount = Money(PERSONAL, HIDDEN, default=0)
    discount = Money(PERSONAL, HIDDEN, default=0, means="off the whole line")
    currency = Text(IMPERSONAL, HIDDEN)
    tax_rate = Integer(IMPERSONAL, HIDDEN, default=0, means="hundredths of a percent")
    tax = Money(PERSONAL, HIDDEN, default=0, means="its share of the order's tax")
    event = Reference(PERSONAL, HIDDEN, to="event", null=True)


class Payment(Fact):
    """Money in, or back out when the amount is negative. Never edited."""

    Meta = named("payment")
    number = 10
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    amount = Money(PERSONAL, HIDDEN, means="negative for a refund")
    currency = Text(IMPERSONAL, HIDDEN)
    paid_at = Moment(PERSONAL, HIDDEN)
    method = Text(IMPERSONAL, HIDDEN, means="cash, transfer, card, wechat, alipay, link or other")
    kind = Text(IMPERSONAL, HIDDEN, default="payment", means="payment, refund or correction")
    subscription = Reference(PERSONAL, HIDDEN, to="subscription", null=True)
    refunds = Reference(
        PERSONAL, HIDDEN, to="payment", null=True, means="the payment this one gives back, wholly or in part"
    )
    fee = Money(IMPERSONAL, HIDDEN, default=0, means="what the gateway kept")
    gateway = Text(IMPERSONAL, HIDDEN, means="who took it: stripe, or '' for by hand")
    reference = Text(PERSONAL, HIDDEN, means="its number at the gateway or on the bank's paper")
    why = Text(PERSONAL, HIDDEN, means="why it was given back or corrected")


class PaymentAttempt(Fact):
    """Money that did not come: a charge that failed."""

    Meta = named("payment_attempt")
    number = 31
    stays = frozenset({"why"})
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    subscription = Reference(PERSONAL, HIDDEN, to="subscription", null=True)
    amount = Money(PERSONAL, HIDDEN)
    currency = Text(IMPERSONAL, HIDDEN)
    tried_at = Moment(PERSONAL, HIDDEN)
    gateway = Text(IMPERSONAL, HIDDEN)
    why = Text(PERSONAL, HIDDEN, means="the gateway's code for the failure")
    next_try_at = Moment(PERSONAL, HIDDEN, null=True)


class Checkout(Record):
    """A hosted payment that was offered by link or QR."""

    Meta = named("checkout")
    number = 32
    stays = frozenset({"status"})
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    price = Reference(PERSONAL, HIDDEN, to="price", null=True)
    amount = Money(PERSONAL, HIDDEN)
    currency = Text(IMPERSONAL, HIDDEN)
    status = Text(PERSONAL, SEEN, default="open", means="open, paid, expired or cancelled")
    url = Text(PERSONAL, HIDDEN)
    gateway = Text(IMPERSONAL, HIDDEN)
    reference = Text(IMPERSONAL, HIDDEN, means="its number at the gateway")
    asked_at = Moment(PERSONAL, SEEN)
    expires_at = Moment(PERSONAL, SEEN, null=True)


class Receipt(Fact):
    """A receipt as it was handed out; a mistake is voided by another one."""

    Meta = named("receipt")
    number = 33
    code = Text(IMPERSONAL, HIDDEN, means="the printed number, told apart by device")
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    payment = Reference(PERSONAL, HIDDEN, to="payment", null=True)
    issued_at = Moment(PERSONAL, HIDDEN)
    amount = Money(PERSONAL, HIDDEN)
    currency = Text(IMPERSONAL, HIDDEN)
    content = Json(PERSONAL, HIDDEN, means="all that is printed on it: names, lines, taxes")
    voids = Reference(IMPERSONAL, HIDDEN, to="receipt", null=True)
    kind = Text(IMPERSONAL, HIDDEN, default="receipt", means="receipt, refund, invoice or void")
    series = Text(
        IMPERSONAL, HIDDEN, means="whose numbers it is one of: a device's, told apart after a restore"
    )
    sequence = Integer(IMPERSONAL, HIDDEN, default=0, means="1, 2, 3 … within its series, without a gap")


class CashCount(Fact):
    """A drawer was counted at the end of a day."""

    Meta = named("cash_count")
    number = 34
    day = Text(IMPERSONAL, HIDDEN, means="YYYY-MM-DD in the community's time zone")
    place = Text(IMPERSONAL, HIDDEN)
    expected = Money(IMPERSONAL, HIDDEN)
    counted = Money(IMPERSONAL, HIDDEN)
    currency = Text(IMPERSONAL, HIDDEN)
    counted_at = Moment(IMPERSONAL, HIDDEN)
    staff = Reference(IMPERSONAL, HIDDEN, to="staff", null=True)
    note = Text(IMPERSONAL, HIDDEN)


class Cost(Record):
    """Money the community spent, on whatever is named; what a campaign or an event cost is the sum of these."""

    Meta = named("cost")
    number = 35
    kind = Text(IMPERSONAL, HIDDEN, means="advertising, rights, venue, material, fee, work or other")
    amount = Money(IMPERSONAL, HIDDEN)
    currency = Text(IMPERSONAL, HIDDEN)
    spent_at = Moment(IMPERSONAL, HIDDEN)
    channel = Reference(IMPERSONAL, HIDDEN, to="channel", null=True)
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True)
    partner = Reference(IMPERSONAL, HIDDEN, to="partner", null=True)
    course = Reference(IMPERSONAL, HIDDEN, to="course", null=True)
    event = Reference(IMPERSONAL, HIDDEN, to="event", null=True)
    note = Text(IMPERSONAL, HIDDEN)


class Coupon(Record):
    """A price reduction; how often it was used is counted from its uses."""

    Meta = named("coupon")
    number = 36
    code = Text(IMPERSONAL, HIDDEN)
    name = Text(IMPERSONAL, HIDDEN)
    kind = Text(IMPERSONAL, HIDDEN, default="percent", means="percent or amount")
    percent = Integer(IMPERSONAL, HIDDEN, default=0, means="hundredths of a percent")
    amount = Money(IMPERSONAL, HIDDEN, default=0)
    currency = Text(IMPERSONAL, HIDDEN)
    use_limit = Integer(IMPERSONAL, HIDDEN, null=True)
    per_member = Integer(IMPERSONAL, HIDDEN, null=True, default=1, means="uses by one member; null: no limit")
    starts_at = Moment(IMPERSONAL, HIDDEN, null=True)
    ends_at = Moment(IMPERSONAL, HIDDEN, null=True)
    course = Reference(IMPERSONAL, HIDDEN, to="course", null=True, means="only for this course")
    event = Reference(IMPERSONAL, HIDDEN, to="event", null=True, means="only for this event")
    plan = Reference(IMPERSONAL, HIDDEN, to="plan", null=True, means="only for this plan")
    periods = Integer(IMPERSONAL, HIDDEN, default=1, means="periods of a subscription it holds for; 0: all")
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True)
    partner = Reference(IMPERSONAL, HIDDEN, to="partner", null=True)
    active = Flag(IMPERSONAL, HIDDEN, default=1)
    created_at = Moment(IMPERSONAL, HIDDEN)


class CouponUse(Fact):
    """A coupon was used, or a use was taken back."""

    Meta = named("coupon_use")
    number = 37
    coupon = Reference(PERSONAL, HIDDEN, to="coupon")
    member = Reference(PERSONAL, HIDDEN, to="member", null=True)
    order = Reference(PERSONAL, HIDDEN, to="order", null=True)
    used_at = Moment(PERSONAL, HIDDEN)
    amount = Money(PERSONAL, HIDDEN, default=0, means="what it took off")
    currency = Text(IMPERSONAL, HIDDEN)
    undoes = Reference(IMPERSONAL, HIDDEN, to="coupon_use", null=True)


TABLES = (
    Order,
    OrderLine,
    Payment,
    PaymentAttempt,
    Checkout,
    Receipt,
    CashCount,
    Cost,
    Coupon,
    CouponUse,
)
