"""What a behaviour earns. A changed rule holds for what happens from then on; what was earned before stays as it was.

Without a rule of the community's own the usual ones hold, which are what points were counted by before there was a
ledger. How facts become lines of the ledger is in points_ledger.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from kclub_desktop.community import rule_versions
from kclub_desktop.errors import FieldRefused
from kclub_desktop.store import Library, Op, rows
from kclub_desktop.store.tables import PointsRule

PURCHASE, COMPLETION, RATING, CHECK_IN, POST, QUESTION = (
    "purchase", "completion", "rating", "check_in", "post", "question",
)  # fmt: skip
BEHAVIOURS = (PURCHASE, COMPLETION, RATING, CHECK_IN, POST, QUESTION)
MOST_POINTS = 1_000_000
LONGEST_DAYS = 36_600
_USUAL = {COMPLETION: 20, RATING: 5, CHECK_IN: 10, POST: 0, QUESTION: 0}
MONEY_PER_POINT = 10
"""Whole units of the community's currency for one point, unless a rule says otherwise."""


@dataclass(frozen=True)
class Rule:
    """points for one behaviour, or for each money_per_point (minor units of currency, '' = the community's) that was
    paid; at most per_day points a day; each lot is gone after expires_after_days. None: no limit."""

    behaviour: str
    points: int
    money_per_point: int = 0
    currency: str = ""
    per_day: int | None = None
    expires_after_days: int | None = None
    active: bool = True

    @property
    def earns(self) -> bool:
        """Can anything be earned by it?"""
        return self.active and self.points > 0


class Rules:
    """All rules with their history; asked once per evaluation."""

    def __init__(self, library: Library) -> None:
        self._usual = usual(library)
        self._versions: dict[str, list[Rule]] = {name: [rule] for name, rule in self._usual.items()}
        self._since: dict[str, list[int]] = {name: [] for name in self._usual}
        for version in rule_versions.versions(library, "points"):
            rule = _read(version.key, version.content)
            if rule is not None:
                self._versions[version.key].append(rule)
                self._since[version.key].append(version.since)

    def at(self, behaviour: str, at: int) -> Rule:
        """The rule in force at a moment."""
        return self._versions[behaviour][bisect_right(self._since[behaviour], at)]

    def now(self, behaviour: str) -> Rule:
        """The newest rule."""
        return self._versions[behaviour][-1]

    def ever_earned(self, behaviour: str) -> bool:
        """Did any version of it give points?"""
        return any(rule.earns for rule in self._versions[behaviour])


def usual(library: Library) -> dict[str, Rule]:
    """The rules that hold until the community makes its own: one point per ten paid, 20 for a completed course, 5 for a
    rated one, 10 for an event attended; nothing expires and there is no limit."""
    from babel.numbers import get_currency_precision

    currency = library.currency
    per_point = MONEY_PER_POINT * 10 ** get_currency_precision(currency)
    return {PURCHASE: Rule(PURCHASE, 1, per_point)} | {
        name: Rule(name, points, active=points > 0) for name, points in _USUAL.items()
    }


def current(library: Library) -> list[Rule]:
    """The rule of each behaviour as it is now."""
    rules = Rules(library)
    return [rules.now(name) for name in BEHAVIOURS]


def save(library: Library, rule: Rule, *, initiator: object | None = None) -> None:
    """Change what a behaviour earns from now on, on all devices. Raises FieldRefused; then nothing is written."""
    checked(rule)
    content = {name: value for name, value in asdict(rule).items() if name != "behaviour"}
    with library.write(Op.EDIT_POINTS_RULES, initiator=initiator):
        rows.put(library, PointsRule, **(asdict(rule) | {"active": int(rule.active)}))
        rule_versions.note(library, "points", rule.behaviour, content)


def checked(rule: Rule) -> Rule:
    """The same rule. Raises FieldRefused: behaviour, points, money_per_point, per_day, expires_after_days."""
    if rule.behaviour not in BEHAVIOURS:
        raise FieldRefused("behaviour", "behaviour", rule.behaviour)
    if not 0 <= rule.points <= MOST_POINTS:
        raise FieldRefused("points", "points", str(rule.points))
    if rule.behaviour == PURCHASE and rule.money_per_point <= 0:
        raise FieldRefused("money_per_point", "amount_above_zero", str(rule.money_per_point))
    if rule.per_day is not None and not 1 <= rule.per_day <= MOST_POINTS:
        raise FieldRefused("per_day", "points", str(rule.per_day))
    if rule.expires_after_days is not None and not 1 <= rule.expires_after_days <= LONGEST_DAYS:
        raise FieldRefused("expires_after_days", "days_or_none", str(rule.expires_after_days))
    return rule


def _read(behaviour: str, content: Any) -> Rule | None:
    """A rule from what was kept; None for what this version cannot read, so that it changes nothing."""
    if behaviour not in BEHAVIOURS or not isinstance(content, Mapping):
        return None
    rule = Rule(behaviour, 0)
    known = {name: value for name, value in content.items() if name in asdict(rule)}
    try:
        return checked(replace(rule, **known))
    except (FieldRefused, TypeError):
        return None
