"""Words for plans, prices and subscriptions, for every face: states, moves, refusals, what a price is, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kclub_desktop.errors_of_plans import MoveRefused
from kclub_desktop.words import tr, tr_code, tr_many, tr_noop
from kclub_desktop.words_for_values import day, money

STATES = {
    "incomplete": (tr_noop("Not paid yet"), "warn"),
    "trialing": (tr_noop("Trial"), "accent"),
    "active": (tr_noop("Active"), "good"),
    "past_due": (tr_noop("Past due"), "warn"),
    "unpaid": (tr_noop("Unpaid"), "bad"),
    "paused": (tr_noop("Paused"), ""),
    "canceled": (tr_noop("Ended"), ""),
}
"""State -> (words, tone of its pill)."""
_IN_STATE = {
    "incomplete": tr_noop("This subscription was never paid"),
    "trialing": tr_noop("This subscription is in its trial"),
    "active": tr_noop("This subscription is active"),
    "past_due": tr_noop("This subscription is past due"),
    "unpaid": tr_noop("This subscription is unpaid"),
    "paused": tr_noop("This subscription is paused"),
    "canceled": tr_noop("This subscription has ended"),
}
_CANNOT = {
    "pay": tr_noop("nothing is to be paid for it"),
    "fail": tr_noop("no charge for it can fail"),
    "end_trial": tr_noop("it has no trial that could end"),
    "renew": tr_noop("it is not renewed"),
    "fall_due": tr_noop("it cannot fall due"),
    "lose_grace": tr_noop("it has no grace to lose"),
    "pause": tr_noop("it cannot be paused"),
    "resume": tr_noop("it cannot be resumed"),
    "change": tr_noop("its plan or price cannot be changed"),
    "cancel_later": tr_noop("it cannot be cancelled for the end of its period"),
    "keep": tr_noop("there is no cancellation to take back"),
    "cancel": tr_noop("it cannot be cancelled"),
    "end": tr_noop("it cannot end again"),
    "give_back_use": tr_noop("no use can be given back"),
}
_CAN = {
    "pay": tr_noop("record its payment"),
    "change": tr_noop("change its plan or price"),
    "pause": tr_noop("pause it"),
    "resume": tr_noop("resume it"),
    "cancel_later": tr_noop("cancel it for the end of its period"),
    "keep": tr_noop("take its cancellation back"),
    "cancel": tr_noop("cancel it now"),
    "lose_grace": tr_noop("mark it unpaid"),
}
_PLAN_REFUSED = {
    "not_on_sale": tr_noop("{plan} is not on sale. Put it on sale first."),
    "price_retired": tr_noop("This price of {plan} is retired. Choose one that is on sale."),
    "no_price": tr_noop("{plan} has no price on sale. Add one first."),
    "already": tr_noop("This member has {plan} already. Change or end that subscription first."),
    "same_price": tr_noop("This is the price of {plan} as it is; nothing is to be changed."),
    "other_currency": tr_noop(
        "This price of {plan} is in another currency. End the subscription and start a new one."
    ),
    "not_again": tr_noop(
        "{plan} is not paid by the month or year, so there is no period to wait for or to change in."
    ),
    "unpaid": tr_noop(
        "The current period of {plan} is not paid. Record its payment first, or change from the next period on."
    ),
    "taken": tr_noop("There is a plan called {plan} already."),
}
_OTHER_STATE = tr_noop("This subscription is in a state this version does not know")
_OTHER_MOVE = tr_noop("this cannot be done")
EVENTS = {
    "started": tr_noop("Started"),
    "paid": tr_noop("Paid"),
    "trial_ended": tr_noop("Trial ended"),
    "renewed": tr_noop("Renewed"),
    "overdue": tr_noop("Fell past due"),
    "payment_failed": tr_noop("Payment failed"),
    "unpaid": tr_noop("Became unpaid"),
    "paused": tr_noop("Paused"),
    "resumed": tr_noop("Resumed"),
    "changed_price": tr_noop("Price changed"),
    "price_planned": tr_noop("Change planned"),
    "cancel_asked": tr_noop("Cancelled for the end of the period"),
    "cancel_withdrawn": tr_noop("Cancellation taken back"),
    "ended": tr_noop("Ended"),
    "came_back": tr_noop("Use given back"),
    "corrected": tr_noop("Corrected after an undo"),
    "card_ends": tr_noop("Card ends"),
}
REASONS = {
    "asked": tr_noop("cancelled"),
    "unpaid": tr_noop("not paid"),
    "never_paid": tr_noop("never paid"),
    "used_up": tr_noop("used up"),
    "expired": tr_noop("expired"),
    "endpoint": tr_noop("cancelled at the payment service"),
    "disputed": tr_noop("payment disputed"),
}
PLAN_STATES = {
    "draft": (tr_noop("Draft"), "warn"),
    "on_sale": (tr_noop("On sale"), "good"),
    "retired": (tr_noop("Retired"), ""),
}


def state_words(state: str) -> str:
    """A subscription's state; for one of a newer version its code."""
    return tr(STATES[state][0]) if state in STATES else state


