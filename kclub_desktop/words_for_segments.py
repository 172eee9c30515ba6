"""A segment's filter in words, in both languages: “status is member and not active for 30 days”.

Takes the filter as the plain data it is saved as; who looks up the titles of courses and events is the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from kclub_desktop.words import tr, tr_many, tr_noop
from kclub_desktop.words_for_values import calendar_day, money

_TEXTS = {
    ("status", "one_of"): tr_noop("status is {value}"),
    ("status", "none_of"): tr_noop("status is not {value}"),
    ("level", "one_of"): tr_noop("level is {value}"),
    ("level", "none_of"): tr_noop("level is not {value}"),
    ("plan", "one_of"): tr_noop("plan is {value}"),
    ("plan", "none_of"): tr_noop("plan is not {value}"),
    ("channel", "one_of"): tr_noop("came by {value}"),
    ("channel", "none_of"): tr_noop("did not come by {value}"),
    ("language", "one_of"): tr_noop("reads {value}"),
    ("language", "none_of"): tr_noop("does not read {value}"),
    ("subscription", "one_of"): tr_noop("has a subscription that is {value}"),
    ("subscription", "none_of"): tr_noop("has no subscription that is {value}"),
    ("tag", "has"): tr_noop("has the tag “{value}”"),
    ("tag", "has_not"): tr_noop("does not have the tag “{value}”"),
    ("spent", "at_least"): tr_noop("spent at least {value}"),
    ("spent", "less_than"): tr_noop("spent less than {value}"),
    ("course", "enrolled"): tr_noop("takes “{value}”"),
    ("course", "completed"): tr_noop("completed “{value}”"),
    ("course", "rated"): tr_noop("rated “{value}”"),
    ("event", "registered"): tr_noop("is registered for “{value}”"),
    ("event", "attended"): tr_noop("came to “{value}”"),
    ("text", "fits"): tr_noop("is found by “{value}”"),
}
"""(field, operator) -> sentence; days, periods and yes or no have their own."""

_DENIED = {
    ("course", "enrolled"): tr_noop("does not take “{value}”"),
    ("course", "completed"): tr_noop("has not completed “{value}”"),
    ("course", "rated"): tr_noop("has not rated “{value}”"),
    ("event", "registered"): tr_noop("is not registered for “{value}”"),
    ("event", "attended"): tr_noop("did not come to “{value}”"),
    ("text", "fits"): tr_noop("is not found by “{value}”"),
}
"""The same for what has no operator of its own that denies it."""

VALUES = {
    "status": {"member": tr_noop("member"), "lead": tr_noop("lead")},
    "language": {"zh": "简体中文", "en": "English"},
    "subscription": {
        "incomplete": tr_noop("incomplete"),
        "trialing": tr_noop("on trial"),
        "active": tr_noop("active"),
        "past_due": tr_noop("past due"),
        "unpaid": tr_noop("unpaid"),
        "paused": tr_noop("paused"),
        "canceled": tr_noop("canceled"),
    },
}
"""Field -> code -> word to translate, where the value is a code."""


def said(data: Mapping[str, Any], titles: Mapping[int, str] | None = None) -> str:
    """A filter as one sentence without a full stop. titles: of the courses and events it names, by id."""
    sentence = _part(data["where"], titles or {}, outermost=True)
    return sentence[:1].upper() + sentence[1:]


def condition_said(condition: Mapping[str, Any], titles: Mapping[int, str] | None = None) -> str:
    """One condition as a phrase."""
    field, operator, value = condition["field"], condition["is"], condition["value"]
    if (field, operator) in _TEXTS:
        return tr(_TEXTS[field, operator], value=_value(field, value, titles or {}))
    return _OWN_WORDS[field](operator, value)


def word_of(field: str, code: str) -> str:
    """A value of a field in words; a dash of words for none given, the value itself where it is no code."""
    if not code:
        return tr("none given")
    word = VALUES.get(field, {}).get(code)
    return tr(word) if word else code


def rows_named(data: Mapping[str, Any]) -> Iterable[int]:
    """Ids of the courses and events a filter names."""
    where = data.get("where", data)
    for parts in (where.get("all"), where.get("any"), [where["not"]] if "not" in where else None):
        for part in parts or ():
            yield from rows_named(part)
    if where.get("field") in ("course", "event"):
        yield int(where["value"])


def _part(data: Mapping[str, Any], titles: Mapping[int, str], outermost: bool = False) -> str:
    if "field" in data:
        return condition_said(data, titles)
    if "not" in data and (denied := _DENIED.get((data["not"].get("field"), data["not"].get("is")))):
        return tr(denied, value=_value(data["not"]["field"], data["not"]["value"], titles))
    if "not" in data:
        return tr("not ({part})", part=_part(data["not"], titles, outermost=True))
    every = "all" in data
    parts = data["all"] if every else data["any"]
    if not parts:
        return tr("everybody")
    sentence = _part(parts[0], titles, outermost=outermost and len(parts) == 1)
    for part in parts[1:]:
        more = _part(part, titles)
        sentence = (
            tr("{first} and {second}", first=sentence, second=more) if every
            else tr("{first} or {second}", first=sentence, second=more)
        )  # fmt: skip
    return sentence if outermost or len(parts) == 1 else tr("({part})", part=sentence)


def _value(field: str, value: Any, titles: Mapping[int, str]) -> str:
    if field == "spent":
        return money(value["amount"], value["currency"])
    if field in ("course", "event"):
        return titles.get(int(value)) or tr("something deleted")
    if isinstance(value, list):
        return " / ".join(word_of(field, each) for each in value)
    return str(value)


def _joined(operator: str, value: Any) -> str:
    if operator == "last_days":
        return tr_many("joined in the last day", "joined in the last {n} days", value)
    if operator == "before_days":
        return tr_many("joined more than a day ago", "joined more than {n} days ago", value)
    first, last = (end and _day(end) for end in value)
    if last is None:
        return tr("joined on {first} or later", first=first)
    if first is None:
        return tr("joined on {last} or earlier", last=last)
    return tr("joined from {first} to {last}", first=first, last=last)


def _active(operator: str, value: Any) -> str:
    if operator == "last_days":
        return tr_many("active in the last day", "active in the last {n} days", value)
    return tr_many("not active for a day", "not active for {n} days", value)


def _email_consent(_operator: str, value: Any) -> str:
    return tr("may be written to by e-mail") if value else tr("may not be written to by e-mail")


def _archived(_operator: str, value: Any) -> str:
    return tr("is archived") if value else tr("is not archived")


def _day(text: str) -> str:
    return calendar_day(date.fromisoformat(text))


_OWN_WORDS: dict[str, Callable[[str, Any], str]] = {
    "joined": _joined,
    "active": _active,
    "email_consent": _email_consent,
    "archived": _archived,
}
