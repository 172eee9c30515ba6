"""What each condition means in SQL over `member m`, and which tables its answer depends on.

Every piece of SQL is true or false, never null, so that "not" is simply NOT. Days are those of the community's zone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from kclub_desktop.clock import local
from kclub_desktop.store import search
from kclub_desktop.store.declare import Table
from kclub_desktop.store.segments.filters import Where
from kclub_desktop.store.tables import (
    Activity,
    CheckIn,
    Contact,
    Enrolment,
    Member,
    Payment,
    Plan,
    Rating,
    Registration,
    Subscription,
)

PAYING = ("trialing", "active", "past_due")
"""States of a subscription that is running."""
_CAME = (
    "answer = 'ok' AND undoes IS NULL AND NOT EXISTS (SELECT 1 FROM check_in u WHERE u.undoes = check_in.id)"
)
Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Asked:
    """When and where a filter is asked; few: of some members only, so look each up instead of gathering all."""

    now: int
    zone: str
    few: bool = False

    @cached_property
    def _today(self) -> date:
        return local(self.now, self.zone).date()

    def days_ago(self, days: int) -> int:
        """When the day `days` before today began."""
        return self.begins(self._today - timedelta(days=days))

    def begins(self, day: date) -> int:
        """When a day begins in the zone, UTC seconds."""
        return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)).timestamp())

    def has(self, table: str, where: str, params: Sequence[Any]) -> Sql:
        """Members with a row like this in a table that has a column `member`.

        A column marked ~ in where is what gathering all goes by; asking for a few must not go that way.
        """
        if self.few:
            own = where.replace("~", "+")
            return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.member = m.id AND {own})", [*params]
        return f"m.id IN (SELECT {table}.member FROM {table} WHERE {where.replace('~', '')})", [*params]


def sql_of(where: Where, asked: Asked) -> Sql:
    """A condition as SQL that is never null, with its parameters."""
    return _SQL[where.field](where, asked)


def tables_of(where: Where) -> tuple[type[Table], ...]:
    """Tables in which a change may change the answer. Each but Member has a column `member`."""
    return _TABLES.get((where.field, where.operator)) or _TABLES.get((where.field, ""), ())


def gathers(where: Where) -> bool:
    """Does the condition gather members from other rows than their own?"""
    return where.field in _GATHERING


def opposite(where: Where) -> Where | None:
    """The condition that this one denies; None where it denies none, or only looks at the member's own row."""
    denied = _DENIES.get((where.field, where.operator))
    return Where(where.field, denied, where.value) if denied else None


def follows_the_calendar(where: Where) -> bool:
    """Does the answer change by itself when a day ends?"""
    return where.operator in ("last_days", "before_days", "not_for_days")


def _one_of(where: Where, asked: Asked) -> Sql:
    found = f"m.{where.field} IN ({','.join('?' * len(where.value))})"
    return (found if where.operator == "one_of" else f"NOT {found}"), list(where.value)


def _plan(where: Where, asked: Asked) -> Sql:
    marks = ",".join("?" * len(where.value))
    running, params = asked.has(
        "subscription",
        f"subscription.deleted_at IS NULL AND ~subscription.status IN ({','.join('?' * len(PAYING))})"
        f" AND subscription.plan IN (SELECT id FROM plan WHERE name IN ({marks}))",
        [*PAYING, *where.value],
    )
    found = f"(m.plan IN ({marks}) OR {running})"
    return (found if where.operator == "one_of" else f"NOT {found}"), [*where.value, *params]


def _subscription(where: Where, asked: Asked) -> Sql:
    sql, params = asked.has(
        "subscription",
        f"subscription.deleted_at IS NULL AND ~subscription.status IN ({','.join('?' * len(where.value))})",
        where.value,
    )
    return (sql if where.operator == "one_of" else f"NOT {sql}"), params


def _tag(where: Where, asked: Asked) -> Sql:
    """By the search index; signs, which it does not know, are compared in the column."""
    match = search.tagged(where.value)
    written = "instr(',' || lower(replace(m.tags, ', ', ',')) || ',', ?)"
    wanted = f",{where.value.strip().lower()},"
    if match is None:
        sql, params = f"{written} > 0", [wanted]
    else:
        sql, params = _in_index(match, asked)
        if not where.value.replace(" ", "").isalnum():
            sql, params = f"({sql} AND {written} > 0)", [*params, wanted]
    return (sql if where.operator == "has" else f"NOT {sql}"), params