def state_tone(state: str) -> str:
    """Tone of its pill."""
    return STATES[state][1] if state in STATES else ""


def move_refused(error: MoveRefused) -> str:
    """What state it is in, what was asked, what can be done."""
    state = tr_code(_IN_STATE, error.state, _OTHER_STATE)
    cannot = tr_code(_CANNOT, error.move, _OTHER_MOVE)
    can = [tr(_CAN[move]) for move in error.possible if move in _CAN]
    if not can:
        return tr("{state}: {cannot}. Start a new one instead.", state=state, cannot=cannot)
    return tr("{state}: {cannot}. You can {possible}.", state=state, cannot=cannot, possible=_or(can))


def plan_refused(why: str, plan: str) -> str:
    """Why a plan or price cannot be had or changed, and what to do."""
    return tr(_PLAN_REFUSED[why], plan=plan or tr("the plan"))


def price_words(amount: int, currency: str, interval: str, count: int, uses: int | None = None) -> str:
    """¥99.00 a month; ¥300.00 for 10 uses; ¥1,980.00 once."""
    sum_ = money(amount, currency)
    if interval == "month":
        return (
            tr("{sum} a month", sum=sum_) if count == 1 else tr("{sum} every {n} months", sum=sum_, n=count)
        )
    if interval == "year":
        return tr("{sum} a year", sum=sum_) if count == 1 else tr("{sum} every {n} years", sum=sum_, n=count)
    if interval == "use":
        return tr("{sum} for {uses}", sum=sum_, uses=tr_many("1 use", "{n} uses", uses or 0))
    return tr("{sum} once", sum=sum_)


def monthly_words(totals: Mapping[str, int]) -> str:
    """MRR, each currency by itself; a dash for none."""
    said = [money(amount, currency) for currency, amount in sorted(totals.items()) if amount]
    return tr(", ").join(said) or "–"


def event_words(kind: str, why: str = "") -> str:
    """What happened to a subscription, and why where a code or somebody's words say so."""
    said = tr(EVENTS[kind]) if kind in EVENTS else kind
    reason = tr(REASONS[why]) if why in REASONS else why
    return tr("{did}: {what}", did=said, what=reason) if reason else said


def _or(words: list[str]) -> str:
    return (
        words[0]
        if len(words) == 1
        else tr("{these} or {last}", these=tr(", ").join(words[:-1]), last=words[-1])
    )


_TO_DO = {
    "past_due": tr_noop("Ask for the payment, or record it"),
    "unpaid": tr_noop("Ask for the payment, or end it"),
    "renews": tr_noop("Renews: tell what will be due"),
    "ends": tr_noop("Ends: ask why, offer to stay"),
    "expires": tr_noop("Runs out: offer the next one"),
    "card_ends": tr_noop("The card ends before the next payment: ask for another"),
}
_WIN_BACK, _OVERRUN, _FAILED = (
    tr_noop("Ended: {why}. Write to them"),
    tr_noop("Used {n} more often than bought: sell another, or let it be"),
    tr_noop("The charge failed ({why}): ask for another way to pay"),
)


def item_words(which: str, why: str, left: int | None) -> str:
    """What is to be done about one line of a work list."""
    if which == "overrun":
        return tr(_OVERRUN, n=-(left or 0))
    if which == "win_back":
        return tr(_WIN_BACK, why=tr(REASONS[why]) if why in REASONS else why or tr(REASONS["asked"]))
    if which == "failed":
        return tr(_FAILED, why=why or "–")
    return tr(_TO_DO[why]) if why in _TO_DO else why


def proration_words(shown: Any, zone: str) -> list[str]:
    """What a change costs or gives back, in sentences; shown before it is applied. shown: a proration.Proration."""

    def sum_(amount: int) -> str:
        return money(amount, shown.currency)

    if not (shown.charged or shown.unused):
        return [tr("Nothing is to be paid now.")]
    said = [
        tr("{left} of {days} days are left of this period; {sum} of the old price goes back.",
           left=shown.days_left, days=shown.days, sum=sum_(shown.unused)),
        tr("The new price for a whole period from today: {sum}.", sum=sum_(shown.charged))
        if shown.new_period
        else tr("The new price for those days: {sum}.", sum=sum_(shown.charged)),
    ]  # fmt: skip
    if shown.due > 0:
        said.append(tr("To pay now: {sum}.", sum=sum_(shown.due)))
    elif shown.due < 0:
        said.append(tr("{sum} is taken off the next orders.", sum=sum_(-shown.due)))
    else:
        said.append(tr("Nothing is to be paid now."))
    said.append(tr("The period ends on {day}.", day=day(shown.period_ends_at, zone)))
    return said


