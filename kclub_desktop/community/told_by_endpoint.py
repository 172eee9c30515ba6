"""What an endpoint tells of money and plans that it handles, beyond paid and failed (payments.py): refunded, disputed,
cancelled there, kept after all, a card that ends.

Whichever adapter hears of it calls these. All that is written follows from the endpoint's own number of what happened, so
that told twice, in the wrong order or to two devices, it is one. A refusal writes nothing: the adapter sets it aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kclub_desktop.community import contact, payments, subscription_orders
from kclub_desktop.community.mrr import share
from kclub_desktop.community.subscription_moves import load, make, note
from kclub_desktop.community.subscription_states import RUNNING, Move
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_money import UnknownPayment
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Payment, Subscription, SubscriptionEvent
from kclub_protocol.ids import derived_id

CARD = "card_ends"
"""Kind of the fact that says when a card ends; its why is the month, as 2027-08."""
_ENDING = ("cancel_asked", "cancel_withdrawn", "ended")


@dataclass(frozen=True)
class Told:
    """Something that happened there. endpoint: as Payment.gateway; number: its own number of it; at: UTC seconds, when."""

    endpoint: str
    number: str
    at: int

    def row(self, table: str, *more: str) -> int:
        """The id of the row that says so here."""
        return derived_id(table, "told", self.endpoint, self.number, *more)


def refunded(library: Library, told: Told, payment: str, amount: int, why: str = "") -> int:
    """So much of a payment, by its number there, was given back there; the fact's id.

    Raises UnknownPayment, AmountRefused: more_than_paid, nothing_left, where somebody wrote it down by hand before.
    """
    row = told.row("payment")
    with library.write(Op.REFUND_PAYMENT):
        if rows.get(library, Payment, row) is None:
            payments.refund(
                library, _paid(library, told.endpoint, payment), amount, why, at=told.at, reference=told.number, row=row
            )  # fmt: skip
    return row


def disputed(library: Library, told: Told, payment: str, amount: int, why: str = "") -> int:
    """The payer's bank took the money back until it is decided; told.number: of the dispute. Raises as refunded."""
    return refunded(library, told, payment, amount, why or "dispute")


def dispute_won(library: Library, told: Told) -> None:
    """The money of the dispute with that number is the community's again, and what it had paid for is open. Harmless twice.

    Raises UnknownPayment for a dispute that was not told.
    """
    row = told.row("payment")
    payments.correct(library, row, at=told.at, row=told.row("payment", "won"))


def dispute_lost(library: Library, told: Told) -> None:
    """The money of the dispute with that number stays away: the subscription it had paid for ends. Raises as dispute_won."""
    kept = rows.get(library, Payment, told.row("payment"))
    if kept is None:
        raise UnknownPayment(told.number)
    if kept.subscription is not None:
        _end(library, told, int(kept.subscription), "disputed")


def cancelled(
    library: Library, told: Told, subscription: int, *, at_period_end: bool = False, why: str = ""
) -> None:
    """It was cancelled there, at once or for the end of its period. Harmless for what is over, or was told later news.

    Raises UnknownSubscription, MoveRefused, FieldRefused.
    """
    why = contact.text("why", why)
    if not at_period_end:
        _end(library, told, subscription, "endpoint", why)
        return
    with library.write(Op.EDIT_SUBSCRIPTION):
        found = load(library, subscription)
        if _is_news(library, told, found) and not found.cancel_at_period_end:
            make(
                library, found, Move.CANCEL_LATER, "cancel_asked", at=told.at, fact={**_fact(told), "why": why},
                cancel_at_period_end=1, canceled_at=told.at,
            )  # fmt: skip


def kept_after_all(library: Library, told: Told, subscription: int) -> None:
    """The wish to end it was taken back there. Harmless where there is none. Raises UnknownSubscription, MoveRefused."""
    with library.write(Op.EDIT_SUBSCRIPTION):
        found = load(library, subscription)
        if _is_news(library, told, found) and found.cancel_at_period_end:
            make(
                library, found, Move.KEEP, "cancel_withdrawn", at=told.at, fact=_fact(told), cancel_at_period_end=0,
                canceled_at=None,
            )  # fmt: skip


def card_ends(library: Library, told: Told, subscription: int, month: str) -> None:
    """The card that pays it ends with a month, as 2027-08; told again with a later one when it was replaced.

    Nothing moves by that: it is on the list of what ends soon while it would end before the period does (worklists.py).
    Raises UnknownSubscription, FieldRefused.
    """
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        raise FieldRefused("month", "month", month) from None
    with library.write(Op.EDIT_SUBSCRIPTION):
        found, fact = load(library, subscription), _fact(told)
        if str(found.status) in RUNNING and rows.get(library, SubscriptionEvent, fact["id"]) is None:
            note(library, found, CARD, at=told.at, before=share(found), why=month, **fact)


def _end(library: Library, told: Told, subscription: int, reason: str, why: str = "") -> None:
    with library.write(Op.EDIT_SUBSCRIPTION):
        found = load(library, subscription)
        if not _is_news(library, told, found):
            return
        make(
            library, found, Move.END, "ended", at=told.at, fact={**_fact(told), "why": why or reason}, ended_at=told.at,
            canceled_at=told.at if found.canceled_at is None else found.canceled_at, end_reason=reason,
            grace_ends_at=None, resumes_at=None,
        )  # fmt: skip
        subscription_orders.cancel_open(library, subscription, told.at)


def _is_news(library: Library, told: Told, found: Subscription) -> bool:
    """Does it run, and has nothing been said of its end after that moment, nor this very thing?"""
    marks = ", ".join("?" * len(_ENDING))
    known = library.value(
        f"SELECT 1 FROM subscription_event WHERE id = ? OR (subscription = ? AND at > ? AND kind IN ({marks}))",
        (_fact(told)["id"], int(found.id), told.at, *_ENDING),
    )
    return str(found.status) in RUNNING and not known


def _fact(told: Told) -> dict[str, Any]:
    return {"id": told.row("subscription_event")}


def _paid(library: Library, endpoint: str, number: str) -> int:
    """The payment with that number there. Raises UnknownPayment, for several too."""
    found = library.rows(
        "SELECT id FROM payment WHERE gateway = ? AND reference = ? AND kind = 'payment' LIMIT 2",
        (endpoint, number),
    )
    if len(found) != 1:
        raise UnknownPayment(number)
    return int(found[0][0])
