"""`kclub plan …`: what memberships offer and cost. A price is replaced, never edited."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kclub_desktop.cli.data import LibraryFolder, books_of
from kclub_desktop.cli.say import JsonFlag, in_words, say, say_json, say_table
from kclub_desktop.words import tr

if TYPE_CHECKING:
    from kclub_desktop.community.plans import Wanted
    from kclub_desktop.store import Library

app = typer.Typer(help="Plans and prices of memberships.", no_args_is_help=True)
Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help="As 99, 99.00 or 99 CNY.")]
Currency = Annotated[str, typer.Option(help="ISO code; the community's own otherwise.")]
Every = Annotated[str, typer.Option("--every", help="month, year, use or once.")]
Count = Annotated[int, typer.Option(help="So many months or years in one period.")]
Uses = Annotated[int, typer.Option(help="How often a price per use may be used.")]
Trial = Annotated[int, typer.Option("--trial-days", help="Days it may be tried.")]
Valid = Annotated[int, typer.Option("--valid-days", help="Days that what is paid once or per use holds.")]
UsedBy = Annotated[
    str, typer.Option("--used-by", help="What takes a use: check_in or course; both otherwise.")
]


@app.command("list")
def list_(library: LibraryFolder, json: JsonFlag = False) -> None:
    """List plans with their prices, how many have each, and their share of MRR."""
    from kclub_desktop.community import plan_list

    with in_words(json), books_of(library) as opened:
        found = plan_list.plan_rows(opened)
    if json:
        say_json([_plan_data(plan) for plan in found])
        return
    from kclub_desktop.words_for_subscriptions import PLAN_STATES, monthly_words, price_words

    lines = []
    for plan in found:
        lines.append(
            (
                str(plan.id),
                plan.name,
                "",
                tr(PLAN_STATES[plan.status][0]),
                plan.holders,
                monthly_words(plan.monthly),
            )
        )
        for price in plan.prices:
            said = price_words(price.amount, price.currency, price.interval, price.interval_count, price.uses)
            state = tr("On sale") if price.status == "on_sale" else tr("Retired")
            lines.append((f"  {price.id}", f"  {price.name}".rstrip(), said, state, price.holders, ""))
    heads = ["ID", tr("Plan"), tr("Price"), tr("Status"), tr("Members"), tr("MRR")]
    say_table(tr("{n} plans", n=len(found)), heads, lines)


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    amount: Amount,
    library: LibraryFolder,
    summary: Annotated[str, typer.Option(help="What it offers, in a sentence.")] = "",
    currency: Currency = "",
    every: Every = "month",
    count: Count = 1,
    uses: Uses = 0,
    trial_days: Trial = 0,
    valid_days: Valid = 0,
    used_by: UsedBy = "",
    json: JsonFlag = False,
) -> None:
    """Make a plan with its first price and put it on sale."""
    from kclub_desktop.community import plans

    with in_words(json), books_of(library) as opened:
        wanted = _wanted(opened, amount, currency, every, count, uses, trial_days, valid_days, used_by)
        plan = plans.add(opened, name, summary=summary, prices=(wanted,))
    _answer(json, tr("{plan} is on sale.", plan=name.strip()), plan=str(plan))


@app.command()
def price(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Name or id.")],
    amount: Amount,
    library: LibraryFolder,
    replace: Annotated[
        str,
        typer.Option(
            metavar="PRICE", help="Id of the price whose place it takes; who has that one keeps it."
        ),
    ] = "",
    name: Annotated[str, typer.Option(help="What the price is called, where a plan has several.")] = "",
    currency: Currency = "",
    every: Every = "month",
    count: Count = 1,
    uses: Uses = 0,
    trial_days: Trial = 0,
    valid_days: Valid = 0,
    used_by: UsedBy = "",
    json: JsonFlag = False,
) -> None:
    """Add a price to a plan, or put it in the place of another."""
    from kclub_desktop.community import plan_list, plans

    with in_words(json), books_of(library) as opened:
        row, title = plan_list.find_plan(opened, plan)
        wanted = _wanted(opened, amount, currency, every, count, uses, trial_days, valid_days, used_by, name)
        if replace:
            made = plans.replace_price(opened, plan_list.find_price(opened, replace), wanted)
        else:
            made = plans.add_price(opened, row, wanted)
    _answer(json, tr("{plan} has a new price.", plan=title), plan=str(row), price=str(made))


@app.command()
def retire(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Name or id of a plan, or id of a price.")],
    library: LibraryFolder,
    back: Annotated[bool, typer.Option("--back", help="Put a retired plan on sale again.")] = False,
    json: JsonFlag = False,
) -> None:
    """Sell a plan, or one price, no more. Whoever has it keeps it."""
    from kclub_desktop.community import plan_list, plans
    from kclub_desktop.errors_of_plans import UnknownPlan

    with in_words(json), books_of(library) as opened:
        try:
            row, title = plan_list.find_plan(opened, plan)
        except UnknownPlan:
            found = plan_list.find_price(opened, plan)
            plans.retire_price(opened, found)
            said, answer = tr("This price is sold no more. Whoever has it keeps it."), {"price": str(found)}
        else:
            (plans.put_on_sale if back else plans.retire)(opened, row)
            said = (
                tr("{plan} is on sale.", plan=title)
                if back
                else tr("{plan} is sold no more. Whoever has it keeps it.", plan=title)
            )
            answer = {"plan": str(row)}
    _answer(json, said, **answer)


def _wanted(
    library: Library,
    amount: str,
    currency: str,
    every: str,
    count: int,
    uses: int,
    trial_days: int,
    valid_days: int,
    used_by: str,
    name: str = "",
) -> Wanted:
    from kclub_desktop.community.plans import Wanted
    from kclub_desktop.errors import FieldRefused
    from kclub_desktop.import_export import money
    from kclub_desktop.import_export.codes import Code

    found = money.amount(amount, currency.strip().upper() or library.currency)
    if isinstance(found, Code):
        raise FieldRefused("amount", "amount", amount)
    return Wanted(*found, every, count, uses or None, trial_days, valid_days or None, used_by, name)


def _plan_data(plan: Any) -> dict[str, Any]:
    data = asdict(plan)
    data["id"] = str(plan.id)
    for price in data["prices"]:
        for key in ("id", "plan", "replaces"):
            price[key] = None if price[key] is None else str(price[key])
    return data


def _answer(json: bool, words: str, **data: str) -> None:
    if json:
        say_json(data)
    else:
        say(words)
