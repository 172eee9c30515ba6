"""What may be refused about orders, payments and receipts; as in errors.py, data only, no words."""

from __future__ import annotations

from dataclasses import dataclass

from kclub_desktop.errors import Refused


@dataclass(eq=False)
class MoneyNotHere(Refused):
    """This device sees no money: an owner has to allow it."""


@dataclass(eq=False)
class UnknownOrder(Refused):
    """No order fits what was asked for."""

    asked: str


@dataclass(eq=False)
class UnknownPayment(Refused):
    """No payment has that id."""

    asked: str


@dataclass(eq=False)
class UnknownReceipt(Refused):
    """No receipt fits what was asked for."""

    asked: str


@dataclass(eq=False)
class OrderRefused(Refused):
    """An order cannot be made or done with so. why: empty, currencies, currency, below_zero, quantity, cancelled, paid,
    not_sold, method, reference."""

    why: str
    what: str = ""


@dataclass(eq=False)
class AmountRefused(Refused):
    """An amount of money does not fit. why: not_positive, too_large, more_than_paid, nothing_left; most in minor units."""

    why: str
    amount: int
    currency: str
    most: int = 0


@dataclass(eq=False)
class CouponRefused(Refused):
    """A coupon does not hold here. why: unknown, off, not_yet, over, used_up, used_by_member, currency, nothing_fits,
    taken, percent, empty, days, in_use."""

    code: str
    why: str


@dataclass(eq=False)
class ReceiptRefused(Refused):
    """A receipt cannot be issued or voided. why: nothing_paid, voided, is_void, not_of_order, taken_back, nothing_due."""

    why: str
    code: str = ""


@dataclass(eq=False)
class LinkRefused(Refused):
    """A payment link cannot be offered. why: none, address, amount, nothing_due."""

    why: str
    link: str = ""
