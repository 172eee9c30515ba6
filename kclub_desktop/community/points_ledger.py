"""The ledger of points: what the facts say is due is compared with the lines that are there, and the difference is written.

The same facts make the same lines with the same ids on every device and at every run, so that nothing is earned twice;
a fact that is taken back, refunded or arrives late makes a line that sets it right. Lines are facts: none is changed.
Reads and writes a batch of members at once; who must be looked at is said by rewards.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kclub_desktop.community import points_facts, points_rules, reward_settings
from kclub_desktop.community.points_facts import Fact
from kclub_desktop.community.points_lots import Lot, Outlay, Sorted, sort_out
from kclub_desktop.community.points_rules import Rule, Rules
from kclub_desktop.store import Library, moneyless, rows
from kclub_desktop.store.tables import PointsEntry
from kclub_protocol import scopes
from kclub_protocol.ids import derived_id

DAY = 86_400
OPENING = "opening"
"""Why of the one line that stands for all that was earned before there was a ledger."""
EARNED, SPENT, EXPIRED, CORRECTED = "earned", "spent", "expired", "corrected"
Key = tuple[str, str, int]
"""(behaviour, table, row) of what earned points."""


class Due(NamedTuple):
    """What one fact is worth by the rules: its moment, its points, and when they are gone."""

    at: int
    points: int
    expires_at: int | None = None


@dataclass
class Kept:
    """A member's lines as they are: per fact what was written, and what came and went by hand."""

    earned: dict[Key, int] = field(default_factory=dict)
    expired: dict[Key, int] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)
    moments: dict[Key, int] = field(default_factory=dict)
    expires: dict[Key, int | None] = field(default_factory=dict)
    by_hand: list[Lot] = field(default_factory=list)
    outlays: list[Outlay] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)

    def of_unseen(self) -> dict[Key, Due]:
        """What the lines say that facts of money are worth, for a device that does not see those facts."""
        return {
            key: Due(self.moments[key], points, self.expires[key])
            for key, points in self.earned.items()
            if key[0] == OPENING or key[1] in scopes.HIDDEN
        }


class Account(NamedTuple):
    """A member's points: sorted out to the lot, with what is due by the rules and the lines that are still to be written."""

    due: dict[Key, Due]
    sorted: Sorted
    missing: tuple[dict[str, Any], ...]
    lots: tuple[Lot, ...]

    @property
    def balance(self) -> int:
        """What the member has; below zero when more was spent than there was."""
        return self.sorted.balance


class Ledger:
    """The rules and the zone of a library, asked once, and accounts of any members by them."""

    def __init__(self, library: Library) -> None:
        self._library, self._rules = library, Rules(library)
        self._zone, self._currency = ZoneInfo(library.zone), library.currency
        self._begun = reward_settings.ledger_since(library)
        self.since = reward_settings.looked_since(library) if self._begun is None else self._begun

    def accounts(self, members: Sequence[int], now: int) -> dict[int, Account]:
        """The account of each of these members at a moment; writes nothing."""
        due = self._due(members, now)
        kept = _kept(self._library, members)
        if not moneyless.sees_money(self._library):
            for member, lines in kept.items():
                due[member].update(lines.of_unseen())
        return {member: _account(member, due[member], kept.get(member) or Kept(), now) for member in members}

    def write(self, members: Sequence[int], now: int) -> dict[int, Account]:
        """Write the lines that are missing for these members, inside a write; their accounts, with those lines.

        The ledger begins with the first line there is: where there is nothing to write, nothing is.
        """
        if self.since is None:
            self.since = now
        accounts = self.accounts(members, now)
        missing = [line for account in accounts.values() for line in account.missing]
        if self._begun is None:
            begin = reward_settings.begin_ledger if missing else reward_settings.look_from
            begin(self._library, self.since)
            self._begun = self.since if missing else None
        rows.add_many(self._library, PointsEntry, missing)
        return accounts

    def _due(self, members: Sequence[int], now: int) -> dict[int, dict[Key, Due]]:
        since = self.since
        due: dict[int, dict[Key, Due]] = {member: {} for member in members}
        for member, points in points_facts.before(self._library, members, since).items():
            at = now if since is None else since - 1
            due[member][OPENING, "member", member] = Due(at, points)
        if since is None:
            return due
        kinds = [name for name in points_rules.BEHAVIOURS if self._rules.ever_earned(name)]
        for member, listed in points_facts.facts(self._library, members, since, kinds).items():
            due[member].update(self._earned(fact for fact in listed if fact.at <= now))
        return due

    def _earned(self, listed: Iterator[Fact]) -> dict[Key, Due]:
        """What each of one member's facts, in order of time, is worth within the limit of its day."""
        used: dict[tuple[str, int], int] = defaultdict(int)
        due: dict[Key, Due] = {}
        for fact in listed:
            rule = self._rules.at(fact.behaviour, fact.at)
            points = self._worth(fact, rule)
            if rule.per_day is not None and points > 0:
                day = datetime.fromtimestamp(fact.at, UTC).astimezone(self._zone).toordinal()
                points = max(0, min(points, rule.per_day - used[fact.behaviour, day]))
                used[fact.behaviour, day] += points
            if points:
                lasts = rule.expires_after_days
                expires_at = None if lasts is None or points < 0 else fact.at + lasts * DAY
                due[fact.behaviour, fact.entity, fact.row] = Due(fact.at, points, expires_at)
        return due

    def _worth(self, fact: Fact, rule: Rule) -> int:
        if not rule.earns:
            return 0
        if fact.behaviour != points_rules.PURCHASE:
            return rule.points
        if fact.currency != (rule.currency or self._currency) or rule.money_per_point <= 0:
            return 0
        whole = abs(fact.amount) // rule.money_per_point * rule.points
        return whole if fact.amount >= 0 else -whole


