"""What the value of a condition may be, by kind. Only its form: whether such a level or course exists is not asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

_LONGEST = 200
_MOST_WORDS = 200
_MOST_DAYS = 36_500
_LARGEST = 2**63 - 1


def is_words(value: Any) -> bool:
    """A list of texts; '' stands for none given."""
    return isinstance(value, list) and 0 < len(value) <= _MOST_WORDS and all(map(_is_text, value))


def is_tag(value: Any) -> bool:
    """One tag, without a comma."""
    return _is_text(value) and bool(value.strip()) and "," not in value


def is_days(value: Any) -> bool:
    """A number of days from 1 to a hundred years."""
    return _is_number(value) and 1 <= value <= _MOST_DAYS


def is_period(value: Any) -> bool:
    """[first day, last day] as YYYY-MM-DD; one of them may be null for an open end."""
    if not isinstance(value, list) or len(value) != 2 or value == [None, None]:
        return False
    if not all(end is None or _is_day(end) for end in value):
        return False
    return None in value or value[0] <= value[1]


def is_money(value: Any) -> bool:
    """{"amount": minor units, "currency": its code}."""
    return (
        isinstance(value, dict)
        and value.keys() == {"amount", "currency"}
        and _is_number(value["amount"])
        and 0 <= value["amount"] <= _LARGEST
        and isinstance(value["currency"], str)
        and len(value["currency"]) == 3
        and value["currency"].isascii()
        and value["currency"].isupper()
    )


def is_row(value: Any) -> bool:
    """The id of a row, as a decimal text like everywhere on the wire."""
    return (
        isinstance(value, str)
        and value.lstrip("-").isdecimal()
        and value.isascii()
        and len(value) <= 20
        and -_LARGEST <= int(value) <= _LARGEST
    )


def is_yes_no(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def is_text(value: Any) -> bool:
    """Words that can be looked for."""
    return _is_text(value) and bool(value.strip())


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


CHECKS: dict[str, Callable[[Any], bool]] = {
    "words": is_words,
    "tag": is_tag,
    "days": is_days,
    "period": is_period,
    "money": is_money,
    "row": is_row,
    "yes_no": is_yes_no,
    "text": is_text,
}
"""Kind -> is this a value of it?"""
