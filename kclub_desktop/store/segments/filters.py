"""A filter over members as plain data: checked when it comes in, the same data when it goes out.

    {"version": 1, "where": {"all": [{"field": "status", "is": "one_of", "value": ["member"]},
                                     {"not": {"field": "active", "is": "last_days", "value": 30}}]}}

A part is {"all": […]}, {"any": […]}, {"not": part} or one condition. What a condition means in SQL is in fields.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kclub_desktop.errors import FilterRefused
from kclub_desktop.store.segments.values import CHECKS

VERSION = 1
_DEEPEST = 8
_MOST_CONDITIONS = 50

OPERATORS: dict[str, dict[str, str]] = {
    "status": {"one_of": "words", "none_of": "words"},
    "level": {"one_of": "words", "none_of": "words"},
    "plan": {"one_of": "words", "none_of": "words"},
    "channel": {"one_of": "words", "none_of": "words"},
    "language": {"one_of": "words", "none_of": "words"},
    "tag": {"has": "tag", "has_not": "tag"},
    "joined": {"last_days": "days", "before_days": "days", "between": "period"},
    "active": {"last_days": "days", "not_for_days": "days"},
    "spent": {"at_least": "money", "less_than": "money"},
    "subscription": {"one_of": "words", "none_of": "words"},
    "course": {"enrolled": "row", "completed": "row", "rated": "row"},
    "event": {"registered": "row", "attended": "row"},
    "email_consent": {"is": "yes_no"},
    "archived": {"is": "yes_no"},
    "text": {"fits": "text"},
}
"""Field -> operator -> kind of its value (values.py)."""


@dataclass(frozen=True)
class Where:
    """One condition. value: as in the JSON."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True)
class AllOf:
    """Every part holds; without a part it always does."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Part


Part = Where | AllOf | AnyOf | Not
EVERYBODY = AllOf()


def parse(text: str) -> Part:
    """A filter from its JSON text. Raises FilterRefused, which says where it is wrong and why."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise FilterRefused("", "json") from None
    return from_data(found)


def from_data(data: Any) -> Part:
    """A filter from plain data as json.loads gives it. Raises FilterRefused."""
    if not isinstance(data, dict) or data.keys() != {"version", "where"}:
        raise FilterRefused("", "shape")
    if data["version"] != VERSION or isinstance(data["version"], bool):
        raise FilterRefused("version", "version")
    part = _part(data["where"], "where", 1)
    if sum(1 for _ in conditions(part)) > _MOST_CONDITIONS:
        raise FilterRefused("where", "too_many")
    return part


def to_data(part: Part) -> dict[str, Any]:
    """The filter as plain data that from_data reads."""
    return {"version": VERSION, "where": _data(part)}


def to_text(part: Part) -> str:
    """The filter as it is saved."""
    return json.dumps(to_data(part), ensure_ascii=False, separators=(",", ":"))


def conditions(part: Part) -> Iterator[Where]:
    """Every condition of a filter, in order."""
    match part:
        case Where():
            yield part
        case Not(inner):
            yield from conditions(inner)
        case AllOf(parts) | AnyOf(parts):
            for each in parts:
                yield from conditions(each)


def _part(data: Any, path: str, depth: int) -> Part:
    if depth > _DEEPEST:
        raise FilterRefused(path, "too_deep")
    if not isinstance(data, dict):
        raise FilterRefused(path, "shape")
    match sorted(data):
        case ["all"]:
            return AllOf(_parts(data["all"], f"{path}.all", depth))
        case ["any"]:
            parts = _parts(data["any"], f"{path}.any", depth)
            if not parts:
                raise FilterRefused(f"{path}.any", "empty")
            return AnyOf(parts)
        case ["not"]:
            return Not(_part(data["not"], f"{path}.not", depth + 1))
        case ["field", "is", "value"]:
            return _condition(data, path)
    raise FilterRefused(path, "shape")


def _parts(data: Any, path: str, depth: int) -> tuple[Part, ...]:
    if not isinstance(data, list):
        raise FilterRefused(path, "shape")
    return tuple(_part(each, f"{path}[{at}]", depth + 1) for at, each in enumerate(data))


def _condition(data: dict[str, Any], path: str) -> Where:
    field, operator, value = data["field"], data["is"], data["value"]
    if not isinstance(field, str) or field not in OPERATORS:
        raise FilterRefused(f"{path}.field", "unknown_field", str(field))
    if not isinstance(operator, str) or operator not in OPERATORS[field]:
        raise FilterRefused(f"{path}.is", "unknown_operator", str(operator))
    kind = OPERATORS[field][operator]
    if not CHECKS[kind](value):
        raise FilterRefused(f"{path}.value", kind, json.dumps(value, ensure_ascii=False))
    return Where(field, operator, value)


def _data(part: Part) -> dict[str, Any]:
    match part:
        case Where(field, operator, value):
            return {"field": field, "is": operator, "value": value}
        case Not(inner):
            return {"not": _data(inner)}
        case AllOf(parts):
            return {"all": [_data(each) for each in parts]}
        case AnyOf(parts):
            return {"any": [_data(each) for each in parts]}