def _in_index(match: str, asked: Asked) -> Sql:
    terms = search.SEARCHED[Member].terms
    if asked.few:
        return f"EXISTS (SELECT 1 FROM {terms} WHERE {terms} MATCH ? AND rowid = m.id)", [match]
    return f"m.id IN (SELECT rowid FROM {terms} WHERE {terms} MATCH ?)", [match]


def _joined(where: Where, asked: Asked) -> Sql:
    match where.operator:
        case "last_days":
            return _since("m.joined_at", asked.days_ago(where.value))
        case "before_days":
            return "(m.joined_at IS NOT NULL AND m.joined_at < ?)", [asked.days_ago(where.value)]
    first, last = where.value
    bounds, params = ["m.joined_at IS NOT NULL"], []
    if first is not None:
        bounds.append("m.joined_at >= ?")
        params.append(asked.begins(date.fromisoformat(first)))
    if last is not None:
        bounds.append("m.joined_at < ?")
        params.append(asked.begins(date.fromisoformat(last) + timedelta(days=1)))
    return f"({' AND '.join(bounds)})", params


def _since(column: str, moment: int) -> Sql:
    return f"({column} IS NOT NULL AND {column} >= ?)", [moment]


def _active(where: Where, asked: Asked) -> Sql:
    sql, params = asked.has("member_activity", "~member_activity.last_at >= ?", [asked.days_ago(where.value)])
    return (sql if where.operator == "last_days" else f"NOT {sql}"), params


def _spent(where: Where, asked: Asked) -> Sql:
    amount, currency = where.value["amount"], where.value["currency"]
    if amount == 0:
        return ("1" if where.operator == "at_least" else "0"), []
    sql, params = asked.has(
        "member_spent", "~member_spent.currency = ? AND ~member_spent.amount >= ?", [currency, amount]
    )
    return (sql if where.operator == "at_least" else f"NOT {sql}"), params


def _course(where: Where, asked: Asked) -> Sql:
    table = "rating" if where.operator == "rated" else "enrolment"
    done = " AND enrolment.completed_at IS NOT NULL" if where.operator == "completed" else ""
    return asked.has(table, f"{table}.deleted_at IS NULL AND ~{table}.course = ?{done}", [int(where.value)])


def _event(where: Where, asked: Asked) -> Sql:
    if where.operator == "attended":
        return asked.has(
            "check_in", f"~check_in.event = ? AND check_in.member IS NOT NULL AND {_CAME}", [int(where.value)]
        )
    return asked.has(
        "registration",
        "registration.deleted_at IS NULL AND ~registration.event = ? AND registration.status <> 'cancelled'",
        [int(where.value)],
    )


def _email_consent(where: Where, asked: Asked) -> Sql:
    return "m.email_consent = ?", [int(where.value)]


def _archived(where: Where, asked: Asked) -> Sql:
    return f"m.archived_at IS {'NOT ' if where.value else ''}NULL", []


def _text(where: Where, asked: Asked) -> Sql:
    ids, params = search.fitting_exactly(Member, where.value)
    return f"m.id IN ({ids})", params


_SQL: dict[str, Callable[[Where, Asked], Sql]] = {
    "status": _one_of,
    "level": _one_of,
    "channel": _one_of,
    "language": _one_of,
    "plan": _plan,
    "tag": _tag,
    "joined": _joined,
    "active": _active,
    "spent": _spent,
    "subscription": _subscription,
    "course": _course,
    "event": _event,
    "email_consent": _email_consent,
    "archived": _archived,
    "text": _text,
}
_GATHERING = {"tag", "active", "spent", "subscription", "course", "event", "text"}
_DENIES = {
    ("tag", "has_not"): "has",
    ("active", "not_for_days"): "last_days",
    ("spent", "less_than"): "at_least",
    ("subscription", "none_of"): "one_of",
}
_TABLES: dict[tuple[str, str], tuple[type[Table], ...]] = {
    ("plan", ""): (Subscription, Plan),
    ("subscription", ""): (Subscription,),
    ("active", ""): (Activity,),
    ("spent", ""): (Payment,),
    ("course", ""): (Enrolment,),
    ("course", "rated"): (Rating,),
    ("event", ""): (Registration,),
    ("event", "attended"): (CheckIn,),
    ("text", ""): (Contact,),
}
"""Beside Member: (field, operator; '' for the others) -> tables. One without a column `member` is asked as a whole."""
