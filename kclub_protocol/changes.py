"""The shape of a change set on the wire, read and written strictly: what does not fit is named, never guessed.

Ids and references are decimal strings, since JSON readers elsewhere lose digits past 2^53. The hub keeps the fields
of a change without knowing what they mean; the store decides what they do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import Any

Value = str | int | float | None

MAX_ROW_CHANGES = 20_000
"""Changed rows in one batch of several change sets; a change set that is larger goes alone."""
ERASE = "erase"
"""The operation that erases a person: what it empties stays empty, whatever comes later."""
ERASING = frozenset({ERASE, "retention"})
"""Operations whose edits take effect on the past as well: what a log holds of these fields is replaced by their values."""
MOVING = frozenset({"merge_members", "undo", "redo"})
"""Operations by which a row may come to speak of another member: two turned out to be one, or did not after all."""
_ID_LIMIT = 1 << 63
_SHORT = 18
"""Characters of a decimal that cannot be out of range."""
_WRITTEN_AT_ONCE = 100
"""Rows that are written as JSON in one call; it holds the interpreter, and with it a window, for as long."""
_NAME_LIMIT = 64
_TEXT_LIMIT = 1_000_000
_DECIMAL = re.compile(r"-?[0-9]{1,19}").fullmatch
_NAME_EXPECTED = "a short name of letters, digits and _ is expected"
_VALUE_EXPECTED = "text, a number or null is expected, within its limits"


class MalformedChange(ValueError):
    """A change does not have the agreed shape. where: path to the offending part, for the error message."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


