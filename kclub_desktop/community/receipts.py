"""Receipts: a paper for a payment or a refund, a bill for what is open, numbered without a gap; a mistake is voided by another.

Each device counts in a series of its own, so that two that cannot see each other never print one number twice. A copy that
was restored begins a new series at once: its old one may have gone on after the backup was made. What is printed is kept
with the receipt, so that it can be printed again just so. How it looks on paper is in ui/printing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from kclub_desktop.community import balances, contact, orders
from kclub_desktop.community.balances import Balance
from kclub_desktop.community.money_settings import settings
from kclub_desktop.errors_of_money import ReceiptRefused, UnknownPayment, UnknownReceipt
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Member, Order, Payment, Receipt
from kclub_desktop.words import current_language

RECEIPT, REFUND, INVOICE, VOID = "receipt", "refund", "invoice", "void"
_KEY_LETTERS = 4


@dataclass(frozen=True)
class PaperLine:
    """A line as it is printed; amounts in minor units. net of discount, tax as the paper's tax_included says."""

    title: str
    quantity: int
    unit_amount: int
    discount: int
    amount: int
    tax_rate: int
    tax: int


@dataclass(frozen=True)
class Paper:
    """All that is printed on a receipt. amount: what this paper is about, below zero for a refund; voids: a code."""

    kind: str
    language: str
    issuer: str
    address: str
    tax_number: str
    footer: str
    member: str
    email: str
    order: str
    ordered_at: int
    due_at: int | None
    lines: tuple[PaperLine, ...]
    currency: str
    total: int
    tax: int
    tax_included: bool
    tax_name: str
    paid: int
    given_back: int
    due: int
    amount: int
    method: str
    at: int
    zone: str
    note: str
    voids: str = ""
    link: str = ""


def issue(
    library: Library,
    order: int,
    *,
    payment: int | None = None,
    language: str = "",
    initiator: object | None = None,
) -> int:
    """Issue a receipt for one payment or refund of an order, or else for the whole: a bill while something is due, a receipt
    for what was paid after. Returns its id; the one that stands already is given again, never twice.

    language  of the paper; by default the member's, else the program's
    Raises UnknownOrder, UnknownPayment, ReceiptRefused: nothing_paid, not_of_order, taken_back.
    """
    with library.write(Op.ISSUE_RECEIPT, initiator=initiator):
        kept, account = orders.get(library, order), balances.of_order(library, order)
        fact = _fact(library, order, payment) if payment is not None else None
        kind, amount = _about(account, fact)
        known = _standing(library, order, payment, kind, amount)
        if known is not None:
            return known
        paper = _paper(library, kept, account, kind, amount, fact, language)
        return _number(library, kept, paper, payment, None)


def void(library: Library, receipt: int, why: str = "", *, initiator: object | None = None) -> int:
    """Say by another receipt that one does not hold; its number stays used. Returns the new one's id.

    Raises UnknownReceipt, ReceiptRefused: voided, is_void; FieldRefused.
    """
    why = contact.text("why", why)
    with library.write(Op.ISSUE_RECEIPT, initiator=initiator):
        kept = _receipt(library, receipt)
        if str(kept.kind) == VOID:
            raise ReceiptRefused("is_void", str(kept.code))
        if is_voided(library, receipt):
            raise ReceiptRefused("voided", str(kept.code))
        values = asdict(paper_of(library, receipt)) | {
            "kind": VOID, "amount": -int(kept.amount), "at": library.clock.now(), "note": why,
            "voids": str(kept.code), "link": "",
        }  # fmt: skip
        return _number(
            library,
            rows.get(library, Order, int(kept.order)) if kept.order is not None else None,
            _read(values),
            kept.payment,
            receipt,
        )


def is_voided(library: Library, receipt: int) -> bool:
    """Does another receipt say that this one does not hold?"""
    return bool(library.value("SELECT 1 FROM receipt WHERE voids = ?", (receipt,)))


def paper_of(library: Library, receipt: int) -> Paper:
    """What is printed on it. Raises UnknownReceipt, also for one whose words were erased."""
    kept = _receipt(library, receipt)
    if not kept.content:
        raise UnknownReceipt(str(kept.code))
    return _read(json.loads(str(kept.content)))


def find(library: Library, asked: str) -> int:
    """The receipt of a printed number or an id. Raises UnknownReceipt."""
    said = asked.strip()
    found = library.value("SELECT id FROM receipt WHERE code = ?", (said.upper(),))
    if found is None and said.lstrip("-").isdigit() and len(said) < 20:
        found = library.value("SELECT id FROM receipt WHERE id = ?", (int(said),))
    if found is None:
        raise UnknownReceipt(asked)
    return int(found)


def code_of(library: Library, receipt: int) -> str:
    """Its printed number. Raises UnknownReceipt."""
    return str(_receipt(library, receipt).code)


def series_now(library: Library) -> str:
    """The series in which this copy numbers now: its node, and a word of the restore while it is one."""
    node, restored = library.rows("SELECT node, restored_key FROM library_state")[0]
    return f"{node}X{restored[:_KEY_LETTERS].upper()}" if restored else str(node)


