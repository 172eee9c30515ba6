"""`kclub order …`: what was bought: listed, shown, placed, called off, and the link by which it is paid elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, books_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import day, money

if TYPE_CHECKING:
    from kclub_desktop.community.order_lines import Line
    from kclub_desktop.store import Library

app = typer.Typer(help="Orders: what members bought and what they still owe.", no_args_is_help=True)
OrderAsked = Annotated[str, typer.Argument(metavar="ORDER", help="Number or id of the order.")]
_STATES = "all, open, overdue, paid, refunded, cancelled"


@app.command("list")
def list_(
    library: LibraryFolder,
    state: Annotated[str, typer.Option(help=_STATES)] = "all",
    member: Annotated[str, typer.Option(metavar="MEMBER", help="E-mail or id of the member.")] = "",
    find: Annotated[str, typer.Option(metavar="TEXT", help="The beginning of a number, or a member.")] = "",
    since: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, as 2026-01-31.")] = "",
    until: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day.")] = "",
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all of them as CSV instead.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=ID_MOST, help="At most so many.")] = 200,
    json: JsonFlag = False,
) -> None:
    """List orders, the newest first, with what is due on each."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.cli.figures import find_member
    from kclub_desktop.community import following, order_list

    if state not in order_list.STATES:
        raise typer.BadParameter(_STATES)
    with in_words(json), books_of(library) as opened:
        following.settle(opened)
        wanted = order_list.Wanted(
            text=find, state=state, member=find_member(opened, member)[0] if member else None,
            start=money_words.read_day(since, opened), end=money_words.read_day(until, opened, end=True),
        )  # fmt: skip
        ids = order_list.order_ids(opened, wanted, order_list.Sort())
        if csv is not None:
            _csv(opened, csv, ids, json)
            return
        found = order_list.order_rows(opened, ids[:limit], opened.clock.now())
        zone = opened.zone
    if json:
        say_json({"count": len(ids), "orders": [money_words.row_data(row) for row in found]})
        return
    from kclub_desktop.words_for_money import status_words

    lines = [
        (
            row.reference, row.name, row.what, day(row.ordered_at, zone),
            money(row.balance.total, row.balance.currency),
            money(row.balance.due, row.balance.currency) if row.balance.due else "", status_words(row.state),
        )
        for row in found
    ]  # fmt: skip
    heads = [tr("Number"), tr("Member"), tr("What for"), tr("Ordered"), tr("Total"), tr("Due"), tr("Status")]
    say_table(tr("{n} orders", n=len(ids)), heads, lines)