@dataclass(frozen=True, slots=True)
class RowChange:
    """New values of some fields of one row; `made` if the row came into being with this change."""

    entity: str
    row: int
    made: bool
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Undoes:
    """The change set that another one takes back or does again, by the stamp and node it was made with; of a step of
    several its first. whole: with this one it is done, so that the other no longer stands."""

    stamp: int
    node: int
    whole: bool


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One transaction of one device: what it did, when, and the rows it changed.

    stamp   clock stamp (48 bits of milliseconds, 16 of counter); (stamp, node) is unique and orders all change sets
    at      Unix seconds by the device's own clock, for the eyes only
    undoes  what it takes back; devices and hubs of before version 6 pass it on without knowing it
    """

    stamp: int
    node: int
    operation: str
    at: int
    changes: tuple[RowChange, ...] = field(default=())
    undoes: Undoes | None = None

    def to_json(self) -> dict[str, Any]:
        """As a plain structure for json.dumps."""
        return {**self._head(), "changes": [_row_to_json(each) for each in self.changes]}

    def to_text(self) -> Iterator[str]:
        """As JSON, in pieces, so that a large one is not written in one call that nothing interrupts."""
        yield f'{_encode(self._head())[:-1]},"changes":['
        for start in range(0, len(self.changes), _WRITTEN_AT_ONCE):
            rows = [_row_to_json(each) for each in self.changes[start : start + _WRITTEN_AT_ONCE]]
            yield f"{',' if start else ''}{_encode(rows)[1:-1]}"
        yield "]}"

    def _head(self) -> dict[str, Any]:
        taken_back = self.undoes and {
            "undoes": {
                "stamp": str(self.undoes.stamp),
                "node": self.undoes.node,
                "whole": self.undoes.whole,
            }
        }
        return {
            **(taken_back or {}),
            "stamp": str(self.stamp),
            "node": self.node,
            "operation": self.operation,
            "at": self.at,
        }


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _row_to_json(change: RowChange) -> dict[str, Any]:
    fields = change.fields
    return {
        "entity": change.entity,
        "row": str(change.row),
        "made": change.made,
        "fields": fields if isinstance(fields, dict) else dict(fields),
    }


def change_set_from_json(data: object, where: str = "change_set") -> ChangeSet:
    """Read what `ChangeSet.to_json` wrote. Raises MalformedChange naming the part that does not fit."""
    body = _mapping(data, where)
    changes = body.get("changes")
    if not isinstance(changes, list):
        raise MalformedChange(f"{where}.changes", "a list is expected")
    return ChangeSet(
        stamp=_decimal(body.get("stamp"), f"{where}.stamp", low=0),
        node=_whole(body.get("node"), f"{where}.node", 0, (1 << 13) - 1),
        operation=_name(body.get("operation"), f"{where}.operation"),
        at=_whole(body.get("at"), f"{where}.at", -_ID_LIMIT, _ID_LIMIT - 1),
        changes=tuple(_row_changes(changes, where)),
        undoes=_undoes(body["undoes"], f"{where}.undoes") if "undoes" in body else None,
    )


def _undoes(data: object, where: str) -> Undoes:
    body = _mapping(data, where)
    return Undoes(
        stamp=_decimal(body.get("stamp"), f"{where}.stamp", low=0),
        node=_whole(body.get("node"), f"{where}.node", 0, (1 << 13) - 1),
        whole=body.get("whole") is True,
    )


def _row_changes(changes: list[Any], where: str) -> Iterator[RowChange]:
    """Each row is looked at in one go; where something does not fit, the slow way says what."""
    for number, data in enumerate(changes):
        if type(data) is dict and _is_row_change(data):
            yield RowChange(data["entity"], int(data["row"]), data["made"], data["fields"])
        else:
            yield _row_change(data, f"{where}.changes[{number}]")


def _is_row_change(data: Mapping[str, Any]) -> bool:
    row, entity, fields = data.get("row"), data.get("entity"), data.get("fields")
    return (
        type(row) is str
        and len(row) <= _SHORT
        and _DECIMAL(row) is not None
        and type(entity) is str
        and _is_name(entity)
        and type(data.get("made")) is bool
        and type(fields) is dict
        and all(map(_is_name, fields))
        and all(map(_fits, fields.values()))
    )


def _row_change(data: object, where: str) -> RowChange:
    body = _mapping(data, where)
    made = body.get("made")
    if not isinstance(made, bool):
        raise MalformedChange(f"{where}.made", "true or false is expected")
    fields = _mapping(body.get("fields"), f"{where}.fields")
    for name, value in fields.items():
        if not _is_name(name):
            raise MalformedChange(f"{where}.fields", _NAME_EXPECTED)
        if not _fits(value):
            raise MalformedChange(f"{where}.fields.{name}", _VALUE_EXPECTED)
    return RowChange(
        entity=_name(body.get("entity"), f"{where}.entity"),
        row=_decimal(body.get("row"), f"{where}.row", low=-_ID_LIMIT),
        made=made,
        fields=fields,
    )


def _mapping(data: object, where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise MalformedChange(where, "an object is expected")
    return data


def _name(data: object, where: str) -> str:
    if not isinstance(data, str) or not _is_name(data):
        raise MalformedChange(where, _NAME_EXPECTED)
    return data


# Every row repeats the same few names: each is looked at once.
@lru_cache(maxsize=2000)
def _is_name(name: str) -> bool:
    return 0 < len(name) <= _NAME_LIMIT and name.isascii() and name.replace("_", "a").isalnum()


def _decimal(data: object, where: str, low: int) -> int:
    if not isinstance(data, str) or not _DECIMAL(data):
        raise MalformedChange(where, "an integer as a decimal string is expected")
    number = int(data)
    if not low <= number < _ID_LIMIT:
        raise MalformedChange(where, "the integer is out of range")
    return number


def _whole(data: object, where: str, low: int, high: int) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or not low <= data <= high:
        raise MalformedChange(where, f"an integer between {low} and {high} is expected")
    return data


def _fits(value: object) -> bool:
    """Text, a number or null that every database takes. Asked for each field of each row, so the likely comes first."""
    kind = type(value)
    if kind is str:
        return len(value) <= _TEXT_LIMIT and "\x00" not in value and (value.isascii() or _encodable(value))  # type: ignore[arg-type, attr-defined, operator]
    if value is None:
        return True
    if kind is int:
        return -_ID_LIMIT <= value < _ID_LIMIT  # type: ignore[operator]
    return kind is float and isfinite(value)  # type: ignore[arg-type]


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
