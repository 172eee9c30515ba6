"""`kclub pay`, `kclub refund` and `kclub day-end`: money in, money back, and what the drawer should hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kclub_desktop.cli.data import ID_MOST, LibraryFolder, books_of
from kclub_desktop.cli.orders import OrderAsked
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import NOTHING, money

_METHODS = "cash, transfer, card, wechat, alipay, link, other"
AmountSaid = Annotated[str, typer.Argument(metavar="AMOUNT", help="As 129.00, or “all”.")]


def add_to(app: typer.Typer) -> None:
    """Hang the commands of this file on the command line."""
    app.command("pay")(pay)
    app.command("refund")(refund)
    app.command("day-end")(day_end)


def pay(
    order: OrderAsked,
    amount: AmountSaid,
    method: Annotated[str, typer.Argument(metavar="METHOD", help=_METHODS)],
    library: LibraryFolder,
    reference: Annotated[
        str, typer.Option(help="Its number at the bank; said twice, the payment is kept once.")
    ] = "",
    failed: Annotated[bool, typer.Option("--failed", help="It did not come: a charge that failed.")] = False,
    json: JsonFlag = False,
) -> None:
    """Record that money came for an order, wholly or in part. More than is due becomes a credit."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.community import order_list, orders, payments

    with in_words(json), books_of(library) as opened:
        known = orders.find(opened, order)
        account = payments.balance(opened, known)
        sum_ = account.due if amount == "all" else money_words.read_amount(amount, account.currency)
        if failed:
            fact = payments.fail(opened, known, reference, amount=sum_)
        else:
            fact = payments.pay(opened, known, sum_, method, reference=reference)
        found = order_list.details(opened, known, opened.clock.now())
    assert found is not None
    account = found.row.balance
    if json:
        say_json({"payment": str(fact), "amount": sum_, **money_words.order_data(found)})
        return
    words = (
        tr("{amount} did not come for order {number}.")
        if failed
        else tr("{amount} taken for order {number}.")
    )
    say(words.format(amount=money(sum_, account.currency), number=found.row.reference))
    say(
        tr("{amount} is due.", amount=money(account.due, account.currency))
        if account.due
        else tr("Nothing is due.")
    )


def refund(
    order: OrderAsked,
    amount: AmountSaid,
    library: LibraryFolder,
    why: Annotated[str, typer.Option(help="Why it goes back.")] = "",
    payment: Annotated[
        int | None,
        typer.Option(
            metavar="ID", min=-ID_MOST, max=ID_MOST, help="Of this payment; otherwise of the newest ones."
        ),
    ] = None,
    method: Annotated[str, typer.Option(help="By which way it goes; otherwise as it came.")] = "",
    json: JsonFlag = False,
) -> None:
    """Give money of an order back, wholly or in part; never more than came."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.community import order_list, orders, payments

    with in_words(json), books_of(library) as opened:
        known = orders.find(opened, order)
        account = payments.balance(opened, known)
        most = payments.refundable(opened, payment) if payment is not None else account.net
        sum_ = most if amount == "all" else money_words.read_amount(amount, account.currency)
        if payment is not None:
            facts = [payments.refund(opened, payment, sum_, why, method=method)]
        else:
            facts = payments.refund_order(opened, known, sum_, why, method=method)
        found = order_list.details(opened, known, opened.clock.now())
    assert found is not None
    if json:
        say_json({"refunds": [str(one) for one in facts], "amount": sum_, **money_words.order_data(found)})
        return
    words = tr(
        "{amount} given back of order {number}.",
        amount=money(sum_, account.currency),
        number=found.row.reference,
    )
    say(words)


def day_end(
    library: LibraryFolder,
    day: Annotated[str, typer.Argument(metavar="DAY", help="As 2026-01-31; today otherwise.")] = "",
    counted: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What is in the drawer now: kept as a count.")
    ] = "",
    currency: Annotated[str, typer.Option(help="Of the count; the community's own otherwise.")] = "",
    note: Annotated[str, typer.Option(help="What to remember of the count.")] = "",
    json: JsonFlag = False,
) -> None:
    """Say what came in and went out on a day by currency and way to pay, and what the cash drawer should hold."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.community import day_end as ends
    from kclub_desktop.words_for_money import method_words

    with in_words(json), books_of(library) as opened:
        asked = ends.read_day(day, opened)
        if counted:
            spoken = currency.upper() or opened.currency
            ends.count(opened, asked, money_words.read_amount(counted, spoken, "counted"), spoken, note=note)
        found = ends.day_end(opened, asked)
    if json:
        drawers = [asdict(one) | {"difference": one.difference} for one in found.drawers]
        say_json(
            {"day": found.day, "start": found.start, "end": found.end, "sums": [asdict(one) for one in found.sums],
             "net": found.net(), "drawers": drawers}
        )  # fmt: skip
        return
    lines = [
        (one.currency, method_words(one.method), *(money(each, one.currency) for each in
         (one.payments, one.refunds, one.corrections, one.net)))
        for one in found.sums
    ]  # fmt: skip
    heads = [tr("Currency"), tr("Way to pay"), tr("In"), tr("Given back"), tr("Corrected"), tr("Together")]
    say_table(found.day, heads, lines)
    drawers_shown = [
        (one.currency, money(one.opening, one.currency), money(one.cash, one.currency), money(one.expected, one.currency),
         NOTHING if one.counted is None else money(one.counted, one.currency),
         NOTHING if one.difference is None else money(one.difference, one.currency))
        for one in found.drawers
    ]  # fmt: skip
    heads = [tr("Cash"), tr("Before"), tr("That day"), tr("Expected"), tr("Counted"), tr("Difference")]
    if drawers_shown:
        say_table("", heads, drawers_shown)
