"""Money in words: an order's state, methods of payment, kinds of paper, and why an amount, an order or a coupon is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kclub_desktop.words import tr, tr_code, tr_many, tr_noop
from kclub_desktop.words_for_values import money

if TYPE_CHECKING:
    from kclub_desktop import errors_of_money

STATUS = {
    "open": tr_noop("Unpaid"),
    "part": tr_noop("Partly paid"),
    "overdue": tr_noop("Overdue"),
    "paid": tr_noop("Paid"),
    "refunded": tr_noop("Refunded"),
    "cancelled": tr_noop("Cancelled"),
}
TONES = {
    "open": "accent",
    "part": "accent",
    "overdue": "bad",
    "paid": "good",
    "refunded": "",
    "cancelled": "warn",
}
METHODS = {
    "cash": tr_noop("Cash"),
    "transfer": tr_noop("Bank transfer"),
    "card": tr_noop("Card terminal"),
    "wechat": tr_noop("WeChat Pay"),
    "alipay": tr_noop("Alipay"),
    "link": tr_noop("Payment link"),
    "other": tr_noop("Other way"),
}
FACTS = {
    "payment": tr_noop("Payment"),
    "refund": tr_noop("Refund"),
    "correction": tr_noop("Correction"),
}
PAPERS = {
    "receipt": tr_noop("Receipt"),
    "refund": tr_noop("Refund receipt"),
    "invoice": tr_noop("Invoice"),
    "void": tr_noop("Void receipt"),
}
AGES = {
    "not_due": tr_noop("Not due yet"),
    "to_30": tr_noop("1–30 days"),
    "to_60": tr_noop("31–60 days"),
    "to_90": tr_noop("61–90 days"),
    "older": tr_noop("Over 90 days"),
}
_ORDER = {
    "empty": tr_noop("An order needs at least one line."),
    "currencies": tr_noop("{what} is priced in another currency. Put it in an order of its own."),
    "currency": tr_noop("{what} is no currency. Write its code, like CNY or USD."),
    "below_zero": tr_noop("More would be taken off than it costs. Nothing was written."),
    "quantity": tr_noop("{what}: the number of pieces goes from 1 to 10,000."),
    "cancelled": tr_noop("Order {what} is cancelled. Bring it back by undo, or place a new one."),
    "not_sold": tr_noop("{what} is not on sale now."),
    "method": tr_noop("{what} is no way to pay. Choose cash, transfer, card, wechat, alipay, link or other."),
    "reference": tr_noop("A payment with the number {what} is there already, with another amount."),
}
_COUPON = {
    "unknown": tr_noop("There is no coupon {code}."),
    "off": tr_noop("Coupon {code} was stopped."),
    "not_yet": tr_noop("Coupon {code} does not hold yet."),
    "over": tr_noop("Coupon {code} has ended."),
    "used_up": tr_noop("Coupon {code} is used up."),
    "used_by_member": tr_noop("This member has used coupon {code} as often as they may."),
    "currency": tr_noop("Coupon {code} is in another currency than the order."),
    "nothing_fits": tr_noop("Coupon {code} holds for nothing in this order."),
    "taken": tr_noop("There is a coupon {code} already. Choose another code."),
    "percent": tr_noop("Coupon {code} needs either a percentage up to 100 or an amount."),
    "empty": tr_noop("A coupon needs a code."),
    "days": tr_noop("The last day of coupon {code} is before its first."),
    "in_use": tr_noop(
        "Coupon {code} was used, so what it takes off and for what stays. Stop it and make a new one."
    ),
}
COUPON_STATES = {
    "holds": (tr_noop("Valid"), "good"),
    "not_yet": (tr_noop("Begins later"), "accent"),
    "over": (tr_noop("Ended"), ""),
    "used_up": (tr_noop("Used up"), "warn"),
    "off": (tr_noop("Stopped"), ""),
}
"""State of a coupon -> (words, tone of its pill)."""
_RECEIPT = {
    "nothing_paid": tr_noop("Nothing was paid on this order, so there is nothing to receipt."),
    "voided": tr_noop("Receipt {code} is voided already."),
    "is_void": tr_noop("{code} itself voids another receipt and stays."),
    "not_of_order": tr_noop("This payment belongs to another order."),
    "taken_back": tr_noop("This payment was corrected, so it gets no receipt."),
}
_LINK = {
    "none": tr_noop("No payment link is set. Enter yours in Settings, Money."),
    "address": tr_noop(
        "{link} is no payment link. It begins with https:// and may hold {{order}}, {{amount}} and {{currency}}."
    ),
    "nothing_due": tr_noop("Nothing is due on order {link}, so there is nothing to pay."),
}


def status_words(status: str) -> str:
    """The state of an order."""
    return tr_code(STATUS, status, "Unpaid")


def method_words(method: str) -> str:
    """A way to pay."""
    return tr_code(METHODS, method, "Other way") if method else ""


def fact_words(kind: str) -> str:
    """Payment, refund or correction."""
    return tr_code(FACTS, kind, "Payment")


def paper_words(kind: str) -> str:
    """A kind of paper."""
    return tr_code(PAPERS, kind, "Receipt")


def age_words(age: str) -> str:
    """How long something is overdue."""
    return tr_code(AGES, age, "Not due yet")


def overdue_words(days: int) -> str:
    """For how many days something should have been paid."""
    return tr_many("1 day overdue", "{n} days overdue", days)


def order_refused(error: errors_of_money.OrderRefused) -> str:
    """Why an order cannot be made or done with so."""
    said = _ORDER.get(error.why, _ORDER["empty"])
    return tr(said, what=error.what) if "{what}" in said else tr(said)


def amount_refused(error: errors_of_money.AmountRefused) -> str:
    """Why an amount does not fit."""
    if error.why == "more_than_paid":
        most = money(error.most, error.currency)
        return tr("At most {most} can be given back. Nothing was written.", most=most)
    if error.why == "nothing_left":
        return tr("Nothing is left to give back of this payment.")
    if error.why == "too_large":
        return tr("This amount is too large to be kept exactly.")
    return tr("An amount must be above zero.")


def coupon_refused(error: errors_of_money.CouponRefused) -> str:
    """Why a coupon does not hold."""
    said = _COUPON.get(error.why, _COUPON["unknown"])
    return tr(said, code=error.code) if "{code}" in said else tr(said)


def takes_off(kind: str, percent: int, amount: int, currency: str) -> str:
    """What a coupon takes off: 20%, or an amount."""
    return money(amount, currency) if kind == "amount" else f"{percent / 100:g}%"


def receipt_refused(error: errors_of_money.ReceiptRefused) -> str:
    """Why a receipt cannot be issued or voided."""
    said = _RECEIPT.get(error.why, _RECEIPT["nothing_paid"])
    return tr(said, code=error.code) if "{code}" in said else tr(said)


def link_refused(error: errors_of_money.LinkRefused) -> str:
    """Why a payment link cannot be offered."""
    said = _LINK.get(error.why, _LINK["none"])
    return tr(said, link=error.link) if "{link}" in said else tr(said)
