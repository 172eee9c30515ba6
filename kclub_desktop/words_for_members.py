"""Kinds of what is kept with a member, in words: contacts, fields of the owner's own, things to do, households."""

from __future__ import annotations

from kclub_desktop.words import tr, tr_code, tr_noop

CONTACT_KINDS = {
    "email": tr_noop("E-mail"),
    "phone": tr_noop("Phone"),
    "wechat": tr_noop("WeChat"),
    "address": tr_noop("Address"),
    "site": tr_noop("Website"),
    "other_name": tr_noop("Other name"),
}
FIELD_KINDS = {
    "text": tr_noop("Text"),
    "number": tr_noop("Number"),
    "date": tr_noop("Date"),
    "choice": tr_noop("Choice"),
    "yes_no": tr_noop("Yes or no"),
}
TASK_KINDS = {
    "call": tr_noop("Call"),
    "renew": tr_noop("Renewal"),
    "answer": tr_noop("Answer"),
    "other": tr_noop("To do"),
}
HOUSEHOLD_KINDS = {"household": tr_noop("Household"), "company": tr_noop("Company")}


def contact_kind_words(kind: str) -> str:
    """What a further contact is; a word of the owner's own as it stands."""
    return tr(CONTACT_KINDS[kind]) if kind in CONTACT_KINDS else kind


def field_kind_words(kind: str) -> str:
    """What a field of the owner's own holds."""
    return tr(FIELD_KINDS[kind]) if kind in FIELD_KINDS else kind


def household_kind_words(kind: str) -> str:
    """Household or company."""
    return tr_code(HOUSEHOLD_KINDS, kind, HOUSEHOLD_KINDS["household"])
