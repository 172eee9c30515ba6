"""Who is behind a bar, a cell or a part of a ring on the insights page: the members, and what each did there in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kclub_desktop.analytics import Period, spent
from kclub_desktop.analytics.funnel import members_at
from kclub_desktop.analytics.movements import moved_in
from kclub_desktop.analytics.overview import active_in, joined_in
from kclub_desktop.analytics.ratings import raters
from kclub_desktop.analytics.retention import cohort_members
from kclub_desktop.analytics.subscribers import held_at
from kclub_desktop.progress import Progress
from kclub_desktop.store import Library
from kclub_desktop.ui.desk import shown
from kclub_desktop.words import tr
from kclub_desktop.words_for_figures import MRR_KINDS

MOST_SHOWN = 500


@dataclass(frozen=True)
class Behind:
    """What was clicked. kind: one of the functions below; title: what it is called; more: what that function needs."""

    kind: str
    title: str
    period: Period
    more: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Person:
    """One member and what is said of them."""

    member: int
    name: str
    said: str


@dataclass(frozen=True)
class People:
    """The members behind something, the largest first where there is an amount. members: all; shown: the first of them."""

    behind: Behind
    members: list[int]
    shown: list[Person]


def ask(library: Library, now: int, behind: Behind, progress: Progress) -> People:
    """Everybody behind what was clicked; who was erased in the meantime is left out."""
    said = _FINDERS[behind.kind](library, now, behind.period, **behind.more)
    progress.advance()
    first = dict(list(said.items())[:MOST_SHOWN])
    names: dict[int, str] = dict(
        library.rows(
            "SELECT id, name FROM member WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(first)),),
        )
    )
    people = [Person(who, names[who], words) for who, words in first.items() if who in names]
    return People(behind, list(said), people)


def _step(
    library: Library, now: int, period: Period, step: str, channel: str | None = None
) -> dict[int, str]:
    return dict.fromkeys(members_at(library, now, step, period, channel), "")


def _span(library: Library, now: int, period: Period) -> dict[int, str]:
    active = active_in(library, period)
    joined = set(joined_in(library, period))
    new = {who: tr("New") for who in sorted(joined)}
    return new | {who: "" for who in sorted(active) if who not in joined}


def _cohort(library: Library, now: int, period: Period, after: int) -> dict[int, str]:
    return dict.fromkeys(cohort_members(library, period, after), "")


def _stars(library: Library, now: int, period: Period, stars: int) -> dict[int, str]:
    titles: dict[int, list[str]] = {}
    for member, title in raters(library, stars, period):
        titles.setdefault(member, []).append(title)
    return {member: ", ".join(each) for member, each in titles.items()}


def _paid(
    library: Library,
    now: int,
    period: Period,
    currency: str,
    method: str = "",
    low: int = 0,
    high: int | None = None,
) -> dict[int, str]:
    found = spent(library, period, method=method).get(currency, {})
    within = (
        (who, amount) for who, amount in found.items() if low <= amount and (high is None or amount < high)
    )
    return {who: shown.money(amount, currency) for who, amount in _largest(within)}


def _moved(library: Library, now: int, period: Period, currency: str) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    for one in moved_in(library, period, currency):
        sign = "+" if one.amount > 0 else "−"
        amount = shown.money(abs(one.amount), currency)
        said.setdefault(one.member, []).append(f"{tr(MRR_KINDS[one.kind])} {sign}{amount}")
    return {who: " · ".join(each) for who, each in said.items()}


def _plans(library: Library, now: int, period: Period) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    for plan, who in held_at(library, period.end):
        said.setdefault(who, []).append(plan)
    return {who: ", ".join(each) for who, each in said.items()}


def _largest(amounts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(amounts, key=lambda each: (-each[1], each[0]))


_FINDERS: dict[str, Callable[..., dict[int, str]]] = {
    "step": _step,
    "span": _span,
    "cohort": _cohort,
    "stars": _stars,
    "paid": _paid,
    "moved": _moved,
    "plans": _plans,
}
