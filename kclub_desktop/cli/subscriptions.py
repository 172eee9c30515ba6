"""`kclub subscription …` and `kclub renew`: members' plans, and the run that does what fell due."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import LibraryFolder, books_of
from kclub_desktop.cli.say import JsonFlag, in_words, progress_bar, say, say_json, say_table
from kclub_desktop.words import tr, tr_many

if TYPE_CHECKING:
    from kclub_desktop.community.plan_list import SubscriptionRow
    from kclub_desktop.store import Library

app = typer.Typer(help="Members' plans: started, changed, paused, ended.", no_args_is_help=True)
MemberAsked = Annotated[str, typer.Argument(metavar="MEMBER", help="E-mail or id of the member.")]
SubscriptionAsked = Annotated[
    str,
    typer.Argument(
        metavar="SUBSCRIPTION", help="Its id; or the member's e-mail, if they have one that runs."
    ),
]
PriceAsked = Annotated[
    str,
    typer.Argument(
        metavar="PRICE", help="Its id; or the plan's name, or name/interval, where that names one."
    ),
]


def add_to(main: typer.Typer) -> None:
    """Hang `kclub renew` on the command line."""
    main.command("renew")(renew)


@app.command()
def show(member: MemberAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Show a member's subscriptions, and what happened to each."""
    from kclub_desktop.cli.figures import find_member
    from kclub_desktop.community import plan_list

    with in_words(json), books_of(library) as opened:
        who, name = find_member(opened, member)
        found = [plan_list.one(opened, row.id) for row in plan_list.of_member(opened, who)]
        zone = opened.zone
    if json:
        say_json([{**_data(told.row), "facts": [asdict(fact) for fact in told.facts]} for told in found])
        return
    if not found:
        say(tr("{name} has no plan.", name=name or member))
        return
    from kclub_desktop.words_for_subscriptions import event_words
    from kclub_desktop.words_for_values import day

    for told in found:
        _say_row(told.row, zone)
        say_table(
            "",
            [tr("Day"), tr("What happened")],
            [(day(f.at, zone), event_words(f.kind, f.why)) for f in told.facts],
        )


@app.command("list")
def list_(
    which: Annotated[
        str, typer.Argument(metavar="LIST", help="past_due, failed, trials, expiring, win_back or overrun.")
    ],
    library: LibraryFolder,
    json: JsonFlag = False,
) -> None:
    """List what is to be worked through: money that did not come, what ends soon, who left lately."""
    from kclub_desktop.community import worklists

    if which not in worklists.LISTS:
        raise typer.BadParameter(", ".join(worklists.LISTS))
    with in_words(json), books_of(library) as opened:
        found = worklists.listed(opened, which, opened.clock.now())
        zone = opened.zone
    if json:
        say_json([_as_texts(asdict(item)) for item in found])
        return
    from kclub_desktop.words_for_subscriptions import item_words, state_words
    from kclub_desktop.words_for_values import day, money

    lines = [
        (str(one.subscription), one.name, one.plan, state_words(one.status), day(one.at, zone),
         money(one.amount, one.currency), item_words(which, one.why, one.left))
        for one in found
    ]  # fmt: skip
    heads = [
        tr("Subscription"),
        tr("Member"),
        tr("Plan"),
        tr("Status"),
        tr("Day"),
        tr("Amount"),
        tr("What is to be done"),
    ]
    say_table(tr_many("1 subscription", "{n} subscriptions", len(found)), heads, lines)


@app.command()
def start(
    member: MemberAsked,
    price: PriceAsked,
    library: LibraryFolder,
    no_trial: Annotated[bool, typer.Option("--no-trial", help="Begin to pay at once.")] = False,
    coupon: Annotated[
        str, typer.Option(metavar="CODE", help="A coupon, taken off as many periods as it has.")
    ] = "",
    paid: Annotated[
        str, typer.Option(metavar="WAY", help="It is paid now: cash, transfer, card, wechat, alipay.")
    ] = "",
    json: JsonFlag = False,
) -> None:
    """Give a member a plan. Until its order is paid it is not active; a trial comes first where the price has one."""
    from kclub_desktop.cli.figures import find_member
    from kclub_desktop.community import coupons, payments, plan_list, subscriptions
    from kclub_desktop.store import Op

    with in_words(json), books_of(library) as opened:
        who, _name = find_member(opened, member)
        with opened.write(Op.SUBSCRIBE):
            made = subscriptions.start(
                opened, who, plan_list.find_price(opened, price), trial=not no_trial,
                coupon=coupons.find(opened, coupon) if coupon else None,
            )  # fmt: skip
            row = plan_list.one(opened, made).row
            if paid and row.order is not None:
                payments.pay(opened, row.order, row.due, paid)
        _tell(opened, made, json)


