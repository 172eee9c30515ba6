"""`kclub coupon …`: price reductions: listed with their uses, made, changed, stopped."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kclub_desktop.cli.data import LibraryFolder, books_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr
from kclub_desktop.words_for_money import COUPON_STATES, takes_off
from kclub_desktop.words_for_values import NOTHING, day, money

if TYPE_CHECKING:
    from kclub_desktop.community.coupon_list import CouponRow

app = typer.Typer(help="Coupons: price reductions with limits and dates.", no_args_is_help=True)


@app.command("list")
def list_(library: LibraryFolder, json: JsonFlag = False) -> None:
    """List the coupons with how often each was used, and those used more often than they may be."""
    from kclub_desktop.community import coupon_list, coupons

    with in_words(json), books_of(library) as opened:
        found, over, now = coupon_list.listed(opened), coupons.overruns(opened), opened.clock.now()
    if json:
        rows = [asdict(one) | {"id": str(one.id), "state": one.state(now)} for one in found]
        say_json({"coupons": rows, "overruns": [asdict(one) for one in over]})
        return
    lines = [
        (
            one.code, one.name, takes_off(one.kind, one.percent, one.amount, one.currency), _times(one),
            tr(COUPON_STATES[one.state(now)][0]),
        )
        for one in found
    ]  # fmt: skip
    say_table("", [tr("Coupon code"), tr("Called"), tr("Takes off"), tr("Used"), tr("Status")], lines)
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
            opened, code, percent=_hundredths(percent),
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
def edit(
    code: Annotated[str, typer.Argument(metavar="CODE")],
    library: LibraryFolder,
    name: Annotated[str | None, typer.Option(help="What it is for.")] = None,
    percent: Annotated[float | None, typer.Option(min=0, max=100, help="Takes off so many percent.")] = None,
    amount: Annotated[str | None, typer.Option(help="Takes off this amount, as 50.00.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="Uses in all; 0 for any number.")] = None,
    per_member: Annotated[
        int | None, typer.Option(min=0, help="Uses by one member; 0 for any number.")
    ] = None,
    periods: Annotated[
        int | None, typer.Option(min=0, help="Periods of a subscription it is taken off; 0 for all of them.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="First day, as 2026-01-31; '' for none.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day; '' for none.")] = None,
    json: JsonFlag = False,
) -> None:
    """Change a coupon. Once it was used, what it takes off stays; its name, limits and days do not."""
    from kclub_desktop.cli import money_words
    from kclub_desktop.community import coupon_terms, coupons

    with in_words(json), books_of(library) as opened:
        coupon = coupons.find(opened, code)
        wanted = coupon_terms.terms_of(opened, coupon)
        if percent is not None:
            wanted = replace(wanted, percent=_hundredths(percent), amount=0, currency="")
        if amount is not None:
            spoken = wanted.currency or opened.currency
            wanted = replace(
                wanted, amount=money_words.read_amount(amount, spoken), currency=spoken,
                percent=wanted.percent if percent is not None else 0,
            )  # fmt: skip
        if name is not None:
            wanted = replace(wanted, name=name)
        if periods is not None:
            wanted = replace(wanted, periods=periods)
        if limit is not None:
            wanted = replace(wanted, use_limit=limit or None)
        if per_member is not None:
            wanted = replace(wanted, per_member=per_member or None)
        if since is not None:
            wanted = replace(wanted, starts_at=money_words.read_day(since, opened))
        if until is not None:
            wanted = replace(wanted, ends_at=money_words.read_day(until, opened, end=True))
        coupon_terms.edit(opened, coupon, wanted)
    if json:
        say_json({"id": str(coupon), "code": wanted.code})
    else:
        say(tr("Coupon {code} is changed.", code=wanted.code))


@app.command()
def show(
    code: Annotated[str, typer.Argument(metavar="CODE")], library: LibraryFolder, json: JsonFlag = False
) -> None:
    """Show a coupon's terms, what it took off in all, and the orders that used it, newest first."""
    from kclub_desktop.community import coupon_list, coupons

    with in_words(json), books_of(library) as opened:
        found = coupon_list.details(opened, coupons.find(opened, code))
        now, zone = opened.clock.now(), opened.zone
    assert found is not None, "it was found by its code"
    row, terms = found.row, found.terms
    if json:
        say_json(
            {
                **asdict(row), "id": str(row.id), "state": row.state(now), "periods": terms.periods,
                "things": found.things, "given": found.given,
                "uses": [
                    asdict(use) | {"order": str(use.order), "member": str(use.member or "")} for use in found.uses
                ],
            }
        )  # fmt: skip
        return
    off = takes_off(row.kind, row.percent, row.amount, row.currency)
    say(f"{row.code} · {off} · {tr(COUPON_STATES[row.state(now)][0])}")
    for words, value in (
        (tr("Called"), row.name),
        (tr("Holds for"), tr(", ").join(found.things) or tr("Everything")),
        (tr("Used"), _times(row)),
        (tr("Taken off in all"), tr(", ").join(money(amount, of) for of, amount in found.given.items())),
    ):
        if value:
            say(f"{words}: {value}")
    if found.uses:
        lines = [
            (
                day(use.used_at, zone),
                use.reference,
                use.name or tr("No name"),
                money(use.amount, use.currency),
            )
            for use in found.uses
        ]
        say_table("", [tr("Day"), tr("Order"), tr("Member"), tr("Takes off")], lines)


@app.command()
def resume(
    code: Annotated[str, typer.Argument(metavar="CODE")], library: LibraryFolder, json: JsonFlag = False
) -> None:
    """Let a stopped coupon be used again."""
    _switch(code, library, json, True)


@app.command()
def stop(
    code: Annotated[str, typer.Argument(metavar="CODE")], library: LibraryFolder, json: JsonFlag = False
) -> None:
    """Stop a coupon; orders that used it keep it. `kclub undo` takes it back."""
    _switch(code, library, json, False)


def _switch(code: str, library: Path, json: bool, active: bool) -> None:
    from kclub_desktop.community import coupons

    with in_words(json), books_of(library) as opened:
        coupon = coupons.find(opened, code)
        coupons.set_active(opened, coupon, active)
    told = code.strip().upper()
    if json:
        say_json({"id": str(coupon), "active": active})
    elif active:
        say(tr("Coupon {code} can be used again.", code=told))
    else:
        say(tr("Coupon {code} is stopped.", code=told))


def _times(row: CouponRow) -> str:
    return f"{row.used} / {row.use_limit if row.use_limit is not None else NOTHING}"


def _hundredths(percent: float) -> int:
    """A percentage as it is kept; nothing of it is rounded away. Raises FieldRefused: percent."""
    from math import isclose

    from kclub_desktop.errors import FieldRefused

    if not 0 <= percent <= 100 or not isclose(percent * 100, round(percent * 100), abs_tol=1e-6):
        raise FieldRefused("percent", "percent", str(percent))
    return round(percent * 100)