def _account(member: int, due: dict[Key, Due], kept: Kept, now: int) -> Account:
    lots = [Lot(key, one.at, one.points, one.expires_at) for key, one in due.items() if one.points > 0]
    # A refund of something from before the ledger stands for itself, and goes out like points spent.
    outlays = [Outlay(one.at, -one.points) for one in due.values() if one.points < 0]
    lots += kept.by_hand
    done = sort_out(lots, [*outlays, *kept.outlays], now)
    return Account(due, done, tuple(_missing(member, due, kept, done, now)), tuple(lots))


def _missing(
    member: int, due: dict[Key, Due], kept: Kept, done: Sorted, now: int
) -> Iterator[dict[str, Any]]:
    for key in sorted({*due, *kept.earned} if kept.earned else due):
        worth = due.get(key)
        points = (worth.points if worth else 0) - kept.earned.get(key, 0)
        if points:
            at = worth.at if worth else kept.moments.get(key, now)
            expires_at = worth.expires_at if worth is not None and points > 0 else None
            yield _line(member, key, EARNED if points > 0 else CORRECTED, points, at, expires_at, kept)
    for key in sorted({*done.expired, *kept.expired} if done.expired or kept.expired else ()):
        points = -done.expired.get(key, 0) - kept.expired.get(key, 0)
        # What was given by hand never expires, so every lot that does has a fact; one that is gone has nothing to expire.
        if points:
            worth = due.get(key)
            at = worth.expires_at if worth is not None and worth.expires_at is not None else now
            yield _line(member, key, EXPIRED, points, at, None, kept)


def _line(
    member: int, key: Key, kind: str, points: int, at: int, expires_at: int | None, kept: Kept
) -> dict[str, Any]:
    """A line whose id follows from all it says and from how many lines of its fact were there before it.

    Two devices that knew the same write the same line; two that did not write two, and the next comparison sets it right.
    """
    why, entity, row = key
    nth = kept.lines.get(key, 0)
    while True:
        made = derived_id("points_entry", member, why, entity, row, kind, nth, points, at, expires_at or 0)
        nth += 1
        if made not in kept.ids:
            break
    kept.lines[key] = nth
    kept.ids.add(made)
    return {
        "id": made, "member": member, "points": points, "kind": kind, "at": at, "why": why, "entity": entity,
        "row": row, "expires_at": expires_at,
    }  # fmt: skip


def _kept(library: Library, members: Sequence[int]) -> dict[int, Kept]:
    """The lines of these members; who has none is not in it."""
    found: dict[int, Kept] = defaultdict(Kept)
    lines = library.rows(
        "SELECT member, id, points, kind, at, why, entity, row, expires_at, undoes FROM points_entry"
        " WHERE member IN (SELECT value FROM json_each(?)) ORDER BY at, id",
        (json.dumps(list(members)),),
    )
    taken_back = {undoes for *_rest, undoes in lines if undoes is not None}
    for member, row_id, points, kind, at, why, entity, row, expires_at, undoes in lines:
        kept = found[member]
        kept.ids.add(row_id)
        if row is not None and entity and kind in (EARNED, CORRECTED, EXPIRED):
            key = (why, entity, row)
            kept.lines[key] = kept.lines.get(key, 0) + 1
            kept.moments.setdefault(key, at)
            kept.expires.setdefault(key, expires_at)
            of_fact = kept.expired if kind == EXPIRED else kept.earned
            of_fact[key] = of_fact.get(key, 0) + points
        elif undoes is not None or row_id in taken_back:
            continue
        elif points > 0:
            kept.by_hand.append(Lot(("", "points_entry", row_id), at, points, expires_at))
        else:
            kept.outlays.append(Outlay(at, -points))
    return found
