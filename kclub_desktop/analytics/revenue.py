"""A4, where the money comes from: revenue by what was sold and by how it was paid, and how much each member spent.

By what was sold: memberships (an order or payment of a subscription, a plan's price), courses, events, other; a payment for
several things is shared among them by what each cost, to the minor unit. What was given back is a part of its own, below
zero. A correction comes off the part of what it corrects. All parts of a bar add up to its
revenue, the payments less the refunds; currencies stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kclub_desktop.analytics.paid import CAME_IN, GIVEN_BACK, PAYER, PAYMENTS, TIMES
from kclub_desktop.analytics.people import roots
from kclub_desktop.analytics.periods import Bars, Period, place_of
from kclub_desktop.store import Library

SOURCES = ("plans", "courses", "events", "other", "refunds")

_KIND_OF_ORDER = """CASE WHEN p.subscription IS NOT NULL OR o.subscription IS NOT NULL THEN 'plans'
    WHEN o.course IS NOT NULL THEN 'courses' WHEN o.event IS NOT NULL THEN 'events'
    WHEN o.id IS NULL THEN 'other' ELSE '' END"""
_KIND_OF_LINE = """CASE WHEN price IS NOT NULL THEN 'plans' WHEN course IS NOT NULL THEN 'courses'
    WHEN event IS NOT NULL OR ticket_kind IS NOT NULL THEN 'events' ELSE 'other' END"""


@dataclass(frozen=True)
class Method:
    """How members paid: what came in by it, refunds not taken off, and in how many payments."""

    method: str
    amount: int
    payments: int


def by_source(library: Library, over: Bars) -> dict[str, list[dict[str, int]]]:
    """Currency -> for each bar minor units by source; only sources (SOURCES) that are not zero. Two queries."""
    whole = over.whole
    found: dict[str, list[dict[str, int]]] = defaultdict(lambda: [defaultdict(int) for _ in over.periods])
    mixed: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for currency, place, kind, order, amount in library.rows(
        f"SELECT p.currency, {place_of('p.paid_at', over.periods)} AS place,"
        f" CASE WHEN {GIVEN_BACK} THEN 'refunds' ELSE {_KIND_OF_ORDER} END AS source,"
        f" CASE WHEN {GIVEN_BACK} OR {_KIND_OF_ORDER} <> '' THEN NULL ELSE o.id END AS shared, sum(p.amount)"
        f" FROM {PAYMENTS} WHERE p.paid_at >= ? AND p.paid_at < ? GROUP BY p.currency, place, source, shared",
        (whole.start, whole.end),
    ):
        if order is None:
            found[currency][place][kind] += amount
        else:
            mixed[order].append((currency, place, amount))
    weights = _weights(library, whole) if mixed else {}
    for order, payments in mixed.items():
        for currency, place, amount in payments:
            for kind, part in _shared(amount, weights.get(order, {})).items():
                found[currency][place][kind] += part
    return {
        currency: [{kind: bar[kind] for kind in SOURCES if bar.get(kind)} for bar in spans]
        for currency, spans in sorted(found.items())
    }


def by_method(library: Library, period: Period) -> dict[str, list[Method]]:
    """Currency -> the methods of a period's payments, the largest first. A payment that was corrected is none."""
    found: dict[str, list[Method]] = defaultdict(list)
    for currency, method, amount, payments in library.rows(
        f"SELECT currency, method, sum(amount), sum({TIMES}) FROM payment p"
        f" WHERE paid_at >= ? AND paid_at < ? AND {CAME_IN}"
        " GROUP BY currency, method HAVING sum(amount) > 0 ORDER BY currency, sum(amount) DESC, method",
        (period.start, period.end),
    ):
        found[currency].append(Method(method, amount, payments))
    return dict(found)


def spent(library: Library, period: Period, *, method: str = "") -> dict[str, dict[int, int]]:
    """Currency -> member -> what they paid in a period, less what they got back; whoever comes to 0 is left out.

    method  only what was paid by it
    """
    people = roots(library)
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for member, currency, amount in library.rows(
        f"SELECT {PAYER} AS who, p.currency, sum(p.amount) FROM {PAYMENTS} WHERE p.paid_at >= ? AND p.paid_at < ? AND who IS NOT NULL"
        " AND (? = '' OR p.method = ?) GROUP BY who, p.currency",
        (period.start, period.end, method, method),
    ):
        if member in people:
            found[currency][people[member]] += amount
    return {
        currency: {member: amount for member, amount in sorted(each.items()) if amount > 0}
        for currency, each in sorted(found.items())
    }


def _weights(library: Library, period: Period) -> dict[int, dict[str, int]]:
    """Order -> source -> what its lines of that source cost."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for order, kind, amount in library.rows(
        f'SELECT "order", {_KIND_OF_LINE} AS kind, sum(max(0, quantity * unit_amount - discount)) FROM order_line'
        ' WHERE deleted_at IS NULL AND "order" IN (SELECT "order" FROM payment WHERE paid_at >= ? AND paid_at < ?)'
        ' GROUP BY "order", kind',
        (period.start, period.end),
    ):
        found[order][kind] = amount
    return found


def _shared(amount: int, weights: dict[str, int]) -> dict[str, int]:
    """An amount shared by weights to the minor unit; what is over goes to the largest."""
    whole = sum(weights.values())
    if not whole:
        return {"other": amount}
    parts = {kind: amount * weight // whole for kind, weight in weights.items()}
    first = max(weights, key=lambda kind: (weights[kind], kind))
    parts[first] += amount - sum(parts.values())
    return parts