def standing_words(row: Any, zone: str) -> list[str]:
    """How a subscription stands: price, what comes next and when, what is due, uses left. row: a SubscriptionRow."""
    said = [price_words(row.amount, row.currency, row.interval, row.interval_count, row.uses)]
    said += _next_words(row, zone)
    if row.due:
        said.append(tr("{sum} to pay by {day}", sum=money(row.due, row.currency), day=day(row.due_at, zone)))
    if row.left is not None:
        said.append(
            tr("{uses} left", uses=tr_many("1 use", "{n} uses", row.left))
            if row.left >= 0
            else tr("Used {n} more often than bought", n=-row.left)
        )
    if row.credit:
        said.append(tr("{sum} is taken off the next orders.", sum=money(row.credit, row.currency)))
    if row.next_amount is not None:
        said.append(
            tr(
                "From the next period on: {plan}, {sum}",
                plan=row.next_plan,
                sum=money(row.next_amount, row.currency),
            )
        )
    return said


def _next_words(row: Any, zone: str) -> list[str]:
    if row.status == "canceled":
        reason = tr(REASONS[row.end_reason]) if row.end_reason in REASONS else row.end_reason
        return [tr("Ended on {day}: {why}", day=day(row.ended_at, zone), why=reason)]
    if row.status == "paused":
        return [
            tr("Resumes on {day}", day=day(row.resumes_at, zone))
            if row.resumes_at
            else tr("Paused until you resume it")
        ]
    if row.status == "past_due" and row.grace_ends_at:
        return [tr("Gives its benefits until {day}", day=day(row.grace_ends_at, zone))]
    if row.status == "unpaid":
        return [tr("Gives nothing until it is paid")]
    if row.status == "incomplete":
        return [tr("Begins when it is paid")]
    if row.period_ends_at is None:
        return [tr("Holds for ever")] if row.left is None else []
    ends = day(row.period_ends_at, zone)
    if row.cancel_at_period_end:
        return [tr("Ends on {day}, as asked", day=ends)]
    if row.status == "trialing":
        return [tr("Trial until {day}", day=ends)]
    return [
        tr("Renews on {day}", day=ends)
        if row.interval in ("month", "year")
        else tr("Valid until {day}", day=ends)
    ]


_STEPS = {
    "end_trial": (tr_noop("1 trial ended"), tr_noop("{n} trials ended")),
    "renew": (tr_noop("1 renewed"), tr_noop("{n} renewed")),
    "fall_due": (tr_noop("1 fell past due"), tr_noop("{n} fell past due")),
    "lose_grace": (tr_noop("1 became unpaid"), tr_noop("{n} became unpaid")),
    "give_up": (tr_noop("1 ended unpaid"), tr_noop("{n} ended unpaid")),
    "let_go": (tr_noop("1 never paid was ended"), tr_noop("{n} never paid were ended")),
    "resume": (tr_noop("1 resumed"), tr_noop("{n} resumed")),
    "end": (tr_noop("1 ended as asked"), tr_noop("{n} ended as asked")),
    "used_up": (tr_noop("1 pass was used up"), tr_noop("{n} passes were used up")),
    "expire": (tr_noop("1 expired"), tr_noop("{n} expired")),
    "paid": (tr_noop("1 was paid on another device"), tr_noop("{n} were paid on another device")),
}


def run_words(steps: Mapping[str, int], asked: Mapping[str, int], used: int, dry: bool = False) -> list[str]:
    """What a renewal run did, or would do."""
    said = [_counted(*_STEPS[step], count) for step, count in steps.items() if step in _STEPS and count]
    if used:
        said.append(
            tr_many("1 use taken up from other devices", "{n} uses taken up from other devices", used)
        )
    if not said:
        return [tr("Nothing is due.")]
    lines = [tr(", ").join(said)]
    if asked:
        sums = tr(", ").join(money(amount, currency) for currency, amount in sorted(asked.items()))
        lines.append(tr("Orders made: {sum}", sum=sums))
    if dry:
        lines.append(tr("Nothing was changed: this is what a run would do."))
    return lines


def _counted(one: str, many: str, n: int) -> str:
    return tr(one) if n == 1 else tr(many, n=f"{n:,}")
