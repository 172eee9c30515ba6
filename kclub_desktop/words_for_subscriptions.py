"""Words for plans, prices and subscriptions, for every face: states, moves, refusals, what a price is, what happened."""

from __future__ import annotations

from collections.abc import Mapping

from kclub_desktop.errors import MoveRefused
from kclub_desktop.words import tr, tr_code, tr_many, tr_noop
from kclub_desktop.words_for_values import money

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
}
REASONS = {
    "asked": tr_noop("cancelled"),
    "unpaid": tr_noop("not paid"),
    "never_paid": tr_noop("never paid"),
    "used_up": tr_noop("used up"),
    "expired": tr_noop("expired"),
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
    state = tr_code(_IN_STATE, error.state, "This subscription is in a state this version does not know")
    cannot = tr_code(_CANNOT, error.move, "this cannot be done")
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