@app.command()
def show(order: OrderAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Show an order with its lines, payments and receipts."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.community import order_list, orders

    with in_words(json), books_of(library) as opened:
        found = order_list.details(opened, orders.find(opened, order), opened.clock.now())
        zone = opened.zone
    assert found is not None
    if json:
        say_json(money_words.order_data(found))
        return
    from kclub_desktop.words_for_money import fact_words, method_words, status_words

    account = found.row.balance
    say(f"{found.row.reference} · {found.row.name} · {status_words(found.row.state)}")
    lines = [
        (
            str(line.title), int(line.quantity), money(int(line.unit_amount), account.currency),
            money(int(line.quantity) * int(line.unit_amount) - int(line.discount), account.currency),
        )
        for line in found.lines
    ]  # fmt: skip
    say_table("", [tr("What for"), tr("Pieces"), tr("Each"), tr("Amount")], lines)
    facts = [
        (
            str(one.payment.id), fact_words(str(one.payment.kind)), day(int(one.payment.paid_at), zone),
            method_words(str(one.payment.method)), money(int(one.payment.amount), account.currency),
        )
        for one in found.facts
    ]  # fmt: skip
    if facts:
        say_table("", ["ID", tr("Kind"), tr("Day"), tr("Way to pay"), tr("Amount")], facts)
    say(_stands(found.row.balance))
    for paper in found.papers:
        say(f"{paper.code}" + (f" · {tr('voided')}" if paper.voided else ""))


@app.command()
def add(
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id of the member.")],
    library: LibraryFolder,
    course: Annotated[
        list[str] | None, typer.Option(metavar="COURSE", help="Title or id; may be repeated.")
    ] = None,
    event: Annotated[
        list[str] | None, typer.Option(metavar="EVENT", help="Title or id; may be repeated.")
    ] = None,
    ticket: Annotated[
        list[int] | None,
        typer.Option(metavar="ID", min=-ID_MOST, max=ID_MOST, help="Id of a kind of ticket."),
    ] = None,
    item: Annotated[
        list[str] | None, typer.Option(metavar="TITLE=AMOUNT", help="Anything else, as “Book=45.00”.")
    ] = None,
    currency: Annotated[str, typer.Option(help="Code of the currency; the community's own otherwise.")] = "",
    coupon: Annotated[str, typer.Option(metavar="CODE", help="A coupon to use.")] = "",
    due: Annotated[str, typer.Option(metavar="DAY", help="Last day to pay, as 2026-01-31.")] = "",
    note: Annotated[str, typer.Option(help="What to remember of it.")] = "",
    paid: Annotated[str, typer.Option(metavar="METHOD", help="It is paid at once in this way.")] = "",
    json: JsonFlag = False,
) -> None:
    """Place an order; with --paid it is paid at once. Courses in it are open to the member once it is paid."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.cli.figures import find_member
    from kclub_desktop.community import coupons, order_list, orders, payments
    from kclub_desktop.store import Op

    with in_words(json), books_of(library) as opened:
        who, _name = find_member(opened, member)
        spoken = currency.upper() or opened.currency
        asked = {"course": course, "event": event, "ticket": ticket, "item": item}
        lines = _lines(opened, asked, spoken)
        until = money_words.read_day(due, opened, end=True)
        # Both or none: an order that was to be paid at once is no open one.
        with opened.write(Op.TAKE_PAYMENT if paid else Op.PLACE_ORDER):
            order = orders.place(
                opened, who, lines, currency=spoken, coupon=coupons.find(opened, coupon) if coupon else None,
                due_at=until - 1 if until is not None else None, note=note,
            )  # fmt: skip
            due_now = payments.balance(opened, order).due
            if paid and due_now:
                payments.pay(opened, order, due_now, paid)
        found = order_list.details(opened, order, opened.clock.now())
    assert found is not None
    if json:
        say_json(money_words.order_data(found))
    else:
        say(
            tr("Order {number} for {name}.", number=found.row.reference, name=found.row.name),
            _stands(found.row.balance),
        )


@app.command()
def cancel(
    order: OrderAsked,
    library: LibraryFolder,
    why: Annotated[str, typer.Option(help="Why; kept in the order's note.")] = "",
    json: JsonFlag = False,
) -> None:
    """Call an order off. What was paid on it is a credit that `kclub refund` gives back."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.community import order_list, orders

    with in_words(json), books_of(library) as opened:
        known = orders.find(opened, order)
        orders.cancel(opened, known, why)
        found = order_list.details(opened, known, opened.clock.now())
    assert found is not None
    if json:
        say_json(money_words.order_data(found))
    else:
        say(tr("Order {number} is cancelled.", number=found.row.reference), _stands(found.row.balance))


@app.command()
def link(
    order: OrderAsked,
    library: LibraryFolder,
    qr: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the QR code as .svg or .png.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Say the link by which what is due can be paid elsewhere, with its QR code. The link itself is set in Settings."""
    import segno

    from kclub_desktop.community import orders, payment_links
    from kclub_desktop.errors import FileThere

    with in_words(json), books_of(library) as opened:
        offered = payment_links.offer(opened, orders.find(opened, order))
        if qr is not None:
            if qr.exists():
                raise FileThere(str(qr))
            segno.make(offered.url, error="m").save(
                str(qr), scale=8, kind=qr.suffix.lstrip(".").lower() or "svg"
            )
    if json:
        say_json({"url": offered.url, "amount": offered.amount, "currency": offered.currency})
        return
    say(offered.url, money(offered.amount, offered.currency))
    if qr is None:
        segno.make(offered.url, error="m").terminal(compact=True)


def _lines(library: Library, asked: dict[str, Any], currency: str) -> list[Line]:
    from kclub_desktop.cli import money_words
    from kclub_desktop.cli.figures import find_course
    from kclub_desktop.community import order_lines
    from kclub_desktop.errors import FieldRefused

    now = library.clock.now()
    lines = [order_lines.course_line(library, find_course(library, one)[0]) for one in asked["course"] or ()]
    lines += [
        order_lines.event_line(library, money_words.find_event(library, one)) for one in asked["event"] or ()
    ]
    lines += [order_lines.ticket_line(library, one, now) for one in asked["ticket"] or ()]
    for one in asked["item"] or ():
        title, sign, amount = one.rpartition("=")
        if not sign:
            raise FieldRefused("item", "amount", one)
        lines.append(order_lines.Line(title, money_words.read_amount(amount, currency, "item")))
    return lines


def _stands(account: Any) -> str:
    if account.due:
        return tr("{amount} is due.", amount=money(account.due, account.currency))
    if account.credit:
        return tr("{amount} was paid too much.", amount=money(account.credit, account.currency))
    return tr("Nothing is due.")


def _csv(library: Library, file: Path, ids: Any, as_json: bool) -> None:
    from kclub_desktop.errors import FileThere
    from kclub_desktop.import_export.export_orders import export_orders

    if file.exists():
        raise FileThere(str(file))
    written = export_orders(library, file, ids)
    if as_json:
        say_json({"file": str(file), "rows": written})
    else:
        say(tr("{n} orders written to {file}", n=written, file=file))