def _about(account: Balance, fact: Payment | None) -> tuple[str, int]:
    """What kind of paper it is, and its amount."""
    if fact is not None:
        return (RECEIPT if int(fact.amount) > 0 else REFUND), int(fact.amount)
    if account.due > 0:
        return INVOICE, account.due
    if account.net <= 0 and account.total > 0:
        raise ReceiptRefused("nothing_paid")
    return RECEIPT, account.net


def _fact(library: Library, order: int, payment: int) -> Payment:
    fact = rows.get(library, Payment, payment)
    if fact is None:
        raise UnknownPayment(str(payment))
    if fact.order != order:
        raise ReceiptRefused("not_of_order")
    corrected = library.value(
        "SELECT 1 FROM payment WHERE refunds = ? AND kind = 'correction' LIMIT 1", (payment,)
    )
    if str(fact.kind) == "correction" or corrected:
        raise ReceiptRefused("taken_back")
    return fact


def _standing(library: Library, order: int, payment: int | None, kind: str, amount: int) -> int | None:
    found = library.value(
        'SELECT id FROM receipt r WHERE "order" = ? AND payment IS ? AND kind = ? AND amount = ?'
        " AND NOT EXISTS (SELECT 1 FROM receipt v WHERE v.voids = r.id) ORDER BY id DESC LIMIT 1",
        (order, payment, kind, amount),
    )
    return None if found is None else int(found)


def _number(
    library: Library, order: Order | None, paper: Paper, payment: int | None, voids: int | None
) -> int:
    """Give it the next number of the series: no other process can, while this one writes."""
    series = series_now(library)
    last = library.value("SELECT coalesce(max(sequence), 0) FROM receipt WHERE series = ?", (series,))
    sequence, prefix = int(last) + 1, settings(library).receipt_prefix.upper()
    return rows.add(
        library, Receipt, code=f"{prefix}{series}-{sequence:05d}", series=series, sequence=sequence, kind=paper.kind,
        member=order.member if order is not None else None, order=order.id if order is not None else None,
        payment=payment, issued_at=library.clock.now(), amount=paper.amount, currency=paper.currency,
        content=json.dumps(asdict(paper), ensure_ascii=False), voids=voids,
    )  # fmt: skip


def _paper(
    library: Library,
    order: Order,
    account: Balance,
    kind: str,
    amount: int,
    fact: Payment | None,
    language: str,
) -> Paper:
    known, member = settings(library), rows.get(library, Member, int(order.member))
    spoken = language or (str(member.language) if member is not None else "") or current_language()
    return Paper(
        kind=kind, language=spoken, issuer=known.issuer or library.name, address=known.address,
        tax_number=known.tax_number, footer=known.footer, member=str(member.name) if member is not None else "",
        email=str(member.email) if member is not None else "", order=str(order.reference),
        ordered_at=int(order.ordered_at), due_at=order.due_at, lines=_lines(library, order),
        currency=str(order.currency), total=int(order.total), tax=int(order.tax),
        tax_included=bool(order.tax_included), tax_name=known.tax_name, paid=account.paid,
        given_back=account.given_back, due=account.due, amount=amount, method=str(fact.method) if fact else "",
        at=int(fact.paid_at) if fact else library.clock.now(), zone=library.zone,
        note=str(fact.why) if fact else "", link=_link(library, int(order.id)) if kind == INVOICE else "",
    )  # fmt: skip


def _lines(library: Library, order: Order) -> tuple[PaperLine, ...]:
    found = orders.lines_of(library, int(order.id))
    if not found:
        # Of a version that knew no lines: the order is for the one thing it names.
        title = library.value(
            "SELECT coalesce((SELECT title FROM course WHERE id = ?), (SELECT title FROM event WHERE id = ?), ?)",
            (order.course, order.event, str(order.reference)),
        )
        total = int(order.total)
        return (PaperLine(str(title), 1, total, 0, total, 0, int(order.tax)),)
    return tuple(
        PaperLine(
            str(line.title), int(line.quantity), int(line.unit_amount), int(line.discount),
            int(line.quantity) * int(line.unit_amount) - int(line.discount), int(line.tax_rate), int(line.tax),
        )
        for line in found
    )  # fmt: skip


def _link(library: Library, order: int) -> str:
    found = library.value(
        "SELECT url FROM checkout WHERE \"order\" = ? AND status = 'open' AND deleted_at IS NULL ORDER BY id DESC",
        (order,),
    )
    return str(found or "")


def _receipt(library: Library, receipt: int) -> Receipt:
    kept = rows.get(library, Receipt, receipt)
    if kept is None:
        raise UnknownReceipt(str(receipt))
    return kept


def _read(values: dict[str, Any]) -> Paper:
    known = {name: values[name] for name in Paper.__dataclass_fields__ if name in values}
    lines = tuple(line if isinstance(line, PaperLine) else PaperLine(**line) for line in known["lines"])
    return Paper(**(known | {"lines": lines}))
