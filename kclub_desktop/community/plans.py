"""Plans and their prices: made, put on sale, retired. A price is never edited: a new one takes its place, and whoever agreed
to the old one keeps it.

What a plan gives is in benefits.py; who has one in subscriptions.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kclub_desktop.community import contact
from kclub_desktop.errors import FieldRefused
from kclub_desktop.errors_of_plans import PlanRefused, UnknownPlan
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import Plan, Price

INTERVALS = ("month", "year", "use", "once")
USED_BY = ("", "check_in", "course")
_LARGEST = 2**53
_MOST = {"interval_count": 120, "uses": 10_000, "trial_days": 3650, "valid_days": 36_500}


@dataclass(frozen=True)
class Wanted:
    """A price as it is asked for: amount in minor units of the currency; the rest as the columns of Price."""

    amount: int
    currency: str
    interval: str = "month"
    interval_count: int = 1
    uses: int | None = None
    trial_days: int = 0
    valid_days: int | None = None
    used_by: str = ""
    name: str = ""


def add(
    library: Library,
    name: str,
    *,
    summary: str = "",
    level: int | None = None,
    prices: tuple[Wanted, ...] = (),
    initiator: object | None = None,
) -> int:
    """Make a plan, with its first prices, and return its id: on sale once it has a price, a draft until then.

    Raises FieldRefused, PlanRefused: taken (a plan of this name is there).
    """
    name, summary = contact.text("name", name, required=True), contact.text("summary", summary)
    for price in prices:
        _check(price)
    with library.write(Op.EDIT_PLAN, initiator=initiator):
        _refuse_name(library, name)
        last = library.value("SELECT coalesce(max(position), 0) FROM plan WHERE deleted_at IS NULL")
        plan = rows.add(
            library, Plan, name=name, summary=summary, level=level, position=last + 1,
            status="on_sale" if prices else "draft", created_at=library.clock.now(),
        )  # fmt: skip
        for price in prices:
            add_price(library, plan, price)
    return plan


def edit(library: Library, plan: int, values: Mapping[str, str], *, initiator: object | None = None) -> None:
    """Set name or summary. Raises FieldRefused, UnknownPlan, PlanRefused: taken."""
    checked = {field: contact.text(field, value, required=field == "name") for field, value in values.items()}
    with library.write(Op.EDIT_PLAN, initiator=initiator):
        _plan(library, plan)
        if "name" in checked:
            _refuse_name(library, checked["name"], but=plan)
        rows.change(library, Plan, plan, **checked)


def put_on_sale(library: Library, plan: int, *, initiator: object | None = None) -> None:
    """Sell a plan that is a draft or retired. Raises UnknownPlan, PlanRefused: no_price."""
    with library.write(Op.EDIT_PLAN, initiator=initiator):
        found = _plan(library, plan)
        if not library.value(
            "SELECT 1 FROM price WHERE plan = ? AND status = 'on_sale' AND deleted_at IS NULL", (plan,)
        ):
            raise PlanRefused("no_price", str(found.name))
        rows.change(library, Plan, plan, status="on_sale")


def retire(library: Library, plan: int, *, initiator: object | None = None) -> None:
    """Sell it no more; who has it keeps it. Raises UnknownPlan."""
    with library.write(Op.EDIT_PLAN, initiator=initiator):
        _plan(library, plan)
        rows.change(library, Plan, plan, status="retired")


def add_price(library: Library, plan: int, wanted: Wanted, *, initiator: object | None = None) -> int:
    """Add a price and return its id; a draft goes on sale with its first. Raises FieldRefused, UnknownPlan."""
    _check(wanted)
    with library.write(Op.EDIT_PLAN, initiator=initiator):
        found = _plan(library, plan)
        made = _insert(library, plan, wanted, None)
        if str(found.status) == "draft":
            rows.change(library, Plan, plan, status="on_sale")
    return made


def replace_price(
    library: Library,
    price: int,
    wanted: Wanted,
    *,
    initiator: object | None = None,
) -> int:
    """A new price in the place of one that is retired by it; return the new one's id. Subscriptions keep the old one.

    Raises FieldRefused, UnknownPlan, PlanRefused: price_retired, same_price (nothing of it is new).
    """
    _check(wanted)
    with library.write(Op.EDIT_PLAN, initiator=initiator):
        old = _price(library, price)
        if str(old.status) == "retired":
            raise PlanRefused("price_retired", name_of(library, int(old.plan)))
        if _as_wanted(old) == wanted:
            raise PlanRefused("same_price", name_of(library, int(old.plan)))
        made = _insert(library, int(old.plan), wanted, price)
        rows.change(library, Price, price, status="retired", sold_until=library.clock.now())
    return made


def retire_price(library: Library, price: int, *, initiator: object | None = None) -> None:
    """Sell it no more. Harmless twice. Raises UnknownPlan."""
    with library.write(Op.EDIT_PLAN, initiator=initiator):
        if str(_price(library, price).status) != "retired":
            rows.change(library, Price, price, status="retired", sold_until=library.clock.now())


def on_sale(library: Library, price: int, at: int) -> Price:
    """The price, if it can be bought at that moment. Raises UnknownPlan, PlanRefused: not_on_sale, price_retired."""
    found = _price(library, price)
    plan = _plan(library, int(found.plan))
    if str(found.status) != "on_sale":
        raise PlanRefused("price_retired", str(plan.name))
    # Who sells it later, or sold it before, may still write down what was agreed then.
    if str(plan.status) != "on_sale":
        raise PlanRefused("not_on_sale", str(plan.name))
    return found


def name_of(library: Library, plan: int) -> str:
    """What the plan is called; '' for none."""
    return str(library.value("SELECT name FROM plan WHERE id = ?", (plan,)) or "")


def _insert(library: Library, plan: int, wanted: Wanted, replaces: int | None) -> int:
    now = library.clock.now()
    return rows.add(
        library, Price, plan=plan, name=contact.text("name", wanted.name), amount=wanted.amount,
        currency=wanted.currency, interval=wanted.interval, interval_count=wanted.interval_count,
        uses=wanted.uses, trial_days=wanted.trial_days, valid_days=wanted.valid_days, used_by=wanted.used_by,
        sold_from=now, replaces=replaces, created_at=now,
    )  # fmt: skip


def _as_wanted(price: Price) -> Wanted:
    return Wanted(
        int(price.amount), str(price.currency), str(price.interval), int(price.interval_count),
        None if price.uses is None else int(price.uses), int(price.trial_days),
        None if price.valid_days is None else int(price.valid_days), str(price.used_by), str(price.name),
    )  # fmt: skip


def _check(wanted: Wanted) -> None:
    """Raises FieldRefused for what no price can be."""
    from babel.core import UnknownLocaleError
    from babel.numbers import UnknownCurrencyError, validate_currency

    try:
        validate_currency(wanted.currency, locale="en")
    except (UnknownCurrencyError, UnknownLocaleError) as error:
        raise FieldRefused("currency", "currency", wanted.currency) from error
    if not 0 <= wanted.amount < _LARGEST:
        raise FieldRefused("amount", "amount", str(wanted.amount))
    if wanted.interval not in INTERVALS:
        raise FieldRefused("interval", "interval", wanted.interval)
    again = wanted.interval in ("month", "year")
    per_use = wanted.interval == "use"
    if not 1 <= wanted.interval_count <= _MOST["interval_count"] or (
        not again and wanted.interval_count != 1
    ):
        raise FieldRefused("interval_count", "interval_count", str(wanted.interval_count))
    if (wanted.uses is not None) != per_use or (per_use and not 1 <= (wanted.uses or 0) <= _MOST["uses"]):
        raise FieldRefused("uses", "uses", str(wanted.uses or ""))
    if not 0 <= wanted.trial_days <= (_MOST["trial_days"] if again else 0):
        raise FieldRefused("trial_days", "trial_days", str(wanted.trial_days))
    if wanted.valid_days is not None and (again or not 1 <= wanted.valid_days <= _MOST["valid_days"]):
        raise FieldRefused("valid_days", "valid_days", str(wanted.valid_days))
    if wanted.used_by not in (USED_BY if per_use else ("",)):
        raise FieldRefused("used_by", "used_by", wanted.used_by)
    contact.text("name", wanted.name)


def _refuse_name(library: Library, name: str, but: int = 0) -> None:
    if library.value(
        "SELECT 1 FROM plan WHERE lower(name) = lower(?) AND id <> ? AND deleted_at IS NULL", (name, but)
    ):
        raise PlanRefused("taken", name)


def _plan(library: Library, plan: int) -> Plan:
    found = rows.get(library, Plan, plan)
    if found is None or found.deleted_at is not None:
        raise UnknownPlan(str(plan))
    return found


def _price(library: Library, price: int) -> Price:
    found = rows.get(library, Price, price)
    if found is None or found.deleted_at is not None:
        raise UnknownPlan(str(price))
    return found