@app.command()
def change(
    subscription: SubscriptionAsked,
    price: PriceAsked,
    library: LibraryFolder,
    next_period: Annotated[
        bool, typer.Option("--next-period", help="From the next period on, without proration.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would cost or give back.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Change plan or price, now with proration by day, or from the next period on."""
    from kclub_desktop.community import plan_list, subscriptions
    from kclub_desktop.words_for_subscriptions import proration_words

    with in_words(json), books_of(library) as opened:
        found, wanted = _find(opened, subscription), plan_list.find_price(opened, price)
        if dry_run:
            shown = subscriptions.preview(opened, found, wanted)
        else:
            done = subscriptions.change(opened, found, wanted, now=not next_period)
            if done is None:
                _tell(opened, found, json)
                return
            shown = done
        zone = opened.zone
    if json:
        say_json({"subscription": str(found), "applied": not dry_run, **asdict(shown), "due": shown.due})
    else:
        say(*proration_words(shown, zone))


@app.command()
def pause(
    subscription: SubscriptionAsked,
    library: LibraryFolder,
    until: Annotated[
        str, typer.Option(metavar="DAY", help="It resumes by itself on this day, as 2026-12-31.")
    ] = "",
    json: JsonFlag = False,
) -> None:
    """Pause: it gives and costs nothing, and the days left of its period are kept."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.community import subscriptions

    with in_words(json), books_of(library) as opened:
        found = _find(opened, subscription)
        subscriptions.pause(opened, found, until=money_words.read_day(until, opened) if until else None)
        _tell(opened, found, json)


@app.command()
def resume(subscription: SubscriptionAsked, library: LibraryFolder, json: JsonFlag = False) -> None:
    """Go on after a pause."""
    from kclub_desktop.community import subscriptions

    with in_words(json), books_of(library) as opened:
        found = _find(opened, subscription)
        subscriptions.resume(opened, found)
        _tell(opened, found, json)


@app.command()
def cancel(
    subscription: SubscriptionAsked,
    library: LibraryFolder,
    now: Annotated[bool, typer.Option("--now", help="At once, not at the end of its period.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Take the cancellation back.")] = False,
    why: Annotated[str, typer.Option(help="In a few words.")] = "",
    json: JsonFlag = False,
) -> None:
    """End a subscription at the end of its period, or now; or take that back."""
    from kclub_desktop.community import subscriptions

    with in_words(json), books_of(library) as opened:
        found = _find(opened, subscription)
        if back:
            subscriptions.keep(opened, found)
        else:
            subscriptions.cancel(opened, found, now=now, why=why)
        _tell(opened, found, json)


def renew(
    library: LibraryFolder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    json: JsonFlag = False,
) -> None:
    """Do what fell due: trials that ended, renewals with their orders, grace that is over, pauses that end. Harmless twice."""
    from kclub_desktop.community import renewals
    from kclub_desktop.progress import Progress
    from kclub_desktop.words_for_subscriptions import run_words

    with in_words(json), books_of(library) as opened, progress_bar(tr("Renewing"), not json) as shown:
        done = renewals.run(opened, dry_run=dry_run, progress=Progress(shown))
    if json:
        say_json(
            {
                "dry_run": done.dry, "subscriptions": done.subscriptions,
                "steps": {str(step): count for step, count in done.steps.items()},
                "orders": [str(order) for order in done.orders], "asked": done.asked, "uses": done.uses,
                "corrected": done.corrected,
            }
        )  # fmt: skip
    else:
        say(*run_words({str(step): n for step, n in done.steps.items()}, done.asked, done.uses, done.dry))


def _find(library: Library, asked: str) -> int:
    from kclub_desktop.cli.figures import find_member
    from kclub_desktop.community import plan_list

    return plan_list.find_subscription(
        library, asked, find_member(library, asked)[0] if "@" in asked else None
    )


def _tell(library: Library, subscription: int, json: bool) -> None:
    from kclub_desktop.community import plan_list

    row = plan_list.one(library, subscription).row
    if json:
        say_json(_data(row))
    else:
        _say_row(row, library.zone)


def _say_row(row: SubscriptionRow, zone: str) -> None:
    from kclub_desktop.words_for_subscriptions import standing_words, state_words

    say(
        f"{row.id} · {row.plan_name} · {state_words(row.status)}",
        *(f"  {line}" for line in standing_words(row, zone)),
    )


def _data(row: SubscriptionRow) -> dict[str, Any]:
    return _as_texts(asdict(row))


def _as_texts(data: dict[str, Any]) -> dict[str, Any]:
    """Ids as texts: a script's numbers may be too small for them."""
    ids = ("id", "subscription", "member", "plan", "price", "next_price", "order")
    return {
        key: str(value) if key in ids and isinstance(value, int) else value for key, value in data.items()
    }
