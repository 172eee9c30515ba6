"""`kclub coupon …`: price reductions: listed with their uses, made, stopped."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, books_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr
from kclub_desktop.words_for_values import NOTHING, money

app = typer.Typer(help="Coupons: price reductions with limits and dates.", no_args_is_help=True)


@app.command("list")
def list_(library: LibraryFolder, json: JsonFlag = False) -> None:
    """List the coupons with how often each was used, and those used more often than they may be."""
    from kclub_desktop.community import coupons

    with in_words(json), books_of(library) as opened:
        found, over = coupons.listed(opened), coupons.overruns(opened)
    if json:
        say_json(
            {
                "coupons": [asdict(one) | {"id": str(one.id)} for one in found],
                "overruns": [asdict(one) for one in over],
            }
        )
        return
    lines = [
        (
            one.code, one.name, money(one.amount, one.currency) if one.kind == "amount" else f"{one.percent / 100:g}%",
            f"{one.used} / {one.use_limit if one.use_limit is not None else NOTHING}",
            tr("holds") if one.active else tr("stopped"),
        )
        for one in found
    ]  # fmt: skip
    say_table("", [tr("Code"), tr("Called"), tr("Takes off"), tr("Used"), tr("Status")], lines)
    for each in over:
        say(
            tr(
                "Coupon {code} was used {used} of {limit} times.",
                code=each.code,
                used=each.used,
                limit=each.limit,
            )
        )


@app.command()
def add(
    code: Annotated[str, typer.Argument(metavar="CODE", help="What members say or type.")],
    library: LibraryFolder,
    percent: Annotated[float, typer.Option(min=0, max=100, help="Takes off so many percent.")] = 0,
    amount: Annotated[str, typer.Option(help="Takes off this amount, as 50.00.")] = "",
    currency: Annotated[str, typer.Option(help="Of the amount; the community's own otherwise.")] = "",
    name: Annotated[str, typer.Option(help="What it is for.")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="Uses in all.")] = None,
    per_member: Annotated[int, typer.Option(min=0, help="Uses by one member; 0 for any number.")] = 1,
    course: Annotated[str, typer.Option(metavar="COURSE", help="Only for this course.")] = "",
    plan: Annotated[str, typer.Option(metavar="PLAN", help="Only for this plan.")] = "",
    periods: Annotated[
        int, typer.Option(min=0, help="Periods of a subscription it is taken off; 0 for all of them.")
    ] = 1,
    since: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, as 2026-01-31.")] = "",
    until: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day.")] = "",
    json: JsonFlag = False,
) -> None:
    """Make a coupon that takes off a percentage or an amount."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.cli.figures import find_course
    from kclub_desktop.community import coupons, plan_list

    with in_words(json), books_of(library) as opened:
        spoken = currency.upper() or opened.currency
        coupon = coupons.add(
            opened, code, percent=round(percent * 100),
            amount=money_words.read_amount(amount, spoken) if amount else 0, currency=spoken if amount else "",
            name=name, use_limit=limit, per_member=per_member or None,
            course=find_course(opened, course)[0] if course else None,
            plan=plan_list.find_plan(opened, plan)[0] if plan else None, periods=periods,
            starts_at=money_words.read_day(since, opened), ends_at=money_words.read_day(until, opened, end=True),
        )  # fmt: skip
    if json:
        say_json({"id": str(coupon), "code": code.strip().upper()})
    else:
        say(tr("Coupon {code} is made.", code=code.strip().upper()))


@app.command()
def stop(
    code: Annotated[str, typer.Argument(metavar="CODE")], library: LibraryFolder, json: JsonFlag = False
) -> None:
    """Stop a coupon; orders that used it keep it. `kclub undo` takes it back."""
    from kclub_desktop.community import coupons

    with in_words(json), books_of(library) as opened:
        coupon = coupons.find(opened, code)
        coupons.set_active(opened, coupon, False)
    if json:
        say_json({"id": str(coupon), "active": False})
    else:
        say(tr("Coupon {code} is stopped.", code=code.strip().upper()))
