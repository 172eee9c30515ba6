"""Plans and prices, and the subscriptions that stand on them. What was paid is in money.py."""

from __future__ import annotations

from kclub_desktop.store.declare import (
    HIDDEN,
    IMPERSONAL,
    PERSONAL,
    SEEN,
    Fact,
    Flag,
    Integer,
    Moment,
    Money,
    Record,
    Reference,
    Text,
    named,
)


class Plan(Record):
    """What a membership offers. What it costs is in its prices, what it gives in benefits."""

    Meta = named("plan")
    number = 25
    name = Text(IMPERSONAL, SEEN)
    summary = Text(IMPERSONAL, SEEN)
    status = Text(IMPERSONAL, SEEN, default="draft", means="draft, on_sale or retired")
    level = Reference(IMPERSONAL, SEEN, to="level", null=True, means="the level it gives while it lasts")
    position = Integer(IMPERSONAL, SEEN, default=0)
    created_at = Moment(IMPERSONAL, HIDDEN)


class Price(Record):
    """What a plan costs. A new price is a new row, so that old subscriptions keep theirs."""

    Meta = named("price")
    number = 26
    plan = Reference(IMPERSONAL, SEEN, to="plan")
    name = Text(IMPERSONAL, SEEN)
    amount = Money(IMPERSONAL, SEEN)
    currency = Text(IMPERSONAL, SEEN)
    interval = Text(IMPERSONAL, SEEN, default="month", means="once, use, month or year")
    interval_count = Integer(IMPERSONAL, SEEN, default=1, means="months or years in one period")
    uses = Integer(IMPERSONAL, SEEN, null=True, means="how often a price per use may be used")
    trial_days = Integer(IMPERSONAL, SEEN, default=0)
    sold_from = Moment(IMPERSONAL, SEEN, null=True)
    sold_until = Moment(IMPERSONAL, SEEN, null=True)
    status = Text(IMPERSONAL, SEEN, default="on_sale", means="on_sale or retired")
    created_at = Moment(IMPERSONAL, HIDDEN)
    valid_days = Integer(
        IMPERSONAL, SEEN, null=True, means="how long what is paid once or per use holds; null: for ever"
    )
    used_by = Text(
        IMPERSONAL,
        SEEN,
        means="what takes a use: check_in or course; '' for both, or for a price without uses",
    )
    replaces = Reference(
        IMPERSONAL, HIDDEN, to="price", null=True, means="the price whose place this one took"
    )


class Subscription(Record):
    """A member's standing agreement to a price, with Stripe's states. The amount is what was agreed, whatever prices do."""

    Meta = named("subscription")
    number = 27
    stays = frozenset({"status"})
    member = Reference(PERSONAL, HIDDEN, to="member")
    plan = Reference(PERSONAL, HIDDEN, to="plan")
    price = Reference(PERSONAL, HIDDEN, to="price")
    status = Text(
        PERSONAL,
        HIDDEN,
        default="incomplete",
        means="incomplete, trialing, active, past_due, unpaid, paused or canceled",
    )
    amount = Money(PERSONAL, HIDDEN, default=0, means="per period, as agreed")
    currency = Text(IMPERSONAL, HIDDEN)
    interval = Text(IMPERSONAL, HIDDEN, default="month", means="once, use, month or year, as agreed")
    interval_count = Integer(IMPERSONAL, HIDDEN, default=1)
    started_at = Moment(PERSONAL, HIDDEN)
    trial_ends_at = Moment(PERSONAL, HIDDEN, null=True)
    period_starts_at = Moment(PERSONAL, HIDDEN, null=True)
    period_ends_at = Moment(PERSONAL, HIDDEN, null=True)
    grace_ends_at = Moment(
        PERSONAL, HIDDEN, null=True, means="until when an unpaid one still gives its benefits"
    )
    cancel_at_period_end = Flag(PERSONAL, HIDDEN)
    canceled_at = Moment(PERSONAL, HIDDEN, null=True, means="when the wish to end it was said")
    ended_at = Moment(PERSONAL, HIDDEN, null=True)
    end_reason = Text(PERSONAL, HIDDEN)
    paused_at = Moment(PERSONAL, HIDDEN, null=True)
    resumes_at = Moment(PERSONAL, HIDDEN, null=True)
    next_price = Reference(PERSONAL, HIDDEN, to="price", null=True, means="the price from the next period on")
    coupon = Reference(PERSONAL, HIDDEN, to="coupon", null=True)
    campaign = Reference(IMPERSONAL, HIDDEN, to="campaign", null=True)
    collected_by = Text(
        IMPERSONAL, HIDDEN, default="hand", means="hand, or the endpoint that charges: stripe"
    )
    created_at = Moment(IMPERSONAL, HIDDEN)
    anchor_at = Moment(
        PERSONAL,
        HIDDEN,
        null=True,
        means="the first day, which periods are counted from: 31 January, 28 February, 31 March",
    )


class SubscriptionEvent(Fact):
    """Something happened to a subscription; the movements of MRR are counted from these."""

    Meta = named("subscription_event")
    number = 28
    stays = frozenset({"kind"})
    subscription = Reference(PERSONAL, HIDDEN, to="subscription")
    member = Reference(PERSONAL, HIDDEN, to="member")
    kind = Text(
        PERSONAL,
        HIDDEN,
        means="started, paid, trial_ended, renewed, overdue, payment_failed, unpaid, paused, resumed, changed_price,"
        " price_planned, cancel_asked, cancel_withdrawn, ended, came_back or corrected",
    )
    at = Moment(PERSONAL, HIDDEN)
    from_price = Reference(PERSONAL, HIDDEN, to="price", null=True)
    to_price = Reference(PERSONAL, HIDDEN, to="price", null=True)
    monthly_before = Money(PERSONAL, HIDDEN, default=0, means="its share of MRR before")
    monthly_after = Money(PERSONAL, HIDDEN, default=0, means="its share of MRR after")
    currency = Text(IMPERSONAL, HIDDEN)
    proration = Money(
        PERSONAL, HIDDEN, default=0, means="charged, or given back when negative, for the rest of the period"
    )
    why = Text(PERSONAL, HIDDEN)
    order = Reference(PERSONAL, HIDDEN, to="order", null=True, means="the order it made")
    credit_used = Money(
        PERSONAL, HIDDEN, default=0, means="of what earlier changes gave back, taken off that order"
    )


class PlanUse(Fact):
    """A subscription that is paid per use was used; what is left is counted from these."""

    Meta = named("plan_use")
    number = 29
    subscription = Reference(PERSONAL, HIDDEN, to="subscription")
    member = Reference(PERSONAL, HIDDEN, to="member")
    used_at = Moment(PERSONAL, HIDDEN)
    uses = Integer(PERSONAL, HIDDEN, default=1, means="negative takes uses back")
    course = Reference(PERSONAL, HIDDEN, to="course", null=True)
    event = Reference(PERSONAL, HIDDEN, to="event", null=True)
    undoes = Reference(IMPERSONAL, HIDDEN, to="plan_use", null=True)
    check_in = Reference(PERSONAL, HIDDEN, to="check_in", null=True, means="the scan that took it")


TABLES = (Plan, Price, Subscription, SubscriptionEvent, PlanUse)
